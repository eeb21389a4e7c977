using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Waits;

/// <summary>The program that all cases of a file are: each a file of its own, around a model that they share.</summary>
internal static class WaitProgram
{
    /// <summary>Ours.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Rules => [new SyncOverAsyncAnalyzer(), new SyncIoInAsyncAnalyzer(), new SyncIoOnRequestPathAnalyzer(), new SequentialRoundTripsAnalyzer()];

    /// <summary>What analyzers report, by the class of the case. Of the rules that are <paramref name="switchedOn"/> it does not matter what they are by default.</summary>
    public static async Task<ILookup<string, Diagnostic>> AnalyzeAsync(IReadOnlyList<WaitCase> cases, ImmutableArray<DiagnosticAnalyzer> analyzers, params string[] switchedOn)
    {
        var project = new TestProject { References = TestReferences.Libraries };
        project.Sources.Add(new("Model.cs", Model));
        project.Sources.Add(new("Others.cs", Others));
        project.Sources.AddRange(cases.Select(c => c.ToFile()).Select(f => f with { Text = Markup.Parse(f.Text).Text }));
        var compiled = TestSolution.Create([project]).Projects.Single();
        var compilation = (await compiled.GetCompilationAsync())!;
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(switchedOn.Select(r => KeyValuePair.Create(r, ReportDiagnostic.Warn))));
        var errors = string.Join("\n", compilation.GetDiagnostics().Where(d => d.Severity is DiagnosticSeverity.Error));
        Assert.True(errors.Length == 0, errors);

        var diagnostics = await compilation.WithAnalyzers(analyzers, compiled.AnalyzerOptions).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(diagnostics, d => d.Id == "AD0001");
        return diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Info).ToLookup(d => Path.GetFileNameWithoutExtension(d.Location.GetLineSpan().Path));
    }

    // All cases are one program, and no case is to be judged by what most of the others are.
    private static readonly string Others =
        $"class Others(Db db) : Microsoft.AspNetCore.Mvc.ControllerBase {{ {string.Concat(Enumerable.Range(0, 200).Select(n => $"public async Task<int> Get{n}() => await db.Orders.CountAsync(); "))} }}";

    private const string Model =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.EntityFrameworkCore;
        global using Microsoft.Extensions.Caching.Distributed;

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

        public class Page
        {
            public string Items { get; set; } = "";
        }

        public class Remote(HttpClient http)
        {
            public async Task<string> ItemsAsync(int page) => await http.GetStringAsync("items?page=" + page);

            public Task<string> BrandsAsync() => http.GetStringAsync("brands");

            public Task<string> OfAsync(string items) => http.GetStringAsync("of/" + items);
        }

        """;
}
