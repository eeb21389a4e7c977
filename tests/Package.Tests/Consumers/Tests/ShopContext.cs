using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public sealed class Order
{
    public int Id { get; set; }
}

public sealed class OrderLine
{
    public int Id { get; set; }
    public int OrderId { get; set; }
}

public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<OrderLine> Lines => Set<OrderLine>();
}

public static class TestShop
{
    /// <summary>A shop in memory with as many orders.</summary>
    public static ShopContext With(int orders)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        var db = new ShopContext(new DbContextOptionsBuilder<ShopContext>().UseSqlite(connection).Options);
        db.Database.EnsureCreated();
        db.Orders.AddRange(Enumerable.Range(1, orders).Select(i => new Order { Id = i }));
        db.SaveChanges();
        return db;
    }
}
