using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Batches that a person has to look at: what they become, that they give the same, and what is still refused.</summary>
public sealed class ReviewedReadTests : RuleTests<QueryInLoopAnalyzer, ReviewedReadFix>
{
    private const string Store =
        """
        public interface IStore : IDisposable
        {
            IQueryable<Product> Products { get; }
            Product? GetProduct(int id);
            List<OrderLine> GetLines(int orderId);
        }

        public sealed class Store(ShopDb db) : IStore
        {
            public IQueryable<Product> Products => db.Products;

            public Product? GetProduct(int id)
            {
                var found = Products.FirstOrDefault(p => p.Id == id);
                return found;
            }

            public List<OrderLine> GetLines(int orderId)
            {
                using (var own = new Store(db))
                {
                    var lines = own.Lines;
                    return lines.Where(l => l.OrderId == orderId).OrderBy(l => l.Id).ToList();
                }
            }

            public DbSet<OrderLine> Lines => db.OrderLines;

            public void Dispose()
            {
            }
        }

        """;

    /// <summary>Loops over a store that a factory makes.</summary>
    public static TheoryData<string> Loops =>
    [
        "foreach (var id in ids)\n    Use(id, store.Products.FirstOrDefault(p => p.Id == id));",
        "foreach (var id in ids)\n{\n    if (isWanted(id))\n        Use(id, store.Products.SingleOrDefault(p => p.Id == id));\n    else\n        Use(id);\n}",
        "foreach (var id in ids)\n{\n    isWanted(id);\n    Use(id, store.GetProduct(id));\n}",
        "var seen = new HashSet<int>();\nforeach (var id in ids)\n{\n    if (isWanted(id) && seen.Add(id))\n        Use(id, store.Products.SingleOrDefault(p => p.Id == id));\n}",
        "foreach (var id in ids)\n{\n    if (!isWanted(id))\n        continue;\n\n    foreach (var line in store.GetLines(id))\n        Use(line);\n}",
        "foreach (var id in ids)\n{\n    try\n    {\n        Use(store.Products.Where(p => p.Id == id).Select(p => p.Name).Single());\n    }\n    catch (InvalidOperationException)\n    {\n        Use(\"none\");\n    }\n}",
        "foreach (var code in codes)\n{\n    var found = Task.Run(() => FindAsync(code)).Result;\n    Use(code, found);\n}",
        "foreach (var code in codes)\n{\n    isWanted(1);\n    Use(code, FindAsync(code).GetAwaiter().GetResult()?.Name);\n}",
    ];

    [Fact]
    public Task The_query_of_a_repository() => FixesFile(
        """
        public class Service(Func<IStore> factory)
        {
            public void Run(List<Order> orders, Action<object?> use)
            {
                using (var store = factory())
                {
                    foreach (var order in orders)
                    {
                        Product? found = null;
                        if (order.Number.EndsWith('7'))
                            found = store.Products.[|FirstOrDefault|](p => p.Id == order.Id);

                        use(found);
                    }
                }
            }
        }

        """ + Store,
        """
        public class Service(Func<IStore> factory)
        {
            public void Run(List<Order> orders, Action<object?> use)
            {
                using (var store = factory())
                {
                    var orderIds = orders.Select(order => order.Id).Distinct().ToList();
                    var productsById = store.Products.Where(p => EF.Parameter(orderIds).Contains(p.Id)).ToLookup(p => p.Id);
                    foreach (var order in orders)
                    {
                        Product? found = null;
                        if (order.Number.EndsWith('7'))
                            found = productsById[order.Id].FirstOrDefault();

                        use(found);
                    }
                }
            }
        }

        """ + Store);

    [Theory]
    [MemberData(nameof(Loops))]
    public Task The_same_is_used_on_sqlite(string loop) => BeforeAndAfter.CompareAsync<QueryInLoopAnalyzer, ReviewedReadFix>("sqlite", Program(loop), loadsMore: true, "plain", "duplicates", "missing");

    [PostgresTheory]
    [MemberData(nameof(Loops))]
    public Task The_same_is_used_on_postgres(string loop) => BeforeAndAfter.CompareAsync<QueryInLoopAnalyzer, ReviewedReadFix>("postgres", Program(loop), loadsMore: true, "plain", "missing");

    [Fact]
    public Task Find_by_a_key_of_which_the_database_may_ignore_the_case()
    {
        var model = Shop.Model with { Text = Shop.Model.Text.Replace("HasKey(coupon => coupon.Code);", "Property(coupon => coupon.Code).UseCollation(\"NOCASE\");", StringComparison.Ordinal).Replace("public string Code", "[System.ComponentModel.DataAnnotations.Key] public string Code", StringComparison.Ordinal) };
        return new CodeFixTest<QueryInLoopAnalyzer, ReviewedReadFix>
        {
            TestCode = Shop.Body("foreach (var code in codes)\n    Use((await db.Coupons.[|FindAsync|]([code], ct))?.Discount);"),
            FixedCode = Shop.Body(
                """
                var couponsByCode = await db.Coupons
                    .Where(coupon => EF.Parameter(codes).Contains(coupon.Code))
                    .ToDictionaryAsync(coupon => coupon.Code, StringComparer.OrdinalIgnoreCase, ct);
                var trackedCoupons = db.Coupons.Local;
                foreach (var code in codes)
                    Use((trackedCoupons.FindEntry(code)?.Entity ?? couponsByCode.GetValueOrDefault(code))?.Discount);
                """),
            Sources = { model },
        }.RunAsync();
    }

