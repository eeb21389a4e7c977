namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>What the round trips of one origin come to.</summary>
internal sealed class SiteSums
{
    public long Calls { get; set; }

    public double Ms { get; set; }

    public double? Rows { get; set; }
}
