using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests.Catalogue;

/// <summary>The shop that the catalogue asks what its queries cost: configured in every way that a model knows, with collections next to and below each other.</summary>
internal static class QueryModel
{
    /// <summary>Its entities and their contexts.</summary>
    public static readonly TestFile Source = new("Shop.cs",
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.EntityFrameworkCore;
        global using Shop;

        using System.ComponentModel.DataAnnotations;
        using Microsoft.EntityFrameworkCore.Infrastructure;
        using Microsoft.EntityFrameworkCore.Metadata.Builders;

        namespace Shop;

        public enum State { Open, Done }

        [Index(nameof(Region), nameof(PlacedAt)), Index(nameof(Token), IsUnique = true)]
        public class Order
        {
            public int Id { get; set; }
            public string Number { get; set; } = "";
            public string Region { get; set; } = "";
            public string Token { get; set; } = "";
            public string Comment { get; set; } = "";
            public int CustomerId { get; set; }
            public Customer Customer { get; set; } = null!;
            public int? CouponId { get; set; }
            public State State { get; set; }
            public bool Archived { get; set; }
            public int Weight { get; set; }
            public DateTime PlacedAt { get; set; }
            public DateTime ShippedAt { get; set; }
            public List<Line> Lines { get; set; } = [];
            public List<Payment> Payments { get; set; } = [];
            public List<Tag> Tags { get; set; } = [];
            public List<Note> Notes { get; set; } = [];
            public string Label => Number + "/" + Region;
        }

        public class Note
        {
            public string Text { get; set; } = "";
        }

        public class Line
        {
            public int Id { get; set; }
            public int OrderId { get; set; }
            public Order Order { get; set; } = null!;
            public int ProductId { get; set; }
            public Product Product { get; set; } = null!;
            public int Quantity { get; set; }
            public string Text { get; set; } = "";
            public List<Discount> Discounts { get; set; } = [];
            public List<Mark> Marks { get; set; } = [];
        }

        public class Discount
        {
            public int Id { get; set; }
            public string Text { get; set; } = "";
        }

        public class Mark
        {
            public int Id { get; set; }
            public string Text { get; set; } = "";
        }

        public class Payment
        {
            public int Id { get; set; }
            public int OrderId { get; set; }
            public Order Order { get; set; } = null!;
            public int Amount { get; set; }
            public string Reference { get; set; } = "";
            public DateTime At { get; set; }
        }

        public class Tag
        {
            public int Id { get; set; }
            public string Name { get; set; } = "";
            public List<Order> Orders { get; set; } = [];
        }

        public class Customer
        {
            public int Id { get; set; }
            public string Email { get; set; } = "";
            public string Name { get; set; } = "";
            public int? ReferrerId { get; set; }
            public DateTime JoinedAt { get; set; }
            public string CountryCode { get; set; } = "";
            public Country Country { get; set; } = null!;
            public List<Order> Orders { get; set; } = [];
            public List<Contact> Contacts { get; set; } = [];
            public List<Visit> Visits { get; set; } = [];
        }

        public class Country
        {
            [Key]
            public string Code { get; set; } = "";
            public string Name { get; set; } = "";
        }

        public class Contact
        {
            public int Id { get; set; }
            public string Name { get; set; } = "";
        }

        public class Visit
        {
            public int Id { get; set; }
            public int CustomerId { get; set; }
            public DateTime At { get; set; }
        }

        public class Product
        {
            public int Id { get; set; }
            public string Sku { get; set; } = "";
            public string Barcode { get; set; } = "";
            public string Name { get; set; } = "";
            public Uri Link { get; set; } = null!;
        }

        public class Folder
        {
            public int Id { get; set; }
            public string Name { get; set; } = "";
            public int? ParentId { get; set; }
            public List<Folder> Children { get; set; } = [];
        }

        public class Parcel
        {
            public int Id { get; set; }
            public string Number { get; set; } = "";
            public List<Item> Items { get; set; } = [];
            public List<Stamp> Stamps { get; set; } = [];
        }

        public class Item
        {
            public int Id { get; set; }
        }

        public class Stamp
        {
            public int Id { get; set; }
        }

        public class ShopDb : DbContext
        {
            private readonly Action<DbContextOptionsBuilder> _configure;
            public ShopDb(Action<DbContextOptionsBuilder> configure) => _configure = configure;
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<Line> Lines => Set<Line>();
            public DbSet<Payment> Payments => Set<Payment>();
            public DbSet<Tag> Tags => Set<Tag>();
            public DbSet<Customer> Customers => Set<Customer>();
            public DbSet<Country> Countries => Set<Country>();
            public DbSet<Visit> Visits => Set<Visit>();
            public DbSet<Product> Products => Set<Product>();
            public DbSet<Folder> Folders => Set<Folder>();
            public DbSet<Parcel> Parcels => Set<Parcel>();
            public ArchiveDb Archive() => new(_configure);
            protected override void OnConfiguring(DbContextOptionsBuilder options) => _configure(options);

            protected override void OnModelCreating(ModelBuilder model)
            {
                model.Entity<Order>().OwnsMany(o => o.Notes, notes => notes.ToJson());
                model.Entity<Customer>().HasIndex(c => c.Email);
                model.Entity<Visit>().HasIndex("CustomerId", "At");
                model.Entity<Parcel>().Navigation(p => p.Items).AutoInclude();
                model.ApplyConfigurationsFromAssembly(typeof(ShopDb).Assembly);
            }
        }

        public class ProductConfiguration : IEntityTypeConfiguration<Product>
        {
            public void Configure(EntityTypeBuilder<Product> builder)
            {
                builder.HasAlternateKey(p => p.Sku);
                builder.HasIndex(p => p.Barcode);
                builder.Property(p => p.Link).HasConversion<string>();
            }
        }

        public class Paper
        {
            public int Id { get; set; }
            public string Title { get; set; } = "";
            public string Shelf { get; set; } = "";
            public string Author { get; set; } = "";
        }

        public class ArchiveDb : DbContext
        {
            private readonly Action<DbContextOptionsBuilder> _configure;
            public ArchiveDb(Action<DbContextOptionsBuilder> configure) => _configure = configure;
            public DbSet<Paper> Papers => Set<Paper>();
            protected override void OnConfiguring(DbContextOptionsBuilder options) => _configure(options);
            protected override void OnModelCreating(ModelBuilder model) => model.Entity<Paper>().HasIndex(p => p.Author);
        }

        [DbContext(typeof(ArchiveDb))]
        partial class ArchiveDbModelSnapshot : ModelSnapshot
        {
            protected override void BuildModel(ModelBuilder modelBuilder)
            {
                modelBuilder.Entity("Shop.Paper", b =>
                {
                    b.Property<int>("Id").ValueGeneratedOnAdd();
                    b.Property<string>("Title").IsRequired();
                    b.Property<string>("Shelf").IsRequired();
                    b.Property<string>("Author").IsRequired();
                    b.HasKey("Id");
                    b.HasIndex("Shelf");
                    b.ToTable("Papers");
                });
            }
        }

        """);
}
