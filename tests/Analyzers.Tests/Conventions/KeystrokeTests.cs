using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Waits;
using PerfAnalyzers.Model;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Conventions;

/// <summary>What is kept from one keystroke to the next must be what is found anew, and must be found anew when it is something else.</summary>
public sealed class KeystrokeTests
{
    private static readonly string[] s_files =
    [
        """
        using Microsoft.EntityFrameworkCore;
        public class Customer { public int Id { get; set; } public string Name { get; set; } = ""; public string City { get; set; } = ""; }
        public class Order { public int Id { get; set; } public string Number { get; set; } = ""; public System.DateTime At { get; set; } public int CustomerId { get; set; } public Customer Customer { get; set; } = null!; }
        public class Audit<T> { public int Id { get; set; } public string Of { get; set; } = ""; }
        public class Db : DbContext
        {
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<Audit<int>> Audits => Set<Audit<int>>();
            protected override void OnConfiguring(DbContextOptionsBuilder options) { }
            protected override void OnModelCreating(ModelBuilder modelBuilder)
            {
                modelBuilder.Entity<Customer>().HasIndex(c => c.Name);
            }
        }
        """,
        """
        using System.Collections.Generic;
        public interface ILoader { Order? Load(int id); }
        public class Loader(Db db) : ILoader { public Order? Load(int id) { return db.Orders.Find(id); } }
        """,
        """
        using System.Collections.Generic;
        using System.Linq;
        public class Repository(Db db)
        {
            public List<Order> All() { return db.Orders.OrderBy(o => o.Id).ToList(); }
            public List<Customer> Named(string name) { return db.Set<Customer>().Where(c => c.Name == name).ToList(); }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Linq;
        public class Report(Repository repository, ILoader loader)
        {
            public List<string> Names() { return repository.All().Select(o => o.Customer.Name).ToList(); }
            public void Run(List<int> ids) { foreach (var id in ids) loader.Load(id); }
        }
        """,
    ];

    /// <summary>A file, what is written over, and what is written there: one after the other into the same program.</summary>
    private static readonly (int File, string Old, string New)[] s_edits =
    [
        (3, "foreach (var id in ids)", "; foreach (var id in ids)"),
        (2, "{ return db.Orders.OrderBy", "{ ; return db.Orders.OrderBy"),
        // What a body says of the model, of a query, and of who is called.
        (0, "HasIndex(c => c.Name)", "HasIndex(c => c.City)"),
        (2, "db.Orders.OrderBy", "db.Orders.Include(o => o.Customer).OrderBy"),
        (2, "using System.Linq;", "using System.Linq; using Microsoft.EntityFrameworkCore;"),
        (1, "return db.Orders.Find(id);", "return Later(id); } private Order? Later(int id) { return db.Orders.Find(id);"),
        (1, "{ return db.Orders.Find(id); }", "{ return null; }"),
        (3, "loader.Load(id);", "repository.Named(\"\" + id);"),
        // What is declared.
        (1, "private Order? Later", "public List<Order> More() { return db.Orders.Where(o => o.Number == \"\").ToList(); } private Order? Later"),
        (0, "public string City { get; set; } = \"\";", "public string City { get; set; } = \"\"; public List<Order> Orders { get; set; } = [];"),
        (0, "using Microsoft.EntityFrameworkCore;", "using Microsoft.EntityFrameworkCore; using System.Collections.Generic;"),
        (3, "repository.Named(\"\" + id);", "loader.Load(id);"),
        (1, "{ return null; }", "{ return db.Orders.Find(id); }"),
        (1, "public interface ILoader { Order? Load(int id); }", "public interface ILoader { Order? Load(int id); } public interface IOther : ILoader;"),
        (1, "public class Loader(Db db) : ILoader", "public class Loader(Db db) : IOther"),
    ];

