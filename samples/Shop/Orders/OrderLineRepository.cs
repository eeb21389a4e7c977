using Microsoft.EntityFrameworkCore;

namespace Shop;

public sealed class OrderLineRepository(ShopContext db) : IOrderLineRepository
{
    public Task<List<OrderLine>> GetAsync(int orderId) =>
        db.OrderLines.Where(line => line.OrderId == orderId).OrderBy(line => line.Id).ToListAsync();
}
