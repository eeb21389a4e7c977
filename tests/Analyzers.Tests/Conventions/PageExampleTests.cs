using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Conventions;

/// <summary>What a page shows is compiled and analysed: the example is reported, and what to use instead is not.</summary>
public sealed class PageExampleTests
{
    [Fact]
    public async Task The_example_of_PERF1001_is_reported_and_its_replacement_is_not()
    {
        Assert.Equal(["PERF1001"], (await Reported("Example")).Select(d => d.Id).Distinct());
        Assert.Empty(await Reported("Use instead"));
    }

    private static async Task<IReadOnlyList<Diagnostic>> Reported(string section)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(CatalogTests.Root, "docs", "rules", "PERF1001.md"));
        var block = Regex.Match(page, $@"^## {Regex.Escape(section)}\s*$.*?^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.True(block.Success, $"no C# block under '{section}'");
        return await new AnalyzerTest<QueryInLoopAnalyzer> { TestCode = block.Groups[1].Value }.GetDiagnosticsAsync();
    }
}
