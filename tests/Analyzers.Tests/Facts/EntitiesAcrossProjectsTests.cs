using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Rules;

namespace PerfAnalyzers.Tests.Facts;

/// <summary>Repositories in one project, of which another one sees a reference assembly: what their queries load is told.</summary>
public sealed class EntitiesAcrossProjectsTests
{
    private const string Core =
        """
        namespace Shop;
        public class Customer { public int Id { get; set; } public string Name { get; set; } = ""; }
        public class Line { public int Id { get; set; } public int Quantity { get; set; } }
        public class Tag { public int Id { get; set; } }
        public class Order { public int Id { get; set; } public int CustomerId { get; set; } public Customer Customer { get; set; } = null!; public List<Line> Lines { get; set; } = []; public List<Tag> Tags { get; set; } = []; }
        public class ShopDb : DbContext
        {
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<Customer> Customers => Set<Customer>();
            public DbSet<Line> Lines => Set<Line>();
        }
        public interface IOrders
        {
            List<Order> All();
            Task<List<Order>> WithCustomersAsync();
            List<Order> Completed();
            List<Order> Changed();
            IQueryable<Order> Query();
            IQueryable<Order> WithAll();
        }
        public interface IRepository<T> { List<T> All(); }
        internal class Repository<T>(ShopDb db) : IRepository<T> where T : class { public List<T> All() => db.Set<T>().AsNoTracking().ToList(); }
        internal class Orders(ShopDb db) : IOrders
        {
            public List<Order> All() => db.Orders.Where(o => o.Id > 3).ToList();
            public async Task<List<Order>> WithCustomersAsync() => await db.Orders.Include(o => o.Customer).ToListAsync();
            public List<Order> Completed() { var orders = db.Orders.ToList(); db.Customers.Load(); return orders; }
            public List<Order> Changed() { var orders = db.Orders.ToList(); foreach (var order in orders) order.Customer = new(); return orders; }
            public IQueryable<Order> Query() => db.Orders.AsNoTracking();
            public IQueryable<Order> WithAll() => db.Orders.Include(o => o.Lines).Include(o => o.Tags);
        }
        """;

    [Theory]
    [InlineData("foreach (var order in orders.All()) Use(order.Customer.Name);", "Order.Customer")]
    [InlineData("foreach (var order in await orders.WithCustomersAsync()) Use(order.Customer.Name, order.Lines.Count);", "Order.Lines")]
    [InlineData("foreach (var order in orders.Query().Where(o => o.Id > 3).ToList()) Use(order.Customer.Name);", "Order.Customer")]
    [InlineData("foreach (var order in all.All()) Use(order.Customer.Name);", "Order.Customer")]
    [InlineData("Use(orders.All().Select(Name)); static string Name(Order order) => order.Customer.Name;", "Order.Customer")]
    public async Task What_nobody_has_loaded_is_reported_and_somebody_else_may_mend_it(string body, string navigation)
    {
        var diagnostic = Assert.Single(await RunAsync<MissingIncludeAnalyzer>(body));
        Assert.Contains($"'{navigation}'", diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Contains("where they are queried, add Include", diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("foreach (var order in await orders.WithCustomersAsync()) Use(order.Customer.Name);")]
    [InlineData("foreach (var order in orders.Query().Include(o => o.Customer).ToList()) Use(order.Customer.Name);")]
    [InlineData("foreach (var order in orders.Completed()) Use(order.Customer.Name);")]
    [InlineData("foreach (var order in orders.Changed()) Use(order.Customer.Name);")]
    [InlineData("foreach (var order in orders.All()) Use(order.CustomerId);")]
    [InlineData("foreach (var order in orders.WithAll().AsSplitQuery().ToList()) Use(order.Lines.Count, order.Tags.Count);")]
    public async Task What_is_loaded_or_may_be_is_silent(string body) => Assert.Empty(await RunAsync<MissingIncludeAnalyzer>(body));

    [Fact]
    public async Task Collections_that_a_query_of_another_project_includes_are_a_product() =>
        Assert.Contains("'Lines' and 'Tags'", Assert.Single(await RunAsync<CartesianIncludeAnalyzer>("Use(orders.WithAll().ToList(), orders.WithAll().AsSplitQuery().ToList());")).GetMessage(null), StringComparison.Ordinal);

    private static async Task<IReadOnlyList<Diagnostic>> RunAsync<TAnalyzer>(string body)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var core = FactBuild.Build(FactBuild.Compile("Core", Core));
        var app = FactBuild.Compile(
            "App", $"namespace Shop; class Report(IOrders orders, IRepository<Order> all) {{ static void Use(params object?[] values) {{ }} async Task Build() {{ await Task.Yield(); Use(orders, all); {body} }} }}", core);
        return await app.WithAnalyzers([new TAnalyzer()]).GetAnalyzerDiagnosticsAsync();
    }
}
