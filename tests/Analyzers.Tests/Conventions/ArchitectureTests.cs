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

    [Theory]
    [InlineData("src/Analyzers/Flow", "PerfAnalyzers.Flow", "How code flows")]
    [InlineData("src/CodeFixes/Rewriting", "PerfAnalyzers.CodeFixes.Rewriting", "## Fixes")]
    public void A_folder_uses_only_those_that_its_page_allows(string root, string name, string heading)
    {
        var page = CheckedOut.Read("docs/architecture.md");
        var table = Regex.Match(page[page.IndexOf(heading, StringComparison.Ordinal)..], @"(^\|.*\|\n)+", RegexOptions.Multiline).Value;
        var allowed = Regex.Matches(table, @"^\| `(?<folder>\w+)` \|[^|]*\| (?<uses>[^|]*) \|$", RegexOptions.Multiline)
            .ToDictionary(m => m.Groups["folder"].Value, m => Regex.Matches(m.Groups["uses"].Value, @"`(\w+)`").Select(u => u.Groups[1].Value).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var used = new HashSet<(string Folder, string Other)>();

        Assert.All(CheckedOut.Sources(root), file =>
        {
            var folder = Path.GetFileName(Path.GetDirectoryName(file)!);
            foreach (var other in Regex.Matches(File.ReadAllText(file), $@"{Regex.Escape(name)}\.(\w+)").Select(m => m.Groups[1].Value).Where(o => o != folder))
            {
                Assert.True(allowed.TryGetValue(folder, out var others) && others.Contains(other), $"{file} uses {other}");
                used.Add((folder, other));
            }
        });

        // What nobody needs is not allowed, either.
        Assert.All(allowed, row => Assert.All(row.Value, other => Assert.Contains((row.Key, other), used)));
        Assert.Equal(allowed.Keys.Order(StringComparer.Ordinal), CheckedOut.Sources(root).Select(f => Path.GetFileName(Path.GetDirectoryName(f)!)).Distinct().Where(f => f != Path.GetFileName(root)).Order(StringComparer.Ordinal));
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
