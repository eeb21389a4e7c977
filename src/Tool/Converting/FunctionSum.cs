namespace PerfAnalyzers.Tool.Converting;

/// <summary>What was measured in a function.</summary>
/// <param name="Own">With it innermost.</param>
/// <param name="Total">With it anywhere on the stack.</param>
/// <param name="Count">Samples, events or objects with it innermost.</param>
internal readonly record struct FunctionSum(double Own, double Total, long Count)
{
    /// <summary>Whether it was on any stack.</summary>
    public bool IsSeen => Total != 0 || Count != 0;
}
