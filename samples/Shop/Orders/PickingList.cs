using System.Globalization;
using System.Text;

namespace Shop;

/// <summary>What to take from which shelf for one order.</summary>
public sealed class PickingList(ShopContext db, IOrderLineRepository lines)
{
    public async Task<string> BuildAsync(int orderId)
    {
        var orderLines = await lines.GetAsync(orderId);
        var text = new StringBuilder();

        foreach (var line in orderLines)
        {
            var product = await db.Products.FindAsync(line.ProductId);

            if (product is null)
                continue;

            text.Append(CultureInfo.InvariantCulture, $"{product.Shelf}\t{line.Quantity}\t{product.Name}\n");
        }

        return text.ToString();
    }
}
