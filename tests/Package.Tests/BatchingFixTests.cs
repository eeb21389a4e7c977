using System.Text.RegularExpressions;

namespace PerfAnalyzers.Package.Tests;

/// <summary>The shipped fix, applied by <c>dotnet format</c> to a consumer that then runs.</summary>
[Collection(OnePackage.Name)]
public sealed partial class BatchingFixTests(PackageFixture fixture)
{
    [Fact]
    public async Task Fix_keeps_the_rows_and_makes_the_number_of_commands_constant()
    {
        var shop = fixture.FreshShop();
        (await shop.BuildAsync()).Succeeded().Single("PERF1001", "CustomerNames.cs");
        var before = (await shop.RunAsync()).Succeeded().Output;
        Assert.Equal([3, 30], Commands(before));

        (await DotnetCommand.RunAsync(
            shop.Root.FullName, "format", "analyzers", shop.Project, "--diagnostics", "PERF1001", "--include", "src/CustomerNames.cs", "--no-restore")).Succeeded();

        var rebuilt = (await shop.BuildAsync()).Succeeded();
        Assert.DoesNotContain(rebuilt.Diagnostics, d => d.File == "CustomerNames.cs");
        var after = (await shop.RunAsync()).Succeeded().Output;
        Assert.Equal(Rows(before), Rows(after));
        Assert.Equal([1, 1], Commands(after));
    }

    private static IEnumerable<string> Rows(string output) => output.Split('\n').Where(l => !l.EndsWith(" commands", StringComparison.Ordinal));

    private static IEnumerable<int> Commands(string output) =>
        CommandCount().Matches(output).Select(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(\d+) commands")]
    private static partial Regex CommandCount();
}
