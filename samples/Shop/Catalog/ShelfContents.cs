using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>What stands on one shelf.</summary>
public sealed class ShelfContents(ShopContext db)
{
    public async Task<IReadOnlyList<string>> OnAsync(string shelf)
    {
        var products = await db.Products.OrderBy(product => product.Id).ToListAsync();

        return [.. products.Where(product => product.Shelf == shelf).Select(product => product.Sku)];
    }
}
