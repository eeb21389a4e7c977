using System.Globalization;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Corpus.Loading;

namespace PerfAnalyzers.Corpus.Analyzing;

/// <summary>One diagnostic, without what ties it to a compilation.</summary>
/// <param name="Rule">Its id.</param>
/// <param name="Severity">Its severity.</param>
/// <param name="File">Path in the tree, or empty.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Message">What it says.</param>
internal sealed record Report(string Rule, DiagnosticSeverity Severity, string File, int Line, string Message)
{
    /// <summary>The id under which the compiler reports an analyzer that threw.</summary>
    public const string Crash = "AD0001";

    /// <summary>A diagnostic of a tree.</summary>
    public static Report Of(CheckedOutTree tree, Diagnostic diagnostic)
    {
        var at = diagnostic.Location.GetMappedLineSpan();
        var file = string.IsNullOrEmpty(at.Path) ? "" : tree.PathOf(at.Path);
        return new(diagnostic.Id, diagnostic.Severity, file, at.StartLinePosition.Line + 1, diagnostic.GetMessage(CultureInfo.InvariantCulture));
    }
}
