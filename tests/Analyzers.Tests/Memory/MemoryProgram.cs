using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Memory;

/// <summary>
/// All cases of a file, compiled once for the analyzers and once with what runs them. They run in a process of their own: in that of the tests,
/// other tests allocate in the same heap.
/// </summary>
internal static class MemoryProgram
{
    /// <summary>What is reported in each case.</summary>
    public static async Task<ILookup<string, Diagnostic>> AnalyzeAsync(IReadOnlyList<MemoryCase> cases)
    {
        var project = new TestProject { References = TestReferences.Libraries };
        project.Sources.Add(new("Usings.cs", Usings));
        project.Sources.AddRange(cases.Select(c => c.ToFile()).Select(f => f with { Text = Markup.Parse(f.Text).Text }));
        var compiled = TestSolution.Create([project]).Projects.Single();
        var compilation = (await compiled.GetCompilationAsync())!;
        var errors = string.Join("\n", compilation.GetDiagnostics().Where(d => d.Severity is DiagnosticSeverity.Error));
        Assert.True(errors.Length == 0, errors);

        var diagnostics = await compilation.WithAnalyzers([.. Rules], compiled.AnalyzerOptions).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(diagnostics, d => d.Id == "AD0001");
        return diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Info).ToLookup(d => Path.GetFileNameWithoutExtension(d.Location.GetLineSpan().Path));
    }

    /// <summary>The bytes that each case keeps for each of its runs.</summary>
    public static async Task<Dictionary<int, double>> RunAsync(IReadOnlyList<MemoryCase> cases)
    {
        var main = $"static class Program {{ static void Main() {{ {string.Concat(cases.Select(c => $"{c.Name}.Entry.Measure();"))} }} }}";
        var sources = cases.SelectMany(c => new[] { Markup.Parse(c.ToFile().Text).Text, c.ToRunner() }).Prepend(Usings).Append(Oracle).Append(main);
        var compilation = CSharpCompilation.Create(
            "Cases", sources.Select(s => CSharpSyntaxTree.ParseText(s, new(LanguageVersion.CSharp14))), TestReferences.Libraries,
            new(OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        var directory = Directory.CreateTempSubdirectory("perfanalyzers-");
        try
        {
            var program = Path.Combine(directory.FullName, "Cases.dll");
            var emitted = compilation.Emit(program);
            Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(d => d.Severity is DiagnosticSeverity.Error)));
            await File.WriteAllTextAsync(Path.ChangeExtension(program, ".runtimeconfig.json"), RuntimeConfig);
            var output = await ExecuteAsync(program);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' '))
                .ToDictionary(p => int.Parse(p[0], CultureInfo.InvariantCulture), p => double.Parse(p[1], CultureInfo.InvariantCulture));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<string> ExecuteAsync(string program)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        await process.WaitForExitAsync(timeout.Token);
        Assert.True(process.ExitCode == 0, await output + await error);
        return await output;
    }

    private static IEnumerable<DiagnosticAnalyzer> Rules => [new UnboundedGrowthAnalyzer(), new RetainedSubscriptionAnalyzer()];

    private const string RuntimeConfig =
        """{ "runtimeOptions": { "tfm": "net10.0", "frameworks": [ { "name": "Microsoft.NETCore.App", "version": "10.0.0" }, { "name": "Microsoft.AspNetCore.App", "version": "10.0.0" } ], "configProperties": { "System.GC.Concurrent": false } } }""";

    private const string Usings =
        """
        global using System;
        global using System.Collections;
        global using System.Collections.Concurrent;
        global using System.Collections.Generic;
        global using System.Collections.Immutable;
        global using System.Linq;
        global using System.Text;
        global using System.Threading;
        global using System.Threading.Channels;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Mvc;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Caching.Memory;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.DependencyInjection.Extensions;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Options;
        global using Microsoft.Extensions.Primitives;
        """;

    // The first runs fill what is filled once; what is kept of each further run is kept for ever. Three times, because something else may happen once meanwhile.
    private const string Oracle =
        """
        global using static Oracle;

        static class Oracle
        {
            private const int Filling = 1000;
            // A multiple of what programs count up to before they let go.
            private static readonly int Runs = Environment.GetEnvironmentVariable("PERFANALYZERS_MEMORY_RUNS") is { Length: > 0 } all ? (int.Parse(all) / 1500 + 1) * 500 : 3_500;

            public static void Measure(int number, Action<int> run)
            {
                var watch = System.Diagnostics.Stopwatch.StartNew();
                for (var i = 0; i < Filling; i++)
                    run(i);

                var kept = new[] { Kept(run, Filling), Kept(run, Filling + Runs), Kept(run, Filling + (2 * Runs)) }.Min();
                Console.WriteLine(number + " " + kept.ToString(System.Globalization.CultureInfo.InvariantCulture) + " " + watch.ElapsedMilliseconds);
                GC.KeepAlive(run);
            }

            private static double Kept(Action<int> run, int from)
            {
                var before = Used();
                for (var i = from; i < from + Runs; i++)
                    run(i);

                return (Used() - before) / (double)Runs;
            }

            // A finalizer may put off to its next turn what it lets go of: that of ConditionalWeakTable does.
            private static long Used()
            {
                for (var turn = 0; turn < 3; turn++)
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                }

                return GC.GetTotalMemory(forceFullCollection: true);
            }

            public static void Until(Func<bool> done)
            {
                if (!SpinWait.SpinUntil(done, 10_000))
                    throw new TimeoutException();
            }

            private static (WebApplication App, RouteEndpoint Endpoint) s_mapped;

            public static void Send(WebApplication app, string query)
            {
                // Each time the endpoints are asked for, their delegates are compiled.
                if (s_mapped.App != app)
                    s_mapped = (app, (RouteEndpoint)((IEndpointRouteBuilder)app).DataSources.Single().Endpoints.Single());

                var endpoint = s_mapped.Endpoint;
                var context = new DefaultHttpContext { RequestServices = app.Services };
                context.Request.QueryString = new(query);
                endpoint.RequestDelegate!(context).GetAwaiter().GetResult();
            }
        }
        """;
}
