using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Model;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Model;

/// <summary>What is read from source is what EF Core makes of it: each model is built by both and compared.</summary>
public class EntityModelTests
{
    private const string Head = """
        using System;
        using System.Collections.Generic;
        using System.ComponentModel.DataAnnotations;
        using System.ComponentModel.DataAnnotations.Schema;
        using System.Linq;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Metadata.Builders;

        #nullable disable
        public abstract class Base : DbContext
        {
            protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlite("Data Source=:memory:");
        }

        """;

    [Fact]
    public void Conventions_find_keys_navigations_and_foreign_keys() => Agree("""
        public class Db : Base { public DbSet<Order> Orders { get; set; } public DbSet<Customer> Customers => Set<Customer>(); }
        public class Order { public int OrderId { get; set; } public Customer Customer { get; set; } public int CustomerId { get; set; } public List<Line> Lines { get; } = []; public string Note { get; set; } }
        public class Customer { public Guid Id { get; set; } public ICollection<Order> Orders { get; set; } public Customer Parent { get; set; } }
        public class Line { public int Id { get; set; } public int Quantity { get; set; } public Product Product { get; set; } public int? ProductId { get; set; } }
        public class Product { public int Id { get; set; } public string Name { get; set; } public Uri Page { get; set; } public byte[] Image { get; set; } public string[] Tags { get; set; } }
        """);

    [Fact]
    public void A_collection_makes_a_foreign_key_without_a_navigation_back() => Agree("""
        public class Db : Base { public DbSet<Blog> Blogs { get; set; } }
        public class Blog { public int Id { get; set; } public List<Post> Posts { get; set; } public List<Comment> Comments { get; set; } }
        public class Post { public int Id { get; set; } public int BlogId { get; set; } }
        public class Comment { public int Id { get; set; } }
        """);

    [Fact]
    public void Attributes_say_keys_indexes_and_what_is_not_mapped() => Agree("""
        public class Db : Base { public DbSet<Order> Orders { get; set; } public DbSet<Row> Rows { get; set; } public DbSet<Price> Prices { get; set; } }
        [Index(nameof(Number), IsUnique = true), Index("CustomerRef", nameof(PlacedAt))]
        public class Order
        {
            [Key] public string Code { get; set; }
            public string Number { get; set; }
            public string CustomerRef { get; set; }
            public DateTime PlacedAt { get; set; }
            [ForeignKey("Buyer")] public int BuyerNumber { get; set; }
            public Customer Buyer { get; set; }
            [NotMapped] public Customer Temporary { get; set; }
            [ForeignKey(nameof(SellerKey))] public Customer Seller { get; set; }
            public int SellerKey { get; set; }
        }
        public class Customer { public int Id { get; set; } }
        [Keyless] public class Row { public int Id { get; set; } public string Text { get; set; } }
        [PrimaryKey(nameof(Shop), nameof(Sku))] public class Price { public string Shop { get; set; } public string Sku { get; set; } }
        """);

    [Fact]
    public void The_builder_says_keys_indexes_and_foreign_keys() => Agree("""
        public class Db : Base
        {
            public DbSet<Order> Orders { get; set; }
            protected override void OnModelCreating(ModelBuilder modelBuilder)
            {
                modelBuilder.Entity<Order>(order =>
                {
                    order.ToTable("orders").HasKey(o => o.Code);
                    order.HasIndex(o => o.Number).IsUnique();
                    order.HasIndex(o => new { o.Region, o.PlacedAt }).HasFilter("\"Region\" IS NOT NULL");
                    order.HasIndex(nameof(Order.PlacedAt));
                    order.HasIndex(new[] { "Note", "Region" }, "ix_note");
                    order.HasAlternateKey(o => o.Token);
                    order.HasOne(o => o.Buyer).WithMany(c => c.Orders).HasForeignKey(o => o.BuyerNumber);
                    order.HasOne<Warehouse>().WithMany().HasForeignKey(o => o.StoredAt);
                    order.Ignore(o => o.Draft);
                });
                modelBuilder.Entity(typeof(Warehouse), w => w.HasIndex("City"));
                modelBuilder.Entity<Profile>().HasOne(p => p.Customer).WithOne(c => c.Profile).HasForeignKey<Profile>(p => p.Owner);
                modelBuilder.Ignore<Draft>();
            }
        }
        public class Order
        {
            public string Code { get; set; } public string Number { get; set; } public string Region { get; set; } public DateTime PlacedAt { get; set; }
            public string Note { get; set; } public Guid Token { get; set; } public Customer Buyer { get; set; } public int BuyerNumber { get; set; }
            public int StoredAt { get; set; } public Draft Draft { get; set; }
        }
        public class Draft { public int Id { get; set; } public Customer Customer { get; set; } }
        public class Customer { public int Id { get; set; } public List<Order> Orders { get; set; } public Profile Profile { get; set; } }
        public class Profile { public int Id { get; set; } public int Owner { get; set; } public Customer Customer { get; set; } }
        public class Warehouse { public int Id { get; set; } public string City { get; set; } }
        """);

