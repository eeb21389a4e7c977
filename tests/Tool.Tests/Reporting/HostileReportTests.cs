using System.Text.Json;

namespace PerfAnalyzers.Tool.Tests.Reporting;

/// <summary>Whatever a file names its things, the page shows it as text, and shows nothing but what the file is about.</summary>
public sealed class HostileReportTests : IDisposable
{
    // A script, an image that fails, the end of the element that holds the data, and what turns the text around it.
    private const string Planted = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1><!--<svg/onload=window.hacked=1>\"'&lt;\u202Eabc\u2066";

    // As a format's own escapes have to write it.
    private const string InEvidence = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1><!--<svg/onload=window.hacked=1>\"'&lt;";

    private static readonly string[] s_dangerous = ["\u202E", "\u2066", "\u0000", "\u001b"];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [ChromiumFact]
    public async Task Scripts_in_every_name_are_text()
    {
        _directory.Write("a.folded", $"App!A.B();{Planted} 5\n{Planted};main 3\n");
        _directory.Write("b.perfevidence", Evidence());
        _directory.Write("c.sarif", Sarif());
        _directory.Write("d.speedscope.json", Speedscope());
        _directory.Write("e.otlp.json", Otlp());
        _directory.Write("src/x.cs", $"// {Planted}\nclass X;\n");
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "report", "a.folded", "b.perfevidence", "c.sarif", "d.speedscope.json", "e.otlp.json", "-o", "report.html");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.DoesNotContain(s_dangerous, d => File.ReadAllText(_directory["report.html"]).Contains(d, StringComparison.Ordinal));

        await using var browser = await OpenedPage.OpenAsync(_directory["report.html"]);
        var page = browser.Page;
        var tabs = await page.Locator("#profiles button").CountAsync();
        Assert.Equal(4, tabs);
        for (var i = 0; i < tabs; i++)
        {
            await page.Locator("#profiles button").Nth(i).ClickAsync();
            foreach (var button in await page.Locator("main button:visible").AllAsync())
                await button.ClickAsync();

            Assert.Contains("window.hacked", await page.EvaluateAsync<string>("document.querySelector('main').textContent"), StringComparison.Ordinal);
            var text = await page.EvaluateAsync<string>("document.body.textContent");
            Assert.DoesNotContain(s_dangerous, d => text.Contains(d, StringComparison.Ordinal));
            Assert.Equal(0, await page.Locator("main img, main script, main iframe, main [onerror], main [onload]").CountAsync());
            Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('a[href]')].filter(a => !/^(https:|#)/.test(a.getAttribute('href'))).length"));
        }

        Assert.Equal(3, await page.EvaluateAsync<int>("document.scripts.length"));
        Assert.False(await page.EvaluateAsync<bool>("'hacked' in window"));
        Assert.Empty(browser.Problems);
    }

    [ChromiumFact]
    public async Task The_policy_lets_no_other_script_run()
    {
        _directory.Write("a.folded", "a;b 5\n");
        await Programs.PerfEvidenceAsync(_directory.Path, "report", "a.folded", "-o", "report.html");
        await using var browser = await OpenedPage.OpenAsync(_directory["report.html"]);
        await browser.Page.EvaluateAsync("() => { const s = document.createElement('script'); try { s.textContent = 'window.hacked = 1'; } catch { } document.body.append(s); try { document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=window.hacked=1>'); } catch { } }");
        Assert.False(await browser.Page.EvaluateAsync<bool>("'hacked' in window"));
        Assert.NotEmpty(browser.Problems);
    }