    private static readonly string[] s_registering =
    [
        """
        using Microsoft.Extensions.DependencyInjection;
        public static class Setup
        {
            public static void AddAll(IServiceCollection services) { services.AddSingleton<Prices>(); services.AddOne<Names>(); services.AddMore(); }
            public static void AddOne<T>(this IServiceCollection services) where T : class { services.AddScoped<T>(); }
        }
        """,
        "using System.Collections.Generic; public class Prices { private readonly List<string> _all = []; public void Note(string price) { _all.Add(price); } }",
        "using System.Collections.Generic; public class Names { private readonly List<string> _all = []; public void Note(string name) { _all.Add(name); } }",
        "using System.Collections.Generic; public class Lines { private readonly List<string> _all = []; public void Note(string line) { _all.Add(line); } }",
        """
        using Microsoft.Extensions.DependencyInjection;
        public static class More { public static void AddMore(this IServiceCollection services) { services.AddOne<Lines>(); } }
        """,
    ];

    [Fact]
    public async Task After_each_keystroke_the_reports_are_those_of_a_program_that_was_just_opened()
    {
        var compilation = Opened(s_files);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (file, old, @new) in s_edits)
        {
            await ReportsAsync(compilation);
            compilation = Typed(compilation, file, old, @new);
            var reports = await ReportsAsync(compilation);
            Assert.Equal(await ReportsAsync(Opened(compilation.SyntaxTrees.Select(t => t.ToString()))), reports);
            seen.Add(string.Join('\n', reports));
        }

