using Microsoft.EntityFrameworkCore;

namespace Shop;

public sealed class OrderReport(ShopContext db)
{
    public async Task<int> BuildAsync()
    {
        var lines = 0;
        foreach (var order in await db.Orders.AsNoTracking().ToListAsync())
            lines += await CountLinesAsync(order.Id);

        return lines;
    }

    private Task<int> CountLinesAsync(int order) =>
        db.Lines.CountAsync(line => line.OrderId == order);
}