    [Fact]
    public async Task Only_source_of_the_repository_is_shown()
    {
        _directory.Write("repository/.git/HEAD", "x");
        _directory.Write("repository/src/A.cs", "class A { }\n");
        _directory.Write("repository/appsettings.json", "{ \"secret\": \"in-settings\" }\n");
        _directory.Write("outside.cs", "// secret outside\n");
        if (!OperatingSystem.IsWindows())
            File.CreateSymbolicLink(_directory["repository/src/Link.cs"], _directory["outside.cs"]);

        var files = new[] { "src/A.cs", "appsettings.json", "../outside.cs", _directory["outside.cs"], "src/Link.cs", "/etc/passwd", "src/../../outside.cs", "\0", new string('a', 5000) };
        var findings = files.Select(f => new { id = "PERF1001", severity = "warning", file = f, line = 1, message = "m", properties = new { } });
        _directory.Write("repository/findings.json", JsonSerializer.Serialize(new { findings }));
        var result = await Programs.PerfEvidenceAsync(_directory["repository"], "report", "findings.json", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.DoesNotContain("secret", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", result.Output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(result.Output);
        var rows = json.RootElement.GetProperty("findings").GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(files.Length, rows.Count);
        var shown = Assert.Single(rows, r => r.TryGetProperty("source", out _));
        Assert.Equal("class A { }", shown.GetProperty("source")[0].GetString());
    }

    [Theory]
    [InlineData("javascript:alert('{file}')")]
    [InlineData("https://code.example/")]
    [InlineData("data:text/html,{file}")]
    public async Task A_source_link_that_is_no_address_of_a_page_is_refused(string link)
    {
        _directory.Write("a.folded", "a;b 5\n");
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "report", "a.folded", "--source-link", link);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--source-link", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"runs\":[{\"results\":[{\"ruleId\":")]
    [InlineData("{\"runs\":7}")]
    [InlineData("{\"findings\":{\"id\":1}}")]
    [InlineData("{\"findings\":[7]}")]
    public async Task A_log_that_is_none_is_refused_and_nothing_is_written(string log)
    {
        _directory.Write("a.sarif", log);
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "report", "a.sarif");
        Assert.Equal(5, result.ExitCode);
        Assert.Contains("a.sarif: not a sound SARIF log", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory["perfreport.html"]));
    }

    [Fact]
    public async Task A_page_that_cannot_be_written_leaves_what_was_there()
    {
        _directory.Write("a.folded", "a;b 5\n");
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "report", "a.folded", "-o", "missing/report.html");
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("there is no such directory", result.Error, StringComparison.Ordinal);
        Assert.Equal(["a.folded"], Directory.EnumerateFiles(_directory.Path).Select(Path.GetFileName));
    }

    private static string Evidence() =>
        $"perfevidence\t1\nprofile\t{InEvidence}\ttool={InEvidence}\tcommit={InEvidence}\tformat={InEvidence}\tcaptured={InEvidence}\troot={InEvidence}\troots=1\n" +
        $"endpoint\tGET {InEvidence}\tmember=M:{InEvidence}\tcount=3\tp50-ms=1\tcpu-ms=1\tio-ms=9\tround-trips=30\n" +
        $"method\tM:{InEvidence}\tfile={InEvidence}\tself-ms=1\ttotal-ms=1\nfunction\t{InEvidence}\tfile={InEvidence}\tself-ms=1\ttotal-ms=1\n" +
        $"site\tM:{InEvidence}\tfile={InEvidence}\tline=1\top={InEvidence}\tcalls=1\ttotal-ms=1\n" +
        $"plan\tM:{InEvidence}\tnode={InEvidence}\trelation={InEvidence}\tcolumn={InEvidence}\trows-read=9\trows-kept=1\tfile={InEvidence}\n" +
        $"statement\t{InEvidence}\top={InEvidence}\tcalls=1\ttotal-ms=1\ntype\tT:{InEvidence}\tbytes=1\n";

    private static string Sarif() => JsonSerializer.Serialize(new
    {
        runs = new[]
        {
            new
            {
                results = new[]
                {
                    new
                    {
                        ruleId = "PERF1001" + Planted,
                        level = Planted,
                        message = new { text = Planted },
                        locations = new[] { new { physicalLocation = new { artifactLocation = new { uri = "src/x.cs" }, region = new { startLine = 1 } } } },
                        relatedLocations = new[] { new { physicalLocation = new { artifactLocation = new { uri = Planted }, region = new { startLine = 1 } } } },
                        properties = new Dictionary<string, string> { ["perf.state"] = Planted, ["perf.advice"] = Planted, ["perf.profile"] = Planted, ["perf.rank"] = Planted, ["perf.totalMs"] = Planted },
                    },
                },
            },
        },
    });

    private static string Speedscope() => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["$schema"] = "https://www.speedscope.app/file-format-schema.json",
        ["name"] = Planted,
        ["exporter"] = Planted,
        ["shared"] = new { frames = new[] { new { name = Planted, file = Planted, line = 3 }, new { name = "__proto__", file = "constructor", line = 4 } } },
        ["profiles"] = new[] { new { type = "sampled", name = Planted, unit = "milliseconds", startValue = 0, endValue = 8, samples = new[] { new[] { 0, 1 }, [1, 0] }, weights = new[] { 5, 3 } } },
    });

    private static string Otlp()
    {
        object Attribute(string key) => new { key, value = new { stringValue = Planted } };
        object Span(string id, string parent, string name, int start) => new
        {
            traceId = "5b8efff798038103d269b633813fc60c",
            spanId = id,
            parentSpanId = parent,
            name,
            kind = parent.Length == 0 ? 2 : 3,
            startTimeUnixNano = (1700000000000000000L + (start * 1000000L)).ToString(System.Globalization.CultureInfo.InvariantCulture),
            endTimeUnixNano = (1700000000000000000L + ((start + 5) * 1000000L)).ToString(System.Globalization.CultureInfo.InvariantCulture),
            attributes = new[] { Attribute("http.route"), Attribute("db.system"), Attribute("db.statement"), Attribute("code.filepath"), Attribute("code.function"), Attribute("code.namespace") },
        };
        object[] spans = [Span("eee19b7ec3c1b174", "", Planted, 0), .. Enumerable.Range(0, 6).Select(i => Span("eee19b7ec3c1b18" + i, "eee19b7ec3c1b174", Planted, i))];
        return JsonSerializer.Serialize(new
        {
            resourceSpans = new[] { new { resource = new { attributes = new[] { Attribute("service.name") } }, scopeSpans = new[] { new { scope = new { name = Planted }, spans } } } },
        });
    }
}
