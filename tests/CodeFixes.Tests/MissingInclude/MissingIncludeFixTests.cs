using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>PERF1004's fix where the set is in another member than the query. That what it writes is right is for the catalogue to prove.</summary>
public sealed class MissingIncludeFixTests : RuleTests<MissingIncludeAnalyzer, MissingIncludeFix>
{
    private const string Stores = """
        public interface IStore<T> where T : class { IQueryable<T> List(); }
        public abstract class Store<T>(ShopDb db) : IStore<T> where T : class { public IQueryable<T> List() => db.Set<T>(); }
        public class OrderStore(ShopDb db) : Store<Order>(db) { }

        """;

    [Theory]
    [InlineData("foreach (var order in await store.List().ToArrayAsync(ct)) Console.WriteLine(order.[|Account|].Email);", "foreach (var order in await store.List().Include(o => o.Account).ToArrayAsync(ct)) Console.WriteLine(order.Account.Email);")]
    [InlineData("foreach (var order in store.List().Where(o => o.CouponId == null).ToList()) Console.WriteLine(order.[|Account|].Email);", "foreach (var order in store.List().Include(o => o.Account).Where(o => o.CouponId == null).ToList()) Console.WriteLine(order.Account.Email);")]
    public Task In_a_query_of_a_generic_store_it_is_written_behind_the_store(string body, string expected) => FixesFile(In(body), In(expected));

    // Find takes no Include; the query for the same row does, and waits and is cancelled as it was.
    [Theory]
    [InlineData("db.Orders.Find(id)", "db.Orders.Include(o => o.Account).FirstOrDefault(o => o.Id == id)")]
    [InlineData("db.Find<Order>(id)", "db.Set<Order>().Include(o => o.Account).FirstOrDefault(o => o.Id == id)")]
    [InlineData("await db.Orders.FindAsync([id], ct)", "await db.Orders.Include(o => o.Account).FirstOrDefaultAsync(o => o.Id == id, ct)")]
    [InlineData("await db.FindAsync<Order>(new object[] { id }, ct).ConfigureAwait(false)", "await db.Set<Order>().Include(o => o.Account).FirstOrDefaultAsync(o => o.Id == id, ct).ConfigureAwait(false)")]
    [InlineData("await db.Set<Order>().FindAsync(7)", "await db.Set<Order>().Include(o => o.Account).FirstOrDefaultAsync(o => o.Id == 7)")]
    public Task A_row_that_is_looked_up_by_its_key(string find, string query) => FixesFile(Found(find, "[|Account|]"), Found(query, "Account"));

    private static string Found(string find, string navigation) =>
        $$"""
        public class Report(ShopDb db) { public async Task<string> RunAsync(int id, CancellationToken ct) { await Task.Yield(); var order = {{find}}; return order!.{{navigation}}.Email; } }
        """;

    [Fact]
    public Task The_key_that_the_model_says_of_a_row_behind_a_repository() => FixesFile(
        Kinds("db.[|Kinds|].Find(code)"), Kinds("db.Kinds.Include(k => k.Group).FirstOrDefault(k => k.Code == code)"));

    private static string Kinds(string find) => $$"""
        public class Group { public int Id { get; set; } public string Name { get; set; } = ""; }
        public class Kind { public string Code { get; set; } = ""; public int Id { get; set; } public Group Group { get; set; } = null!; }
        public class KindDb(DbContextOptions<KindDb> options) : DbContext(options)
        {
            public DbSet<Kind> Kinds => Set<Kind>();
            protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Kind>().HasKey(k => k.Code);
        }
        public class Store(KindDb db) { public Kind? Get(string code) => {{find}}; }
        public class Report(Store store) { public string Run() { var kind = store.Get("a"); return kind!.Group.Name; } }
        """;

    [Theory]
    [InlineData("db.Stocks.Find(\"main\", 3)!.Product.Name", "not one value")]
    [InlineData("db.Orders.Find(Next())!.Account.Email", "no variable")]
    [InlineData("db.Orders.Find((object)id)!.Account.Email", "no variable")]
    [InlineData("db.Orders.Find(o)!.Account.Email", "name of the key")]
    [InlineData("db.Orders.FindAsync(id).AsTask().Result!.Account.Email", "not awaited")]
    public async Task A_look_up_that_no_query_can_follow(string read, string reason) => Assert.Contains(reason, await Refusal.OfAsync<MissingIncludeAnalyzer, MissingIncludeFix>(
        $$"""
        public class Report(ShopDb db) { private int o; private int Next() => o++; public string Run(int id) => {{read}}; }
        """), StringComparison.Ordinal);

    // The compiler asks about what the library takes care of.
    [Fact]
    public Task What_may_be_missing_on_the_way_is_no_question() => FixesFile(Regions("db.Stops.Include(s => s.Place)", "[|Region|]"), Regions("db.Stops.Include(s => s.Place).ThenInclude(p => p!.Region)", "Region"));

    private static string Regions(string query, string navigation) => $$"""
        public class Region { public int Id { get; set; } public string Name { get; set; } = ""; }
        public class Place { public int Id { get; set; } public Region Region { get; set; } = null!; }
        public class Stop { public int Id { get; set; } public Place? Place { get; set; } }
        public class StopDb(DbContextOptions<StopDb> options) : DbContext(options) { public DbSet<Stop> Stops => Set<Stop>(); }
        public class Tour(StopDb db) { public void Run() { foreach (var stop in {{query}}.ToList()) if (stop.Place != null) Console.WriteLine(stop.Place.{{navigation}}.Name); } }
        """;

    // Behind the Select, Entity Framework Core throws.
    [Fact]
    public Task What_a_query_selects_by_a_reference_is_included_before() => Reports(
        "foreach (var order in db.OrderLines.AsNoTracking().Select(l => l.Order).ToList()) Use(order.[|Account|].Email);",
        ExpectedDiagnostic.Any.Mentions("add Include(o => o.Order).ThenInclude(o => o.Account) before 'Select'"));

    private static string In(string body) => Stores + $$"""
        public class Report(OrderStore store) { public async Task RunAsync(CancellationToken ct) { await Task.Yield(); {{body}} } }
        """;
}
