using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;
using PerfAnalyzers.Collector;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Tests.Importing;

namespace PerfAnalyzers.Tool.Tests.Tracing;

/// <summary>A program that exports the spans of its <see cref="HttpClient"/> with OpenTelemetry: what arrives at the collector's port becomes evidence of the line.</summary>
public sealed class StampedTraceTests
{
    private static readonly ActivitySource s_source = new("PerfAnalyzers.Tool.Tests.Stamped");

    [Fact]
    public async Task Spans_that_were_stamped_are_evidence_of_the_line_that_sent_the_request()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        using var listener = new HttpListener { Prefixes = { address.AbsoluteUri } };
        listener.Start();
        var received = ReceiveAsync(listener);
        using var client = new HttpClient { BaseAddress = address };

        // The first request of a client sets it up, on another thread: its span knows no line.
        await FindAsync(client, 0);
        using (CallSites.StampSpans(maxShare: 1))
        using (var provider = Sdk.CreateTracerProviderBuilder().AddSource(s_source.Name).AddSource("System.Net.Http")
            .AddOtlpExporter(o =>
            {
                (o.Endpoint, o.Protocol) = (new(address, "v1/traces"), OtlpExportProtocol.HttpProtobuf);

                // All spans in one request, however slow the machine is.
                o.BatchExportProcessorOptions.ScheduledDelayMilliseconds = 600_000;
            }).Build())
        {
            // Whoever runs the tests may have an activity of its own.
            Activity.Current = null;
            using (s_source.StartActivity("GET /orders", ActivityKind.Server))
            {
                for (var id = 1; id <= 20; id++)
                    await FindAsync(client, id);
            }

            Assert.True(provider.ForceFlush());
        }

        // Tests beside this one send requests too, which have no root operation here.
        var capture = TraceText.Read(await received);
        Assert.Equal((1L, 20.0), (capture.Endpoints["GET /orders"].Count, capture.Endpoints["GET /orders"].RoundTrips));
        var site = Assert.Single(Imported.Records(capture, RecordKind.Site), s => s is { Operation: "http", Roots: 1 });

        // Traces have no parameters; the build joins such a name where there is no overload.
        Assert.Equal(("M:PerfAnalyzers.Tool.Tests.Tracing.StampedTraceTests.FindAsync", "unknown"), (site.Key, site[Field.Signature]));
        Assert.Equal("tests/Tool.Tests/Tracing/StampedTraceTests.cs", site.File);
        Assert.Equal(20, site.Calls);
        Assert.Contains("client.GetAsync", File.ReadLines(Path.Combine(Programs.RepositoryRoot, site.File!)).ElementAt(site.SourceLine!.Value - 1), StringComparison.Ordinal);
    }

    private static async Task FindAsync(HttpClient client, int id)
    {
        using var response = await client.GetAsync(new Uri($"orders/{id}", UriKind.Relative));
        response.EnsureSuccessStatusCode();
    }

    // Answers every request, and gives what was exported.
    private static async Task<byte[]> ReceiveAsync(HttpListener listener)
    {
        while (true)
        {
            var context = await listener.GetContextAsync();
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            context.Response.ContentType = "application/x-protobuf";
            context.Response.Close();
            if (context.Request.RawUrl == "/v1/traces")
                return body.ToArray();
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
