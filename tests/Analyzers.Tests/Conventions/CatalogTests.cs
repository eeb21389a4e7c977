using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.CodeFixes;

namespace PerfAnalyzers.Tests.Conventions;

/// <summary>Catalogue, analyzers, fixes, pages, release notes and tests stay in step.</summary>
public sealed class CatalogTests
{
    internal static readonly string Root = RepositoryRoot();

    private static readonly List<DiagnosticAnalyzer> s_analyzers =
    [
        .. typeof(PerfAnalyzer).Assembly.GetTypes()
            .Where(t => typeof(DiagnosticAnalyzer).IsAssignableFrom(t) && !t.IsAbstract)
            .Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!),
    ];

    private static readonly List<CodeFixProvider> s_fixes =
    [
        .. typeof(PerfCodeFix).Assembly.GetTypes()
            .Where(t => typeof(CodeFixProvider).IsAssignableFrom(t) && !t.IsAbstract)
            .Select(t => (CodeFixProvider)Activator.CreateInstance(t)!),
    ];

    public static TheoryData<string> Ids => [.. RuleCatalog.All.Select(r => r.Id)];

    [Fact]
    public void Every_descriptor_of_the_catalogue_is_in_All_once_and_in_order()
    {
        var declared = typeof(RuleCatalog).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Where(f => f.FieldType == typeof(DiagnosticDescriptor)).Select(f => ((DiagnosticDescriptor)f.GetValue(null)!).Id);
        Assert.Equal(declared.Order(StringComparer.Ordinal), RuleCatalog.All.Select(r => r.Id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Exactly_one_analyzer_reports_it(string id) =>
        Assert.Single(s_analyzers, a => a.SupportedDiagnostics.Any(d => d.Id == id));

    [Fact]
    public void Every_analyzer_is_sealed_exported_and_derived_from_the_base() => Assert.All(s_analyzers, a =>
    {
        Assert.True(a.GetType().IsSealed);
        Assert.IsAssignableFrom<PerfAnalyzer>(a);
        Assert.NotNull(a.GetType().GetCustomAttribute<DiagnosticAnalyzerAttribute>());
        Assert.EndsWith("Analyzer", a.GetType().Name, StringComparison.Ordinal);
    });

    [Fact]
    public void Every_analyzer_class_has_a_warning_or_the_build_would_not_run_it() => Assert.All(s_analyzers, a =>
        Assert.Contains(a.SupportedDiagnostics, d => d.DefaultSeverity == DiagnosticSeverity.Warning && d.IsEnabledByDefault));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Its_texts_follow_the_house_style(string id)
    {
        var rule = RuleCatalog.All.Single(r => r.Id == id);
        var message = rule.MessageFormat.ToString(null);
        Assert.Matches("^PERF[1239][0-9]{3}$", id);
        Assert.EndsWith("{0}", message, StringComparison.Ordinal);
        Assert.False(message.EndsWith(".{0}", StringComparison.Ordinal), "no period before the evidence");
        Assert.False(rule.Title.ToString(null).EndsWith('.'), "a title has no period");
        Assert.EndsWith($"docs/rules/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_has_a_page_a_release_row_a_changelog_entry_and_tests(string id)
    {
        var analyzer = s_analyzers.Single(a => a.SupportedDiagnostics.Any(d => d.Id == id)).GetType().Name;
        var page = File.ReadAllText(Path.Combine(Root, "docs", "rules", id + ".md"));
        Assert.StartsWith($"# {id}: {RuleCatalog.All.Single(r => r.Id == id).Title}", page, StringComparison.Ordinal);
        foreach (var section in new[] { "## Example", "## Not reported", "## When to suppress" })
            Assert.Contains(section, page, StringComparison.Ordinal);

        Assert.Contains($"\n{id} |", File.ReadAllText(Path.Combine(Root, "src", "Analyzers", "AnalyzerReleases.Unshipped.md")), StringComparison.Ordinal);
        Assert.Contains(id, File.ReadAllText(Path.Combine(Root, "CHANGELOG.md")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Root, "tests", "Analyzers.Tests", "Rules", analyzer.Replace("Analyzer", "Tests", StringComparison.Ordinal) + ".cs")));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_has_a_fix_that_says_how_safe_it_is_or_the_reason_for_none(string id)
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "rules", id + ".md"));
        if (s_fixes.Any(f => f.FixableDiagnosticIds.Contains(id)))
            Assert.Contains("## Fix safety", page, StringComparison.Ordinal);
        else
            Assert.Contains("No fix because", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void No_page_is_about_a_rule_that_does_not_exist() => Assert.Equal(
        RuleCatalog.All.Select(r => r.Id),
        Directory.GetFiles(Path.Combine(Root, "docs", "rules"), "PERF*.md").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_fix_is_exported_and_chooses_about_fix_all() => Assert.All(s_fixes, f =>
    {
        Assert.NotNull(f.GetType().GetCustomAttribute<ExportCodeFixProviderAttribute>());
        Assert.Equal(((PerfCodeFix)f).Safety == FixSafety.Safe, f.GetFixAllProvider() is not null);
    });

    [Fact]
    public void Flow_knows_no_rule_and_knowledge_knows_no_flow()
    {
        Assert.All(Sources("src/Analyzers/Flow"), f => Assert.DoesNotMatch("using PerfAnalyzers.(Rules|Evidence)", File.ReadAllText(f)));
        Assert.All(Sources("src/Analyzers/Knowledge"), f => Assert.DoesNotMatch("using PerfAnalyzers.(Rules|Evidence|Flow);", File.ReadAllText(f)));
    }

    [Fact]
    public void No_type_is_named_after_nothing() => Assert.All(
        typeof(PerfAnalyzer).Assembly.GetTypes().Concat(typeof(PerfCodeFix).Assembly.GetTypes()),
        t => Assert.DoesNotMatch("(Helper|Helpers|Utils|Utilities|Common)$", t.Name));

    [Fact]
    public void No_file_is_over_its_budget()
    {
        Assert.All(Sources("src/Analyzers/Rules"), f => Assert.True(File.ReadLines(f).Count() <= 160, f));
        Assert.All(Sources("src").Where(f => !f.Contains("artifacts", StringComparison.Ordinal)), f => Assert.True(File.ReadLines(f).Count() <= 420, f));
    }

    private static string[] Sources(string folder) => Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories);

    private static string RepositoryRoot()
    {
        for (var directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (File.Exists(Path.Combine(directory, "PerfAnalyzers.sln")))
                return directory;
        }

        throw new InvalidOperationException("PerfAnalyzers.sln is not above " + AppContext.BaseDirectory);
    }
}