    [Theory]
    [InlineData("texts.Texts.Find(key)")]
    [InlineData("await texts.Texts.FindAsync([key], ct)")]
    [InlineData("await new Rows(texts).GetAsync(key)")]
    public async Task The_same_is_found_by_a_key_of_which_the_database_ignores_the_case(string read)
    {
        var (before, after) = await BeforeAndAfter.RunBothAsync<QueryInLoopAnalyzer, ReviewedReadFix>(Entry.Body(
            $$"""
            await using var texts = await TextDb.OpenAsync();
            foreach (var key in new List<string> { "K1", "k1", "k2", "K3", "k3", "x" })
                Use(key, ({{read}})?.Value ?? "none");
            """) +
            """
            public class Text { public string Id { get; set; } = ""; public string Value { get; set; } = ""; }

            public class Rows(TextDb texts)
            {
                public async Task<Text?> GetAsync(string id) => await texts.Texts.FindAsync(id);
            }

            public class TextDb(DbContextOptions<TextDb> options) : DbContext(options)
            {
                public DbSet<Text> Texts => Set<Text>();

                protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Text>().Property(t => t.Id).UseCollation("NOCASE");

                // One of three is tracked, and one not saved.
                public static async Task<TextDb> OpenAsync()
                {
                    var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:");
                    await connection.OpenAsync();
                    var texts = new TextDb(new DbContextOptionsBuilder<TextDb>().UseSqlite(connection, contextOwnsConnection: true).Options);
                    await texts.Database.EnsureCreatedAsync();
                    texts.AddRange(new Text { Id = "K1", Value = "one" }, new Text { Id = "K2", Value = "two" });
                    await texts.SaveChangesAsync();
                    texts.ChangeTracker.Clear();
                    texts.Texts.Single(t => t.Id == "K1").Value = "renamed";
                    texts.Add(new Text { Id = "k3", Value = "three" });
                    return texts;
                }
            }
            """);
        Assert.Equal(before, after);
        Assert.StartsWith("K1, renamed\nk1, renamed\nk2, two\nK3, none\nk3, three\nx, none\n", before, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("foreach (var id in ids) Use(db.Products.Find(id));", "a fix is offered that needs no review")]
    // A save between two reads of rows by their keys is none of their business, but of what comes and goes with it, of what was read again, and of what else decides.
    [InlineData("foreach (var id in ids) { Use(db.Products.AsNoTracking().First(p => p.Id == id)); db.SaveChanges(); }", "changes rows")]
    [InlineData("foreach (var id in ids) { Use(db.Products.FirstOrDefault(p => p.Id == id && !p.Discontinued)); db.SaveChanges(); }", "changes rows")]
    [InlineData("foreach (var id in ids) { Use(db.OrderLines.Where(l => l.OrderId == id).ToList()); db.SaveChanges(); }", "changes rows")]
    [InlineData("foreach (var id in ids) { Use(db.Products.FirstOrDefault(p => p.Id == id)); db.Products.Add(new Product { Id = id + 1 }); db.SaveChanges(); }", "adds or removes rows")]
    [InlineData("foreach (var id in ids) { var found = db.Products.FirstOrDefault(p => p.Id == id); if (found != null) db.Remove(found); db.SaveChanges(); }", "adds or removes rows")]
    [InlineData("foreach (var id in ids) { Use(db.Products.FirstOrDefault(p => p.Id == id)); db.SaveChanges(); db.ChangeTracker.Clear(); }", "changes rows or forgets")]
    [InlineData("IShopRows rows = new ShopRows(db); foreach (var id in ids) Use(rows.Products.First(p => p.Id > id));", "not compared by equality")]
    [InlineData("IShopRows rows = new ShopRows(db); foreach (var id in ids) Use(rows.Lines().First(l => l.OrderId == id));", "not known to be unique")]
    [InlineData("IShopRows rows = new ShopRows(db); foreach (var line in lines) { try { if (line.ProductId != null && ids.Remove(3)) Use(rows.Products.First(p => p.Id == line.ProductId.Value)); } catch (TimeoutException) { } }", "a condition leaves out")]
    [InlineData("IShopRows rows = new ShopRows(db); foreach (var id in ids) lock (ids) Use(rows.Products.First(p => p.Id == id));", "cannot follow")]
    public async Task Refused(string loop, string reason) => Assert.Contains(reason, await Refusal.OfAsync<QueryInLoopAnalyzer, ReviewedReadFix>(Shop.Body(loop), new TestFile("Shop.cs", Shop.Model.Text + Entry.Rows)), StringComparison.Ordinal);

    private static string Program(string loop) => Entry.Body($"Func<IStore> factory = () => new Store(db);\nFunc<int, bool> isWanted = id => id % 3 != 0;\nusing var store = factory();\n{loop}")
        .Replace("    private void Use(", "    private async Task<Product?> FindAsync(string code)\n    {\n        return await db.Products.FirstOrDefaultAsync(p => p.Sku == code);\n    }\n\n    private void Use(", StringComparison.Ordinal) + Store;
}
