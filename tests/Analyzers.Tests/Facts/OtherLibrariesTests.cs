using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Tests.Facts;

/// <summary>
/// An application and the class library below it in an editor, the library compiled against other copies of what both refer to: as ASP.NET Core brings what a class library has from packages, or
/// where the library is of another framework. All rules say what they say where the copies are the same.
/// </summary>
public sealed class OtherLibrariesTests
{
    private const string Library =
        """
        using System.Net.Http;
        namespace Shop;
        public class Customer { public int Id { get; set; } public string Name { get; set; } = ""; public List<Order> Orders { get; } = []; }
        public class Line { public int Id { get; set; } public int Count { get; set; } }
        public class Order { public int Id { get; set; } public int CustomerId { get; set; } public Customer? Customer { get; set; } public List<Line> Lines { get; } = []; public string Text { get; set; } = ""; }
        public class ShopDb : DbContext
        {
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<Customer> Customers => Set<Customer>();
            protected override void OnModelCreating(ModelBuilder model) => model.Entity<Order>().HasIndex(o => o.CustomerId);
        }
        public interface IOrders { Task<List<Order>> AllAsync(); Task<List<Order>> FullAsync(); IQueryable<Order> Query(); Order? Get(int id); void Save(Order order); Task<string> PriceAsync(int id); }
        public class Orders(ShopDb db, HttpClient http) : IOrders
        {
            public Task<List<Order>> AllAsync() => db.Orders.ToListAsync();
            public async Task<List<Order>> FullAsync() { var rows = await db.Orders.Include(o => o.Customer).Include(o => o.Lines).ToListAsync(); return rows; }
            public IQueryable<Order> Query() => db.Orders.AsNoTracking();
            public Order? Get(int id) => db.Orders.FirstOrDefault(o => o.Id == id);
            public void Save(Order order) { db.Update(order); db.SaveChanges(); }
            public async Task<string> PriceAsync(int id) => await http.GetStringAsync("/prices/" + id);
        }
        public static class Work { public static void Each<T>(IEnumerable<T> all, Action<T> one) { foreach (var item in all) one(item); } }
        public static class Known { private static readonly Dictionary<string, string> s_all = []; public static void Add(string key) => Keep(s_all, key); private static void Keep(Dictionary<string, string> all, string key) => all[key] = key; }
        """;

    public static TheoryData<string> Applications =>
    [
        "class A(IOrders orders) { public void Run(List<int> ids) { foreach (var id in ids) orders.Get(id); } }",
        "class A(IOrders orders) { public void Run(List<Order> all) { foreach (var order in all) orders.Save(order); } }",
        "class A(IOrders orders) { public async Task Run(List<int> ids) { foreach (var id in ids) await orders.PriceAsync(id); } }",
        "class A(IOrders orders) { public void Run(List<int> ids) => Work.Each(ids, id => orders.Get(id)); }",
        "class A(IOrders orders) { public async Task<int> Run() { var n = 0; foreach (var order in await orders.FullAsync()) n += order.Customer!.Name.Length + order.Lines.Count; return n; } }",
        "class A(IOrders orders) { public async Task<int> Run() { var n = 0; foreach (var order in await orders.Query().Include(o => o.Lines).ToListAsync()) n += order.Lines.Count; return n; } }",
        "class A(IOrders orders) { public async Task<int> Run(int id) { var all = await orders.AllAsync(); return all.Where(o => o.CustomerId == id).Count(); } }",
        "class A(IOrders orders) { public async Task<List<Order>> Run(string text) => await orders.Query().Where(o => o.Text == text).ToListAsync(); }",
        "class A(IOrders orders) { public async Task<List<Order>> Run(int id) => await orders.Query().Where(o => o.CustomerId == id).ToListAsync(); }",
        "class A(IOrders orders) { public int Run(int id) => orders.PriceAsync(id).Result.Length; }",
        "class A(IOrders orders) { public async Task<string> Run(int id) { var one = await orders.PriceAsync(id); var two = await orders.PriceAsync(id + 1); return one + two; } }",
        "class A(IOrders orders) { public async Task<Order?> Run(int id) { await Task.Delay(1); return orders.Get(id); } }",
        "class A { public void Run(string key) => Known.Add(key); }",
        "class A(ShopDb db) { public async Task<List<Order>> Run() => await db.Orders.Include(o => o.Lines).Include(o => o.Customer!.Orders).ToListAsync(); }",
    ];

    [Theory]
    [MemberData(nameof(Applications))]
    public async Task Rules_say_the_same(string application)
    {
        var same = await SaidAsync(application, c => c);
        Assert.Equal(same, await SaidAsync(application, c => FactBuild.WithOther(c, "Microsoft.Extensions.Logging.Abstractions")));
        Assert.Equal(same, await SaidAsync(application, c => FactBuild.WithOther(c, "System.Runtime")));
    }

    private static async Task<string> SaidAsync(string application, Func<Compilation, Compilation> compiled)
    {
        var library = compiled(FactBuild.Compile("Library", Library));
        var rules = typeof(PerfAnalyzer).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(PerfAnalyzer)) && !t.IsAbstract).Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!).ToImmutableArray();
        var found = await FactBuild.Compile("App", "namespace Shop;\n" + application, library.ToMetadataReference()).WithAnalyzers(rules, new AnalyzerOptions([])).GetAnalyzerDiagnosticsAsync();
        return string.Join('\n', found.Select(d => $"{d.Severity} {d.Id} {d.Location.SourceSpan} {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal));
    }
}
