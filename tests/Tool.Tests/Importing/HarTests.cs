using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Tests.Tracing;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>HTTP archives. The expected numbers are the <c>time</c> fields of the file, read with Python's json module.</summary>
public sealed class HarTests
{
    [Fact]
    public void Requests_of_the_sample_are_endpoints_by_route()
    {
        var capture = TraceText.Read(File.ReadAllBytes(Samples.File("har/shop.har")));
        Assert.Equal(["har"], capture.Formats);
        Assert.Equal(["GET /", "GET /accounts/{id}/summary", "GET /orders/{id}/report"], capture.Endpoints.Keys.Order(StringComparer.Ordinal));
        var summary = capture.Endpoints["GET /accounts/{id}/summary"];
        Assert.Equal((5L, 1163.23, 197.354), (summary.Count, Math.Round(summary.TotalMs, 3), Math.Round(summary.Percentile(0.5), 3)));
        Assert.Null(summary.RoundTrips);

        // The page is drawn: the document and the six requests of its script.
        var page = Assert.Single(capture.Traces);
        Assert.Equal(("page /", 8), (page.Endpoint, page.Spans.Count));
    }

    [Fact]
    public void What_is_no_answer_of_the_program_is_no_endpoint()
    {
        var capture = Read(
            Entry("GET", "https://shop.example/orders/17?token=secret", 30, 200, "\"mimeType\":\"application/json\""),
            Entry("POST", "https://shop.example/orders", 50, 201, "\"mimeType\":\"application/json\""),
            Entry("GET", "https://shop.example/app.js", 5, 200, "\"mimeType\":\"text/javascript\""),
            Entry("GET", "https://shop.example/logo.png", 5, 304, "\"mimeType\":\"image/png\""),
            Entry("GET", "https://shop.example/aborted", 5, 0, ""),
            Entry("GET", "https://shop.example/broken", -1, 200, ""),
            Entry("GET", "data:text/html,secret", 1, 200, ""),
            Entry("GET", "https://cdn.example/users/ann@mail.example", 7, 200, "\"mimeType\":\"application/json\""));
        Assert.Equal(["GET /orders/{id}", "GET /users/{id}", "POST /orders"], capture.Endpoints.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("3 requests without an answer or a duration are left out", capture.Remarks);
        Assert.Contains(capture.Remarks, r => r.StartsWith("requests to 2 hosts", StringComparison.Ordinal));
        var shown = string.Join('\n', capture.Traces.SelectMany(t => t.Spans).Select(s => s.Name));
        Assert.Contains("GET /app.js", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Ann", shown, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_archive_without_requests_measured_nothing() => Assert.True(Read().IsEmpty);

    private static Capture Read(params string[] entries) => TraceText.Read("\uFEFF{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"x\"},\"pages\":[{\"id\":\"p\",\"title\":\"Ann's orders\"}],\r\n\"entries\":[" + string.Join(",\r\n", entries) + "]}}");

    private static string Entry(string method, string url, double time, int status, string content) => System.FormattableString.Invariant(
        $$"""{"response":{"content":{"size":1,{{(content.Length == 0 ? "\"x\":1" : content)}}},"status":{{status}}},"request":{"url":"{{url}}","method":"{{method}}","cookies":[{"name":"a","value":"secret"}]},"time":{{time}},"startedDateTime":"2026-11-22T11:11:50.399Z"}""");
}
