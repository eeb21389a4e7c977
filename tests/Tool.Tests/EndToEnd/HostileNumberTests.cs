using System.Text.Json;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary>Numbers that nothing measured has: they are refused where they are read, so that no sum, share or ratio of what is left is infinite.</summary>
public sealed class HostileNumberTests : IDisposable
{
    private const string Evidence =
        "perfevidence\t1\nprofile\tcheckout\troots=2\nsite\tM:Shop.Orders.Load\top=db.read\tcalls=4\ttotal-ms=8\n" +
        "endpoint\tGET /a\tcount=1e308\tp50-ms=1e308\tio-ms=1e308\nendpoint\tGET /b\tcount=1e308\tp50-ms=1e308\tio-ms=1e308\n" +
        "site\tM:Shop.A.B\top=db.read\tcalls=1\ttotal-ms=1e308\nsite\tM:Shop.A.C\top=db.read\tcalls=1\ttotal-ms=1e308\n" +
        "type\tT:Shop.Entry\tbytes=1\tgrowth-bytes-per-min=Infinity\n";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("top", "a.perfevidence")]
    [InlineData("top", "a.perfevidence", "--json")]
    [InlineData("report", "a.perfevidence")]
    [InlineData("report", "a.perfevidence", "--json")]
    [InlineData("diff", "a.perfevidence", "a.perfevidence", "--markdown")]
    [InlineData("diff", "a.perfevidence", "a.perfevidence", "--json")]
    public async Task Numbers_of_evidence_are_refused_with_their_line_and_the_rest_is_shown(params string[] arguments)
    {
        var file = _directory.Write("a.perfevidence", Evidence);
        var result = await Programs.PerfEvidenceAsync(_directory.Path, arguments);
        Assert.Equal(5, result.ExitCode);
        Assert.Contains("a.perfevidence(4): field 'count' is beyond 1e18, which nothing measured is: '1e308'", result.Error, StringComparison.Ordinal);
        Assert.Contains("a.perfevidence(7): field 'total-ms' is beyond 1e18", result.Error, StringComparison.Ordinal);
        Assert.Contains("a.perfevidence(8): field 'growth-bytes-per-min' is not a number", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", result.Output, StringComparison.Ordinal);
        if (arguments[^1] == "--json")
            JsonDocument.Parse(result.Output).Dispose();
    }

    [Fact]
    public async Task The_greatest_numbers_that_there_are_have_sums()
    {
        _directory.Write("a.perfevidence", Evidence.Replace("1e308", "1e18", StringComparison.Ordinal).Replace("Infinity", "-1e18", StringComparison.Ordinal));
        foreach (var arguments in (string[][])[["top", "a.perfevidence", "--json"], ["report", "a.perfevidence", "--json"], ["diff", "a.perfevidence", "a.perfevidence", "--json"]])
        {
            var result = await Programs.PerfEvidenceAsync(_directory.Path, arguments);
            Assert.True(result.ExitCode == 0, result.Error);
            JsonDocument.Parse(result.Output).Dispose();
        }
    }

    [Theory]
    [InlineData("import", "a.speedscope.json", "-o", "out.perfevidence")]
    [InlineData("top", "a.speedscope.json")]
    [InlineData("top", "a.speedscope.json", "--json")]
    [InlineData("tree", "a.speedscope.json", "--json")]
    [InlineData("report", "a.speedscope.json", "--json")]
    public async Task Numbers_of_a_capture_are_refused(params string[] arguments)
    {
        _directory.Write("a.speedscope.json",
            """{"$schema":"https://www.speedscope.app/file-format-schema.json","shared":{"frames":[{"name":"a"},{"name":"b"}]},"profiles":[{"type":"sampled","name":"x","unit":"seconds","startValue":0,"endValue":1e307,"samples":[[0,1],[0],[1]],"weights":[1e307,1e307,1e307]}]}""");
        var result = await Programs.PerfEvidenceAsync(_directory.Path, arguments);
        Assert.Equal(5, result.ExitCode);
        Assert.Equal("perfevidence: a.speedscope.json: holds numbers beyond 1e18, which nothing measured is", result.Error.Trim());
        Assert.DoesNotContain("Infinity", result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory["out.perfevidence"]));
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("NaN")]
    [InlineData("1e308")]
    public async Task Numbers_of_a_log_that_are_none_are_not_shown(string number)
    {
        _directory.Write("a.sarif",
            """{"version":"2.1.0","runs":[{"results":[{"ruleId":"PERF1001","level":"warning","message":{"text":"m"},"properties":{"perf.state":"confirmed","perf.totalMs":"NUMBER","perf.calls":"7"}}]}]}"""
                .Replace("NUMBER", number, StringComparison.Ordinal));
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "report", "a.sarif", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        using var json = JsonDocument.Parse(result.Output);
        var row = json.RootElement.GetProperty("findings").GetProperty("rows")[0];
        Assert.Equal(7, row.GetProperty("calls").GetDouble());
        Assert.False(row.TryGetProperty("totalMs", out _));
    }
}
