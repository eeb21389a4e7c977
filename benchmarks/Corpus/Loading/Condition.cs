using System.Text.RegularExpressions;

namespace PerfAnalyzers.Corpus.Loading;

/// <summary>
/// The conditions that decide what is compiled: comparisons of properties. Anything cleverer holds, because a file too many binds
/// less badly than a file too few.
/// </summary>
internal static partial class Condition
{
    /// <summary>Whether an expanded condition holds.</summary>
    public static bool Holds(string? condition)
    {
        if (string.IsNullOrWhiteSpace(condition))
            return true;

        return Or().Split(condition).Any(either => And().Split(either).All(HoldsAlone));
    }

    private static bool HoldsAlone(string term)
    {
        var comparison = Comparison().Match(term);
        if (!comparison.Success)
            return true;

        var isEqual = string.Equals(comparison.Groups["left"].Value, comparison.Groups["right"].Value, StringComparison.OrdinalIgnoreCase);
        return isEqual == (comparison.Groups["is"].Value == "==");
    }

    [GeneratedRegex(@"\s+or\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Or();

    [GeneratedRegex(@"\s+and\s+", RegexOptions.IgnoreCase)]
    private static partial Regex And();

    [GeneratedRegex(@"^[\s(]*'?(?<left>[^'=!()]*?)'?\s*(?<is>==|!=)\s*'?(?<right>[^'=!()]*?)'?[\s)]*$")]
    private static partial Regex Comparison();
}
