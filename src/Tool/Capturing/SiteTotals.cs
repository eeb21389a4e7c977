namespace PerfAnalyzers.Tool.Capturing;

/// <summary>The sum over the executions at one place.</summary>
internal sealed class SiteTotals
{
    /// <summary>Executions.</summary>
    public long Calls { get; private set; }

    /// <summary>Their time in milliseconds; null when none was timed.</summary>
    public double? TotalMs { get; private set; }

    /// <summary>Rows that they read; null when none was counted.</summary>
    public double? Rows { get; private set; }

    /// <summary>Root operations in which they ran; 0 when not known.</summary>
    public long Roots { get; private set; }

    /// <summary>Executions within known root operations.</summary>
    public long CallsInRoots { get; private set; }

    /// <summary>Most executions in one root operation.</summary>
    public long MaxPerRoot { get; private set; }

    /// <summary>Parameters of those root operations that ran it more than once.</summary>
    public KeyRepetition Keys { get; private set; }

    public void Add(long calls, double? totalMs, double? rows)
    {
        Calls += calls;
        TotalMs = Sum(TotalMs, totalMs);
        Rows = Sum(Rows, rows);
    }

    public void AddRoot(long calls, KeyRepetition keys)
    {
        Roots++;
        CallsInRoots += calls;
        MaxPerRoot = Math.Max(MaxPerRoot, calls);
        if (calls > 1 && keys != KeyRepetition.Unknown)
            Keys = Keys == KeyRepetition.Unknown || Keys == keys ? keys : KeyRepetition.Mixed;
    }

    /// <summary>Adds what another place of the same member turned out to be.</summary>
    public void Merge(SiteTotals other)
    {
        Add(other.Calls, other.TotalMs, other.Rows);
        Roots += other.Roots;
        CallsInRoots += other.CallsInRoots;
        MaxPerRoot = Math.Max(MaxPerRoot, other.MaxPerRoot);
        if (other.Keys != KeyRepetition.Unknown)
            Keys = Keys == KeyRepetition.Unknown || Keys == other.Keys ? other.Keys : KeyRepetition.Mixed;
    }

    private static double? Sum(double? a, double? b) => a is null ? b : b is null ? a : a + b;
}
