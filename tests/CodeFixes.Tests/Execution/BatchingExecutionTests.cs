using PerfAnalyzers.Rules;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Families of loops, executed before and after the fix.</summary>
public sealed class BatchingExecutionTests
{
    /// <summary>The element, what is read for it, and the sets of keys it is run with.</summary>
    public static TheoryData<string, string, string> Loops => Combine(
    [
        ("id in ids", "db.Products.Find(id)"),
        ("id in ids", "await db.Products.FindAsync(id)"),
        ("id in ids", "await db.FindAsync<Product>([id], ct)"),
        ("id in optionalIds", "db.Products.Find(id)"),
        ("code in codes", "db.Products.FirstOrDefault(p => p.Sku == code)"),
        ("code in codes", "await db.Products.Where(p => p.Sku == code).FirstAsync(ct)"),
        ("guid in guids", "await db.Accounts.FindAsync(guid)"),
        ("guid in guids", "db.Accounts.AsNoTracking().Single(a => a.Id == guid)"),
        ("guid in guids", "await db.Orders.Where(o => o.AccountId == guid).OrderByDescending(o => o.PlacedAt).ToListAsync()"),
        ("id in ids", "db.Orders.First(o => o.Id == id)"),
        ("id in ids", "db.Orders.FirstOrDefault(o => id == o.Id)"),
        ("id in ids", "await db.Orders.SingleOrDefaultAsync(o => o.Id == id && o.Number != \"N8\", ct)"),
        ("id in sequence", "await db.Orders.SingleAsync(o => o.Id == id)"),
        ("id in ids", "db.OrderLines.SingleOrDefault(l => l.OrderId == id)"),
        ("id in ids", "db.OrderLines.Single(l => l.OrderId == id)"),
        ("id in ids", "db.OrderLines.Where(l => l.OrderId == id).OrderBy(l => l.Price).ThenBy(l => l.Id).ToArray()"),
        ("id in ids", "await db.OrderLines.Where(l => l.OrderId == id && l.Quantity > 0).OrderBy(l => l.Id).ToListAsync(ct)"),
        ("id in ids", "db.OrderLines.AsNoTracking().Where(l => l.ProductId == id).OrderBy(l => l.Id).ToList()"),
        ("id in optionalIds", "db.OrderLines.Where(l => l.ProductId == id).OrderBy(l => l.Id).ToList()"),
        ("id in optionalIds", "await db.Products.SingleOrDefaultAsync(p => p.Id == id)"),
        ("id in optionalIds", "await db.Products.SingleAsync(p => p.Id == id)"),
        ("order in orders", "db.Orders.Include(o => o.Lines.OrderBy(l => l.Id)).Single(o => o.Id == order.Id).Lines"),
        ("line in lines", "line.ProductId is { } wanted ? db.Products.Find(wanted) : null"),
        ("line in lines", "line.ProductId != null ? await db.Products.SingleAsync(p => p.Id == line.ProductId.Value) : null"),
        ("line in lines.Where(l => l.Quantity > 0)", "db.Orders.Single(o => o.Id == line.OrderId)"),
        // Something is taken of the rows.
        ("id in ids", "db.Orders.Where(o => o.Id == id).Select(o => new { o.Number, o.Account.Email, Lines = o.Lines.OrderBy(l => l.Id).Select(l => l.Price).ToList() }).Single()"),
        ("id in ids", "await db.OrderLines.Where(l => l.OrderId == id).OrderBy(l => l.Id).Select(l => new { Sku = l.Product == null ? \"-\" : l.Product.Sku, l.Quantity }).ToListAsync()"),
        ("id in optionalIds", "db.OrderLines.Where(l => l.ProductId == id).OrderByDescending(l => l.Id).Select(l => l.Price).ToArray()"),
        ("line in lines", "db.Orders.Where(o => o.Id == line.OrderId).Select(o => o.Account).FirstOrDefault()"),
        ("code in codes", "await db.Products.AsNoTracking().Where(p => p.Sku == code && !p.Discontinued).Select(p => new Product { Id = p.Id, Sku = p.Name }).FirstOrDefaultAsync()"),
        // The database answers for all rows of a key.
        ("id in ids", "await db.OrderLines.AnyAsync(l => l.OrderId == id, ct)"),
        ("id in ids", "await db.OrderLines.Where(l => l.ProductId == id).LongCountAsync(ct)"),
        ("id in optionalIds", "db.OrderLines.Count(l => l.ProductId == id)"),
        ("id in ids", "db.OrderLines.Where(l => l.OrderId == id).Sum(l => l.Id + l.Quantity * 2)"),
        ("guid in guids", "db.Orders.Where(o => o.AccountId == guid).Max(o => o.Id)"),
        ("id in ids", "await db.OrderLines.Where(l => l.OrderId == id).Select(l => l.Quantity).MinAsync()"),
        ("id in optionalIds", "db.OrderLines.Where(l => l.ProductId == id).Max(l => (int?)l.OrderId)"),
    ]);