    [Fact]
    public void Configuration_classes_and_generic_bases_are_read() => Agree("""
        public class Db : Base
        {
            public DbSet<Order> Orders { get; set; }
            protected override void OnModelCreating(ModelBuilder modelBuilder)
            {
                base.OnModelCreating(modelBuilder);
                modelBuilder.ApplyConfigurationsFromAssembly(typeof(Db).Assembly);
                Audit(modelBuilder.Entity<Country>());
            }

            private static void Audit<T>(EntityTypeBuilder<T> builder) where T : Audited => builder.HasIndex(x => x.ChangedAt);
        }
        public abstract class Audited { public int Id { get; set; } public DateTime ChangedAt { get; set; } public string ChangedBy { get; set; } }
        public class Order : Audited { public string Number { get; set; } public Country Country { get; set; } }
        public class Country : Audited { public string Code { get; set; } }
        public abstract class AuditedConfiguration<T> : IEntityTypeConfiguration<T> where T : Audited
        {
            public virtual void Configure(EntityTypeBuilder<T> builder)
            {
                builder.HasIndex(x => x.ChangedBy);
                builder.HasIndex(x => x.ChangedAt);
            }
        }
        public class OrderConfiguration : AuditedConfiguration<Order>
        {
            public override void Configure(EntityTypeBuilder<Order> builder)
            {
                base.Configure(builder);
                builder.HasIndex(x => x.Number);
            }
        }
        public class CountryConfiguration : AuditedConfiguration<Country> { }
        """);

    [Fact]
    public void What_is_owned_or_stored_as_JSON_is_part_of_its_owner() => Agree("""
        public class Db : Base
        {
            public DbSet<Customer> Customers { get; set; }
            protected override void OnModelCreating(ModelBuilder modelBuilder)
            {
                modelBuilder.Entity<Customer>().OwnsOne(c => c.Home, home => home.HasIndex(h => h.City));
                modelBuilder.Entity<Customer>().OwnsMany(c => c.Phones);
                modelBuilder.Entity<Customer>().OwnsOne(c => c.Settings, s => s.ToJson());
            }
        }
        public class Customer { public int Id { get; set; } public Address Home { get; set; } public List<Phone> Phones { get; set; } public Settings Settings { get; set; } public Money Credit { get; set; } }
        public class Address { public string City { get; set; } public string Street { get; set; } }
        public class Phone { public string Number { get; set; } }
        public class Settings { public string Theme { get; set; } }
        [Owned] public class Money { public decimal Amount { get; set; } }
        """);

    [Fact]
    public void Navigations_may_be_included_by_themselves() => Agree("""
        public class Db : Base
        {
            public DbSet<Order> Orders { get; set; }
            protected override void OnModelCreating(ModelBuilder modelBuilder)
            {
                modelBuilder.Entity<Order>().Navigation(o => o.Customer).AutoInclude();
                modelBuilder.Entity<Order>().Navigation(o => o.Lines).AutoInclude(false);
                modelBuilder.Entity<Customer>(c => c.Metadata.FindNavigation("Region").SetIsEagerLoaded(true));
            }
        }
        public class Order { public int Id { get; set; } public Customer Customer { get; set; } public List<Line> Lines { get; set; } }
        public class Line { public int Id { get; set; } public int OrderId { get; set; } }
        public class Customer { public int Id { get; set; } public Region Region { get; set; } }
        public class Region { public int Id { get; set; } }
        """);

