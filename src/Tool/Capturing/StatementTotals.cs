namespace PerfAnalyzers.Tool.Capturing;

/// <summary>What one statement cost, wherever it was issued.</summary>
internal sealed class StatementTotals
{
    public double Calls { get; set; }

    public double? TotalMs { get; set; }

    public double? Rows { get; set; }

    public double? MaxMs { get; set; }
}
