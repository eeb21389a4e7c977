using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Facts;

/// <summary>A class in one project, its life decided in another: as a build sees it, from reference assemblies, and as an editor does.</summary>
public sealed class MemoryAcrossProjectsTests
{
    private const string Usings = "using System.Collections.Concurrent; using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Caching.Memory; namespace Shop; ";

    private const string Cache = Usings + "public class PriceCache { private readonly ConcurrentDictionary<string, string> _prices = new(); public string Of(string query) => _prices.GetOrAdd(query, q => q + \"!\"); }";

    private const string Singleton = Usings + "static class Setup { static void ConfigureServices(IServiceCollection services) => services.AddSingleton<PriceCache>(); }";

    private const string Bus = Usings + "public class Bus { public event Action<string>? Changed; public void Raise() => Changed?.Invoke(\"\"); } ";

    private const string View = Usings + "class View { public string Last = \"\"; public View(Bus bus) => bus.Changed += what => Last = what; } static class Views { static void ConfigureServices(IServiceCollection services) => services.AddScoped<View>(); }";

    /// <summary>What is expected of the last project: severity, rule and the words of the message; or silent.</summary>
    public static TheoryData<string, string, string[]> Solutions => new()
    {
        {
            "the program registers the class of a library as a singleton", "Warning PERF3001: 'GetOrAdd' adds to '_prices' of the singleton 'PriceCache' each time 'Of' is called, and nothing is ever taken out",
            [Cache, Singleton]
        },
        {
            "a handler of the program calls it", "Warning PERF3001: '_prices' of the singleton 'PriceCache' for each request",
            [Cache, Usings + "class PricesController(PriceCache prices) : Microsoft.AspNetCore.Mvc.ControllerBase { public string Get(string query) => prices.Of(query); } static class Setup { static void ConfigureServices(IServiceCollection services) => services.AddSingleton<PriceCache>(); }"]
        },
        { "behind an interface", "Warning PERF3001: '_prices' of the singleton 'PriceCache'", [Cache.Replace("class PriceCache", "interface IPrices { string Of(string query); } public class PriceCache : IPrices", StringComparison.Ordinal), Singleton.Replace("<PriceCache>", "<IPrices, PriceCache>", StringComparison.Ordinal)] },
        { "it lives for a request", "silent", [Cache, Singleton.Replace("AddSingleton", "AddScoped", StringComparison.Ordinal)] },
        { "nobody registers it", "silent", [Cache, Usings + "class Other { }"] },
        { "the program only fills it at startup", "silent", [Cache, Singleton.Replace("AddSingleton<PriceCache>()", "AddSingleton(_ => { var cache = new PriceCache(); cache.Of(\"one\"); return cache; })", StringComparison.Ordinal)] },
        { "what is put in is taken out", "silent", [Cache.Replace("_prices.GetOrAdd(query", "Clear(query) + _prices.GetOrAdd(query", StringComparison.Ordinal).Replace("public class PriceCache {", "public class PriceCache { private string Clear(string q) { _prices.TryRemove(q, out _); return q; }", StringComparison.Ordinal), Singleton] },
        {
            "a part of the class of a library", "Warning PERF3001: '_all' of 'Lines' (held by the singleton 'Journal')",
            [
                Usings + "class Lines { private readonly List<string> _all = new(); public void Add(string line) => _all.Add(line); } public class Journal { private readonly Lines _lines = new(); public void Write(string line) => _lines.Add(line); }",
                Singleton.Replace("PriceCache", "Journal", StringComparison.Ordinal),
            ]
        },
        {
            "the program derives from the class of a library", "Warning PERF3001: '_prices' of the singleton 'Prices'",
            [Cache, Usings + "class Prices : PriceCache { } static class Setup { static void ConfigureServices(IServiceCollection services) => services.AddSingleton<Prices>(); }"]
        },
        {
            "a scoped object of the program subscribes to what a library registers", "Warning PERF3002: 'Changed' of the singleton 'Bus'",
            [Bus + "public static class Setup { public static IServiceCollection AddBus(this IServiceCollection services) => services.AddSingleton<Bus>(); }", View]
        },
        { "what a library registers lives no longer", "silent", [Bus + "public static class Setup { public static IServiceCollection AddBus(this IServiceCollection services) => services.AddScoped<Bus>(); }", View] },
        {
            "a library limits the cache", "silent",
            [
                Usings + "public static class Setup { public static void AddCaches(this IServiceCollection services) => services.AddMemoryCache(o => o.SizeLimit = 1000); }",
                Usings + "static class Profiles { public static object Of(IMemoryCache cache, string user) => cache.Set(user, new object()); }",
            ]
        },
        {
            "a library does not limit the cache", "PERF3001: the entry never expires",
            [
                Usings + "public static class Setup { public static void AddCaches(this IServiceCollection services) => services.AddMemoryCache(); }",
                Usings + "public static class Profiles { public static object Of(IMemoryCache cache, string user) => cache.Set(user, new object()); }",
            ]
        },
    };

