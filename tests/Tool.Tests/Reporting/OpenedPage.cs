using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace PerfAnalyzers.Tool.Tests.Reporting;

/// <summary>A file opened in a headless browser, with everything that it complained of.</summary>
internal sealed class OpenedPage : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private OpenedPage(IPlaywright playwright, IBrowser browser, IPage page)
    {
        _playwright = playwright;
        _browser = browser;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Problems.Add(message.Text);
        };
        page.PageError += (_, error) => Problems.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal))
                Problems.Add("asks for " + request.Url);
        };
    }

    /// <summary>Errors of the console, of scripts, and requests to anywhere.</summary>
    public ConcurrentBag<string> Problems { get; } = [];

    public IPage Page { get; }

    public static async Task<OpenedPage> OpenAsync(string file)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = ChromiumFactAttribute.Browser, Args = ["--no-sandbox", "--disable-gpu"] });
        var opened = new OpenedPage(playwright, browser, await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } }));
        await opened.Page.GotoAsync(new Uri(file).AbsoluteUri);
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
