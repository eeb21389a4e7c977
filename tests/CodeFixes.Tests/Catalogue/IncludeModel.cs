using System.Text.RegularExpressions;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests.Catalogue;

/// <summary>
/// The shop of the catalogue, twice: with entities that load nothing by themselves, and with the same entities handed an <c>ILazyLoader</c>.
/// What one reads as null or empty, the other loads when it is read, so that each says about the other what was missing.
/// </summary>
internal static partial class IncludeModel
{
    private const string Entities =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.EntityFrameworkCore;
        global using Shop;

        namespace Shop;

        public class Customer
        {
            @Customer
            public int Id { get; set; }
            public string Name { get; set; } = "";
            public Address Address { get; set; } = new();
            public int CountryId { get; set; }
            @one Country Country
            @one Profile? Profile
            @many Order Orders
        }

        public class Address
        {
            public string City { get; set; } = "";
        }

        public class Profile
        {
            @Profile
            public int Id { get; set; }
            public int CustomerId { get; set; }
            public string Text { get; set; } = "";
            @one Customer Customer
        }

        public class Country
        {
            @Country
            public int Id { get; set; }
            public string Name { get; set; } = "";
            public int CurrencyId { get; set; }
            @one Currency Currency
        }

        public class Currency
        {
            public int Id { get; set; }
            public string Code { get; set; } = "";
        }

        public class Order
        {
            @Order
            public int Id { get; set; }
            public string Number { get; set; } = "";
            public int CustomerId { get; set; }
            public int? SellerId { get; set; }
            public OrderNotes Notes { get; set; } = new();
            @one Customer Customer
            @one Employee? Seller
            @many Line Lines
            public decimal Total() => Lines.Sum(l => l.Price);
        }

        public class WebOrder : Order
        {
            @WebOrder : Order
            public int? ChannelId { get; set; }
            @one Channel? Channel
        }

        public class Channel
        {
            public int Id { get; set; }
            public string Name { get; set; } = "";
        }

        public class OrderNotes
        {
            public string Text { get; set; } = "";
        }

        public class Line
        {
            @Line
            public int Id { get; set; }
            public int OrderId { get; set; }
            public int ProductId { get; set; }
            public decimal Price { get; set; }
            @one Order Order
            @one Product Product
        }

        public class Product
        {
            @Product
            public int Id { get; set; }
            public string Name { get; set; } = "";
            public int CategoryId { get; set; }
            @one Category Category
            @many Tag Tags
        }

        public class Tag
        {
            @Tag
            public int Id { get; set; }
            public string Name { get; set; } = "";
            @many Product Products
        }

        public class Category
        {
            @Category
            public int Id { get; set; }
            public string Name { get; set; } = "";
            public int? ParentId { get; set; }
            @one Category? Parent
            @many Category Children
        }

        public class Employee
        {
            @Employee
            public int Id { get; set; }
            public string Name { get; set; } = "";
            public int OfficeId { get; set; }
            @one Office Office
        }

        public class Office
        {
            public int Id { get; set; }
            public string City { get; set; } = "";
        }

        public class ShopDb : DbContext
        {
            private readonly Action<DbContextOptionsBuilder> _configure;
            public ShopDb(Action<DbContextOptionsBuilder> configure) => _configure = configure;
            public DbSet<Customer> Customers => Set<Customer>();
            public DbSet<Country> Countries => Set<Country>();
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<WebOrder> WebOrders => Set<WebOrder>();
            public DbSet<Line> Lines => Set<Line>();
            public DbSet<Product> Products => Set<Product>();
            public DbSet<Tag> Tags => Set<Tag>();
            public DbSet<Category> Categories => Set<Category>();
            public DbSet<Employee> Employees => Set<Employee>();
            public DbSet<Office> Offices => Set<Office>();
            public DbSet<Channel> Channels => Set<Channel>();
            public ShopDb New() => new(_configure);
            protected override void OnConfiguring(DbContextOptionsBuilder options) => _configure(options);

            protected override void OnModelCreating(ModelBuilder model)
            {
                model.Entity<Customer>().OwnsOne(c => c.Address);
                model.Entity<Order>().OwnsOne(o => o.Notes, notes => notes.ToJson());
                model.ApplyConfiguration(new CountryConfiguration());
            }
        }

        public class CountryConfiguration : IEntityTypeConfiguration<Country>
        {
            public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<Country> country) => country.Navigation(c => c.Currency).AutoInclude();
        }

        """;

    /// <summary>Lazy loading is off.</summary>
    public static readonly TestFile Plain = new("Shop.cs", Constructor().Replace(
        Many().Replace(One().Replace(Entities, "public $1 $3 { get; set; } = null!;"), "public List<$1> $2 { get; set; } = [];"), ""));

    /// <summary>Lazy loading is on.</summary>
    public static readonly TestFile Lazy = new("Shop.cs", Constructor().Replace(
        Many().Replace(
            One().Replace(Entities, match => Loaded(match.Groups[1].Value, match.Groups[3].Value, "null!")),
            match => Loaded($"List<{match.Groups[1]}>", match.Groups[2].Value, "[]")),
        match => match.Groups[2].Length > 0
            ? $"private readonly Microsoft.EntityFrameworkCore.Infrastructure.ILazyLoader? _loader; public {match.Groups[1]}() {{ }} public {match.Groups[1]}(Microsoft.EntityFrameworkCore.Infrastructure.ILazyLoader loader) : base(loader) => _loader = loader;"
            : $"private readonly Microsoft.EntityFrameworkCore.Infrastructure.ILazyLoader? _loader; public {match.Groups[1]}() {{ }} public {match.Groups[1]}(Microsoft.EntityFrameworkCore.Infrastructure.ILazyLoader loader) => _loader = loader;"));

    private static string Loaded(string type, string name, string initial)
    {
        var field = "_" + char.ToLowerInvariant(name[0]) + name[1..];
        return $"private {type} {field} = {initial}; public {type} {name} {{ get {{ _loader?.Load(this, \"{name}\"); return {field}; }} set => {field} = value; }}";
    }

    [GeneratedRegex(@"@one (\w+(\?)?) (\w+)")]
    private static partial Regex One();

    [GeneratedRegex(@"@many (\w+) (\w+)")]
    private static partial Regex Many();

    [GeneratedRegex(@"@(\w+)( : \w+)?")]
    private static partial Regex Constructor();
}
