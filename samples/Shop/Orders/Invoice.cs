using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>What an order costs, less what regular customers are spared.</summary>
public sealed class Invoice(ShopContext db, IOrderLineRepository lines)
{
    private const int RegularFrom = 100;

    public async Task<int?> TotalCentsAsync(int orderId)
    {
        var order = await db.Orders.FindAsync(orderId);

        if (order is null)
            return null;

        var total = 0;

        foreach (var line in await lines.GetAsync(orderId))
        {
            var discount = await DiscountAsync(order.AccountId);
            total += line.Quantity * line.UnitPriceCents * (100 - discount) / 100;
        }

        return total;
    }

    private async Task<int> DiscountAsync(int accountId) =>
        await db.Orders.CountAsync(order => order.AccountId == accountId) >= RegularFrom ? 5 : 0;
}
