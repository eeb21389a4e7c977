namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>No sample lies here unread: <c>Samples.md</c> says of each where it comes from, which format it is and where what is expected of it comes from.</summary>
public sealed class SampleTests
{
    private static readonly string[] s_table = [.. File.ReadLines(Path.Combine(Programs.RepositoryRoot, "tests/Tool.Tests/Samples.md")).Where(l => l.StartsWith("| `", StringComparison.Ordinal))];

    [Fact]
    public void Each_sample_is_in_the_table_with_the_format_that_it_is_recognised_as()
    {
        var rows = s_table.ToDictionary(l => Cell(l, 0).Trim('`'), l => Cell(l, 1));
        Assert.Equal(Samples.All, rows.Keys.Order(StringComparer.Ordinal));
        Assert.All(Samples.All, s => Assert.Equal(DamagedCapture.FormatOf(Samples.File(s)) ?? "-", rows[s]));
    }

    [Fact]
    public void Each_sample_is_named_by_a_test_that_expects_something_of_it()
    {
        var tests = string.Concat(Directory.GetFiles(Path.Combine(Programs.RepositoryRoot, "tests/Tool.Tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith("HostileCaptureTests.cs", StringComparison.Ordinal))
            .Select(File.ReadAllText));
        Assert.All(Samples.All, s => Assert.True(tests.Contains($"\"{s}\"", StringComparison.Ordinal) || tests.Contains($"\"{Path.GetDirectoryName(s)}\"", StringComparison.Ordinal), $"no test names {s}"));
    }

    [Fact]
    public void Each_format_has_a_sample() =>
        Assert.Equal(
            Tool.Importing.CaptureFormats.All.Select(f => f.Name).Order(StringComparer.Ordinal),
            s_table.Select(l => Cell(l, 1)).Where(f => f != "-").Distinct().Order(StringComparer.Ordinal));

    private static string Cell(string line, int column) => line.Trim('|').Split('|')[column].Trim();
}
