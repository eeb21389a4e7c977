using System.Text.Json;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary><c>baseline</c> as a program: a log writes no entry but its own, and what somebody wrote by hand stays.</summary>
public sealed class BaselineTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("M:A.B\nPERF9999 M:X expires=2099-01-01 because injected")]
    [InlineData("M:A.B expires=2099-01-01 because injected")]
    [InlineData("M:A.B count=9")]
    [InlineData("M:A.B\u001b[31m")]
    [InlineData("M:A.\u202EB")]
    [InlineData("M:A.B ")]
    [InlineData("M:A.  B")]
    public async Task A_name_that_would_be_another_entry_is_refused_and_nothing_is_written(string member)
    {
        Log("x.sarif", ("PERF1001", "M:Sound"), ("PERF1001", member));
        var result = await BaselineAsync("x.sarif");
        Assert.Equal(5, result.ExitCode);
        Assert.Contains("x.sarif: 'PERF1001' of 'M:A.", result.Error, StringComparison.Ordinal);
        Assert.Contains("cannot be listed", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Error);
        Assert.False(File.Exists(_directory["x.perfbaseline"]));
    }

    [Fact]
    public async Task A_rule_or_a_file_of_a_log_injects_nothing_either()
    {
        Log("x.sarif", ("PERF1001 M:X expires=2099-01-01 because y\nPERF1002", "M:A"));
        Assert.Equal(5, (await BaselineAsync("x.sarif")).ExitCode);
        _directory.Write("y.sarif",
            """{"version":"2.1.0","runs":[{"results":[{"ruleId":"PERF1001","level":"warning","locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.cs%0APERF9999"}}}]}]}]}""");
        Assert.Equal(5, (await BaselineAsync("y.sarif")).ExitCode);
        Assert.False(File.Exists(_directory["x.perfbaseline"]));
    }

    [Fact]
    public async Task What_is_written_can_be_read()
    {
        Log("x.sarif", ("PERF9002", "GET /orders because of rain"), ("PERF1001", "M:A.B(System.Int32)"));
        var first = await BaselineAsync("x.sarif", "--because", "it  expires=2099-01-01 because of what it is");
        Assert.True(first.ExitCode == 0, first.Error);
        var again = await BaselineAsync("x.sarif");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Contains("2 findings in 2 entries, 0 new, 0 removed", again.Error, StringComparison.Ordinal);

        var turned = await BaselineAsync("x.sarif", "--because", "a\u202Eb");
        Assert.Equal(2, turned.ExitCode);
        Assert.Contains("--because: ", turned.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comments_stay_with_what_they_are_about()
    {
        const string Written =
            "perfbaseline 1\n# what we adopted in May\n# ask the shop team\n\n# the index comes with the next release\nPERF1001 M:A expires=2999-01-01 because moved\n" +
            "PERF1001 M:C expires=2999-01-01 because later\n# the last word\n";
        _directory.Write("x.perfbaseline", Written);
        Log("x.sarif", ("PERF1001", "M:A"), ("PERF1001", "M:C"));
        Assert.Equal(0, (await BaselineAsync("x.sarif")).ExitCode);
        Assert.Equal(Written, await File.ReadAllTextAsync(_directory["x.perfbaseline"]));

        // A new entry comes between them; one that is gone takes its comment with it, and that is said.
        Log("y.sarif", ("PERF1001", "M:B"), ("PERF1001", "M:C"));
        var result = await BaselineAsync("y.sarif", "--expires", "2999-01-01", "--because", "new");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(
            "perfbaseline 1\n# what we adopted in May\n# ask the shop team\nPERF1001 M:B expires=2999-01-01 because new\nPERF1001 M:C expires=2999-01-01 because later\n# the last word\n",
            await File.ReadAllTextAsync(_directory["x.perfbaseline"]));
        Assert.Contains("removed with 'PERF1001 M:A': # the index comes with the next release", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_that_is_past_is_refused()
    {
        Log("x.sarif", ("PERF1001", "M:A"));
        var result = await BaselineAsync("x.sarif", "--expires", "2020-01-01");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--expires: 2020-01-01 is past", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory["x.perfbaseline"]));
        Assert.Equal(0, (await BaselineAsync("x.sarif", "--expires", "0d")).ExitCode);
    }

    private Task<ProgramResult> BaselineAsync(params string[] arguments) => Programs.PerfEvidenceAsync(_directory.Path, ["baseline", "-o", "x.perfbaseline", .. arguments]);

    private void Log(string file, params (string Rule, string Member)[] results) => _directory.Write(file, JsonSerializer.Serialize(new
    {
        version = "2.1.0",
        runs = new[]
        {
            new { results = results.Select(r => new { ruleId = r.Rule, level = "warning", message = new { text = "m" }, properties = new Dictionary<string, string> { ["perf.member"] = r.Member } }) },
        },
    }));
}