    /// <summary>What only a build sees, because an editor does not ask all projects for it.</summary>
    public static TheoryData<string, string, string[]> Built => new()
    {
        {
            "a static of the program holds a collection class of a library", "Warning PERF3001: 'Record' adds to the static 's_lines' each time 'Write' is called",
            [
                Usings + "public class Log { private readonly List<string> _all = new(); public void Record(string line) => _all.Add(line); }",
                Usings + "static class Journal { private static readonly Log s_lines = new(); public static void Write(string line) => s_lines.Record(line); }",
            ]
        },
        {
            "a library registers what the program names", "Warning PERF3001: '_all' of the singleton 'Journal'",
            [
                Usings + "public static class Setup { public static IServiceCollection AddStore<T>(this IServiceCollection services) where T : class => services.AddSingleton<T>(); }",
                Usings + "class Journal { private readonly List<string> _all = new(); public void Write(string line) => _all.Add(line); } static class Program { static void ConfigureServices(IServiceCollection services) => services.AddStore<Journal>(); }",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Solutions))]
    [MemberData(nameof(Built))]
    public async Task As_a_build_sees_it(string shape, string expected, string[] projects) => Check(shape, expected, await LastOf(projects, FactBuild.Build));

    [Theory]
    [MemberData(nameof(Solutions))]
    public async Task As_an_editor_sees_it(string shape, string expected, string[] projects) => Check(shape, expected, await LastOf(projects, c => c.ToMetadataReference()));

    [Fact]
    public async Task The_whole_solution_is_told_at_the_collection_and_not_at_the_registration()
    {
        var core = FactBuild.Compile("Core", Cache);
        var app = FactBuild.Compile("App", Singleton, core.ToMetadataReference());
        Assert.Empty(await DiagnosticsOf(core, new([])));

        var none = new AnalyzerOptions([]);
        var options = SolutionFacts.With(none, SolutionFacts.Of([(core, none), (app, none)], default));
        var found = Assert.Single(await DiagnosticsOf(core, options));
        Assert.Contains("'GetOrAdd' adds to '_prices' of the singleton 'PriceCache'", found.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(await DiagnosticsOf(app, options));
    }

    [Fact]
    public void A_project_tells_what_grows_and_how_long_things_live_and_nothing_else()
    {
        var generated = FactBuild.Generate(FactBuild.CompilePlain("Core", "using System.Collections.Concurrent; public class Cache { private readonly ConcurrentDictionary<string, string> _all = new(); public string Of(string key) => _all.GetOrAdd(key, k => k); }"))!;
        Assert.Contains("\"PerfAnalyzers.Memory/1\", \"g\\tT:Cache\\t_all\\t\\tGetOrAdd\\tkeyed\\tcalled\\tM:Cache.Of(System.String)\\t\\tNode\\t[System.String,System.String]\"", generated, StringComparison.Ordinal);
        Assert.DoesNotContain("PerfAnalyzers.Facts/1", generated, StringComparison.Ordinal);
        Assert.Contains("l\\tT:Shop.PriceCache\\tsingleton", FactBuild.Generate(FactBuild.Compile("App", Singleton, FactBuild.Build(FactBuild.Compile("Core", Cache)))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("g")]
    [InlineData("l\tT:Shop.Bus\tforever")]
    [InlineData("w\tM:A.B``1\t-1\tsingleton")]
    [InlineData("w\tM:A.B``1\t99999999999\tsingleton")]
    [InlineData("g\tT:A\t_all\t\tAdd\tgrows\tdaily\tM:A.B\t\t\t")]
    [InlineData("g\tT:A\t_all\t\tAdd\tperhaps\tcalled\tM:A.B\t\t\t")]
    [InlineData("g\tT:A\t_all\t\tAdd\tgrows\tcalled\tM:A.B")]
    [InlineData("g\tT:A\t_a\u001bll\t\tAdd\tgrows\tcalled\tM:A.B\t\t\t")]
    [InlineData("s\tT:A\tunlimited")]
    public void A_line_that_is_not_understood_says_nothing(string line)
    {
        var set = MemoryLines.Read([line]);
        Assert.True(set is { Lifetimes.Count: 0, Wrappers.Count: 0, Growth.Count: 0, Parts.Count: 0, IsLimited: false });
    }

    [Fact]
    public void Parts_that_hold_each_other_end() => Assert.Empty(MemoryLines.Read(["p\tT:A\tT:B\np\tT:B\tT:A"]).Of("T:A", 3));

    private static void Check(string shape, string expected, Diagnostic[] found)
    {
        if (expected == "silent")
        {
            Assert.True(found.Length == 0, $"{shape}: {string.Join('\n', found.Select(Text))}");
            return;
        }

        foreach (var part in expected.Split(": ", 2))
            Assert.Contains(part, Text(Assert.Single(found)), StringComparison.Ordinal);
    }

    private static string Text(Diagnostic diagnostic) => $"{diagnostic.Severity} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";

    private static async Task<Diagnostic[]> LastOf(string[] projects, Func<Compilation, MetadataReference> reference)
    {
        var references = TestReferences.Libraries.Where(l => Path.GetFileName(l.Display)!.StartsWith("Microsoft.AspNetCore.Mvc", StringComparison.Ordinal)).ToList<MetadataReference>();
        Compilation? last = null;
        foreach (var (source, i) in projects.Select((s, i) => (s, i)))
        {
            last = FactBuild.Compile(i == projects.Length - 1 ? "App" : $"Core{i}", source, [.. references]);
            references.Add(reference(last));
        }

        return await DiagnosticsOf(last!, new([]));
    }

    private static async Task<Diagnostic[]> DiagnosticsOf(Compilation compilation, AnalyzerOptions options)
    {
        var found = await compilation.WithAnalyzers([new UnboundedGrowthAnalyzer(), new RetainedSubscriptionAnalyzer()], options).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(found, d => d.Id == "AD0001");
        return [.. found.Where(d => d.Severity >= DiagnosticSeverity.Info)];
    }
}
