using System.Globalization;
using System.Text.RegularExpressions;

namespace ProfileFirst.Measuring;

/// <summary>The target as it stands on the endpoint: <c>[PerformanceBudget(P95Milliseconds = 100, MaxRoundTrips = 3)]</c>.</summary>
internal sealed partial record Budget(double P95Milliseconds, int MaxRoundTrips, string Text, int Line)
{
    /// <summary>The first budget in a source file that sets both limits, or null.</summary>
    public static Budget? Find(string source)
    {
        var match = Attribute().Match(source);

        return match.Success
            ? new(
                double.Parse(match.Groups["p95"].Value, CultureInfo.InvariantCulture),
                int.Parse(match.Groups["trips"].Value, CultureInfo.InvariantCulture),
                match.Value,
                source.AsSpan(0, match.Index).Count('\n') + 1)
            : null;
    }

    [GeneratedRegex(@"\[PerformanceBudget\(P95Milliseconds = (?<p95>[\d.]+), MaxRoundTrips = (?<trips>\d+)\)\]")]
    private static partial Regex Attribute();
}
