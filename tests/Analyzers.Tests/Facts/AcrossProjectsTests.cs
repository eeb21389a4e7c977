using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Rules;

namespace PerfAnalyzers.Tests.Facts;

/// <summary>Loops in one project, queries in another that is only a reference assembly: what a build on the command line sees.</summary>
public sealed class AcrossProjectsTests
{
    private const string Core =
        """
        namespace Shop;
        public class Order { public int Id { get; set; } }
        public class ShopDb : DbContext { public DbSet<Order> Orders => Set<Order>(); }
        public interface IOrders { Order? Get(int id); }
        internal class Orders(ShopDb db) : IOrders { public Order? Get(int id) => db.Orders.Find(id); }
        """;

    [Fact]
    public async Task A_loop_over_an_interface_with_an_internal_implementation_is_reported()
    {
        var core = FactBuild.Build(FactBuild.Compile("Core", Core));
        var message = Assert.Single(await DiagnosticsOf(FactBuild.Compile(
            "App", "namespace Shop; class Report(IOrders orders) { void Build(List<int> ids) { foreach (var id in ids) orders.Get(id); } }", core)));
        Assert.Contains("through Orders.Get -> Find", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loop_in_a_project_that_references_no_library_is_reported()
    {
        var core = FactBuild.Build(FactBuild.Compile("Core", "public class Orders(DbContext db) { public static int Count(int id) => new Orders(null!).Of(id); private int Of(int id) => db.SaveChanges() + (db.Find<object>(id) is null ? 0 : 1); }"));
        Assert.Single(await DiagnosticsOf(FactBuild.CompilePlain("App", "class Report { void Build(List<int> ids) { foreach (var id in ids) Orders.Count(id); } }", core)));
    }

    [Fact]
    public async Task What_does_not_query_is_silent()
    {
        var core = FactBuild.Build(FactBuild.Compile("Core", "public static class Orders { public static int Double(int id) => id * 2; }"));
        Assert.Empty(await DiagnosticsOf(FactBuild.Compile("App", "class Report { void Build(List<int> ids) { foreach (var id in ids) Orders.Double(id); } }", core)));
    }

    private static async Task<IReadOnlyList<string>> DiagnosticsOf(Compilation compilation) =>
    [
        .. (await compilation.WithAnalyzers([new QueryInLoopAnalyzer()]).GetAnalyzerDiagnosticsAsync())
            .Select(d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)),
    ];
}
