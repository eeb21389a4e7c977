using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes;

namespace PerfAnalyzers.Tests.Conventions;

/// <summary>The shape of the code: who knows whom, what things are called, how long they may be.</summary>
public sealed class ArchitectureTests
{
    private static readonly List<PerfCodeFix> s_fixes =
    [
        .. typeof(PerfCodeFix).Assembly.GetTypes()
            .Where(t => typeof(CodeFixProvider).IsAssignableFrom(t) && !t.IsAbstract)
            .Select(t => Assert.IsAssignableFrom<PerfCodeFix>(Activator.CreateInstance(t))),
    ];

    [Fact]
    public void Every_fix_is_exported_sealed_and_has_fix_all_exactly_when_it_is_safe() => Assert.All(s_fixes, f =>
    {
        Assert.NotNull(f.GetType().GetCustomAttribute<ExportCodeFixProviderAttribute>());
        Assert.True(f.GetType().IsSealed);
        Assert.Equal(f.Safety == FixSafety.Safe, f.GetFixAllProvider() is not null);
    });

    [Fact]
    public void Every_rule_has_a_test_class() => Assert.All(RuleAnalyzers.Types, t =>
        Assert.NotNull(typeof(ArchitectureTests).Assembly.GetType($"PerfAnalyzers.Tests.Rules.{t.Name.Replace("Analyzer", "Tests", StringComparison.Ordinal)}")));

    [Fact]
    public void Flow_knows_no_rule_and_knowledge_knows_no_flow()
    {
        Assert.All(CheckedOut.Sources("src/Analyzers/Flow"), f => Assert.DoesNotMatch(@"using PerfAnalyzers\.(Rules|Evidence);", File.ReadAllText(f)));
        Assert.All(CheckedOut.Sources("src/Analyzers/Knowledge"), f => Assert.DoesNotMatch(@"using PerfAnalyzers\.(Rules|Evidence|Flow)\b", File.ReadAllText(f)));
    }

    [Fact]
    public void A_folder_of_flow_uses_only_those_that_its_page_allows()
    {
        var allowed = Regex.Matches(CheckedOut.Read("docs/architecture.md"), @"^\| `(?<folder>\w+)` \|[^|]*\| (?<uses>[^|]*) \|$", RegexOptions.Multiline)
            .ToDictionary(m => m.Groups["folder"].Value, m => Regex.Matches(m.Groups["uses"].Value, @"`(\w+)`").Select(u => u.Groups[1].Value).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

        Assert.All(CheckedOut.Sources("src/Analyzers/Flow"), file =>
        {
            var folder = Path.GetFileName(Path.GetDirectoryName(file)!);
            Assert.All(
                Regex.Matches(File.ReadAllText(file), @"PerfAnalyzers\.Flow\.(\w+)").Select(m => m.Groups[1].Value),
                used => Assert.True(used == folder || allowed[folder].Contains(used), $"{file} uses {used}"));
        });
    }

    [Fact]
    public void No_type_is_named_after_nothing() => Assert.All(
        typeof(PerfAnalyzer).Assembly.GetTypes().Concat(typeof(PerfCodeFix).Assembly.GetTypes()),
        t => Assert.DoesNotMatch("(Helper|Helpers|Utils|Utilities|Common)$", t.Name));

    [Fact]
    public void No_file_is_over_its_budget()
    {
        Assert.All(CheckedOut.Sources("src/Analyzers/Rules"), f => Assert.True(File.ReadLines(f).Count() <= 150, f));
        Assert.All(CheckedOut.Sources("src"), f => Assert.True(File.ReadLines(f).Count() <= 400, f));
    }
}
