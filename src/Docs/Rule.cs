using System.Collections.Immutable;
using System.Reflection;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.CodeFixes;
using PerfAnalyzers.Rules;

namespace PerfAnalyzers.Docs;

/// <summary>What the code says about one rule.</summary>
internal sealed class Rule
{
    private readonly DiagnosticDescriptor _descriptor;
    private readonly ImmutableArray<Type> _analyzers;
    private readonly ImmutableArray<PerfCodeFix> _fixes;

    private Rule(DiagnosticDescriptor descriptor, ImmutableArray<Type> analyzers, ImmutableArray<PerfCodeFix> fixes, string since)
    {
        _descriptor = descriptor;
        _analyzers = analyzers;
        _fixes = fixes;
        Since = since;
    }

    public string Id => _descriptor.Id;

    public string Title => _descriptor.Title.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The default severity in the word that <c>.editorconfig</c> uses.</summary>
    public string Severity => _descriptor.IsEnabledByDefault ? _descriptor.DefaultSeverity.ToString().ToLowerInvariant() : "none";

    public bool HasFix => !_fixes.IsEmpty;

    /// <summary>What the fix promises; the least of it, should a rule have several.</summary>
    public string FixDescription =>
        !HasFix ? "none" : _fixes.All(f => f.Safety == FixSafety.Safe) ? "safe" : "review needed";

    /// <summary>The version that first shipped the rule.</summary>
    public string Since { get; }

    /// <summary>The files that make the rule.</summary>
    public IEnumerable<string> Sources => _analyzers.Concat(_fixes.Select(f => f.GetType())).Select(t => t.Name + ".cs");

    /// <summary>Every rule of the catalogue, in the order of ids.</summary>
    public static IReadOnlyList<Rule> All(Repository repository)
    {
        var analyzers = Instances<DiagnosticAnalyzer>(typeof(PerfAnalyzer).Assembly);
        var fixes = Instances<PerfCodeFix>(typeof(PerfCodeFix).Assembly);
        return
        [
            .. RuleCatalog.All.OrderBy(d => d.Id, StringComparer.Ordinal).Select(d => new Rule(
                d,
                [.. analyzers.Where(a => a is not RazorAnalyzer && a.SupportedDiagnostics.Any(s => s.Id == d.Id)).Select(a => a.GetType())],
                [.. fixes.Where(f => f.Safety is not FixSafety.Annotation && f.FixableDiagnosticIds.Contains(d.Id))],
                FirstRelease(repository, d.Id))),
        ];
    }

    private static List<T> Instances<T>(Assembly assembly) =>
    [
        .. assembly.GetTypes()
            .Where(t => !t.IsAbstract && typeof(T).IsAssignableFrom(t))
            .OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => (T)Activator.CreateInstance(t)!),
    ];

    // Release tracking knows it; what is not released yet will be in the version under development.
    private static string FirstRelease(Repository repository, string id)
    {
        var release = "";
        foreach (var line in (repository.Read("src/Analyzers/AnalyzerReleases.Shipped.md") ?? "").Split('\n'))
        {
            if (line.StartsWith("## Release ", StringComparison.Ordinal))
                release = line["## Release ".Length..].Trim();
            else if (line.StartsWith(id, StringComparison.Ordinal) && release.Length > 0)
                return release;
        }

        return (string)XDocument.Load(repository.FullPath("Directory.Build.props")).Descendants("VersionPrefix").First();
    }
}
