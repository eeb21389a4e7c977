using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace MeasuredApp;

public sealed class Reports(ShopContext db, IOrderLines lines)
{
    /// <summary>One query for the orders, then one per order: what this program exists for.</summary>
    public async Task<string> BuildAsync(int accountId, bool waits)
    {
        var orders = await db.Orders.TagWith("orders").AsNoTracking().Where(o => o.AccountId == accountId).ToListAsync();
        var text = new StringBuilder();
        foreach (var order in orders)
        {
            // An await that really waits takes the caller off the stack of what follows.
            if (waits)
                await Task.Yield();

            var rows = await lines.OfAsync(order.Id);
            text.Append(Format(order, rows));
        }

        return text.ToString();
    }

    /// <summary>The same row twice by the same key.</summary>
    public int CountTwice(int accountId) => CountOf(accountId) + CountOf(accountId);

    private int CountOf(int accountId) => db.Orders.TagWith("count").Count(o => o.AccountId == accountId);

    private static string Format(Order order, List<OrderLine> rows)
    {
        var sum = 0m;
        foreach (var row in rows)
            sum += row.Price;

        return string.Format(CultureInfo.InvariantCulture, "{0}: {1:F2}\n", order.Id, sum);
    }
}
