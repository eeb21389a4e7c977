using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>All campaigns, each with what it sells.</summary>
public sealed class CampaignList(ShopContext db)
{
    public async Task<IReadOnlyList<string>> AllAsync()
    {
        var campaigns = await db.Campaigns.OrderBy(campaign => campaign.Id).ToListAsync();
        return [.. campaigns.Select(campaign => $"{campaign.Slogan}: {campaign.Product?.Name}")];
    }
}
