using System.Net;
using System.Text;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Another service: answers what depends on the request alone, after a while, and remembers how many requests it had at the same time.</summary>
internal sealed class CountingHandler(string? failsOn = null) : HttpMessageHandler
{
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
        }

        try
        {
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
