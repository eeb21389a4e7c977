using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Rules;

namespace PerfAnalyzers.Tests.Conventions;

/// <summary>What is true of every rule, so that nobody has to remember it.</summary>
public sealed partial class RuleCatalogTests
{
    public static TheoryData<string> Ids => [.. RuleCatalog.All.Select(r => r.Id)];

    [Fact]
    public void All_lists_every_descriptor_once_in_the_order_of_ids()
    {
        var declared = typeof(RuleCatalog).GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(f => f.FieldType == typeof(DiagnosticDescriptor)).Select(f => ((DiagnosticDescriptor)f.GetValue(null)!).Id);

        Assert.Equal(declared.Order(StringComparer.Ordinal), RuleCatalog.All.Select(r => r.Id));
        Assert.Equal(RuleCatalog.All.Length, RuleCatalog.All.Select(r => r.Title.ToString(CultureInfo.InvariantCulture)).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_keeps_the_conventions(string id)
    {
        var rule = RuleCatalog.All.Single(r => r.Id == id);
        var message = rule.MessageFormat.ToString(CultureInfo.InvariantCulture);

        Assert.Matches("^PERF[0-9]{4}$", id);
        Assert.EndsWith($"docs/rules/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
        Assert.False(rule.Title.ToString(CultureInfo.InvariantCulture).EndsWith('.'), "a title is not a sentence");
        Assert.EndsWith("{0}", message, StringComparison.Ordinal);
        Assert.DoesNotContain(".{0}", message, StringComparison.Ordinal);
        // The build host does not run an analyzer whose rules are all quieter than this.
        Assert.Equal(DiagnosticSeverity.Warning, rule.DefaultSeverity);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_has_one_analyzer_beside_the_one_for_Razor(string id) =>
        Assert.Single(RuleAnalyzers.Instances, a => a is not RazorAnalyzer && a.SupportedDiagnostics.Any(r => r.Id == id));

    [Fact]
    public void Analyzers_are_sealed_and_derive_from_the_one_base() => Assert.All(RuleAnalyzers.Types, t =>
    {
        Assert.True(t.IsSealed, $"{t.Name} is not sealed");
        Assert.True(typeof(PerfAnalyzer).IsAssignableFrom(t), $"{t.Name} does not derive from PerfAnalyzer");
        Assert.EndsWith("Analyzer", t.Name, StringComparison.Ordinal);
        Assert.Single(t.GetCustomAttribute<DiagnosticAnalyzerAttribute>()!.Languages, LanguageNames.CSharp);
    });

    [Fact]
    public void Release_tracking_and_changelog_know_every_rule()
    {
        var tracked = string.Concat(
            CheckedOut.Read("src/Analyzers/AnalyzerReleases.Shipped.md"), CheckedOut.Read("src/Analyzers/AnalyzerReleases.Unshipped.md"));
        var changelog = CheckedOut.Read("CHANGELOG.md");

        Assert.Equal(RuleCatalog.All.Select(r => r.Id), TrackedId().Matches(tracked).Select(m => m.Value).Order(StringComparer.Ordinal));
        Assert.All(RuleCatalog.All, r => Assert.Contains(r.Id, changelog, StringComparison.Ordinal));
    }

    [GeneratedRegex("^PERF[0-9]{4}(?= )", RegexOptions.Multiline)]
    private static partial Regex TrackedId();
}
