using System.Text.Json;

namespace PerfAnalyzers.Package.Tests;

/// <summary>What a user sees who adds the package and builds.</summary>
[Collection(OnePackage.Name)]
public sealed class ConsumerBuildTests(PackageFixture fixture)
{
    /// <summary>The loop's call, measured: it leads to the database in another method.</summary>
    private const string HotSite =
        """
        perfevidence|1
        profile|checkout|tool=perfevidence-run/1.0|captured=2026-11-20T10:12:33Z|duration-ms=60000|roots=1000|root-ms=4000|unit=wall
        method|M:Shop.OrderReport.BuildAsync(System.Collections.Generic.IReadOnlyList{Shop.Order})|file=src/OrderReport.cs|line=19|calls=1000|self-ms=40|total-ms=4000
        site|M:Shop.OrderReport.BuildAsync(System.Collections.Generic.IReadOnlyList{Shop.Order})|file=src/OrderReport.cs|line=23|op=db.read|via=M:Shop.OrderLineRepository.LoadAsync(System.Int32)|calls=847000|roots=1000|per-root=847|keys=distinct|total-ms=3960
        """;

    private const string ColdSite =
        """
        perfevidence|1
        profile|checkout|tool=perfevidence-run/1.0|captured=2026-11-20T10:12:33Z|duration-ms=60000|roots=1000|root-ms=400000|unit=wall
        method|M:Shop.OrderReport.BuildAsync(System.Collections.Generic.IReadOnlyList{Shop.Order})|file=src/OrderReport.cs|line=19|calls=1|self-ms=0.1|total-ms=0.3
        site|M:Shop.OrderReport.BuildAsync(System.Collections.Generic.IReadOnlyList{Shop.Order})|file=src/OrderReport.cs|line=23|op=db.read|via=M:Shop.OrderLineRepository.LoadAsync(System.Int32)|calls=3|roots=1|per-root=3|keys=distinct|total-ms=0.2
        """;

