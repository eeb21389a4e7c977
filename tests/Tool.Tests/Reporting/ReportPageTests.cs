using System.Text;
using Microsoft.Playwright;
using PerfAnalyzers.Tool.Tests.Importing;

namespace PerfAnalyzers.Tool.Tests.Reporting;

/// <summary>The page in a real browser: it draws, it answers, and it fits.</summary>
public sealed class ReportPageTests : IDisposable
{
    private const string Frames = "g.frame";
    private const string Hits = "g.frame.hit";
    private const string Active = "g.frame[tabindex='0']";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [ChromiumFact]
    public async Task Search_zoom_callers_and_reset_work_by_mouse_and_keyboard()
    {
        await ReportAsync(Samples.File("dotnet/shop-sampled.speedscope.json"));
        await using var browser = await OpenedPage.OpenAsync(_directory["report.html"]);
        var page = browser.Page;
        await page.WaitForSelectorAsync(Frames);
        var own = await page.Locator(Frames).CountAsync();
        Assert.InRange(own, 8, 60);

        // Everything that the threads ran is more than the program's own members.
        await page.GetByRole(AriaRole.Button, new() { Name = "With libraries" }).ClickAsync();
        Assert.True(await page.Locator(Frames).CountAsync() > 2 * own);

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("Pricing");
        Assert.True(await page.Locator(Hits).CountAsync() > 0);
        Assert.Contains("%", await page.Locator(".found").InnerTextAsync(), StringComparison.Ordinal);

        await page.Locator(Hits).First.ClickAsync();
        var zoomed = page.Locator(Active);
        Assert.Contains("Pricing", await zoomed.GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        Assert.Contains("everything", await page.Locator(".path").InnerTextAsync(), StringComparison.Ordinal);
        await EventuallyAsync(page, "Math.abs(document.querySelector(\"g.frame[tabindex='0'] rect\").getBoundingClientRect().width - document.querySelector('.flame svg').getBoundingClientRect().width) < 3");

        await zoomed.FocusAsync();
        await page.Keyboard.PressAsync("Escape");
        Assert.Contains("everything", await zoomed.GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("ArrowDown");
        var first = await zoomed.GetAttributeAsync("aria-label");
        Assert.DoesNotContain("everything", first, StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal(first, await zoomed.GetAttributeAsync("aria-label"));
        Assert.Contains(first!.Split(' ')[0], await page.Locator(".path b").InnerTextAsync(), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "Callers", Exact = true }).ClickAsync();
        Assert.Equal("true", await page.GetByRole(AriaRole.Button, new() { Name = "Callers", Exact = true }).GetAttributeAsync("aria-pressed"));
        Assert.Contains("everything", await zoomed.GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Reset", Exact = true }).ClickAsync();
        Assert.Equal("", await page.InputValueAsync("input[type=search]"));
        Assert.Equal(0, await page.Locator(Hits).CountAsync());

        var before = await BackgroundAsync(page);
        await page.ClickAsync("#theme");
        var after = await BackgroundAsync(page);
        Assert.NotEqual(before, after);
        await page.Keyboard.PressAsync("t");
        Assert.Equal(before, await BackgroundAsync(page));
        Assert.Empty(browser.Problems);
    }

    [ChromiumFact]
    public async Task Widest_bars_come_first_and_hold_what_they_call()
    {
        _directory.Write("work.folded", "root;a;b 30\nroot;a 10\nroot;c 60\n");
        await ReportAsync("work.folded");
        await using var browser = await OpenedPage.OpenAsync(_directory["report.html"]);
        await EventuallyAsync(browser.Page, "document.querySelectorAll('g.frame rect').length === 5 && [...document.querySelectorAll('g.frame rect')].every(r => r.getAttribute('width') > 0)");
        var bars = await browser.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('g.frame')].map(g => { const r = g.querySelector('rect').getBoundingClientRect(), w = document.querySelector('.flame svg').getBoundingClientRect(); return g.getAttribute('aria-label').split(/ ·|:/)[0] + ' ' + Math.round((r.left - w.left) / w.width * 100) + ' ' + Math.round(r.width / w.width * 100); })");
        Assert.Equal(["a 60 40", "b 60 30", "c 0 60", "everything 0 100", "root 0 100"], bars.Order(StringComparer.Ordinal));
    }

    [ChromiumFact]
    public async Task What_repeats_in_a_slow_execution_is_one_row()
    {
        await ReportAsync(Samples.File("otel/shop.otlp.json"));
        await using var browser = await OpenedPage.OpenAsync(_directory["report.html"]);
        var labels = await browser.Page.Locator(".spans .label").AllInnerTextsAsync();
        Assert.Single(labels, l => l.StartsWith("20 × SELECT", StringComparison.Ordinal));
        Assert.Contains("mixed", await browser.Page.InnerTextAsync("#endpoints"), StringComparison.Ordinal);
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
        var page = browser.Page;
        await page.WaitForSelectorAsync(Frames);
        Assert.InRange(await page.Locator(Frames).CountAsync(), 100, 5_000);

        // What cannot be seen from far away is there when one comes near: 'f399' has 250 stacks of its own.
        Assert.InRange(await TookAsync(page, "const s = document.querySelector('input[type=search]'); s.value = 'g17'; s.dispatchEvent(new Event('input'))"), 0, 2_000);
        Assert.Contains("%", await page.Locator(".found").InnerTextAsync(), StringComparison.Ordinal);
        Assert.InRange(await TookAsync(page, "[...document.querySelectorAll('g.frame')].find(g => g.getAttribute('aria-label').startsWith('f399 ')).dispatchEvent(new MouseEvent('click', { bubbles: true }))"), 0, 2_000);
        var near = await page.Locator(Frames).EvaluateAllAsync<string[]>("all => all.map(g => g.getAttribute('aria-label'))");
        Assert.Contains(near, l => l.StartsWith("h399 ", StringComparison.Ordinal));
        Assert.InRange(near.Length, 250, 5_000);
        Assert.Empty(browser.Problems);
    }

    [ChromiumFact]
    public async Task The_page_fits_a_phone_and_paper()
    {
        await ReportAsync(Samples.File("otel/shop.otlp.json"), Samples.File("dotnet/shop-sampled.speedscope.json"), Samples.File("node/work.heapsnapshot.gz"));
        await using var browser = await OpenedPage.OpenAsync(_directory["report.html"]);
        var page = browser.Page;
        await page.SetViewportSizeAsync(360, 740);
        for (var i = 0; i < 3; i++)
        {
            await page.Locator("#profiles button").Nth(i).ClickAsync();
            Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }

        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.Equal(0, await page.Locator("#theme:visible, .tools:visible, #sections:visible").CountAsync());
        Assert.Empty(browser.Problems);
    }

    [ChromiumFact]
    public async Task Findings_are_sorted_and_filtered_and_lead_to_their_rule_and_line()
    {
        _directory.Write("src/Orders.cs", "class Orders\n{\n    void Load() => Ask();\n}\n");
        _directory.Write("findings.json",
            """
            {"findings":[
              {"id":"PERF1008","severity":"info","file":"src/Orders.cs","line":1,"column":1,"message":"cold one","project":"Shop","properties":{"perf.state":"cold","perf.totalMs":"0.2"}},
              {"id":"PERF2001","severity":"warning","file":"src/Orders.cs","line":2,"column":1,"message":"suspect one","project":"Shop","properties":{"perf.state":"suspect"}},
              {"id":"PERF1001","severity":"warning","file":"src/Orders.cs","line":3,"column":20,"message":"confirmed one","project":"Shop","properties":{"perf.state":"confirmed","perf.totalMs":"3960","perf.perRoot":"847","perf.share":"0.99"}}]}
            """);
        await ReportAsync("findings.json", "--source-link", "https://code.example/{file}#L{line}");
        await using var browser = await OpenedPage.OpenAsync(_directory["report.html"]);
        var page = browser.Page;
        var rows = page.Locator("#findings tbody tr");
        Assert.Equal(3, await rows.CountAsync());
        var first = await rows.First.InnerTextAsync();
        Assert.Contains("confirmed", first, StringComparison.Ordinal);
        Assert.Contains("3,960 ms", first, StringComparison.Ordinal);
        Assert.Contains("847", first, StringComparison.Ordinal);
        Assert.Contains("void Load() => Ask();", await rows.First.Locator(".here").InnerTextAsync(), StringComparison.Ordinal);
        Assert.EndsWith("/docs/rules/PERF1001.md", await rows.First.Locator("a").First.GetAttributeAsync("href"), StringComparison.Ordinal);
        Assert.Equal("https://code.example/src/Orders.cs#L3", await rows.First.Locator("a.place").GetAttributeAsync("href"));

        await page.GetByRole(AriaRole.Button, new() { Name = "confirmed 1" }).ClickAsync();
        Assert.Equal(2, await rows.CountAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Time", Exact = true }).ClickAsync();
        Assert.Contains("cold one", await rows.First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(browser.Problems);
    }

    private static Task<string> BackgroundAsync(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    // What the browser draws, it draws a moment later. The page's policy forbids what the library's own waiting does.
    private static async Task EventuallyAsync(IPage page, string condition)
    {
        for (var i = 0; i < 100 && !await page.EvaluateAsync<bool>(condition); i++)
            await Task.Delay(50);

        Assert.True(await page.EvaluateAsync<bool>(condition), condition);
    }

    // Until the next picture is drawn.
    private static Task<double> TookAsync(IPage page, string action) => page.EvaluateAsync<double>(
        "async () => { const start = performance.now(); " + action + "; await new Promise(r => requestAnimationFrame(() => setTimeout(r))); return performance.now() - start; }");

    private async Task ReportAsync(params string[] arguments)
    {
        var result = await Programs.PerfEvidenceAsync(_directory.Path, ["report", .. arguments, "-o", "report.html"]);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
