namespace PerfAnalyzers.EvidenceFormat;

/// <summary>Field names of version 1. <c>docs/evidence-format.md</c> says what each means.</summary>
internal static class Field
{
    public const string Tool = "tool";
    public const string Captured = "captured";
    public const string DurationMs = "duration-ms";
    public const string Commit = "commit";
    public const string Roots = "roots";
    public const string RootMs = "root-ms";
    public const string Unattributed = "unattributed";
    public const string Root = "root";
    public const string PoolGrowth = "pool-growth";
    public const string Unit = "unit";
    public const string Format = "format";
    public const string Partial = "partial";
    public const string Samples = "samples";
    public const string MinMs = "min-ms";
    public const string Signature = "signature";
    public const string Sampled = "sampled";
    public const string File = "file";
    public const string Line = "line";
    public const string Checksum = "checksum";
    public const string Calls = "calls";
    public const string SelfMs = "self-ms";
    public const string TotalMs = "total-ms";
    public const string SelfSamples = "self-samples";
    public const string TotalSamples = "total-samples";
    public const string MaxMs = "max-ms";
    public const string Operation = "op";
    public const string Via = "via";
    public const string PerRoot = "per-root";
    public const string MaxPerRoot = "max-per-root";
    public const string Keys = "keys";
    public const string Rows = "rows";
    public const string Member = "member";
    public const string Count = "count";
    public const string P50Ms = "p50-ms";
    public const string P95Ms = "p95-ms";
    public const string P99Ms = "p99-ms";
    public const string CpuMs = "cpu-ms";
    public const string IoMs = "io-ms";
    public const string RoundTrips = "round-trips";
    public const string MaxRoundTrips = "max-round-trips";
    public const string AllocatedBytes = "allocated-bytes";
    public const string Node = "node";
    public const string Relation = "relation";
    public const string Column = "column";
    public const string RowsRead = "rows-read";
    public const string RowsKept = "rows-kept";
    public const string Bytes = "bytes";
    public const string GrowthBytesPerMin = "growth-bytes-per-min";
    public const string Severity = "severity";
    public const string State = "state";
    public const string Title = "title";

    /// <summary>Fields whose value must be a number of 0 or more; see <see cref="EvidenceNumber"/>.</summary>
    public static bool IsNumeric(string field) => field is
        DurationMs or Roots or RootMs or PoolGrowth or Unattributed or Line or Calls or SelfMs or TotalMs or MaxMs or MinMs or Samples or SelfSamples or TotalSamples or PerRoot or MaxPerRoot or Rows or Count or
        P50Ms or P95Ms or P99Ms or CpuMs or IoMs or RoundTrips or MaxRoundTrips or AllocatedBytes or
        RowsRead or RowsKept or Bytes;

    /// <summary>Fields whose value must be a number, which may be below 0.</summary>
    public static bool IsSigned(string field) => field is GrowthBytesPerMin;
}
