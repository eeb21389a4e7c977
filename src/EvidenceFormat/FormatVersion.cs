using System.Globalization;

namespace PerfAnalyzers.EvidenceFormat;

/// <summary>The first line of an evidence file: a word by which it is told from any other file, and the version of the format.</summary>
internal static class FormatVersion
{
    /// <summary>What every evidence file begins with.</summary>
    public const string Start = "perfevidence\t";

    /// <summary>The version that this code reads and writes.</summary>
    public const int Current = 1;

    /// <summary>The first line of what is written, without its end.</summary>
    public static string Line => Start + Current.ToString(CultureInfo.InvariantCulture);

    /// <summary>The version that a first line gives; 0 for an evidence file that gives none, null for a line of another file.</summary>
    public static int? Of(string line)
    {
        if (!line.StartsWith(Start, StringComparison.Ordinal) || line.IndexOf('\t', Start.Length) >= 0)
            return null;

        return int.TryParse(line.Substring(Start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
    }
}
