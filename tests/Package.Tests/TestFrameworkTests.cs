using System.Text.RegularExpressions;

namespace PerfAnalyzers.Package.Tests;

/// <summary>A test project that adds the package <c>PerfAnalyzers.Collector</c>, with three test frameworks at once. Its sources are the examples of docs/testing.md.</summary>
[Collection(OnePackage.Name)]
public sealed partial class TestFrameworkTests(PackageFixture fixture)
{
    private static readonly string[] s_libraries =
    [
        "Microsoft.EntityFrameworkCore.Sqlite", "Microsoft.NET.Test.Sdk", "xunit", "xunit.runner.visualstudio", "NUnit", "NUnit3TestAdapter", "MSTest.TestFramework", "MSTest.TestAdapter",
    ];

    [Fact]
    public async Task Scopes_fail_the_tests_of_every_framework_with_the_lines()
    {
        var references = s_libraries.Select(l => $"""<PackageReference Include="{l}" Version="{PackedPackage.PinnedVersion(l)}" />""")
            .Append($"""<PackageReference Include="PerfAnalyzers.Collector" Version="{fixture.Package.Version}" />""");
        using var tests = await Consumer.RestoreAsync(fixture.Package, "Tests", string.Join("\n", references));
        tests.Root.Write("Shop.sln", "");

        var output = (await tests.TestAsync()).Failed().Output;

        Assert.Equal(
            ["Failed Broken_in_MSTest", "Failed Broken_in_NUnit", "Failed Shop.Xunit.OrderReportTests.Report_asks_for_the_orders_and_once_for_all_lines",
             "Passed Kept_in_MSTest", "Passed Kept_in_NUnit", "Passed Shop.Xunit.RecordTests.Report_of_nothing_asks_for_the_orders"],
            Outcome().Matches(output).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
        foreach (var (count, orders) in new[] { (7, 6), (5, 4), (6, 5) })
        {
            Assert.Contains($"{count} round trips instead of at most 2:", output, StringComparison.Ordinal);
            Assert.Contains($"{orders} x db.read in OrderReport.CountLinesAsync at src/OrderReport.cs:17, each time another", output, StringComparison.Ordinal);
        }

        foreach (var line in Blocks("text").First())
            Assert.Contains(line, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_example_of_the_page_is_compiled_and_run()
    {
        var tests = Path.Combine(PackedPackage.RepositoryRoot, "tests");
        var sources = Directory.GetFiles(Path.Combine(tests, "Package.Tests/Consumers/Tests"), "*.cs").Concat(Directory.GetFiles(Path.Combine(tests, "Samples.Tests"), "*.cs"))
            .Select(f => string.Join('\n', File.ReadAllLines(f).Select(l => l.Trim()))).ToList();

        var examples = Blocks("csharp").ToList();
        Assert.Equal(2, examples.Count);
        Assert.All(examples, e => Assert.Contains(sources, s => s.Contains(string.Join('\n', e), StringComparison.Ordinal)));
    }

    private static IEnumerable<IReadOnlyList<string>> Blocks(string language) =>
        Block().Matches(File.ReadAllText(Path.Combine(PackedPackage.RepositoryRoot, "docs/testing.md")))
            .Where(m => m.Groups["language"].Value == language)
            .Select(m => m.Groups["text"].Value.Trim('\n').Split('\n').Select(l => l.Trim()).ToList());

    [GeneratedRegex(@"^\s+((Passed|Failed) [\w.]+) \[", RegexOptions.Multiline)]
    private static partial Regex Outcome();

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
