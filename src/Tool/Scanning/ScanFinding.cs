using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Tool.Scanning;

/// <summary>What a rule reports, in the words of the compiler. Lines and columns count from 1.</summary>
internal sealed record ScanFinding(string File, int Line, int Column, DiagnosticSeverity Severity, string Id, string Message, string Project)
{
    /// <summary>What the diagnostic carries for tools: its state, its chain, what was measured.</summary>
    public ImmutableDictionary<string, string?> Properties { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>The property of a finding that a baseline lets through: until when.</summary>
    public const string KnownProperty = "perf.baseline";

    /// <summary>Whether a baseline lets it through.</summary>
    public bool IsKnown => Properties.ContainsKey(KnownProperty);

    /// <summary>What a baseline knows it by: the member, wherever its line moves; the file where there is none.</summary>
    public string Key => Properties.GetValueOrDefault("perf.member") is { Length: > 0 } member ? member : "file:" + File;

    /// <summary>Whether a build would show it.</summary>
    public bool IsWarning => Severity is DiagnosticSeverity.Warning or DiagnosticSeverity.Error;

    /// <summary>The severity as the compiler prints it.</summary>
    public string SeverityText => Severity.ToString().ToLowerInvariant();

    public static ScanFinding Of(Diagnostic diagnostic, string project)
    {
        var position = diagnostic.Location.GetMappedLineSpan();
        return new(
            Relative(position.Path), position.StartLinePosition.Line + 1, position.StartLinePosition.Character + 1,
            diagnostic.Severity, diagnostic.Id, diagnostic.GetMessage(CultureInfo.InvariantCulture), project)
        {
            Properties = diagnostic.Properties,
        };
    }

    /// <summary>A path from where the user stands, when the file is below.</summary>
    public static string Relative(string path)
    {
        if (path.Length == 0)
            return "";

        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? path : relative).Replace('\\', '/');
    }
}
