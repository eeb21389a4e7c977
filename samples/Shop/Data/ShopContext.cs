using Microsoft.EntityFrameworkCore;

namespace Shop;

public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OrderLine> OrderLines => Set<OrderLine>();

    public DbSet<Product> Products => Set<Product>();

    public DbSet<Category> Categories => Set<Category>();

    public DbSet<Campaign> Campaigns => Set<Campaign>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        // The tables are older than this model: orders and lines keep the numbers of other rows in plain columns. No relationship is
        // declared, so there is no index on Orders.AccountId, Orders.CustomerReference or OrderLines.OrderId either.
        modelBuilder.Entity<Product>().HasIndex(product => product.Sku).IsUnique();
    }
}