    [Fact]
    public void Hierarchies_share_keys_and_indexes() => Agree("""
        public class Db : Base
        {
            public DbSet<Animal> Animals { get; set; }
            public DbSet<Dog> Dogs { get; set; }
            protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Animal>().HasIndex(a => a.Name);
        }
        public class Animal { public int AnimalId { get; set; } public string Name { get; set; } public Keeper Keeper { get; set; } }
        [Index(nameof(Breed))] public class Dog : Animal { public string Breed { get; set; } }
        public class Keeper { public int Id { get; set; } public List<Animal> Animals { get; set; } }
        """);

    [Fact]
    public void Many_to_many_has_no_foreign_key_on_either_side() => Agree("""
        public class Db : Base { public DbSet<Post> Posts { get; set; } }
        public class Post { public int Id { get; set; } public List<Tag> Tags { get; set; } public int TagId { get; set; } }
        public class Tag { public int Id { get; set; } public ICollection<Post> Posts { get; set; } }
        """);

    [Fact]
    public void Columns_of_a_class_type_and_complex_types_are_no_entities() => Agree("""
        public class Db : Base
        {
            public DbSet<Order> Orders { get; set; }
            protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => configurationBuilder.Properties<Sku>().HaveConversion<string>();
            protected override void OnModelCreating(ModelBuilder modelBuilder)
            {
                modelBuilder.Entity<Order>().Property(o => o.Number).HasConversion(n => n.Text, t => new Number { Text = t });
                modelBuilder.Entity<Order>().ComplexProperty(o => o.Total);
            }
        }
        public class Order { public int Id { get; set; } public Number Number { get; set; } public Sku Sku { get; set; } public Money Total { get; set; } public Size Size { get; set; } }
        public class Number { public int Id { get; set; } public string Text { get; set; } }
        public class Sku { public int Id { get; set; } }
        public class Money { public int Id { get; set; } public decimal Amount { get; set; } }
        [ComplexType] public class Size { public int Id { get; set; } public int Width { get; set; } }
        """.Replace(".HaveConversion<string>()", ".HaveConversion<SkuConverter>()", StringComparison.Ordinal) + """

        public class SkuConverter() : Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter<Sku, int>(s => s.Id, i => new Sku { Id = i });
        """);

    [Fact]
    public void The_snapshot_of_the_migrations_has_the_last_word()
    {
        var model = Read("""
            public class Db : Elsewhere.ConventionalContext { public DbSet<Order> Orders { get; set; } public DbSet<Late> Lates { get; set; } }
            public class Order { public int Id { get; set; } public string Number { get; set; } public int CustomerId { get; set; } public Customer Customer { get; set; } public Address Address { get; set; } public DateTime At { get; set; } }
            public class Customer { public int Id { get; set; } }
            public class Address { public string City { get; set; } }
            public class Late { public int Id { get; set; } }
            [Microsoft.EntityFrameworkCore.Infrastructure.DbContext(typeof(Db))]
            partial class DbModelSnapshot : Microsoft.EntityFrameworkCore.Infrastructure.ModelSnapshot
            {
                protected override void BuildModel(ModelBuilder modelBuilder)
                {
                    modelBuilder.HasAnnotation("ProductVersion", "10.0.0");
                    modelBuilder.Entity("Order", b =>
                    {
                        b.Property<int>("Id").ValueGeneratedOnAdd().HasColumnType("INTEGER");
                        b.Property<string>("Number").HasColumnType("TEXT");
                        b.HasKey("Id");
                        b.HasIndex("At", "Number").IsUnique().HasFilter("x > 0");
                        b.ToTable("Orders");
                        b.HasData(new { Id = 1 });
                    });
                    modelBuilder.Entity("Customer", b => { b.HasKey("Id"); b.ToView("customers"); });
                    modelBuilder.Entity("Order", b =>
                    {
                        b.HasOne("Customer", "Customer").WithMany().HasForeignKey("CustomerId").OnDelete(DeleteBehavior.Cascade).IsRequired();
                        b.OwnsOne("Address", "Address", b1 =>
                        {
                            b1.Property<int>("OrderId");
                            b1.HasKey("OrderId");
                            b1.HasIndex("City");
                            b1.ToTable("Orders");
                            b1.WithOwner().HasForeignKey("OrderId");
                        });
                        b.Navigation("Address");
                        b.Navigation("Customer");
                    });
                }
            }
            """);

        // The snapshot says that there is no index on CustomerId: somebody took the convention away.
        Assert.Equal("""
            Address owned
            Address index(City)
            Customer
            Customer index(Id) unique primary
            Late
            Late index(Id) unique primary
            Order
            Order index(At, Number) unique filtered
            Order index(Id) unique primary
            Order.Address -> Address owned
            Order.Customer -> Customer
            """.Split('\n').Order(StringComparer.Ordinal), ModelText.Of(model).Split('\n'));
        Assert.NotNull(model.IncompleteBecause);
        Assert.All(model.Entities, e => Assert.Equal(e.Type.Name != "Late", e.IncompleteBecause is null));
        Assert.All(model.Entities, e => Assert.Equal(e.Type.Name == "Order", e.IsSeeded));
        Assert.All(model.Entities, e => Assert.Equal(e.Type.Name == "Customer", e.IsView));
    }

