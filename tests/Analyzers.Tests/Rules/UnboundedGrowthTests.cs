using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>What the programs of <c>Memory/*.cases</c> do not show: messages, other projects, tests.</summary>
public sealed class UnboundedGrowthTests : RuleTests<UnboundedGrowthAnalyzer>
{
    private const string Names =
        """
        static class Names
        {
            private static readonly Dictionary<int, string> s_names = new();
            public static string Of(int id) => [|s_names|][id] = "n" + id;
        }

        """;

    [Fact]
    public Task Message_says_what_grows_how_often_and_what_to_do() => ReportsFile(Names, ExpectedDiagnostic.Any.WithSeverity(Microsoft.CodeAnalysis.DiagnosticSeverity.Warning).Says(
        "'[...] =' adds to the static 's_names' each time 'Of' is called, and nothing is ever taken out; limit it, as a MemoryCache with a size limit does, or take out what is done with - suspect"));

    // An hour, a remainder, a number within limits, one of the values that the code names.
    [Theory]
    [InlineData("public static void Put(DateTime at) => s_numbers[at.Hour] = 1;")]
    [InlineData("public static void Put(int id) => s_numbers[id % 16] = id;")]
    [InlineData("public static void Put(int id) => s_numbers[Math.Clamp(id, 0, 10)] = id;")]
    [InlineData("public static void Put(string path) { if (s_known.Contains(path)) s_paths.Add(path); }")]
    [InlineData("public static void Put(string path) { if (!s_known.Contains(path)) return; s_paths.Add(path); }")]
    [InlineData("public static void Put(string path) { if (path is not (\"/a\" or \"/b\")) throw new ArgumentException(path); s_paths.Add(path); }")]
    [InlineData("public static void Put(string path) { if (path != \"/a\" && path != \"/b\") return; s_paths.Add(path); }")]
    [InlineData("static readonly Dictionary<string, int> s_all = new() { [\"/a\"] = 1 }; public static void Put(string path) { if (!s_all.TryGetValue(path, out _)) return; s_paths.Add(path); }")]
    [InlineData("public static void Put(string path) { if (path is \"/a\" or \"/b\") s_paths.Add(path); }")]
    [InlineData("public static void Put(string path) { if (path == \"/a\" || path == \"/b\") s_paths.Add(path); }")]
    [InlineData("public static void Put(string path) { if (path.Length > 3) s_paths.[|Add|](path); }")]
    [InlineData("public static void Put(string path) { if (path is not \"/a\") s_paths.[|Add|](path); }")]
    [InlineData("public static void Put(string path) { if (s_known.Contains(path)) return; s_paths.[|Add|](path); }")]
    [InlineData("public static void Put(string path) { if (path == \"/a\" || path == \"/b\") return; s_paths.[|Add|](path); }")]
    public Task Keys_of_which_there_are_few_by_what_the_code_says(string member) => ReportsFile(
        $"static class Kept {{ private static readonly Dictionary<int, int> s_numbers = new(); private static readonly HashSet<string> s_paths = new(); private static readonly string[] s_known = new[] {{ \"/a\", \"/b\" }}; {member} }}");

    [Theory]
    [InlineData("public static string Of(int id) => [|s_names|][id] = \"n\" + id;")]
    [InlineData("public static void Put(int id) { if (id > 3) { s_names.[|Add|](id, \"n\"); } }")]
    [InlineData("public static string Name { set => s_names.[|TryAdd|](value.Length, value); }")]
    public async Task It_works_in_a_program_that_uses_no_known_library(string member)
    {
        var test = new AnalyzerTest<UnboundedGrowthAnalyzer> { TestCode = $"using System; using System.Collections.Generic; static class Names {{ private static readonly Dictionary<int, string> s_names = new(); {member} }}" };
        test.Projects[0].References = TestReferences.FrameworkOnly;
        await test.RunAsync();
    }

    // Statements without a type around them are code like any other, and a local function there is called as others are.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_works_in_statements_of_a_program(bool hasKnownLibrary)
    {
        var test = new AnalyzerTest<UnboundedGrowthAnalyzer>
        {
            OutputKind = OutputKind.ConsoleApplication,
            TestCode = "using System; using System.Collections.Generic; while (true) { Names.All.[|Add|](Console.ReadLine()!); } static class Names { public static readonly List<string> All = []; }",
        };
        if (!hasKnownLibrary)
            test.Projects[0].References = TestReferences.FrameworkOnly;

        await test.RunAsync();
    }

    // Libation: a thread of the class itself takes out what others add.
    [Theory]
    [InlineData("Take();")]
    [InlineData("TryTake(out _);")]
    [InlineData("GetConsumingEnumerable();")]
    public Task What_is_taken_out_of_a_blocking_collection_is_silent(string taken) => ReportsFile(
        $$"""
        using System.Collections.Concurrent;
        static class Lines
        {
            private static readonly BlockingCollection<string> s_lines = new();
            public static void Note(string line) => s_lines.Add(line);
            public static void Next() => s_lines.{{taken}}
        }
        """);

    [Fact]
    public Task What_a_thread_takes_out_is_silent() => ReportsFile(
        """
        using System.Collections.Concurrent;
        static class Pictures
        {
            static Pictures() { new Task(Download, TaskCreationOptions.LongRunning).Start(); }
            private static BlockingCollection<string> Queue { get; } = new BlockingCollection<string>();
            public static void Get(string name) { lock (Queue) { Queue.Add(name); } }
            static void Download() { while (!Queue.IsCompleted) { if (!Queue.TryTake(out var name, System.Threading.Timeout.InfiniteTimeSpan)) continue; Console.WriteLine(name); } }
        }
        """);

    // Artemis: one object for each plug-in, which is looked for first.
    [Theory]
    [InlineData("var known = s_all.FirstOrDefault(s => s.Owner == owner); if (known != null) return known; var added = new Settings(owner); s_all.[|Add|](added); return added;", DiagnosticSeverity.Info)]
    [InlineData("var known = s_all.Find(s => s.Owner == owner); if (known == null) { known = new Settings(owner); s_all.[|Add|](known); } return known;", DiagnosticSeverity.Info)]
    [InlineData("if (s_all.Any(s => s.Owner == owner)) return null; var added = new Settings(owner); s_all.[|Add|](added); return added;", DiagnosticSeverity.Info)]
    [InlineData("var added = new Settings(owner); s_all.[|Add|](added); return s_all.First(s => s.Owner == owner);", DiagnosticSeverity.Warning)]
    public Task What_is_looked_for_first_is_as_much_as_there_are_keys(string body, DiagnosticSeverity severity) => ReportsFile(
        $$"""
        public record Settings(object Owner);
        class Factory
        {
            private static readonly List<Settings> s_all = new();
            public Settings? Of(object owner) { lock (s_all) { {{body}} } }
        }
        """, ExpectedDiagnostic.Any.WithSeverity(severity));

    [Fact]
    public Task A_queue_that_nobody_reads_says_so() => ReportsFile(
        """
        using System.Threading.Channels;
        static class Audit
        {
            private static readonly Channel<string> s_lines = Channel.CreateUnbounded<string>();
            public static void Note(string line) => s_lines.Writer.[|TryWrite|](line);
        }
        """,
        ExpectedDiagnostic.Any.WithSeverity(Microsoft.CodeAnalysis.DiagnosticSeverity.Warning).Says(
            "'TryWrite' adds to the static 's_lines' each time 'Note' is called, and nobody reads it; make it bounded, so that who writes waits or the oldest goes - suspect"));

    [Fact]
    public Task A_queue_whose_reader_makes_a_round_trip_each_time_is_information() => ReportsFile(
        """
        using System.Threading.Channels;
        public class Line { public int Id { get; set; } public string Text { get; set; } = ""; }
        public class AuditDb(DbContextOptions<AuditDb> options) : DbContext(options) { public DbSet<Line> Lines => Set<Line>(); }
        static class Audit
        {
            private static readonly Channel<string> s_lines = Channel.CreateUnbounded<string>();
            public static void Note(string line) => s_lines.Writer.[|TryWrite|](line);
            public static async Task RunAsync(AuditDb db)
            {
                while (await s_lines.Reader.WaitToReadAsync())
                {
                    while (s_lines.Reader.TryRead(out var line))
                    {
                        db.Lines.Add(new Line { Text = line });
                        await db.SaveChangesAsync();
                    }
                }
            }
        }
        """,
        ExpectedDiagnostic.Any.WithSeverity(Microsoft.CodeAnalysis.DiagnosticSeverity.Info).Mentions("and who reads it waits for 'SaveChangesAsync' each time; make it bounded").Mentions("whether more comes than is read is not seen"));

    [Fact]
    public Task Parts_of_parts_are_told_in_their_order() => ReportsFile(
        """
        class Inner { private readonly List<string> _all = new(); public void Keep(string one) => _all.[|Add|](one); }
        class Middle { private readonly Inner _inner = new(); public void Keep(string one) => _inner.Keep(one); }
        static class Outer { private static readonly Middle s_middle = new(); public static void Keep(string one) => s_middle.Keep(one); }
        """,
        ExpectedDiagnostic.Any.Mentions("'Add' adds to '_all' of 'Inner' (held by 'Middle', held by 'Outer.s_middle') each time 'Keep' is called"));

    [Theory]
    [InlineData("static class Outer { private static readonly Alias s_inner = new(); public static void Keep(string one) => s_inner.Keep(one); }")]
    [InlineData("static class Outer { private static readonly Lazy<Inner> s_inner = new Lazy<Inner>(() => new Inner()); public static void Keep(string one) => s_inner.Value.Keep(one); }")]
    [InlineData("static class Outer { private static Inner Kept { get; } = new(); public static void Keep(string one) => Kept.Keep(one); }")]
    public Task Who_keeps_an_object_is_found_by_whatever_name_its_type_has(string types) => ReportsFile(
        "using Alias = Inner;\nclass Inner { private readonly List<string> _all = new(); public void Keep(string one) => _all.[|Add|](one); }\n" + types);

    [Fact]
    public async Task One_report_for_each_collection_with_the_other_places_as_related()
    {
        var test = new AnalyzerTest<UnboundedGrowthAnalyzer>
        {
            TestCode = """
                static class Names
                {
                    private static readonly List<string> s_names = new();
                    public static void Add(string name) => s_names.Add(name);
                    public static void AddAll(string[] names) => s_names.AddRange(names);
                }
                """,
            Sources = { Shop.Model },
        };

        Assert.Single(Assert.Single(await test.GetDiagnosticsAsync()).AdditionalLocations);
    }

    [Fact]
    public async Task A_static_that_others_can_get_at_is_information_in_a_library_and_a_warning_in_a_program()
    {
        const string Code = """
            public static class Names
            {
                public static readonly Dictionary<int, string> All = new();
                public static string Of(int id) => All[id] = "n" + id;
            }
            static class Program { static void Main() { } }
            """;
        foreach (var (kind, severity) in new[] { (Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, "Info"), (Microsoft.CodeAnalysis.OutputKind.ConsoleApplication, "Warning") })
        {
            var test = new AnalyzerTest<UnboundedGrowthAnalyzer> { TestCode = Code, Sources = { Shop.Model }, OutputKind = kind };
            Assert.Equal(severity, Assert.Single(await test.GetDiagnosticsAsync()).Severity.ToString());
        }
    }

    // ACE: a program is known by its Main, also where the compiler has not been told that it is one.
    [Theory]
    [InlineData("public static void Main(string[] args) { Players.Load(new[] { 1 }); }", false)]
    [InlineData("public static async Task<int> Main() { Players.Load(new[] { 1 }); await Task.Yield(); return 0; }", false)]
    [InlineData("public static async Task Main(bool quiet = false, int? limit = 25) { Players.Load(new[] { 1 }); await Task.Yield(); }", false)]
    [InlineData("public static void Main(int count) { Players.Load(new[] { count }); }", true)]
    [InlineData("public void Main(string[] args) { Players.Load(new[] { args.Length }); }", true)]
    public async Task What_runs_once_fills_and_does_not_grow(string main, bool isReported)
    {
        var test = new AnalyzerTest<UnboundedGrowthAnalyzer>
        {
            TestCode = $$"""
                static class Players
                {
                    private static readonly Dictionary<int, string> s_all = new();
                    internal static void Load(IEnumerable<int> ids) { foreach (var id in ids) s_all[id] = "n"; }
                }
                public class Program { {{main}} }
                """,
            Sources = { Shop.Model },
            OutputKind = Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary,
        };

        Assert.Equal(isReported, (await test.GetDiagnosticsAsync()).Any());
    }

    [Fact]
    public async Task The_price_cache_of_the_sample_shop_is_found()
    {
        var project = new TestProject { References = TestReferences.Libraries, OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication, ExpectsCompilerErrors = true };
        project.Sources.Add(new("Usings.cs", "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Net.Http.Json; global using System.Threading; global using System.Threading.Tasks; global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing; global using Microsoft.Extensions.Configuration; global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting; global using Microsoft.Extensions.Logging;"));
        project.Sources.AddRange(Conventions.CheckedOut.Sources("samples/Shop").Select(f => new TestFile(f, File.ReadAllText(f))));
        var test = new AnalyzerTest<UnboundedGrowthAnalyzer> { Projects = { project } };
        test.Projects.RemoveAt(0);

        var found = Assert.Single(await test.GetDiagnosticsAsync());

        Assert.Equal(("PriceCache.cs", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning), (Path.GetFileName(found.Location.SourceTree!.FilePath), found.Severity));
        Assert.Contains("'_prices' of the singleton 'PriceCache' for each request", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
