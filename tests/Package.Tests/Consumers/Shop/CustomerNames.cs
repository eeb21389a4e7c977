using Microsoft.EntityFrameworkCore;

namespace Shop;

public static class CustomerNames
{
    public static async Task<List<string>> OfAsync(ShopContext db, List<Order> orders)
    {
        var names = new List<string>();
        foreach (var order in orders)
        {
            var customer = await db.Customers.FirstOrDefaultAsync(c => c.Id == order.CustomerId);
            names.Add(customer?.Name ?? "nobody");
        }

        return names;
    }
}
