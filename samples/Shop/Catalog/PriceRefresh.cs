using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>Takes over what the supplier asks, for the products of one aisle.</summary>
public sealed class PriceRefresh(ShopContext db, SupplierFeed feed)
{
    public async Task<int> RunAsync(string aisle)
    {
        var products = await db.Products.Where(product => product.Shelf.StartsWith(aisle + "-")).OrderBy(product => product.Id).ToListAsync();

        foreach (var product in products)
        {
            var price = await feed.GetAsync(product.Sku);

            if (price is null)
                continue;

            product.PriceCents = price.Cents;
            await db.SaveChangesAsync();
        }

        return products.Count;
    }
}
