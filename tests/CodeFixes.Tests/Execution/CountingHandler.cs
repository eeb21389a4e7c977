using System.Net;
using System.Text;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Another service: answers what depends on the request alone, after a while, and remembers how many requests it had at the same time.</summary>
/// <param name="failsOn">What it does not find.</param>
/// <param name="awaitsCompany">Whether it answers nothing before it has two requests at the same time: how soon the second one comes depends on the machine, and that it comes does not.</param>
internal sealed class CountingHandler(string? failsOn, bool awaitsCompany) : HttpMessageHandler
{
    // Only a program whose requests wait for each other ever waits this long, once.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _company = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly List<string> _requests = [];
    private int _running;

    /// <summary>The most requests at the same time.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>What was asked, in no order.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests.Order(StringComparer.Ordinal)];
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var asked = $"{request.Method} {request.RequestUri!.PathAndQuery} {content}";
        lock (_lock)
        {
            _requests.Add(asked);
            MostAtOnce = Math.Max(MostAtOnce, ++_running);
            if (_running > 1)
                _company.TrySetResult();
        }

        try
        {
            if (awaitsCompany && await Task.WhenAny(_company.Task, Task.Delay(s_patience, cancellationToken)) != _company.Task)
                _company.TrySetResult();

            // The later ones answer sooner, so that order is not kept by chance.
            await Task.Delay(asked.Length % 5 * 3, cancellationToken);
            var sku = request.RequestUri.Segments[^1];
            return sku == failsOn
                ? new(HttpStatusCode.NotFound)
                : new(HttpStatusCode.OK) { Content = new StringContent($$"""{"sku":"{{sku}}","amount":{{sku.Sum(c => c)}}}""", Encoding.UTF8, "application/json") };
        }
        finally
        {
            lock (_lock)
                _running--;
        }
    }
}
