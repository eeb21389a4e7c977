using System.Net;
using System.Net.Http.Json;
using Shop;

namespace PerfAnalyzers.Samples.Tests;

/// <summary>Answers in place of the supplier, and remembers what it was asked.</summary>
internal sealed class Supplier : HttpMessageHandler
{
    public List<Uri> Asked { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add(request.RequestUri!);
        var sku = request.RequestUri!.Segments[^1];
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(new SupplierPrice(sku, 4200 + Asked.Count)) });
    }
}