    /// <summary>Reads that stand in a method of their own, behind an interface: its return type and its body.</summary>
    public static TheoryData<string, string> Repositories => new()
    {
        { "Task<Product?>", "await db.Products.FindAsync(id)" },
        { "Task<Product?>", "await db.Products.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id)" },
        { "Task<Order>", "await db.Orders.SingleAsync(o => o.Id == id)" },
        { "Task<List<OrderLine>>", "await db.OrderLines.Where(l => l.OrderId == id).OrderBy(l => l.Price).ToListAsync()" },
        { "Task<OrderLine[]>", "await db.OrderLines.Where(l => l.ProductId == id).OrderBy(l => l.Id).ToArrayAsync()" },
        { "Task<OrderLine?>", "await db.OrderLines.SingleOrDefaultAsync(l => l.OrderId == id)" },
        { "Task<bool>", "await db.OrderLines.AnyAsync(l => l.ProductId == id)" },
        { "Task<int>", "await db.OrderLines.CountAsync(l => l.OrderId == id)" },
        { "Task<string?>", "await db.Products.Where(p => p.Id == id).Select(p => p.Name).FirstOrDefaultAsync()" },
        { "Task<int>", "await db.OrderLines.Where(l => l.OrderId == id).MaxAsync(l => l.Quantity)" },
    };

    [Theory]
    [MemberData(nameof(Loops))]
    public Task Loop_on_sqlite(string element, string read, string variants) => BeforeAndAfter.CompareAsync<QueryInLoopAnalyzer, QueryInLoopFix>("sqlite", Loop(element, read), variants.Split('|'));

    // PostgreSQL allows no second command while the loop's own query is being read: there, the loop works only once it is fixed.
    [Fact]
    public Task Loop_over_a_query_on_sqlite() => BeforeAndAfter.CompareAsync<QueryInLoopAnalyzer, QueryInLoopFix>(
        "sqlite", Loop("order in db.Orders.Where(o => o.Id <= ids.Count).OrderBy(o => o.Id)", "await db.Accounts.FirstAsync(a => a.Id == order.AccountId)"), "plain", "duplicates", "tracked");

    /// <summary>Lambdas that run for each element, and loops that may end before their last.</summary>
    [Theory]
    [InlineData("Use(ids.Select(id => db.Products.Find(id)).ToList());")]
    [InlineData("foreach (var line in lines.Where(l => l.ProductId is not null).SelectMany(l => db.OrderLines.Where(x => x.ProductId == l.ProductId).OrderBy(x => x.Id).ToList()))\n    Use(line);")]
    [InlineData("Use(orders.OrderByDescending(o => db.OrderLines.Count(l => l.OrderId == o.Id)).ThenBy(o => o.Id).Select(o => o.Number).ToArray());")]
    [InlineData("ids.ForEach(id => Use(id, db.Orders.Single(o => o.Id == id)));")]
    public Task Lambda_on_sqlite(string body) => BeforeAndAfter.CompareAsync<QueryInLoopAnalyzer, QueryInLoopFix>("sqlite", Entry.Body(body), "plain", "duplicates", "missing", "tracked");

    /// <summary>Lists that are gone over by index.</summary>
    [Theory]
    [InlineData("for (var i = 0; i < ids.Count; i++)\n{\n    var id = ids[i];\n    Use(i, db.Products.Find(id));\n}")]
    [InlineData("for (int i = 0; i < orders.Count; ++i)\n{\n    Order order = orders[i];\n    if (order.CouponId != null)\n        continue;\n\n    Use(await db.Accounts.SingleAsync(a => a.Id == order.AccountId, ct), i);\n}")]
    [InlineData("var all = codes.ToArray();\nfor (var i = 0; i < all.Length; i++)\n{\n    var code = all[i];\n    var found = await db.Products.FirstOrDefaultAsync(p => p.Sku == code);\n    Use($\"{i + 1}: {found?.Name}\");\n}")]
    public Task Index_on_sqlite(string body) => BeforeAndAfter.CompareAsync<QueryInLoopAnalyzer, QueryInLoopFix>("sqlite", Entry.Body(body), "plain", "duplicates", "missing", "tracked");

