using Microsoft.EntityFrameworkCore;

namespace MeasuredApp;

public interface IOrderLines
{
    Task<List<OrderLine>> OfAsync(int orderId);
}

public sealed class OrderLines(ShopContext db) : IOrderLines
{
    public async Task<List<OrderLine>> OfAsync(int orderId)
    {
        return await db.Lines.TagWith("lines").AsNoTracking()
            .Where(l => l.OrderId == orderId)
            .ToListAsync();
    }
}
