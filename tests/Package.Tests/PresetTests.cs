namespace PerfAnalyzers.Package.Tests;

/// <summary>The configuration files that come with the package, chosen by a property. One measured line, one line that nobody measured.</summary>
[Collection(OnePackage.Name)]
public sealed class PresetTests(PackageFixture fixture)
{
    private const string Member = "M:Shop.OrderReport.BuildAsync(System.Collections.Generic.IReadOnlyList{Shop.Order})";

    private const string Hot =
        $"""
        perfevidence|1
        profile|checkout|tool=perfevidence-run/1.0|captured=2026-11-20T10:12:33Z|duration-ms=60000|roots=1000|root-ms=4000|unit=wall
        site|{Member}|file=src/OrderReport.cs|line=23|op=db.read|via=M:Shop.OrderLineRepository.LoadAsync(System.Int32)|calls=847000|roots=1000|per-root=847|keys=distinct|total-ms=3960
        """;

    private const string NotALine = "this is no record";

    [Fact]
    public async Task Presets_choose_what_is_reported_and_how_loud()
    {
        var shop = fixture.FreshShop();
        shop.Evidence($"{Hot}\n{NotALine}");

        // Incrementally: another preset has to be reason enough to compile again.
        var plain = (await shop.BuildIncrementallyAsync()).Succeeded();
        Assert.Equal(("warning", "warning", "warning"), Severities(plain));

        var confirmed = (await shop.BuildIncrementallyAsync("-p:PerfAnalyzersPreset=confirmed-only")).Succeeded();
        Assert.Equal(("warning", null, "warning"), Severities(confirmed));

        // However it is written.
        var strict = (await shop.BuildIncrementallyAsync("-p:PerfAnalyzersPreset=Evidence-Strict")).Failed();
        Assert.Equal(("error", "warning", "error"), Severities(strict));
    }

    [Fact]
    public async Task All_shows_what_is_cold_and_the_projects_own_configuration_wins()
    {
        var shop = fixture.FreshShop();
        shop.Root.Write(".editorconfig", "root = true\n[*.cs]\nperfanalyzers.suspects = hidden\n[OrderReport.cs]\ndotnet_diagnostic.PERF1001.severity = error\n");
        shop.Evidence(Hot);

        var build = (await shop.BuildAsync("-p:PerfAnalyzersPreset=all", $"-p:ErrorLog={shop.Root["x.sarif"]}%2Cversion=2.1")).Failed();
        Assert.Equal(("error", null, null), Severities(build));

        File.Delete(shop.Root[".editorconfig"]);
        shop.Evidence(Hot.Replace("calls=847000", "calls=3", StringComparison.Ordinal).Replace("total-ms=3960", "total-ms=0.2", StringComparison.Ordinal).Replace("per-root=847", "per-root=1", StringComparison.Ordinal));
        (await shop.BuildAsync("-p:PerfAnalyzersPreset=all", $"-p:ErrorLog={shop.Root["x.sarif"]}%2Cversion=2.1")).Succeeded();
        var log = await File.ReadAllTextAsync(shop.Root["x.sarif"]);
        Assert.Contains("\"level\": \"note\"", log, StringComparison.Ordinal);
        Assert.Contains("\"perf.state\": \"cold\"", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preset_that_does_not_exist_stops_the_build_and_says_which_do()
    {
        var build = (await fixture.FreshShop().BuildAsync("-p:PerfAnalyzersPreset=strict")).Failed();

        Assert.Contains("error : PerfAnalyzersPreset is 'strict', which is none of: all, confirmed-only, evidence-strict.", build.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-p:PerfAnalyzersEnforce=confirm", "error : PerfAnalyzersEnforce is 'confirm', which is none of: confirmed, none.")]
    [InlineData("-p:PerfAnalyzersEvidenceRoot=../elsewhere", "error : PerfAnalyzersEvidenceRoot is '../elsewhere', and there is no directory '")]
    public async Task What_is_misspelled_stops_the_build_and_is_not_ignored(string property, string expected)
    {
        var build = (await fixture.FreshShop().BuildAsync(property)).Failed();

        Assert.Contains(expected, build.Output, StringComparison.Ordinal);
    }

    // Of the line that was measured, of the one that was not, and of the line that cannot be read.
    private static (string? Measured, string? Suspected, string? Malformed) Severities(CommandResult build) => (
        build.Diagnostics.SingleOrDefault(d => d is { Id: "PERF1001", File: "OrderReport.cs" })?.Severity,
        build.Diagnostics.SingleOrDefault(d => d is { Id: "PERF1001", File: "CustomerNames.cs" })?.Severity,
        build.Diagnostics.SingleOrDefault(d => d.Id == "PERF9005")?.Severity);
}
