namespace PerfAnalyzers.Testing;

/// <summary>
/// The shared model of rule tests: a small shop on EF Core, so that a test shows only the lines that matter. In a body there are
/// <c>db</c> (the context), <c>ids</c>, <c>orders</c> and other collections, <c>ct</c>, and <c>Use(...)</c>, which accepts anything.
/// </summary>
public static class Shop
{
    /// <summary>Entities, context, usings. Usings are global, as in a project of today's template.</summary>
    public static readonly TestFile Model = new("Shop.cs",
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.EntityFrameworkCore;
        global using Shop;

        namespace Shop;

        public class Account
        {
            public Guid Id { get; set; }
            public string Email { get; set; } = "";
            public string? Region { get; set; }
            public List<Order> Orders { get; set; } = [];
        }

        public class Order
        {
            public int Id { get; set; }
            public string Number { get; set; } = "";
            public DateTime PlacedAt { get; set; }
            public Guid AccountId { get; set; }
            public Account Account { get; set; } = null!;
            public int? CouponId { get; set; }
            public List<OrderLine> Lines { get; set; } = [];
        }

        public class OrderLine
        {
            public int Id { get; set; }
            public int OrderId { get; set; }
            public Order Order { get; set; } = null!;
            public int? ProductId { get; set; }
            public Product? Product { get; set; }
            public string? Sku { get; set; }
            public int Quantity { get; set; }
            public decimal Price { get; set; }
        }

        public class Product
        {
            public int Id { get; set; }
            public string Sku { get; set; } = "";
            public string Name { get; set; } = "";
            public bool Discontinued { get; set; }
        }

        public class Stock
        {
            public string Warehouse { get; set; } = "";
            public int ProductId { get; set; }
            public Product Product { get; set; } = null!;
            public int Quantity { get; set; }
        }

        public class Coupon
        {
            public string Code { get; set; } = "";
            public decimal Discount { get; set; }
        }

        public class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
        {
            public DbSet<Account> Accounts => Set<Account>();
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<OrderLine> OrderLines => Set<OrderLine>();
            public DbSet<Product> Products => Set<Product>();
            public DbSet<Stock> Stocks => Set<Stock>();
            public DbSet<Coupon> Coupons => Set<Coupon>();

            protected override void OnModelCreating(ModelBuilder modelBuilder)
            {
                modelBuilder.Entity<Stock>().HasKey(stock => new { stock.Warehouse, stock.ProductId });
                modelBuilder.Entity<Coupon>().HasKey(coupon => coupon.Code);
                modelBuilder.Entity<Product>().HasIndex(product => product.Sku).IsUnique();
                modelBuilder.Entity<Account>().HasIndex(account => account.Email).IsUnique();
                modelBuilder.Entity<Order>().HasIndex(order => order.AccountId);
            }
        }

        """);

    /// <summary>A document whose one method has <paramref name="body"/>; the method is async when the body awaits.</summary>
    public static string Body(string body)
    {
        var isAsync = body.Contains("await ", StringComparison.Ordinal);
        var indented = string.Join('\n', body.Split('\n').Select(line => line.Length == 0 ? line : "        " + line));

        return $$"""
            public class Service(ShopDb db)
            {
                public {{(isAsync ? "async Task<object?> RunAsync" : "object? Run")}}(
                    List<int> ids, Guid[] guids, IReadOnlyList<string> codes, List<int?> optionalIds, IEnumerable<int> sequence,
                    List<Order> orders, List<OrderLine> lines, CancellationToken ct)
                {
            {{indented}}
                    return null;
                }

                private static void Use(params object?[] values)
                {
                }
            }

            """;
    }
}
