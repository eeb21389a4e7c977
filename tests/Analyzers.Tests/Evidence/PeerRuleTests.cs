using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Tests.Evidence;

/// <summary>What the table says of other vendors' rules, against the rules of their own assemblies.</summary>
public sealed class PeerRuleTests
{
    [PeerTheory]
    [InlineData("Meziantou.Analyzer", "Meziantou.Analyzer.dll", "MA")]
    [InlineData("Roslynator.Analyzers", "Roslynator.CSharp.Analyzers.dll", "RCS")]
    [InlineData("SonarAnalyzer.CSharp", "SonarAnalyzer.CSharp.dll", "S")]
    public void Each_rule_of_the_table_exists(string package, string assembly, string prefix)
    {
        var rules = PeerPackage.Rules(package, assembly).Select(r => r.Id).ToHashSet(StringComparer.Ordinal);

        Assert.True(rules.Count > 50, $"{rules.Count} rules were found in {package}");
        Assert.DoesNotContain(Listed(prefix), id => !rules.Contains(id));
    }

    // The only one of them that says of each rule what it is about.
    [PeerFact]
    public void The_rules_of_Meziantou_are_those_about_speed()
    {
        var rules = PeerPackage.Rules("Meziantou.Analyzer", "Meziantou.Analyzer.dll");

        Assert.Equal(rules.Where(r => r.Category == "Performance").Select(r => r.Id).Distinct().Order(StringComparer.Ordinal), Listed("MA").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Listed(string prefix) => PerformanceRules.Ids.Where(id => id.StartsWith(prefix, StringComparison.Ordinal) && char.IsAsciiDigit(id[prefix.Length]));
}
