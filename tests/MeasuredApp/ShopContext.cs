using Microsoft.EntityFrameworkCore;

namespace MeasuredApp;

public sealed class Order
{
    public int Id { get; set; }

    public int AccountId { get; set; }
}

public sealed class OrderLine
{
    public int Id { get; set; }

    public int OrderId { get; set; }

    public decimal Price { get; set; }
}

public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OrderLine> Lines => Set<OrderLine>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<OrderLine>().HasIndex(l => l.OrderId);

    public void Seed(int accounts, int ordersPerAccount)
    {
        Database.EnsureCreated();
        for (var i = 0; i < accounts * ordersPerAccount; i++)
        {
            Orders.Add(new() { Id = i + 1, AccountId = (i / ordersPerAccount) + 1 });
            Lines.Add(new() { Id = (i * 2) + 1, OrderId = i + 1, Price = 1 });
            Lines.Add(new() { Id = (i * 2) + 2, OrderId = i + 1, Price = 2 });
        }

        SaveChanges();
    }
}