    /// <summary>What is tracked under a key may be of another type than Find is asked for.</summary>
    [Theory]
    [InlineData("UseTphMappingStrategy", "zoo.Cats.Find(key)")]
    [InlineData("UseTphMappingStrategy", "await zoo.FindAsync<Cat>([key], ct)")]
    [InlineData("UseTphMappingStrategy", "await new Cats(zoo).GetAsync(key)")]
    [InlineData("UseTptMappingStrategy", "zoo.Cats.Find(key)")]
    [InlineData("UseTptMappingStrategy", "zoo.Cats.Find((int?)key)")]
    public async Task Find_of_a_derived_type_on_sqlite(string mapping, string read)
    {
        var (before, after) = await BeforeAndAfter.RunBothAsync<QueryInLoopAnalyzer, QueryInLoopFix>(Entry.Body(
            $$"""
            await using var zoo = await Zoo.OpenAsync();
            foreach (var key in new List<int> { 1, 2, 3, 4, 5, 6 })
                Use(key, ({{read}})?.Name ?? "none");
            """) +
            $$"""
            public abstract class Animal { public int Id { get; set; } public string Name { get; set; } = ""; }

            public class Cat : Animal { }

            public class Dog : Animal { }

            public class Cats(Zoo zoo)
            {
                public async Task<Cat?> GetAsync(int id) => await zoo.Cats.FindAsync(id);
            }

            public class Zoo(DbContextOptions<Zoo> options) : DbContext(options)
            {
                public DbSet<Animal> Animals => Set<Animal>();

                public DbSet<Cat> Cats => Set<Cat>();

                public DbSet<Dog> Dogs => Set<Dog>();

                protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Animal>().{{mapping}}();

                // Three of six are tracked, one of each type and one that is not saved.
                public static async Task<Zoo> OpenAsync()
                {
                    var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:");
                    await connection.OpenAsync();
                    var zoo = new Zoo(new DbContextOptionsBuilder<Zoo>().UseSqlite(connection, contextOwnsConnection: true).Options);
                    await zoo.Database.EnsureCreatedAsync();
                    zoo.AddRange(new Cat { Id = 1, Name = "one" }, new Dog { Id = 2, Name = "two" }, new Cat { Id = 3, Name = "three" }, new Dog { Id = 4, Name = "four" });
                    await zoo.SaveChangesAsync();
                    zoo.ChangeTracker.Clear();
                    zoo.Cats.Single(c => c.Id == 1).Name = "renamed";
                    zoo.Dogs.Single(d => d.Id == 2).Name = "renamed";
                    zoo.Add(new Cat { Id = 5, Name = "five" });
                    return zoo;
                }
            }
            """);
        Assert.Equal(before, after);
        Assert.StartsWith("1, renamed\n2, none\n3, three\n4, none\n5, five\n6, none\n", before, StringComparison.Ordinal);
    }

    [PostgresTheory]
    [MemberData(nameof(Loops))]
    public Task Loop_on_postgres(string element, string read, string variants) => BeforeAndAfter.CompareAsync<QueryInLoopAnalyzer, QueryInLoopFix>("postgres", Loop(element, read), variants.Split('|'));

    [Theory]
    [MemberData(nameof(Repositories))]
    public Task Repository_on_sqlite(string type, string read) => BeforeAndAfter.CompareAsync<QueryInLoopAnalyzer, QueryInLoopFix>("sqlite", Repository(type, read), "plain", "duplicates", "missing", "tracked");

    [Theory]
    [MemberData(nameof(Repositories))]
    public Task Service_on_sqlite(string type, string read) => BeforeAndAfter.CompareAsync<QueryInLoopAnalyzer, QueryInLoopFix>("sqlite", Service(type, read), "plain", "duplicates", "missing", "tracked");

    [PostgresTheory]
    [MemberData(nameof(Repositories))]
    public Task Repository_on_postgres(string type, string read) => BeforeAndAfter.CompareAsync<QueryInLoopAnalyzer, QueryInLoopFix>("postgres", Repository(type, read), "plain", "duplicates", "missing", "tracked");

    private static string Loop(string element, string read) => Entry.Body(
        $$"""
        foreach (var {{element}})
        {
            var found = {{read}};
            Use({{element.Split(' ')[0]}}, found);
        }
        """);

    private static string Repository(string type, string read) => Entry.Body(
        """
        IRows rows = new Rows(db);
        foreach (var id in ids)
            Use(id, await rows.GetAsync(id));
        """) +
        $$"""
        public interface IRows
        {
            {{type}} GetAsync(int id);
        }

        public class Rows(ShopDb db) : IRows
        {
            public async {{type}} GetAsync(int id) => {{read}};
        }
        """;

    // The same, asked through a service that hands the key on.
    private static string Service(string type, string read) =>
        Repository(type, read).Replace("IRows rows = new Rows(db);", "var rows = new RowService(new Rows(db));", StringComparison.Ordinal).Replace("rows.GetAsync(id)", "rows.GetRowAsync(id)", StringComparison.Ordinal) +
        $$"""


        public class RowService(IRows rows)
        {
            public {{type}} GetRowAsync(int id) => rows.GetAsync(id);
        }
        """;

    private static TheoryData<string, string, string> Combine(IEnumerable<(string Element, string Read)> loops)
    {
        var data = new TheoryData<string, string, string>();

        foreach (var (element, read) in loops)
            data.Add(element, read, element.Contains("optional", StringComparison.Ordinal) ? "plain|duplicates missing|nulls|tracked" : "plain|duplicates|missing|tracked");

        return data;
    }
}
