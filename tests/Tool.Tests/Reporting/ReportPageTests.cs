using System.Text;
using Microsoft.Playwright;
using PerfAnalyzers.Tool.Tests.Importing;

namespace PerfAnalyzers.Tool.Tests.Reporting;

/// <summary>The page in a real browser: it draws, it answers, and nothing that a name holds runs.</summary>
public sealed class ReportPageTests : IDisposable
{
    private const string Script = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1></script>\"'&lt;";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [ChromiumFact]
    public async Task Search_zoom_callers_and_reset_work_by_mouse_and_keyboard()
    {
        await ReportAsync(Samples.File("dotnet/shop-sampled.speedscope.json"));
        await using var browser = await OpenedPage.OpenAsync(_directory["report.html"]);
        var page = browser.Page;
        var bars = page.Locator(".bar");
        var all = await bars.CountAsync();
        Assert.True(all > 20, $"{all} bars");

        await page.FillAsync("input[type=search]", "Pricing");
        Assert.True(await page.Locator(".bar.hit").CountAsync() > 0);
        Assert.Contains("%", await page.Locator(".found").InnerTextAsync(), StringComparison.Ordinal);

        await page.Locator(".bar.hit").First.ClickAsync();
        var zoomed = page.Locator(".bar[tabindex='0']");
        Assert.Contains("Pricing", await zoomed.GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Escape");
        Assert.Contains("everything", await zoomed.GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("ArrowDown");
        Assert.DoesNotContain("everything", await zoomed.GetAttributeAsync("aria-label"), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "Callers", Exact = true }).ClickAsync();
        Assert.Equal("true", await page.GetByRole(AriaRole.Button, new() { Name = "Callers", Exact = true }).GetAttributeAsync("aria-pressed"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Reset", Exact = true }).ClickAsync();
        Assert.Equal("", await page.InputValueAsync("input[type=search]"));
        Assert.Equal(0, await page.Locator(".bar.hit").CountAsync());

        var before = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        await page.ClickAsync("#theme");
        Assert.NotEqual(before, await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.Empty(browser.Problems);
    }

    [ChromiumFact]
    public async Task Scripts_in_names_are_text()
    {
        _directory.Write("a.folded", $"App!A.B();{Script} 5\n{Script};main 3\n");
        _directory.Write("b.perfevidence",
            $"perfevidence\t1\nprofile\t{Script}\ttool={Script}\nendpoint\tGET {Script}\tcount=3\tp50-ms=1\tcpu-ms=1\tio-ms=9\tround-trips=3\n" +
            $"method\tM:{Script}\tfile={Script}\tself-ms=1\ttotal-ms=1\nsite\tM:{Script}\tfile={Script}\tline=1\top={Script}\tcalls=1\ttotal-ms=1\ntype\tT:{Script}\tbytes=1\n");
        _directory.Write("c.sarif", "{\"runs\":[{\"results\":[{\"ruleId\":\"PERF1001<img>\",\"message\":{\"text\":\"</script><script>window.hacked=1</script>\"}}]}]}");
        await ReportAsync("a.folded", "b.perfevidence", "c.sarif");
        await using var browser = await OpenedPage.OpenAsync(_directory["report.html"]);
        for (var i = 0; i < 2; i++)
        {
            await browser.Page.Locator("#profiles button").Nth(i).ClickAsync();
            Assert.Contains("window.hacked", await browser.Page.InnerTextAsync("main"), StringComparison.Ordinal);
            Assert.False(await browser.Page.EvaluateAsync<bool>("'hacked' in window"));
            Assert.Equal(0, await browser.Page.Locator("main img, main script").CountAsync());
        }

        Assert.Empty(browser.Problems);
    }

    [ChromiumFact]
    public async Task A_profile_of_a_hundred_thousand_frames_stays_usable()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 100_000; i++)
            text.Append("root;").Append('f').Append(i % 400).Append(";g").Append(i % 20_000).Append(";h").Append(i).Append(' ').Append((i % 50) + 1).Append('\n');

        _directory.Write("large.folded", text.ToString());
        await ReportAsync("large.folded");
        Assert.True(new FileInfo(_directory["report.html"]).Length < 20_000_000);
        await using var browser = await OpenedPage.OpenAsync(_directory["report.html"]);
        await browser.Page.FillAsync("input[type=search]", "g17");
        Assert.Contains("%", await browser.Page.Locator(".found").InnerTextAsync(), StringComparison.Ordinal);
        Assert.InRange(await browser.Page.Locator(".bar").CountAsync(), 100, 5_000);
        Assert.Empty(browser.Problems);
    }

    private async Task ReportAsync(params string[] files)
    {
        var result = await Programs.PerfEvidenceAsync(_directory.Path, ["report", .. files, "-o", "report.html"]);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
