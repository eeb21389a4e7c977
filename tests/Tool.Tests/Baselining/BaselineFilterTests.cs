using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Baselining;
using PerfAnalyzers.Tool.Scanning;

namespace PerfAnalyzers.Tool.Tests.Baselining;

public sealed class BaselineFilterTests : IDisposable
{
    private const string Today = "2026-11-26";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private static ScanFinding Finding(string member = "M:A.B", int line = 1, string id = "PERF1001", DiagnosticSeverity severity = DiagnosticSeverity.Warning) =>
        new("A.cs", line, 1, severity, id, "'Find' queries", "P") { Properties = ImmutableDictionary<string, string?>.Empty.Add("perf.member", member) };

    private static BaselineFilter Filter(params string[] entries) => new(Baseline.Read(["perfbaseline 1", .. entries]), Today);

    [Fact]
    public void What_is_listed_is_let_through_visibly_and_the_rest_is_new()
    {
        var filter = Filter("PERF1001 M:A.B expires=2027-01-01 because later", "PERF1002 M:A.B expires=2026-11-25 because long ago");
        var known = filter.Apply(Finding());
        Assert.Equal((DiagnosticSeverity.Info, true, "'Find' queries - in the baseline until 2027-01-01: later"), (known.Severity, known.IsKnown, known.Message));
        // The second of the same rule in the same member was not there.
        Assert.Equal((DiagnosticSeverity.Warning, "'Find' queries (the baseline lists 1 of these)"), (filter.Apply(Finding(line: 9)) is var more ? more.Severity : default, more.Message));
        Assert.True(filter.Apply(Finding("M:A.C")).IsWarning);
        Assert.Equal("'Find' queries (the baseline let it through until 2026-11-25)", filter.Apply(Finding(id: "PERF1002")).Message);
        Assert.Empty(filter.Stale);
    }

    [Fact]
    public void What_is_not_found_any_more_is_stale()
    {
        var filter = Filter("PERF1001 M:A.B count=2 expires=2027-01-01 because later", "PERF1002 M:A.B expires=2027-01-01 because later");
        filter.Apply(Finding());
        Assert.Equal(["PERF1001 M:A.B: 1 of 2 found; lower count=", "PERF1002 M:A.B: not found any more; remove it"], filter.Stale);
    }

    [Fact]
    public void A_new_baseline_keeps_reasons_and_days_and_drops_what_is_gone()
    {
        var earlier = Baseline.Read(["perfbaseline 1", "PERF1001 M:A.B expires=2027-01-01 because moved in May", "PERF1001 M:Gone expires=2027-01-01 because x", "PERF1002 M:A.B expires=2026-01-01 because y"]);
        var entries = NewBaseline.Of(
            [Finding(), Finding(line: 2), Finding(id: "PERF1002"), Finding("M:Info", severity: DiagnosticSeverity.Info), Finding("M:New.One")],
            earlier, "known at adoption", "2027-05-25", Today);
        const string Expected =
            "perfbaseline 1\nPERF1001 M:A.B count=2 expires=2027-01-01 because moved in May\nPERF1001 M:New.One expires=2027-05-25 because known at adoption\nPERF1002 M:A.B expires=2027-05-25 because known at adoption\n";
        Assert.Equal(Expected, Baseline.Write(entries));
        Assert.Equal(entries.OrderBy(e => e.Rule).ThenBy(e => e.Key, StringComparer.Ordinal).Select(e => e with { Line = 0 }), Baseline.Read(Expected.TrimEnd('\n').Split('\n')).Entries.Select(e => e with { Line = 0 }));
    }

    [Fact]
    public void Logs_of_the_tool_and_of_the_compiler_are_read()
    {
        var file = _directory.Write("tool.sarif", FindingSarif.Of([Finding(), Finding(severity: DiagnosticSeverity.Info), Finding(id: "CA1000")], "test"));
        Assert.Equal([("PERF1001", "M:A.B", true), ("PERF1001", "M:A.B", false)], SarifFindings.TryRead(file)!.Select(f => (f.Id, f.Key, f.IsWarning)));

        // As the compiler writes it with ErrorLog=x.sarif,version=2.1.
        var compiler = _directory.Write("compiler.sarif", JsonSerializer.Serialize(new
        {
            version = "2.1.0",
            runs = new[]
            {
                new
                {
                    results = new object[]
                    {
                        new { ruleId = "PERF1001", level = "warning", message = new { text = "m" }, properties = new { warningLevel = 1, customProperties = new Dictionary<string, string> { ["perf.member"] = "M:C.D" } } },
                        new { ruleId = "PERF1001", level = "warning", suppressions = new[] { new { kind = "inSource" } } },
                        new { ruleId = "PERF9005", level = "error", locations = new[] { new { physicalLocation = new { artifactLocation = new { uri = "a%20b.perfevidence" } } } } },
                    },
                },
            },
        }));
        Assert.Equal([("PERF1001", "M:C.D"), ("PERF9005", "file:a b.perfevidence")], SarifFindings.TryRead(compiler)!.Select(f => (f.Id, f.Key)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"runs\":[{\"results\":[{\"ruleId\":\"PERF1001\",\"locations\":{}}]}]}")]
    [InlineData("{\"runs\":[1]}")]
    public void What_is_no_log_is_none(string text) => Assert.Null(SarifFindings.TryRead(_directory.Write("x.sarif", text)));
}