    [Fact]
    public void The_model_of_an_old_migration_is_not_the_model() => Assert.Equal("Order\nOrder index(Id) unique primary", ModelText.Of(Read("""
        public class Db : Base { public DbSet<Order> Orders { get; set; } }
        public class Order { public int Id { get; set; } public string Number { get; set; } }
        partial class Initial : Microsoft.EntityFrameworkCore.Migrations.Migration
        {
            protected override void Up(Microsoft.EntityFrameworkCore.Migrations.MigrationBuilder migrationBuilder) { }
            protected override void BuildTargetModel(ModelBuilder modelBuilder) => modelBuilder.Entity("Order", b => b.HasIndex("Number"));
        }
        """)));

    [Theory]
    [InlineData("modelBuilder.ApplyConfigurationsFromAssembly(System.Reflection.Assembly.Load(\"Shop.Data\"));")]
    [InlineData("modelBuilder.ApplyConfigurationsFromAssembly(typeof(string).Assembly);")]
    [InlineData("Elsewhere.Extensions.ConfigureAll(modelBuilder);")]
    [InlineData("modelBuilder.ConfigureAll();")]
    [InlineData("foreach (var type in modelBuilder.Model.GetEntityTypes()) modelBuilder.Entity(type.ClrType).HasIndex(\"Number\");")]
    [InlineData("foreach (var type in modelBuilder.Model.GetEntityTypes()) type.AddIndex(type.FindProperty(\"Number\"));")]
    [InlineData("configure(modelBuilder);")]
    [InlineData("modelBuilder.Entity<Order>().HasIndex(name);")]
    public void What_is_configured_out_of_sight_makes_the_model_incomplete(string statement) => Assert.NotNull(Read($$"""
        public class Db(Action<ModelBuilder> configure, string name) : Base
        {
            public DbSet<Order> Orders { get; set; }
            protected override void OnModelCreating(ModelBuilder modelBuilder) { {{statement}} }
        }
        public class Order { public int Id { get; set; } public string Number { get; set; } }
        """).IncompleteBecause);

    [Theory]
    [InlineData("modelBuilder.ApplyConfigurationsFromAssembly(GetType().Assembly);")]
    [InlineData("modelBuilder.ApplyConfigurationsFromAssembly(System.Reflection.Assembly.GetExecutingAssembly());")]
    [InlineData("modelBuilder.UseCollation(\"NOCASE\"); modelBuilder.HasDefaultSchema(\"shop\");")]
    [InlineData("modelBuilder.HasPostgresExtension(\"uuid-ossp\");")]
    [InlineData("foreach (var type in modelBuilder.Model.GetEntityTypes()) type.SetTableName(\"t\" + type.ClrType.Name);")]
    [InlineData("modelBuilder.Entity<Order>().HasQueryFilter(o => o.Number != null).Property(o => o.Number).HasMaxLength(10);")]
    public void What_adds_no_index_leaves_it_complete(string statement) => Assert.Null(Read($$"""
        public class Db : Base
        {
            public DbSet<Order> Orders { get; set; }
            protected override void OnModelCreating(ModelBuilder modelBuilder) { {{statement}} }
        }
        public class Order { public int Id { get; set; } public string Number { get; set; } }
        """).IncompleteBecause);

