using System.Globalization;

namespace PerfAnalyzers.EvidenceFormat;

/// <summary>What a number of evidence or of a budget may be: the one place that says so, to whoever reads and to whoever writes.</summary>
internal static class EvidenceNumber
{
    /// <summary>
    /// The greatest, in either direction: thirty million years in milliseconds, and within a whole number of 64 bits. Sums, means and ratios of as many as a file
    /// can hold stay finite, so that nobody who computes with them has to ask.
    /// </summary>
    public const double Max = 1e18;

    /// <summary>What is said of a number that is greater.</summary>
    public const string Beyond = "beyond 1e18, which nothing measured is";

    /// <summary>Reads one; the problem is what comes after the name of what was to have it.</summary>
    public static bool TryRead(string text, bool isSigned, out double number, out string problem)
    {
        var style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | (isSigned ? NumberStyles.AllowLeadingSign : NumberStyles.None);
        problem = "";
        if (!double.TryParse(text, style, CultureInfo.InvariantCulture, out number) || double.IsNaN(number) || double.IsInfinity(number) || (number < 0 && !isSigned))
            problem = $"is not a number{(isSigned ? "" : " of 0 or more")}: '{EvidenceParser.Excerpt(text)}'";
        else if (!IsWithin(number))
            problem = $"is {Beyond}: '{EvidenceParser.Excerpt(text)}'";

        return problem.Length == 0;
    }

    /// <summary>Whether it is not beyond the greatest; what is no number is not.</summary>
    public static bool IsWithin(double number) => Math.Abs(number) <= Max;
}
