using ProfileFirst.Scratch;

namespace PerfAnalyzers.Samples.Tests.ProfileFirst;

public sealed class CompilerDiagnosticTests
{
    private static readonly string Root = Path.Combine(Path.GetTempPath(), "scratch");

    private static readonly string File = Path.Combine(Root, "Shop", "OrderReport.cs");

    [Fact]
    public void Diagnostic_is_read_once_although_the_summary_repeats_it()
    {
        var line = $"{File}(31,36): warning PERF1001: runs once per order (measured: 250 per request) (https://example.org/PERF1001.md) [{Root}/Shop/Shop.csproj]";

        var diagnostic = Assert.Single(CompilerDiagnostic.ParseAll($"{line}\n\nBuild succeeded.\n\n{line}\r\n    1 Warning(s)\n", Root));

        Assert.Equal(
            new CompilerDiagnostic("Shop/OrderReport.cs", 31, 36, "warning", "PERF1001", "runs once per order (measured: 250 per request)"),
            diagnostic);
        Assert.Equal("Shop/OrderReport.cs(31,36): warning PERF1001: runs once per order (measured: 250 per request)", diagnostic.ToString());
    }

    [Fact]
    public void Diagnostics_are_in_the_order_of_files_and_lines()
    {
        var output = string.Concat(
            new[] { ("B.cs", 2), ("B.cs", 1), ("A.cs", 9) }.Select(place => $"{Path.Combine(Root, place.Item1)}({place.Item2},1): error X1: broken\n"));

        Assert.Equal(
            [("A.cs", 9), ("B.cs", 1), ("B.cs", 2)],
            CompilerDiagnostic.ParseAll(output, Root).Select(diagnostic => (diagnostic.File, diagnostic.Line)));
    }

    [Theory]
    [InlineData("  Shop -> /tmp/scratch/Shop/bin/Release/net10.0/Shop.dll")]
    [InlineData("warning NU1603: something about a package")]
    [InlineData("")]
    public void Other_lines_of_a_build_are_no_diagnostics(string line) => Assert.Empty(CompilerDiagnostic.ParseAll(line, Root));
}