    [Fact]
    public void A_context_in_sight_as_an_image_says_what_its_symbols_say()
    {
        var data = Compile(Head + """
            public class Db : Base
            {
                public DbSet<Order> Orders { get; set; }
                protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Order>().HasIndex(o => o.Number);
            }
            [Index(nameof(Code))] public class Order { public int Id { get; set; } public string Number { get; set; } public string Code { get; set; } public Customer Customer { get; set; } }
            public class Customer { public int Id { get; set; } }
            """);
        using var image = new MemoryStream();
        Assert.True(data.Emit(image).Success);
        var asImage = Compile("class Queries;").AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        var model = EntityModel.Read(asImage, default);
        Assert.Equal("Customer|Customer index(Id) unique primary|Order|Order index(Code)|Order index(CustomerId)|Order index(Id) unique primary|Order.Customer -> Customer", ModelText.Of(model).Replace('\n', '|'));
        Assert.NotNull(model.IncompleteBecause);

        // In an editor, the same reference is a compilation.
        var asSource = Compile("class Queries;").AddReferences(data.ToMetadataReference());
        model = EntityModel.Read(asSource, default);
        Assert.Contains("Order index(Number)", ModelText.Of(model), StringComparison.Ordinal);
        Assert.Null(model.IncompleteBecause);
        Assert.Equal("Customer", model.NavigationOf(asSource.GetTypeByMetadataName("Order")!.GetMembers("Customer").OfType<IPropertySymbol>().Single())!.Target.Name);
    }

    [Fact]
    public void Proxies_in_sight_switch_lazy_loading_on()
    {
        const string Context = "public class Db : Base { public DbSet<Order> Orders { get; set; } } public class Order { public Order(Microsoft.EntityFrameworkCore.Infrastructure.ILazyLoader loader) { } public int Id { get; set; } }";
        Assert.Equal(LazyLoading.Off, Read(Context).LazyLoading);
        Assert.Equal(LazyLoading.On, Read(Context + "static class Setup { static void Use(dynamic options) => options.UseLazyLoadingProxies(); }").LazyLoading);
        Assert.True(Read(Context).Entities.Single().LoadsLazily);
    }

    [Fact]
    public void Without_a_context_nothing_is_known() => Assert.NotNull(EntityModel.Read(Compile("interface IDb { Microsoft.EntityFrameworkCore.DbSet<Order> Orders { get; } } class Order { public int Id { get; set; } }"), default).IncompleteBecause);

    private static EntityModel Read(string source)
    {
        var elsewhere = CSharpCompilation.Create("Elsewhere", [CSharpSyntaxTree.ParseText("""
            namespace Elsewhere;
            public abstract class ConventionalContext : Microsoft.EntityFrameworkCore.DbContext;
            public static class Extensions { public static void ConfigureAll(this Microsoft.EntityFrameworkCore.ModelBuilder builder) { } }
            """)], TestReferences.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        Assert.True(elsewhere.Emit(image).Success);
        var compilation = Compile("using Elsewhere;\n" + Head + source).AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity is DiagnosticSeverity.Error));
        return EntityModel.Read(compilation, default);
    }

    private static void Agree(string source)
    {
        var compilation = Compile(Head + source);
        var model = EntityModel.Read(compilation, default);
        Assert.Null(model.IncompleteBecause);
        Assert.Equal(RealModel.Of(compilation), ModelText.Of(model));
    }

    internal static CSharpCompilation Compile(string source, string name = "Model") => CSharpCompilation.Create(
        name + Guid.NewGuid().ToString("N"), [CSharpSyntaxTree.ParseText(source)], TestReferences.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
}
