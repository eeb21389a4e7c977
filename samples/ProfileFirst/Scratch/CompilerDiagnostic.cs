using System.Globalization;
using System.Text.RegularExpressions;

namespace ProfileFirst.Scratch;

/// <summary>One diagnostic in compiler format: <c>file(line,column): warning ID: message (help link) [project]</c>.</summary>
internal sealed partial record CompilerDiagnostic(string File, int Line, int Column, string Severity, string Id, string Message)
{
    /// <summary>The diagnostics of a build, in order of places and each once, although MSBuild prints them again in its summary.</summary>
    public static IReadOnlyList<CompilerDiagnostic> ParseAll(string output, string directory) =>
    [
        .. Format().Matches(output)
            .Select(match => new CompilerDiagnostic(
                Path.GetRelativePath(directory, match.Groups["file"].Value.Trim()).Replace('\\', '/'),
                int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture),
                int.Parse(match.Groups["column"].Value, CultureInfo.InvariantCulture),
                match.Groups["severity"].Value,
                match.Groups["id"].Value,
                match.Groups["message"].Value.Trim()))
            .Distinct()
            .OrderBy(diagnostic => diagnostic.File, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Line),
    ];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}({Line},{Column}): {Severity} {Id}: {Message}");

    [GeneratedRegex(
        @"^(?<file>[^\r\n(]+)\((?<line>\d+),(?<column>\d+)(,\d+,\d+)?\): (?<severity>warning|error) (?<id>[A-Z]+\d+): (?<message>[^\r\n]*?)( \(https://[^)\s]+\))?( \[[^\]\r\n]+\])?\r?$",
        RegexOptions.Multiline)]
    private static partial Regex Format();
}
