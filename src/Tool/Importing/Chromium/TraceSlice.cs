namespace PerfAnalyzers.Tool.Importing.Chromium;

/// <summary>A part of what a thread did: entered, left, or both.</summary>
/// <param name="AtUs">When, in microseconds.</param>
/// <param name="DurationUs">How long, where one event says both; NaN otherwise.</param>
/// <param name="Frame">What; -1 for an event that only says that the last one ends.</param>
/// <param name="Order">Its place in the file.</param>
internal readonly record struct TraceSlice(double AtUs, double DurationUs, int Frame, int Order) : IComparable<TraceSlice>
{
    /// <summary>Whether it has both ends.</summary>
    public bool IsWhole => !double.IsNaN(DurationUs);

    public int CompareTo(TraceSlice other)
    {
        if (AtUs != other.AtUs)
            return AtUs.CompareTo(other.AtUs);

        if (IsWhole != other.IsWhole)
            return IsWhole ? 1 : -1;

        // Of two that begin together, the longer one is around the other.
        return IsWhole && DurationUs != other.DurationUs ? other.DurationUs.CompareTo(DurationUs) : Order.CompareTo(other.Order);
    }

    public static bool operator <(TraceSlice left, TraceSlice right) => left.CompareTo(right) < 0;

    public static bool operator >(TraceSlice left, TraceSlice right) => left.CompareTo(right) > 0;

    public static bool operator <=(TraceSlice left, TraceSlice right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TraceSlice left, TraceSlice right) => left.CompareTo(right) >= 0;
}
