using System.Text.RegularExpressions;

namespace PerfAnalyzers.Corpus.Volume;

/// <summary>
/// Which code counts: what a product's developers write and run. Tests and samples repeat queries on purpose, migrations run once, and
/// nobody edits what is generated.
/// </summary>
internal static partial class MeasuredCode
{
    /// <summary>Whether a project's files count.</summary>
    public static bool IsMeasuredProject(string path) => !OtherProjects().IsMatch(path);

    /// <summary>Whether a file counts.</summary>
    public static bool IsMeasured(string path) => !OtherDirectories().IsMatch(path) && !GeneratedFiles().IsMatch(path);

    [GeneratedRegex("test|sample|benchmark|(^|/)perf/", RegexOptions.IgnoreCase)]
    private static partial Regex OtherProjects();

    [GeneratedRegex("(^|/)(Migrations?|bin|obj)/", RegexOptions.IgnoreCase)]
    private static partial Regex OtherDirectories();

    [GeneratedRegex(@"\.(Designer|g|g\.i|generated)\.cs$", RegexOptions.IgnoreCase)]
    private static partial Regex GeneratedFiles();
}
