namespace PerfAnalyzers;

/// <summary>
/// What one execution of this member may cost. The build compares it with the evidence files (PERF9002). A limit of
/// -1, the default, is not checked. Exactly at the limit is within it.
/// </summary>
/// <remarks>
/// Counts (<see cref="MaxRoundTrips"/>, <see cref="MaxAllocatedBytes"/>) are exact and repeatable. Durations depend on the machine that
/// measured them, so set them with the distance that your machines need.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public sealed class PerformanceBudgetAttribute : Attribute
{
    /// <summary>Only evidence of this profile is compared; null, the default, compares every profile.</summary>
    public string? Profile { get; set; }

    /// <summary>Most milliseconds that 50 of 100 executions may take; -1 for no limit.</summary>
    public double P50Milliseconds { get; set; } = -1;

    /// <summary>Most milliseconds that 95 of 100 executions may take; -1 for no limit.</summary>
    public double P95Milliseconds { get; set; } = -1;

    /// <summary>Most milliseconds that 99 of 100 executions may take; -1 for no limit.</summary>
    public double P99Milliseconds { get; set; } = -1;

    /// <summary>Most database commands and remote calls that one execution may issue; -1 for no limit.</summary>
    public int MaxRoundTrips { get; set; } = -1;

    /// <summary>Most bytes that one execution may allocate on the managed heap; -1 for no limit.</summary>
    public long MaxAllocatedBytes { get; set; } = -1;
}
