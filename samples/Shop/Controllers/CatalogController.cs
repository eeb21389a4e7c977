using Microsoft.AspNetCore.Mvc;

namespace Shop;

[ApiController]
public sealed class CatalogController(CategoryTree tree, CampaignList campaigns, PriceRefresh refresh, ShelfContents shelves, SupplierFeed supplier) : ControllerBase
{
    [HttpGet("categories")]
    public Task<IReadOnlyList<string>> GetCategories() => tree.BelowAsync(null);

    [HttpGet("shelves/{shelf}")]
    public Task<IReadOnlyList<string>> GetShelf(string shelf) => shelves.OnAsync(shelf);

    [HttpGet("campaigns")]
    public Task<IReadOnlyList<string>> GetCampaigns() => campaigns.AllAsync();

    [HttpGet("supplier/{sku}/beside/{other}")]
    public Task<IReadOnlyList<SupplierPrice?>> Compare(string sku, string other) => supplier.CompareAsync(sku, other);

    [HttpPost("aisles/{aisle}/prices")]
    public Task<int> Refresh(string aisle) => refresh.RunAsync(aisle);
}
