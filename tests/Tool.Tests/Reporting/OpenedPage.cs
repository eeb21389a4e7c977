using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace PerfAnalyzers.Tool.Tests.Reporting;

/// <summary>A file opened in a headless browser, with everything that it complained of.</summary>
internal sealed class OpenedPage : IAsyncDisposable
{
    // One browser for all tests, which ends with their process: it takes longer to start than most tests run.
    private static readonly Lazy<Task<IBrowser>> s_browser = new(async () =>
    {
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new() { ExecutablePath = ChromiumFactAttribute.Browser, Args = ["--no-sandbox", "--disable-gpu"] });
    });

    private readonly IBrowserContext _context;

    private OpenedPage(IBrowserContext context, IPage page)
    {
        _context = context;
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
        var context = await (await s_browser.Value).NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var opened = new OpenedPage(context, await context.NewPageAsync());
        await opened.Page.GotoAsync(new Uri(file).AbsoluteUri);
        return opened;
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
