using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

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

    // The compiler sees such a project anew, with other symbols than those in its bodies: netstandard2.0 below net10.0, or a package of two versions.
    [Theory]
    [InlineData("IOrders", "IOrders", "orders.Get(id, null)")]
    [InlineData("IOrders<T>", "IOrders<Order>", "orders.Get(id, null)")]
    [InlineData("IOrders", "IOrders", "orders.Find<Order>(id, null)")]
    public async Task A_project_that_was_compiled_against_another_version_is_seen_through(string declared, string used, string call)
    {
        var core = FactBuild.Compile(
            "Core",
            $$"""
            namespace Shop;
            public class Order { public int Id { get; set; } }
            public interface {{declared}} { object? Get(int id, Money? money); object? Find<TRow>(int id, Money? money) where TRow : class; }
            public class Service({{used}} orders) { public void Run(int id) => {{call}}; }
            """,
            Money("1.0.0.0"));
        var infrastructure = FactBuild.Compile(
            "Infrastructure",
            $$"""
            namespace Shop;
            internal class Orders(DbContext db) : {{used}}
            {
                public object? Get(int id, Money? money) => db.Find<Order>(id);
                public object? Find<TRow>(int id, Money? money) where TRow : class => db.Find<TRow>(id);
            }
            """,
            Money("2.0.0.0"), core.ToMetadataReference());
        var message = Assert.Single(await DiagnosticsOf(FactBuild.Compile(
            "App", "namespace Shop; class Report(Service service) { void Build(List<int> ids) { foreach (var id in ids) service.Run(id); } }",
            Money("2.0.0.0"), core.ToMetadataReference(), infrastructure.ToMetadataReference())));
        Assert.Contains("through Service.Run -> Orders.", message, StringComparison.Ordinal);

        static MetadataReference Money(string version) =>
            FactBuild.Build(FactBuild.Compile("Money", $"[assembly: System.Reflection.AssemblyVersion(\"{version}\")] namespace Shop; public class Money;"));
    }

    /// <summary>Small solutions in the shapes that real ones have: projects in the order in which they build, each referencing those before it.</summary>
    public static TheoryData<string, string, string[]> Solutions => new()
    {
        {
            "direct reference", "Warning: through Orders.Get -> Find",
            [Core, "namespace Shop; class Report(IOrders orders) { void Build(List<int> ids) { foreach (var id in ids) orders.Get(id); } }"]
        },
        {
            "two implementations, one of which is in memory", "Warning: through Orders.Get -> Find",
            [
                "namespace Shop; public class Order { public int Id { get; set; } } public interface IOrders { Order? Get(int id); }",
                "namespace Shop; public class ShopDb : DbContext { public DbSet<Order> Orders => Set<Order>(); } internal class Orders(ShopDb db) : IOrders { public Order? Get(int id) => db.Orders.Find(id); }",
                "namespace Shop; internal class NoOrders : IOrders { public Order? Get(int id) => new(); }",
                "namespace Shop; class Report(IOrders orders) { void Build(List<int> ids) { foreach (var id in ids) orders.Get(id); } }",
            ]
        },
        {
            "a generic repository in a shared kernel", "Warning: through Repository.Get -> Find",
            [
                "namespace Kernel; public interface IRepository<T> where T : class { T? Get(int id); } public class Repository<T>(DbContext db) : IRepository<T> where T : class { public T? Get(int id) => db.Set<T>().Find(id); }",
                "namespace Shop; public class Order { public int Id { get; set; } } class Report(Kernel.IRepository<Order> orders) { void Build(List<int> ids) { foreach (var id in ids) orders.Get(id); } }",
            ]
        },
        {
            "overloads that forward to their namesakes, five calls away", "Warning: through Report.Of -> A.Get -> B.Load -> ",
            [
                "namespace Shop; public class B(DbContext db) { public object? Load(int id) => Load(id, true); private object? Load(int id, bool all) => Other(id); private object? Other(int id) => Last(id); private object? Last(int id) => db.Find<object>(id); }",
                "namespace Shop; public class A(B b) { public object? Get(int id) => b.Load(id); } class Report(A a) { object? Of(int id) => a.Get(id); void Build(List<int> ids) { foreach (var id in ids) Of(id); } }",
            ]
        },
        {
            "a query type of one's own that runs when it is gone through", "Warning: Load -> Find",
            [
                """
                using System.Collections;
                namespace Kernel;
                public class Rows(DbContext db, int id) : IEnumerable<int>
                {
                    IEnumerator<int> IEnumerable<int>.GetEnumerator() => Load().GetEnumerator();
                    IEnumerator IEnumerable.GetEnumerator() => Load().GetEnumerator();
                    private List<int> Load() { db.Find<object>(id); return []; }
                }
                """,
                "namespace Shop; class Report(DbContext db) { bool Has(int id) => new Kernel.Rows(db, id).Any(); void Build(List<int> ids) { foreach (var id in ids) Has(id); } }",
            ]
        },
        {
            "handlers in another project", "Warning: through GetOrderHandler.Handle -> FindAsync",
            [
                """
                namespace Shop;
                public class Order { public int Id { get; set; } }
                public record GetOrder(int Id) : MediatR.IRequest<Order?>;
                internal class GetOrderHandler(DbContext db) : MediatR.IRequestHandler<GetOrder, Order?>
                {
                    public async Task<Order?> Handle(GetOrder request, CancellationToken cancellationToken) => await db.Set<Order>().FindAsync(new object[] { request.Id }, cancellationToken);
                }
                """,
                "namespace Shop; class Report(MediatR.ISender sender) { async Task Build(List<int> ids) { foreach (var id in ids) await sender.Send(new GetOrder(id)); } }",
            ]
        },
        {
            "a lambda that a utility of another project runs for each element", "Warning: 'Find' queries the database for each",
            [
                "namespace Util; public static class Each { public static void Do<T>(this IEnumerable<T> all, Action<T> action) { foreach (var one in all) Run(action, one); } private static void Run<T>(Action<T> action, T one) => action(one); }",
                "using Util; namespace Shop; public class Order { public int Id { get; set; } } class Report(DbContext db) { void Build(List<int> ids) => ids.Do(id => db.Set<Order>().Find(id)); }",
            ]
        },
        {
            "a lambda that a utility of another project runs once", "silent",
            [
                "namespace Util; public static class Timed { public static T Run<T>(Func<T> action) => action(); }",
                "using Util; namespace Shop; public class Order { public int Id { get; set; } } class Report(DbContext db) { void Build() => Timed.Run(() => db.Set<Order>().Find(1)); }",
            ]
        },
        {
            "a client of the network, of which only the other project speaks", "Warning: through Prices.Of -> GetStringAsync",
            [
                "using System.Net.Http; namespace Shop; public interface IPrices { Task<string> Of(string sku); } internal class Prices(HttpClient http) : IPrices { public Task<string> Of(string sku) => http.GetStringAsync(\"prices/\" + sku); }",
                "namespace Shop; class Basket(IPrices prices) { async Task Fill(List<string> skus) { foreach (var sku in skus) await prices.Of(sku); } }",
            ]
        },
        {
            "a cache in front, for all", "silent",
            [
                Cached("internal class Orders(ShopDb db, IMemoryCache cache) : IOrders { public Order? Get(int id) => All()?.Find(o => o.Id == id); private List<Order>? All() => cache.GetOrCreate(\"all\", _ => db.Orders.ToList()); }"),
                "namespace Shop; class Report(IOrders orders) { void Build(List<int> ids) { foreach (var id in ids) orders.Get(id); } }",
            ]
        },
        {
            "a cache in front, by key", "Info: each key is asked for once, then remembered",
            [
                Cached("internal class Orders(ShopDb db, IMemoryCache cache) : IOrders { public Order? Get(int id) => cache.GetOrCreate(id, _ => db.Orders.Find(id)); }"),
                "namespace Shop; class Report(IOrders orders) { void Build(List<int> ids) { foreach (var id in ids) orders.Get(id); } }",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Solutions))]
    public async Task As_a_build_sees_it(string shape, string expected, string[] projects) => Check(shape, expected, await LastOf(projects, FactBuild.Build));

    [Theory]
    [MemberData(nameof(Solutions))]
    public async Task As_an_editor_sees_it(string shape, string expected, string[] projects) => Check(shape, expected, await LastOf(projects, c => c.ToMetadataReference()));

    // A web application takes from ASP.NET Core what a class library takes from packages, and a library may be of another framework: then what the bodies of the library call are other
    // symbols than those that the compiler of the application has for the same members.
    [Theory]
    [MemberData(nameof(Solutions))]
    public async Task As_an_editor_sees_it_where_a_package_depends_on_others(string shape, string expected, string[] projects) =>
        Check(shape, expected, await LastOf(projects, c => FactBuild.WithOther(c, "Microsoft.Extensions.Logging.Abstractions").ToMetadataReference()));

    [Theory]
    [MemberData(nameof(Solutions))]
    public async Task As_an_editor_sees_it_where_the_framework_is_another(string shape, string expected, string[] projects) =>
        Check(shape, expected, await LastOf(projects, c => FactBuild.WithOther(c, "System.Runtime").ToMetadataReference()));

    // Radarr: what a service writes is an event of the project below, and far behind it somebody tells a server of it.
    [Theory]
    [InlineData(1, true, DiagnosticSeverity.Info)]
    [InlineData(1, false, DiagnosticSeverity.Info)]
    [InlineData(8, true, DiagnosticSeverity.Warning)]
    [InlineData(8, false, DiagnosticSeverity.Warning)]
    public async Task A_service_far_behind_another_project_does_not_make_a_query_less(int calls, bool isEditor, DiagnosticSeverity severity)
    {
        var steps = string.Concat(Enumerable.Range(1, calls).Select(i => $"private Task Step{i}Async(int id) => {(i == calls ? "http.GetStringAsync(\"/orders/\" + id)" : $"Step{i + 1}Async(id)")}; "));
        var found = await LastOf(
            [
                $"using System.Net.Http; namespace Shop; public class Orders(DbContext db, HttpClient http) {{ public async Task GetAsync(int id) {{ db.Find<object>(id); await Step1Async(id); }} {steps}}}",
                "namespace Shop; class Report(Orders orders) { async Task Build(List<int> ids) { foreach (var id in ids) await orders.GetAsync(id); } }",
            ],
            c => isEditor ? c.ToMetadataReference() : FactBuild.Build(c));
        Assert.Equal(severity, Assert.Single(found, d => d.Id == "PERF1001").Severity);
    }

    [Fact]
    public async Task Clean_architecture_is_likely_alone_and_proven_with_the_solutions_facts()
    {
        var application = FactBuild.Compile("Application",
            """
            namespace Shop;
            public class Order { public int Id { get; set; } }
            public interface IOrderRepository { Task<Order?> GetAsync(int id); }
            public class Report(IOrderRepository orders) { public async Task Build(List<int> ids) { foreach (var id in ids) await orders.GetAsync(id); } }
            """);
        var infrastructure = FactBuild.Compile("Infrastructure",
            "namespace Shop; internal class Orders(DbContext db) : IOrderRepository { public async Task<Order?> GetAsync(int id) => await db.Set<Order>().FirstOrDefaultAsync(o => o.Id == id); }",
            application.ToMetadataReference());
        var alone = Assert.Single(await Diagnostics(application, new([])));
        Assert.Equal(DiagnosticSeverity.Info, alone.Severity);
        Assert.Contains(" - likely", Text(alone), StringComparison.Ordinal);

        var none = new AnalyzerOptions([]);
        var facts = SolutionFacts.Of([(application, none), (infrastructure, none)], default);
        var proven = Assert.Single(await Diagnostics(application, SolutionFacts.With(none, facts)));
        Assert.Equal(DiagnosticSeverity.Warning, proven.Severity);
        Assert.Contains("through Orders.GetAsync -> FirstOrDefaultAsync - suspect", Text(proven), StringComparison.Ordinal);
    }

    private static string Cached(string orders) =>
        $$"""
        using Microsoft.Extensions.Caching.Memory;
        namespace Shop;
        public class Order { public int Id { get; set; } }
        public class ShopDb : DbContext { public DbSet<Order> Orders => Set<Order>(); }
        public interface IOrders { Order? Get(int id); }
        {{orders}}
        """;

    private static void Check(string shape, string expected, IReadOnlyList<Diagnostic> found)
    {
        if (expected == "silent")
        {
            Assert.True(found.Count == 0, $"{shape}: {string.Join('\n', found)}");
            return;
        }

        var diagnostic = Assert.Single(found);
        Assert.Equal(expected[..expected.IndexOf(':', StringComparison.Ordinal)], diagnostic.Severity.ToString());
        Assert.Contains(expected[(expected.IndexOf(':', StringComparison.Ordinal) + 2)..], Text(diagnostic), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<Diagnostic>> LastOf(string[] projects, Func<Compilation, MetadataReference> reference)
    {
        var before = TestReferences.Libraries.Where(l => Path.GetFileName(l.Display) == "MediatR.dll").Concat(LibraryStubs.Contracts).ToList();
        foreach (var (file, i) in projects[..^1].Select((f, i) => (f, i)))
            before.Add(reference(FactBuild.Compile("Project" + i, file, [.. before])));

        return await Diagnostics(FactBuild.Compile("Last", projects[^1], [.. before]), new([]));
    }

    private static string Text(Diagnostic diagnostic) => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<Diagnostic>> Diagnostics(Compilation compilation, AnalyzerOptions options) =>
        await compilation.WithAnalyzers([new QueryInLoopAnalyzer(), new RemoteCallInLoopAnalyzer()], options).GetAnalyzerDiagnosticsAsync();

    private static async Task<IReadOnlyList<string>> DiagnosticsOf(Compilation compilation) =>
    [
        .. (await compilation.WithAnalyzers([new QueryInLoopAnalyzer()]).GetAnalyzerDiagnosticsAsync())
            .Select(d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)),
    ];
}