        Assert.InRange(seen.Count, 6, s_edits.Length);
    }

    [Fact]
    public void The_model_is_not_read_again_for_what_is_typed_into_a_body()
    {
        var compilation = Opened(s_files);
        Assert.Equal(3, EntityModel.Read(compilation, default).Entities.Count());

        var typed = Typed(compilation, 3, "{ foreach", "{ ; foreach");
        Assert.NotNull(Declarations.Of(typed).Known<ModelFacts>(ModelReader.FilesOf(typed)));
        var customer = Assert.Single(EntityModel.Read(typed, default).Entities, e => e.Type.Name == "Customer");
        Assert.Equal(typed.GetTypeByMetadataName("Customer"), customer.Type, SymbolEqualityComparer.Default);
        Assert.Contains(EntityModel.Read(typed, default).Entities, e => e.Type.ToString() == "Audit<int>");

        var configured = Typed(typed, 0, "HasIndex(c => c.Name)", "HasIndex(c => c.City)");
        Assert.Null(Declarations.Of(configured).Known<ModelFacts>(ModelReader.FilesOf(configured)));

        var declared = Typed(typed, 0, "public string City", "public string Street { get; set; } = \"\"; public string City");
        Assert.NotSame(Declarations.Of(typed), Declarations.Of(declared));
    }

    [Fact]
    public async Task How_many_query_synchronously_is_counted_again_where_something_was_typed()
    {
        // Enough of them that one more is no news.
        var waits = Enumerable.Range(0, 12).Select(i => $$"""
            using System.Linq;
            using System.Threading.Tasks;
            public class Part{{i}}(Db db) { public async Task<int> CountAsync() { var all = db.Orders.Where(o => o.Id > {{i}}).ToList(); await Task.Yield(); return all.Count; } }
            """);
        var compilation = Opened(s_files.Concat(waits));
        Assert.Contains(await ReportsAsync(compilation), r => r.Contains("12 of 12 functions that query 'Db'", StringComparison.Ordinal));

        compilation = Typed(compilation, s_files.Length + 3, "db.Orders.Where(o => o.Id > 3).ToList()", "new System.Collections.Generic.List<int>()");
        var reports = await ReportsAsync(compilation);
        Assert.Contains(reports, r => r.Contains("11 of 11 functions that query 'Db'", StringComparison.Ordinal));
        Assert.Equal(await ReportsAsync(Opened(compilation.SyntaxTrees.Select(t => t.ToString()))), reports);

        // What was found is there when the compilation in which it was found is gone.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var db = compilation.GetTypeByMetadataName("Db")!;
        Assert.True(KeptQueries.Of(compilation, new(compilation, [])).Of(db).TryGetValue(compilation.SyntaxTrees[s_files.Length], out var file));
        Assert.Equal([true], file.Answers.Values);
    }

    [Fact]
    public async Task How_many_handlers_are_synchronous_is_counted_again_where_something_was_typed_that_maps()
    {
        var actions = string.Concat(Enumerable.Range(1, 25).Select(i => $"public int Get{i}() => {i}; "));
        var compilation = Opened(
            [
                .. s_files,
                $$"""
                using System.Linq;
                public class OrdersController(Db db) : Microsoft.AspNetCore.Mvc.ControllerBase { public object Get(int id) { return db.Orders.First(o => o.Id == id); } {{actions}} }
                """,
                """
                using Microsoft.AspNetCore.Builder;
                public static class Endpoints { public static void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app) { app.MapGet("/one", () => 1); } }
                """,
            ],
            TestReferences.Libraries);
        Assert.Contains(await ReportsAsync(compilation), r => r.Contains("27 of 27 handlers", StringComparison.Ordinal));

        compilation = Typed(compilation, s_files.Length, "{ return db.Orders.First", "{ ; return db.Orders.First");
        Assert.Contains(await ReportsAsync(compilation), r => r.Contains("27 of 27 handlers", StringComparison.Ordinal));

        compilation = Typed(compilation, s_files.Length + 1, "app.MapGet(\"/one\", () => 1);", "app.MapGet(\"/one\", () => 1); app.MapGet(\"/two\", () => 2);");
        Assert.Contains(await ReportsAsync(compilation), r => r.Contains("28 of 28 handlers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_registered_is_read_again_only_where_something_was_typed_that_registers()
    {
        var compilation = Opened(s_files.Concat(s_registering));
        var (setup, prices, more) = (s_files.Length, s_files.Length + 1, s_files.Length + 4);
        Assert.Equal(["Prices"], await GrowingAsync(compilation));
        var read = Declarations.Of(compilation).Known<KeptRegistrations>([]);
        Assert.NotNull(read);

        compilation = Typed(compilation, prices, "{ _all.Add", "{ ; _all.Add");
        Assert.Equal(["Prices"], await GrowingAsync(compilation));
        Assert.Same(read, Declarations.Of(compilation).Known<KeptRegistrations>([]));

        compilation = Typed(compilation, setup, "services.AddScoped<T>();", "services.AddSingleton<T>();");
        Assert.Equal(["Lines", "Names", "Prices"], await GrowingAsync(compilation));

        // Names none of the members that register, but one that does so for its type parameter.
        compilation = Typed(compilation, more, "services.AddOne<Lines>();", "");
        Assert.Equal(["Names", "Prices"], await GrowingAsync(compilation));

        compilation = Typed(compilation, setup, "services.AddSingleton<Prices>();", "");
        Assert.Equal(["Names"], await GrowingAsync(compilation));

        async Task<IEnumerable<string>> GrowingAsync(CSharpCompilation compilation)
        {
            var reports = await ReportsAsync(compilation);
            Assert.Equal(await ReportsAsync(Opened(compilation.SyntaxTrees.Select(t => t.ToString()))), reports);
            string[] types = ["Lines", "Names", "Prices"];
            return types.Where(t => reports.Any(r => r.Contains("PERF3001", StringComparison.Ordinal) && r.Contains($"'{t}'", StringComparison.Ordinal)));
        }
    }

    // Nothing of the one is kept for another, whose files have other names.
    private static CSharpCompilation Opened(IEnumerable<string> files, IReadOnlyList<MetadataReference>? references = null)
    {
        var folder = Guid.NewGuid().ToString("N");
        return CSharpCompilation.Create(
            "Shop", [.. files.Select((text, i) => CSharpSyntaxTree.ParseText(text, path: $"{folder}/{i}.cs"))], references ?? TestReferences.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    private static CSharpCompilation Typed(CSharpCompilation compilation, int file, string old, string @new)
    {
        var tree = compilation.SyntaxTrees[file];
        var at = tree.ToString().IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, old);
        return compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(tree.GetText().WithChanges(new TextChange(new(at, old.Length), @new))));
    }

    private static async Task<IReadOnlyList<string>> ReportsAsync(CSharpCompilation compilation)
    {
        var analysis = new CompilationWithAnalyzers(
            compilation, [.. RuleAnalyzers.Types.Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!)],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (thrown, _, _) => Assert.Fail(thrown.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        return [.. (await analysis.GetAnalyzerDiagnosticsAsync()).Select(d => $"{Path.GetFileName(d.Location.SourceTree?.FilePath)} {d.Location.SourceSpan} {d.Id} {d.Severity} {d.GetMessage(null)}").Order(StringComparer.Ordinal)];
    }
}
