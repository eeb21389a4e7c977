using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Rules;

namespace PerfAnalyzers.Tests.Facts;

/// <summary>A query in one project, the stores that hand it out in others: what an editor, a build and a build with the solution's facts make of it.</summary>
public sealed class WaitsAcrossProjectsTests
{
    private const string Because = "perf.rank";
    private const string Contracts =
        """
        namespace Shop;
        public class Order { public int Id { get; set; } }
        public interface IStore<T> where T : class { IQueryable<T> Rows { get; } }
        """;

    private const string Db = "namespace Shop; public class DbStore<T>(DbContext db) : IStore<T> where T : class { public virtual IQueryable<T> Rows => db.Set<T>(); }";

    private const string App =
        """
        namespace Shop;
        public class Report(IStore<Order> orders) { public async Task<List<Order>> RunAsync(int id) { await Task.Yield(); return orders.Rows.Where(o => o.Id > id).ToList(); } }
        """;

    /// <summary>The store beside, how bad a synchronous query is, and why it is not worse.</summary>
    public static TheoryData<string, DiagnosticSeverity> Stores => new()
    {
        { "", DiagnosticSeverity.Warning },
        { Other("db.Set<T>().AsQueryable()"), DiagnosticSeverity.Warning },
        { Other("db.Set<T>().Where(o => o != null)"), DiagnosticSeverity.Warning },
        { Other("Read().AsQueryable()"), DiagnosticSeverity.Info },
        { Other("Read().AsQueryable().Where(o => o != null)"), DiagnosticSeverity.Info },
    };

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task As_a_build_sees_it(string other, DiagnosticSeverity severity) => Check(severity, await LastOf([Contracts, Db + other, App], FactBuild.Build));

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task As_an_editor_sees_it(string other, DiagnosticSeverity severity) => Check(severity, await LastOf([Contracts, Db + other, App], c => c.ToMetadataReference()));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stores_of_two_projects_are_seen_together(bool isBuild)
    {
        Func<Compilation, MetadataReference> reference = isBuild ? FactBuild.Build : c => c.ToMetadataReference();
        Check(DiagnosticSeverity.Info, await LastOf([Contracts, Db, "namespace Shop;" + Other("Read().AsQueryable()"), App], reference));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_does_not_reference_the_stores_knows_them_from_the_solution(bool isInMemory)
    {
        var contracts = FactBuild.Compile("Contracts", Contracts);
        var app = FactBuild.Compile("App", App, contracts.ToMetadataReference());
        // Nobody in sight implements it: nothing says that its twin would work.
        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Diagnostics(app, new([]))).Severity);

        var stores = FactBuild.Compile("Stores", Db + (isInMemory ? Other("Read().AsQueryable()") : ""), contracts.ToMetadataReference());
        var none = new AnalyzerOptions([]);
        var facts = SolutionFacts.Of([(contracts, none), (app, none), (stores, none)], default);
        Check(isInMemory ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning, await Diagnostics(app, SolutionFacts.With(none, facts)));
    }

    private static string Other(string rows) =>
        $"internal class OtherStore<T>(DbContext db) : IStore<T> where T : class {{ public IQueryable<T> Rows => {rows}; private IEnumerable<T> Read() => db.Set<T>().ToList(); }}";

    private static void Check(DiagnosticSeverity severity, IReadOnlyList<Diagnostic> found)
    {
        var diagnostic = Assert.Single(found);
        Assert.Equal(severity, diagnostic.Severity);
        if (severity is DiagnosticSeverity.Info)
            Assert.Equal("an implementation of 'IStore.Rows' hands out a sequence in memory, which cannot be awaited", diagnostic.Properties[Because]);
    }

    private static async Task<IReadOnlyList<Diagnostic>> LastOf(string[] projects, Func<Compilation, MetadataReference> reference)
    {
        var before = new List<MetadataReference>();
        foreach (var (file, i) in projects[..^1].Select((f, i) => (f, i)))
            before.Add(reference(FactBuild.Compile("Project" + i, file, [.. before])));

        return await Diagnostics(FactBuild.Compile("Last", projects[^1], [.. before]), new([]));
    }

    private static async Task<IReadOnlyList<Diagnostic>> Diagnostics(Compilation compilation, AnalyzerOptions options) =>
        await compilation.WithAnalyzers([new SyncIoInAsyncAnalyzer()], options).GetAnalyzerDiagnosticsAsync();
}
