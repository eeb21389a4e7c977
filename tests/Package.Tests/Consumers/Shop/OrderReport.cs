using Microsoft.EntityFrameworkCore;

namespace Shop;

public interface IOrderLines
{
    Task<List<OrderLine>> GetAsync(int orderId);
}

public sealed class OrderLineRepository(ShopContext db) : IOrderLines
{
    public Task<List<OrderLine>> GetAsync(int orderId) => LoadAsync(orderId);

    private Task<List<OrderLine>> LoadAsync(int orderId) => db.Lines.Where(l => l.OrderId == orderId).ToListAsync();
}

public sealed class OrderReport(IOrderLines lines)
{
    public async Task<int> BuildAsync(IReadOnlyList<Order> orders)
    {
        var total = 0;
        foreach (var order in orders)
            total += (await lines.GetAsync(order.Id)).Count;

        return total;
    }
}
