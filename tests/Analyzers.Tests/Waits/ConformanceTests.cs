using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Waits;

/// <summary>
/// What users of other analyzers asked for and complained about, one case each: <c>reported.cases</c> must be reported at their marks as the
/// line says, and <c>quiet.cases</c> not at all. All cases of a file are one program, so that hundreds of them cost one compilation.
/// </summary>
public sealed class ConformanceTests
{
    private static readonly Lazy<Task<ILookup<string, Diagnostic>>> s_reported = new(() => AnalyzeAsync(WaitCase.Read("reported.cases")));
    private static readonly Lazy<Task<ILookup<string, Diagnostic>>> s_quiet = new(() => AnalyzeAsync(WaitCase.Read("quiet.cases")));

    public static TheoryData<string, int> Reported => Rows("reported.cases");

    public static TheoryData<string, int> Quiet => Rows("quiet.cases");

    [Theory]
    [MemberData(nameof(Reported))]
    public async Task Is_reported(string text, int number)
    {
        var @case = WaitCase.Read("reported.cases")[number - 1];
        Assert.Equal(text, @case.ToString());
        var marks = Markup.Parse(@case.ToFile().Text).Spans.Select(m => m.Span).Order().ToList();
        var found = (await s_reported.Value)[@case.ClassName].ToList();

        Assert.NotEmpty(marks);
        Assert.True(
            marks.SequenceEqual(found.Select(d => d.Location.SourceSpan).Order()) && found.TrueForAll(d => $"{d.Id} {d.Severity}" == @case.Expected),
            $"expected {@case.Expected} at {string.Join(", ", marks)}, but:\n{string.Join("\n", found)}");
    }

    [Theory]
    [MemberData(nameof(Quiet))]
    public async Task Is_quiet(string text, int number)
    {
        var @case = WaitCase.Read("quiet.cases")[number - 1];
        Assert.Equal(text, @case.ToString());

        Assert.Empty((await s_quiet.Value)[@case.ClassName]);
    }

    [Fact]
    public void There_are_enough_of_both_and_each_answers_something()
    {
        WaitCase[] all = [.. WaitCase.Read("reported.cases"), .. WaitCase.Read("quiet.cases")];

        Assert.Equal(all.Length, all.DistinctBy(c => c.Place + c.Code).Count());
        Assert.All(all, c => Assert.Matches("^([^ ]+/[^ ]+#[0-9]+|lesson [0-9]+)$", c.Issue));
    }

    private static TheoryData<string, int> Rows(string file)
    {
        var rows = new TheoryData<string, int>();
        foreach (var @case in WaitCase.Read(file))
            rows.Add(@case.ToString(), @case.Number);

        return rows;
    }

    private static async Task<ILookup<string, Diagnostic>> AnalyzeAsync(IReadOnlyList<WaitCase> cases)
    {
        var project = new TestProject { References = TestReferences.Libraries };
        project.Sources.Add(new("Model.cs", Model));
        project.Sources.Add(new("Others.cs", Others));
        project.Sources.AddRange(cases.Select(c => c.ToFile()).Select(f => f with { Text = Markup.Parse(f.Text).Text }));
        var compiled = TestSolution.Create([project]).Projects.Single();
        var compilation = (await compiled.GetCompilationAsync())!;
        var errors = string.Join("\n", compilation.GetDiagnostics().Where(d => d.Severity is DiagnosticSeverity.Error));
        Assert.True(errors.Length == 0, errors);

        var diagnostics = await compilation.WithAnalyzers(Rules, compiled.AnalyzerOptions).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(diagnostics, d => d.Id == "AD0001");
        return diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Info).ToLookup(d => Path.GetFileNameWithoutExtension(d.Location.GetLineSpan().Path));
    }

    private static System.Collections.Immutable.ImmutableArray<DiagnosticAnalyzer> Rules => [new SyncOverAsyncAnalyzer(), new SyncIoInAsyncAnalyzer(), new SyncIoOnRequestPathAnalyzer()];

    // All cases are one program, and no case is to be judged by what most of the others are.
    private static readonly string Others =
        $"class Others : Microsoft.AspNetCore.Mvc.ControllerBase {{ {string.Concat(Enumerable.Range(0, 200).Select(n => $"public Task Get{n}() => Task.CompletedTask; "))} }}";

    private const string Model =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.EntityFrameworkCore;

        public interface IClient
        {
            int Get(int id = 0);
            Task<int> GetAsync(int id = 0, CancellationToken ct = default);
            Task<List<int>> ListAsync();
            Task SaveAsync();
            ValueTask<int> ReadAsync();
            Task<int> Running { get; }
        }

        public class Order
        {
            public int Id { get; set; }
            public string Number { get; set; } = "";
        }

        public class Db(DbContextOptions<Db> options) : DbContext(options)
        {
            public DbSet<Order> Orders => Set<Order>();
        }

        public abstract class Service(IClient client, Db db, System.IO.Stream stream)
        {
            protected readonly IClient client = client;
            protected readonly Db db = db;
            protected readonly System.IO.Stream stream = stream;
            protected readonly object gate = new();
            protected Task<int>? _task;

            protected static void Use(params object?[] values)
            {
            }
        }

        public sealed record Work(int Id, Task<int> Task);

        """;
}