    [Fact]
    public async Task Query_two_calls_away_behind_an_interface_is_reported()
    {
        var build = (await fixture.FreshShop().BuildAsync()).Succeeded();

        var finding = build.Single("PERF1001", "OrderReport.cs");
        Assert.Equal("warning", finding.Severity);
        Assert.Equal(23, finding.Line);
        Assert.DoesNotContain("measured", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_adds_what_was_measured_and_a_cold_line_silences()
    {
        var shop = fixture.FreshShop();
        (await shop.BuildIncrementallyAsync()).Succeeded();

        // Incrementally: that an evidence file came, changed or went has to be reason enough to compile again.
        shop.Evidence(HotSite);
        var hot = (await shop.BuildIncrementallyAsync()).Succeeded().Single("PERF1001", "OrderReport.cs");
        Assert.Equal("warning", hot.Severity);
        Assert.Contains("measured: 847 per request, 3,960 ms of 4,000 ms (99 %), profile checkout", hot.Message, StringComparison.Ordinal);

        shop.Evidence(ColdSite);
        var cold = (await shop.BuildIncrementallyAsync()).Succeeded();
        Assert.DoesNotContain(cold.Diagnostics, d => d is { Id: "PERF1001", File: "OrderReport.cs" });

        File.Delete(shop.Root[".perf/x.perfevidence"]);
        var after = (await shop.BuildIncrementallyAsync()).Succeeded();
        Assert.DoesNotContain("measured", after.Single("PERF1001", "OrderReport.cs").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_baseline_lets_a_finding_through_until_its_day()
    {
        const string Entry = "perfbaseline 1\nPERF1001 M:Shop.CustomerNames.OfAsync(Shop.ShopContext,System.Collections.Generic.List{Shop.Order}) expires=DAY because batched in May\n";
        var shop = fixture.FreshShop();
        shop.Root.Write(".perf/findings.perfbaseline", Entry.Replace("DAY", "2999-12-31", StringComparison.Ordinal));
        var known = (await shop.BuildIncrementallyAsync()).Succeeded();
        Assert.DoesNotContain(known.Diagnostics, d => d.File == "CustomerNames.cs");
        known.Single("PERF1001", "OrderReport.cs");

        // The build tells the compiler which day it is.
        shop.Root.Write(".perf/findings.perfbaseline", Entry.Replace("DAY", "2020-01-01", StringComparison.Ordinal));
        var expired = (await shop.BuildIncrementallyAsync()).Succeeded().Single("PERF1001", "CustomerNames.cs");
        Assert.Equal("warning", expired.Severity);
        Assert.Contains("(the baseline let it through until 2020-01-01)", expired.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirmed_findings_fail_the_build_when_enforced()
    {
        var shop = fixture.FreshShop();
        shop.Evidence(HotSite);

        var build = (await shop.BuildAsync("-p:PerfAnalyzersEnforce=confirmed")).Failed();

        Assert.Equal("error", build.Single("PERF1001", "OrderReport.cs").Severity);
        // Not measured, so only suspected, so no reason to stop a build.
        Assert.Equal("warning", build.Single("PERF1001", "CustomerNames.cs").Severity);
    }

    [Fact]
    public async Task Warning_as_error_fails_the_build()
    {
        var build = (await fixture.FreshShop().BuildAsync("-warnaserror:PERF1001")).Failed();

        Assert.Equal("error", build.Single("PERF1001", "OrderReport.cs").Severity);
    }

    [Theory]
    [InlineData("error", "error")]
    [InlineData("none", null)]
    public async Task Severity_in_editorconfig_wins(string configured, string? printed)
    {
        var shop = fixture.FreshShop();
        shop.Root.Write(".editorconfig", $"root = true\n[*.cs]\ndotnet_diagnostic.PERF1001.severity = {configured}\n");

        var build = await shop.BuildAsync();

        if (printed is null)
            Assert.Empty(build.Succeeded().Of("PERF1001"));
        else
            Assert.Equal(printed, build.Failed().Single("PERF1001", "OrderReport.cs").Severity);
    }

    [Fact]
    public async Task Sarif_carries_the_state_and_the_chain()
    {
        var shop = fixture.FreshShop();
        shop.Evidence(HotSite);
        (await shop.BuildAsync($"-p:ErrorLog={shop.Root["x.sarif"]}%2Cversion=2.1")).Succeeded();

        using var sarif = JsonDocument.Parse(await File.ReadAllTextAsync(shop.Root["x.sarif"]));
        var result = sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
            .Single(r => r.GetProperty("ruleId").GetString() == "PERF1001" && FileOf(r.GetProperty("locations")[0]) == "OrderReport.cs");

        var properties = result.GetProperty("properties").GetProperty("customProperties");
        Assert.Equal("confirmed", properties.GetProperty("perf.state").GetString());
        Assert.Equal("checkout", properties.GetProperty("perf.profile").GetString());
        Assert.Contains("GetAsync", properties.GetProperty("perf.chain").GetString(), StringComparison.Ordinal);

        // The loop and the two steps below it, and the line that confirmed it.
        var related = result.GetProperty("relatedLocations").EnumerateArray().Select(l => (FileOf(l), LineOf(l))).ToList();
        Assert.Contains(("OrderReport.cs", 22), related);
        Assert.Contains(("OrderReport.cs", 12), related);
        Assert.Contains(("OrderReport.cs", 14), related);
        Assert.Contains(("x.perfevidence", 4), related);
    }

    [Fact]
    public async Task Project_without_a_known_library_builds_with_no_diagnostics_and_has_the_attributes()
    {
        using var plain = await Consumer.RestoreAsync(fixture.Package, "Plain", "");

        var build = (await plain.BuildAsync("-warnaserror")).Succeeded();

        Assert.Empty(build.Diagnostics);
        Assert.Equal("4\n", (await plain.RunAsync()).Succeeded().Output);
    }

    private static string FileOf(JsonElement location) => Path.GetFileName(
        location.GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString())!;

    private static int LineOf(JsonElement location) =>
        location.GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32();
}
