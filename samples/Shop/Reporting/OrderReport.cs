using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>All orders of one account with their lines, as text.</summary>
public sealed class OrderReport
{
    private readonly ShopContext _db;
    private readonly IOrderLineRepository _lines;

    public OrderReport(ShopContext db, IOrderLineRepository lines)
    {
        _db = db;
        _lines = lines;
    }

    public async Task<string> BuildAsync(int accountId)
    {
        var orders = await LoadOrdersAsync(accountId);
        var report = new StringBuilder();

        foreach (var order in orders)
        {
            var lines = await _lines.GetAsync(order.Id);
            ReportFormat.Append(report, order, lines);
        }

        return report.ToString();
    }

    private Task<List<Order>> LoadOrdersAsync(int accountId) =>
        _db.Orders.Where(order => order.AccountId == accountId).OrderBy(order => order.Id).ToListAsync();
}
