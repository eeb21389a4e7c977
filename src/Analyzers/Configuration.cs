using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers;

/// <summary>
/// What users set for a file. The compiler looks for sections of <c>.editorconfig</c> by the path of a file, and what Razor makes of a page is nowhere: it is configured as the code beside the page.
/// </summary>
internal sealed class Configuration(Compilation compilation, AnalyzerOptions options)
{
    private readonly ConcurrentDictionary<SyntaxTree, SyntaxTree> _beside = new();

    /// <summary>The options that hold in a file.</summary>
    public PerfOptions Of(SyntaxTree? tree) => PerfOptions.Of(options, tree is null ? null : ConfiguredAs(tree));

    /// <summary>How loud a finding is in a file, where it is for us to say; null where the rule is switched off. Of files that the compiler finds sections for, it sees to that.</summary>
    public DiagnosticSeverity? Severity(SyntaxTree? tree, string rule, DiagnosticSeverity own)
    {
        var beside = tree is null ? null : ConfiguredAs(tree);
        if (beside is null || beside == tree || compilation.Options.SyntaxTreeOptionsProvider is not { } files || !files.TryGetDiagnosticValue(beside, rule, default, out var set))
            return own;

        return set switch
        {
            ReportDiagnostic.Suppress => null,
            ReportDiagnostic.Hidden => DiagnosticSeverity.Hidden,
            ReportDiagnostic.Info => DiagnosticSeverity.Info,
            ReportDiagnostic.Warn => DiagnosticSeverity.Warning,
            ReportDiagnostic.Error => DiagnosticSeverity.Error,
            _ => own,
        };
    }

    private SyntaxTree ConfiguredAs(SyntaxTree tree) => SourceFile.Of(tree).Razor is { } page ? _beside.GetOrAdd(tree, t => Beside(page) ?? t) : tree;

    // Index.cshtml.cs, or what else has most directories in common with the page.
    private SyntaxTree? Beside(RazorSource page)
    {
        var path = page.Path.Replace('\\', '/');
        return compilation.SyntaxTrees.Where(t => SourceFile.Of(t).Razor is null).OrderByDescending(t => CommonDirectories(path, t.FilePath.Replace('\\', '/'))).FirstOrDefault();
    }

    // Of two paths, up to the last separator that they share.
    private static int CommonDirectories(string path, string other)
    {
        var directories = 0;
        for (var i = 0; i < path.Length && i < other.Length && path[i] == other[i]; i++)
            directories += path[i] == '/' ? 1 : 0;

        return directories;
    }
}
