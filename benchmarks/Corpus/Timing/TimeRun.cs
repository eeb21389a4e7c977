using System.Collections.Immutable;
using System.Diagnostics;
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

    /// <summary>Times compiling alone and with each set of analyzers.</summary>
    /// <param name="repository">What the rows are called.</param>
    /// <param name="load">Makes the projects, with nothing bound yet.</param>
    /// <param name="sets">The analyzers, each alone.</param>
    /// <param name="runs">How often.</param>
    /// <param name="cancellationToken">Stops between projects.</param>
    public static async Task<IReadOnlyList<Timed>> MeasureAsync(
        string repository, Func<IReadOnlyList<LoadedProject>> load, IReadOnlyList<AnalyzerSet> sets, int runs, CancellationToken cancellationToken)
    {
        AnalyzerSet[] all = [new(CompileAlone, [], []), .. sets];
        var best = all.Select(_ => new Cost(double.MaxValue, double.MaxValue, long.MaxValue)).ToArray();
        // The first round compiles the compiler; it is not kept.
        for (var run = 0; run <= runs; run++)
        {
            for (var i = 0; i < all.Length; i++)
            {
                var measured = await OnceAsync(load(), all[i].Analyzers, cancellationToken);
                if (run > 0)
                    best[i] = best[i].OrLess(measured);
            }
        }

        var rows = new List<Timed>();
        for (var i = 0; i < all.Length; i++)
        {
            var execution = all[i].Analyzers.IsEmpty ? TimeSpan.Zero : await ExecutionTimeAsync(load(), all[i].Analyzers, cancellationToken);
            rows.Add(new(
                repository, all[i].Name, best[i].Seconds, best[i].Seconds / best[0].Seconds, best[i].CpuSeconds, best[i].CpuSeconds / best[0].CpuSeconds,
                execution.TotalSeconds, best[i].Bytes / 1e6));
        }

        return rows;
    }

    private static async Task<Cost> OnceAsync(
        IReadOnlyList<LoadedProject> projects, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellationToken)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        foreach (var project in projects)
        {
            if (analyzers.IsEmpty)
                project.Compilation.GetDiagnostics(cancellationToken);
            else
                await With(project, analyzers, logsTime: false).GetAllDiagnosticsAsync(cancellationToken);
        }

        var seconds = clock.Elapsed.TotalSeconds;
        return new(seconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }

    // A run of its own: taking the time of every action takes time, and only this way of asking keeps the sums.
    private static async Task<TimeSpan> ExecutionTimeAsync(
        IReadOnlyList<LoadedProject> projects, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellationToken)
    {
        var sum = TimeSpan.Zero;
        foreach (var project in projects)
        {
            var result = await With(project, analyzers, logsTime: true).GetAnalysisResultAsync(cancellationToken);
            sum += result.AnalyzerTelemetryInfo.Values.Aggregate(TimeSpan.Zero, (total, info) => total + info.ExecutionTime);
        }

        return sum;
    }

    private static CompilationWithAnalyzers With(LoadedProject project, ImmutableArray<DiagnosticAnalyzer> analyzers, bool logsTime) => new(
        project.Compilation,
        analyzers,
        new CompilationWithAnalyzersOptions(
            project.Options(null), onAnalyzerException: (_, _, _) => { }, concurrentAnalysis: true, logAnalyzerExecutionTime: logsTime));

    private readonly record struct Cost(double Seconds, double CpuSeconds, long Bytes)
    {
        public Cost OrLess(Cost other) => new(Math.Min(Seconds, other.Seconds), Math.Min(CpuSeconds, other.CpuSeconds), Math.Min(Bytes, other.Bytes));
    }
}
