namespace PerfAnalyzers.Tool.Graphing;

/// <summary>How much of a call tree is shown.</summary>
/// <param name="Depth">Levels; 0 for all.</param>
/// <param name="MinShare">The smallest share of everything, 0 to 1, that is shown by itself.</param>
/// <param name="Inverted">Whether it begins at the innermost frames.</param>
/// <param name="MaxNodes">The most nodes; the greatest are kept.</param>
internal sealed record GraphLimits(int Depth, double MinShare, bool Inverted, int MaxNodes = int.MaxValue);
