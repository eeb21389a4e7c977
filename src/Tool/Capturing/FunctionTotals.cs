namespace PerfAnalyzers.Tool.Capturing;

/// <summary>A line of a flat list that was counted and not sampled: cProfile, BenchmarkDotNet, memory_profiler, or the list that pprof prints.</summary>
internal sealed class FunctionTotals
{
    /// <summary>Executions; null when not counted.</summary>
    public double? Calls { get; set; }

    /// <summary>Own time in milliseconds.</summary>
    public double? SelfMs { get; set; }

    /// <summary>Time including callees, in milliseconds.</summary>
    public double? TotalMs { get; set; }

    /// <summary>Bytes allocated; null when not measured.</summary>
    public double? AllocatedBytes { get; set; }

    /// <summary>Bytes that were still held; null when not measured.</summary>
    public double? Bytes { get; set; }
}
