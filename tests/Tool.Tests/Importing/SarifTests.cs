using System.Text.Json;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>Error logs. The expected findings were counted with Python's json module.</summary>
public sealed class SarifTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_compiler_s_log_has_eight_findings_and_no_measurement()
    {
        var profile = await ImportedSample.OfAsync(_directory, "roslyn-errorlog.sarif");
        Assert.All(profile.Records, r => Assert.Equal(RecordKind.Finding, r.Kind));
        Assert.Equal(["EV1", "EV3", "EV5", "EV6", "SV1", "SV3", "SV4", "SV5"], profile.Records.Select(r => r.Key));
        Assert.Equal(["EV3"], profile.Records.Where(r => r[Field.Severity] == "note").Select(r => r.Key));
        Assert.All(profile.Records, r => Assert.Equal((r.Key[0] == 'E' ? "C.cs" : "C3.cs", 1), (r.File, r.SourceLine)));
        Assert.Equal("t EV1", profile.Records[0][Field.Title]);
    }

    [Fact]
    public async Task A_message_stays_behind_and_what_is_suppressed_is_no_finding()
    {
        const string Log = """
            {"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[
              {"ruleId":"CA1","level":"error","message":{"text":"'Password=planted' is in ann@planted.example"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"src/A.cs"},"region":{"startLine":7}}}]},
              {"ruleId":"CA1","level":"error","message":{"text":"'planted' again"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"src/A.cs"},"region":{"startLine":7}}}]},
              {"ruleId":"CA2","message":{"text":"x"},"suppressions":[{"kind":"inSource"}]},
              {"ruleId":"PERF1001","level":"warning","message":{"text":"x"},"properties":{"customProperties":{"perf.state":"confirmed"}}}],
              "tool":{"driver":{"name":"x","rules":[{"id":"CA1","shortDescription":{"text":"No secrets in source"}}]}}}]}
            """;
        var profile = await ImportedSample.OfFileAsync(_directory, _directory.Write("x.sarif", "\uFEFF" + Log));
        Assert.Equal([("CA1", "error", "2", "No secrets in source", null), ("PERF1001", "warning", "1", null, "confirmed")], profile.Records.Select(r => (r.Key, r[Field.Severity], r[Field.Count], r[Field.Title], r[Field.State])));
        Assert.DoesNotContain("planted", await File.ReadAllTextAsync(_directory["imported.perfevidence"]), StringComparison.Ordinal);

        // The page has them; there is nothing measured to show beside them.
        var report = await Programs.PerfEvidenceAsync(_directory.Path, "report", _directory["imported.perfevidence"], "--json");
        Assert.True(report.ExitCode == 0, report.Error);
        using var json = JsonDocument.Parse(report.Output);
        Assert.Equal(["PERF1001", "CA1"], json.RootElement.GetProperty("findings").GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("rule").GetString()));
        Assert.Empty(json.RootElement.GetProperty("profiles").EnumerateArray());
    }

    [Theory]
    [InlineData("{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{},\"results\":7}]}")]
    [InlineData("{\"$schema\":\"sarif\",\"runs\":{\"tool\":{}}}")]
    public async Task What_is_no_log_is_refused(string text)
    {
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "import", _directory.Write("x.sarif", text), "-o", _directory["x.perfevidence"]);
        Assert.Equal(5, result.ExitCode);
        Assert.Contains("not a sound SARIF log", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory["x.perfevidence"]));
    }
}
