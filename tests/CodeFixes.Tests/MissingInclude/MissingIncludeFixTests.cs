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
