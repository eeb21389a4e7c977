using System.Text.Json;
using System.Xml.Linq;
using PerfAnalyzers.Tool.Tests.Checking;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary><c>check</c> as a program: its answers, and the files it writes.</summary>
public sealed class CheckTests : IDisposable
{
    private const string Source =
        """
        using PerfAnalyzers;
        namespace Shop;
        public class Orders
        {
            [PerformanceBudget(MaxRoundTrips = 3)]
            public void Place(int id) { }
        }
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_broken_budget_of_an_assembly_fails_and_is_written_for_build_servers()
    {
        BuiltAssembly.Write(_directory, Source);
        _directory.Write("bin/native.dll", "no assembly");
        Evidence(14);
        var result = await CheckAsync("--assembly", "bin", "--sarif", "x.sarif", "--junit", "x.xml");
        Assert.True(result.ExitCode == 1, result.Output + result.Error);
        Assert.Contains("src/Handler.cs(6): error PERF9002: 'Orders.Place' exceeds its budget: 14 round trips per execution instead of at most 3 - observed, profile checkout", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 budget: 1 broken", result.Output, StringComparison.Ordinal);

        using var sarif = JsonDocument.Parse(await File.ReadAllTextAsync(_directory["x.sarif"]));
        var run = sarif.RootElement.GetProperty("runs")[0];
        Assert.Equal("perfevidence check", run.GetProperty("tool").GetProperty("driver").GetProperty("name").GetString());
        var finding = Assert.Single(run.GetProperty("results").EnumerateArray());
        Assert.Equal(("PERF9002", "error"), (finding.GetProperty("ruleId").GetString(), finding.GetProperty("level").GetString()));
        var place = finding.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal(("src/Handler.cs", 6), (place.GetProperty("artifactLocation").GetProperty("uri").GetString(), place.GetProperty("region").GetProperty("startLine").GetInt32()));

        var suites = XDocument.Load(_directory["x.xml"]).Root!;
        Assert.Equal(("testsuites", "1", "1", "0"), (suites.Name.LocalName, (string?)suites.Attribute("tests"), (string?)suites.Attribute("failures"), (string?)suites.Attribute("errors")));
        Assert.StartsWith("'Orders.Place' exceeds", (string?)suites.Descendants("testcase").Single().Element("failure")!.Attribute("message"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_directory.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_kept_budget_is_good_and_json_says_why()
    {
        Evidence(3);
        _directory.Write(".perf/shop.perfbudgets", "perfbudgets 1\nPOST /orders max-round-trips=3\n");
        var result = await CheckAsync("--json");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        using var json = JsonDocument.Parse(result.Output);
        var budget = json.RootElement.GetProperty("budgets")[0];
        Assert.Equal(("POST /orders", "met"), (budget.GetProperty("key").GetString(), budget.GetProperty("verdict").GetString()));
        Assert.Equal(3, budget.GetProperty("limits")[0].GetProperty("profiles")[0].GetProperty("measured").GetDouble());
    }

    [Fact]
    public async Task A_pull_request_is_told_in_Markdown_and_the_answer_stays()
    {
        Evidence(14);
        _directory.Write("b.txt", "perfbudgets 1\nPOST /orders max-round-trips=3\nGET /<b>|x max-round-trips=3\n");
        var result = await CheckAsync("--budgets", "b.txt", "--markdown");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("### Budgets: 1 broken, 1 no evidence\n\n| budget | limit |", result.Output, StringComparison.Ordinal);
        Assert.Contains("| POST /orders | max-round-trips | 3 | 14 | checkout | **broken** |\n", result.Output, StringComparison.Ordinal);
        // What a name holds is text, not Markdown.
        Assert.Contains("| GET /&#60;b&#62;&#124;x | max-round-trips | 3 | - |  | no evidence |\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("error PERF9002: ", result.Output, StringComparison.Ordinal);

        Assert.Equal(2, (await CheckAsync("--budgets", "b.txt", "--markdown", "--json")).ExitCode);
    }

    [Fact]
    public async Task A_baseline_of_a_check_lets_a_broken_budget_through_until_its_day()
    {
        Evidence(14);
        _directory.Write("b.txt", "perfbudgets 1\nPOST /orders max-round-trips=3\n");
        Assert.Equal(1, (await CheckAsync("--budgets", "b.txt", "--sarif", "x.sarif")).ExitCode);
        var written = await Programs.PerfEvidenceAsync(_directory.Path, "baseline", "x.sarif");
        Assert.True(written.ExitCode == 0, written.Error);
        var entry = await File.ReadAllTextAsync(_directory[".perf/findings.perfbaseline"]);
        Assert.StartsWith("perfbaseline 1\nPERF9002 POST /orders expires=2", entry, StringComparison.Ordinal);

        var known = await CheckAsync("--budgets", "b.txt", "--baseline", ".perf/findings.perfbaseline", "--junit", "x.xml");
        Assert.True(known.ExitCode == 0, known.Output + known.Error);
        Assert.Contains("info PERF9002", known.Output, StringComparison.Ordinal);
        Assert.Equal("0", (string?)XDocument.Load(_directory["x.xml"]).Root!.Attribute("failures"));

        _directory.Write("old.perfbaseline", "perfbaseline 1\nPERF9002 POST /orders expires=2020-01-01 because once\n");
        var expired = await CheckAsync("--budgets", "b.txt", "--baseline", "old.perfbaseline");
        Assert.Equal(1, expired.ExitCode);
        Assert.Contains("(the baseline let it through until 2020-01-01)", expired.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, "1 budget: 1 no evidence", "GET /other max-round-trips=3")]
    [InlineData(0, "1 budget: 1 warns", "POST /orders p95-ms=75")]
    [InlineData(5, "budgets.txt(2): unknown limit", "POST /orders trips=3")]
    public async Task Each_verdict_has_its_answer(int code, string says, string budget)
    {
        Evidence(3);
        _directory.Write("budgets.txt", $"perfbudgets 1\n{budget}\n");
        var result = await CheckAsync("--budgets", "budgets.txt");
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(says, result.Output + result.Error, StringComparison.Ordinal);
    }

    // A run that was killed before its time: three round trips until then are not three in all.
    [Theory]
    [InlineData(7, "1 budget: 1 partial evidence", "max-round-trips=3")]
    [InlineData(7, "1 budget: 1 partial evidence", "max-round-trips=3 p95-ms=75")]
    [InlineData(1, "1 budget: 1 broken", "max-round-trips=2")]
    [InlineData(0, "1 budget: 1 warns", "p95-ms=75")]
    public async Task What_a_measurement_keeps_that_is_not_whole_is_not_proven(int code, string says, string limits)
    {
        Evidence(3, header: "\tpartial=true");
        _directory.Write("b.txt", $"perfbudgets 1\nPOST /orders {limits}\n");
        var result = await CheckAsync("--budgets", "b.txt", "--junit", "x.xml");
        Assert.True(result.ExitCode == code, result.Output + result.Error);
        Assert.Contains(says, result.Output, StringComparison.Ordinal);
        if (code != 7)
            return;

        Assert.Contains("b.txt(2): warning PERF9003: 'POST /orders' ", result.Output, StringComparison.Ordinal);
        Assert.Contains("in evidence that is not whole: profile checkout ended early, and what is missing may exceed it; measure again", result.Output, StringComparison.Ordinal);
        Assert.Equal("partial evidence", (string?)XDocument.Load(_directory["x.xml"]).Descendants("error").Single().Attribute("type"));

        // Another measurement, which is whole, keeps it.
        _directory.Write(".perf/b.perfevidence", "perfevidence\t1\nprofile\tlater\nendpoint\tPOST /orders\tcount=100\tp50-ms=60\tp95-ms=70\tmax-round-trips=3\n");
        Assert.Equal(0, (await CheckAsync("--budgets", "b.txt")).ExitCode);
    }

    [Theory]
    [InlineData(2, "no budgets: name an assembly")]
    [InlineData(6, "there is no file or directory 'missing.dll'", "--assembly", "missing.dll")]
    [InlineData(6, "'.perf/a.perfevidence' is not an assembly of .NET", "--assembly", ".perf/a.perfevidence")]
    [InlineData(5, "there is no file 'missing.txt'", "--budgets", "missing.txt")]
    [InlineData(5, "missing.perfevidence: no such file", "missing.perfevidence", "--budgets", "b.txt")]
    [InlineData(4, "'no/x.sarif' cannot be written: there is no such directory", "--budgets", "b.txt", "--sarif", "no/x.sarif")]
    [InlineData(2, "unrecognized option '--oops'", "--oops")]
    public async Task Bad_input_is_named(int code, string says, params string[] arguments)
    {
        Evidence(3);
        _directory.Write("b.txt", "perfbudgets 1\nPOST /orders max-round-trips=3\n");
        var result = await CheckAsync(arguments);
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_cannot_act_on_the_terminal_nor_break_the_files()
    {
        _directory.Write("b.txt", "perfbudgets 1\nGET /<a&\"'>]]>\uFFFE max-round-trips=3\n");
        _directory.Write("e.perfevidence", "perfevidence\t1\nprofile\t[red]<x>\u200B\nendpoint\tGET /<a&\"'>]]>\uFFFE\tcount=1\tmax-round-trips=9\n");
        var result = await CheckAsync("e.perfevidence", "--budgets", "b.txt", "--junit", "x.xml", "--sarif", "x.sarif");
        Assert.True(result.ExitCode == 1, result.Output + result.Error);
        Assert.Contains("[red]<x>", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u200B', result.Output);
        Assert.Contains("GET /<a&\"'>]]>", (string?)XDocument.Load(_directory["x.xml"]).Descendants("testcase").Single().Attribute("name"), StringComparison.Ordinal);
        JsonDocument.Parse(await File.ReadAllTextAsync(_directory["x.sarif"])).Dispose();
    }

    // 100 executions with a spread of 20 ms: 75 ms is exceeded by 5.
    private void Evidence(int trips, string header = "") => _directory.Write(".perf/a.perfevidence",
        $"perfevidence\t1\nprofile\tcheckout{header}\nendpoint\tPOST /orders\tmember=M:Shop.Orders.Place(System.Int32)\tcount=100\tp50-ms=60\tp95-ms=80\tmax-round-trips={trips}\n");

    private Task<ProgramResult> CheckAsync(params string[] arguments) => Programs.PerfEvidenceAsync(_directory.Path, ["check", .. arguments]);
}
