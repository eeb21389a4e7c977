namespace PerfAnalyzers.Tool.Capturing;

/// <summary>What is held or allocated of one type.</summary>
internal sealed class TypeTotals
{
    /// <summary>Bytes.</summary>
    public double Bytes { get; set; }

    /// <summary>Objects; for sampled allocations, the samples' objects.</summary>
    public double Count { get; set; }

    /// <summary>Growth, for two points of one process; null for one.</summary>
    public double? GrowthBytesPerMin { get; set; }
}
