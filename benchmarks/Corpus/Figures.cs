namespace PerfAnalyzers.Corpus;

/// <summary>What many figures come to.</summary>
internal static class Figures
{
    /// <summary>The figure in the middle; 0 of none.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        if (sorted.Count == 0)
            return 0;

        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>The smallest figure that such a part of all does not exceed.</summary>
    public static double Percentile(IReadOnlyList<double> sorted, double part) => sorted[Math.Clamp((int)Math.Ceiling(sorted.Count * part) - 1, 0, sorted.Count - 1)];
}
