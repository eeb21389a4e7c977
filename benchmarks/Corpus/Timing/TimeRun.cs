using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;

namespace PerfAnalyzers.Corpus.Timing;

/// <summary>Times compilers and analyzers over the same projects, in turn, so that a busy machine is busy for all of them.</summary>
internal static class TimeRun
{
    /// <summary>What tables call compiling alone.</summary>
    public const string CompileAlone = "compile";

    /// <summary>The floor that every analyzer stands on.</summary>
    public static AnalyzerSet Floor { get; } = new("floor", [new FloorAnalyzer()], []);

    /// <summary>As a build runs them: the rules, and apart from them the generator that tells other projects what this one does, where there is one.</summary>
    public static AnalyzerSet[] PartsOf(AnalyzerSet set) => set.Generators.IsEmpty ? [set] : [set with { Generators = [] }, new(set.Name + ", facts", [], set.Generators)];

    /// <summary>Times compiling alone and with each set of analyzers.</summary>
    /// <param name="repository">What the rows are called.</param>
    /// <param name="load">Makes the projects, with nothing bound yet.</param>
    /// <param name="sets">The analyzers, each alone.</param>
    /// <param name="runs">How often.</param>
    /// <param name="cancellationToken">Stops between projects.</param>
    /// <param name="evidence">A file that the analyzers are given besides the code.</param>
    public static async Task<IReadOnlyList<Timed>> MeasureAsync(
        string repository, Func<IReadOnlyList<LoadedProject>> load, IReadOnlyList<AnalyzerSet> sets, int runs, CancellationToken cancellationToken,
        AdditionalText? evidence = null)
    {
        AnalyzerSet[] all = [new(CompileAlone, [], []), .. sets];
        var best = all.Select(_ => new Cost(double.MaxValue, double.MaxValue, long.MaxValue)).ToArray();
        // The first round compiles the compiler; it is not kept.
        for (var run = 0; run <= runs; run++)
        {
            for (var i = 0; i < all.Length; i++)
            {
                var measured = await OnceAsync(load(), all[i], evidence, cancellationToken);
                if (run > 0)
                    best[i] = best[i].OrLess(measured);
            }
        }

        var rows = new List<Timed>();
        for (var i = 0; i < all.Length; i++)
        {
            var times = all[i].Analyzers.IsEmpty ? null : await ExecutionTimesAsync(load(), all[i].Analyzers, evidence, cancellationToken);
            rows.Add(new(
                repository, all[i].Name, best[i].Seconds, best[i].Seconds / best[0].Seconds, best[i].CpuSeconds, best[i].CpuSeconds / best[0].CpuSeconds,
                times?.Values.Sum(t => t.TotalSeconds) ?? 0, best[i].Bytes / 1e6));
        }

        return rows;
    }

    private static async Task<Cost> OnceAsync(
        IReadOnlyList<LoadedProject> projects, AnalyzerSet set, AdditionalText? evidence, CancellationToken cancellationToken)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        foreach (var loaded in projects)
        {
            // As in a build: the compiler sees what the generators wrote, and another compilation than they did.
            var project = set.Generators.IsEmpty ? loaded : Generated(loaded, set.Generators, cancellationToken);
            if (set.Analyzers.IsEmpty)
                project.Compilation.GetDiagnostics(cancellationToken);
            else
                await With(project, set.Analyzers, evidence, logsTime: false).GetAllDiagnosticsAsync(cancellationToken);
        }

        var seconds = clock.Elapsed.TotalSeconds;
        return new(seconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }

    /// <summary>
    /// Roslyn's sums of the time inside each analyzer, over all threads. A run of its own: taking the time of every action takes time, and only
    /// this way of asking keeps the sums.
    /// </summary>
    public static async Task<IReadOnlyDictionary<DiagnosticAnalyzer, TimeSpan>> ExecutionTimesAsync(
        IReadOnlyList<LoadedProject> projects, ImmutableArray<DiagnosticAnalyzer> analyzers, AdditionalText? evidence, CancellationToken cancellationToken)
    {
        var sums = analyzers.ToDictionary(a => a, _ => TimeSpan.Zero);
        foreach (var project in projects)
        {
            var result = await With(project, analyzers, evidence, logsTime: true).GetAnalysisResultAsync(cancellationToken);
            foreach (var (analyzer, info) in result.AnalyzerTelemetryInfo)
                sums[analyzer] += info.ExecutionTime;
        }

        return sums;
    }

    private static LoadedProject Generated(LoadedProject project, ImmutableArray<ISourceGenerator> generators, CancellationToken cancellationToken)
    {
        CSharpGeneratorDriver.Create(generators, parseOptions: CompilerSettings.ParseOptions(project.File), optionsProvider: project.Config)
            .RunGeneratorsAndUpdateCompilation(project.Compilation, out var updated, out _, cancellationToken);
        return project with { Compilation = (CSharpCompilation)updated };
    }

    private static CompilationWithAnalyzers With(LoadedProject project, ImmutableArray<DiagnosticAnalyzer> analyzers, AdditionalText? evidence, bool logsTime) => new(
        project.Compilation,
        analyzers,
        new CompilationWithAnalyzersOptions(
            project.Options(evidence), onAnalyzerException: (_, _, _) => { }, concurrentAnalysis: true, logAnalyzerExecutionTime: logsTime));

    private readonly record struct Cost(double Seconds, double CpuSeconds, long Bytes)
    {
        public Cost OrLess(Cost other) => new(Math.Min(Seconds, other.Seconds), Math.Min(CpuSeconds, other.CpuSeconds), Math.Min(Bytes, other.Bytes));
    }
}
