using System.Buffers.Binary;
using System.IO.Compression;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Converting;
using PerfAnalyzers.Tool.Sources;
using PerfAnalyzers.Tool.Tests.Tracing;
using PerfAnalyzers.Tool.Tracing;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>
/// Traces of the sample shop: the request that its exporter sent, and the same spans in the other formats. The expected numbers were computed from the JSON lines with
/// Python's json module, as the union of the client spans below each server span.
/// </summary>
public sealed class SpanFormatTests
{
    private const string OneSpan = """{"traceId":"W47/95gDgQPSabYzgT/GDA==","spanId":"7uGbfsPBsXM=","name":"GET /a","kind":"SPAN_KIND_SERVER","startTimeUnixNano":1000000000,"endTimeUnixNano":3000000000}""";

    public static TheoryData<string, string, double> Whole => new()
    {
        { "otel/shop.otlp.json", "otlp-json", 0.001 },
        { "otel/shop.otlp.jsonl", "otlp-json", 0.001 },

        // Microseconds: of 20 spans each end may be off by one.
        { "otel/shop.jaeger.json", "jaeger", 0.03 },
        { "otel/shop.zipkin.json", "zipkin", 0.03 },
    };

    [Theory]
    [MemberData(nameof(Whole))]
    public void The_shop_is_the_same_in_every_format(string sample, string format, double tolerance)
    {
        var capture = TraceText.Read(File.ReadAllBytes(Samples.File(sample)));
        Assert.Equal([format], capture.Formats);
        Assert.Equal(["GET /", "GET /accounts/{id}/summary", "GET /cache/{id}", "GET /orders/{id}/report"], capture.Endpoints.Keys.Order(StringComparer.Ordinal));

        var report = capture.Endpoints["GET /orders/{id}/report"];
        Assert.Equal((2L, 42.0, 21.0), (report.Count, report.RoundTrips, report.MaxRoundTrips));
        Assert.Equal(1624.0939 + 724.1941, report.TotalMs, tolerance);
        Assert.Equal(715.6589 + 417.6352, report.IoMs!.Value, tolerance);
        Assert.Equal(121.0693 + 83.4479, capture.Endpoints["GET /accounts/{id}/summary"].IoMs!.Value, tolerance);

        var (_, _, _, lines) = Assert.Single(capture.Sites.Sites, s => s.Place.Member?.Id == "M:Shop.OrderLineRepository.GetAsync");
        Assert.Equal((40L, 2L, 20L), (lines.Calls, lines.Roots, lines.MaxPerRoot));
        Assert.Equal(835.7785, lines.TotalMs!.Value, tolerance);
        Assert.Contains(capture.Sites.Sites, s => s.Place == new CodePlace(new("M:Shop.OrderLineRepository.GetAsync", false), "/home/dev/projects/shp/src/Shop/Services.cs", 15));
        Assert.Contains(capture.Remarks, r => r.StartsWith("GET /orders/{id}/report: the same call up to 20 times", StringComparison.Ordinal) && r.EndsWith("(Services.cs:15)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("as it was sent")]
    [InlineData("twice")]
    [InlineData("behind lengths of 7 bits")]
    [InlineData("behind lengths of 4 bytes")]
    [InlineData("packed")]
    public void A_protobuf_request_is_read_however_it_lies_in_the_file(string how)
    {
        // The first of the two requests: 5 server spans, 44 queries, one connection opened, of which 2 roots make 21 round trips each.
        var request = File.ReadAllBytes(Samples.File("otel/shop-traces.otlp.pb"));
        var file = how switch
        {
            "twice" => [.. request, .. request],
            "behind lengths of 7 bits" => [.. Varint(request.Length), .. request, .. Varint(request.Length), .. request],
            "behind lengths of 4 bytes" => [.. BigEndian(request.Length), .. request, .. BigEndian(request.Length), .. request],
            "packed" => Packed(request),
            _ => request,
        };
        var capture = TraceText.Read(file);
        Assert.Equal(["otlp"], capture.Formats);

        // A request that was sent again holds the same spans.
        Assert.Equal((5L, 42.0), (capture.Endpoints.Values.Sum(e => e.Count), capture.Endpoints.Values.Sum(e => e.RoundTrips ?? 0)));
        Assert.Equal(44, capture.Statements.Values.Sum(s => s.Calls));
    }

    [Theory]
    [InlineData("""{"batches":[{"resource":{},"instrumentationLibrarySpans":[{"spans":[#]}]}]}""")]
    [InlineData("""{"trace":{"resourceSpans":[{"scopeSpans":[{"spans":[#]}],"resource":{"attributes":[{"value":{"stringValue":"shop"},"key":"service.name"}]}}]}}""")]
    [InlineData("""{"result":{"resourceSpans":[{"schemaUrl":"x","scopeSpans":[{"scope":{},"spans":[#]}]}]}}""")]
    [InlineData("""{"resourceMetrics":[]}{"resourceLogs":[{"x":[1,2]}]}{"resourceSpans":[{"scopeSpans":[{"spans":[#]}]}]}""")]
    public void Other_envelopes_of_OTLP_are_opened(string envelope)
    {
        var endpoint = TraceText.Read(envelope.Replace("#", OneSpan, StringComparison.Ordinal)).Endpoints["GET /a"];
        Assert.Equal((1L, 2000.0), (endpoint.Count, endpoint.TotalMs));
    }

    [Theory]
    [InlineData("""{"data":[{"traceID":"5b","spans":[#],"processes":{"p1":{"serviceName":"shop"},"p2":{"serviceName":"stock"}}}],"total":0,"errors":null}""")]
    [InlineData("""{"processes":{"p1":{"serviceName":"shop"},"p2":{"serviceName":"stock"}},"traceID":"5b","spans":[#]}""")]
    public void Jaeger_traces_say_their_processes_before_or_after(string envelope)
    {
        var capture = TraceText.Read(envelope.Replace("#", JaegerSpans("processID", "\"p1\"", "\"p2\""), StringComparison.Ordinal));
        Assert.Equal(["GET /a", "GET /b/{id}"], capture.Endpoints.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((1.0, 0.5), (capture.Endpoints["GET /a"].RoundTrips, capture.Endpoints["GET /a"].IoMs));
        Assert.Equal(["shop", "shop", "stock"], capture.Traces.Single(t => t.Endpoint == "GET /a").Spans.Select(s => s.Service));
    }

    [Fact]
    public void Jaeger_spans_of_its_store_are_read_one_a_line()
    {
        var lines = JaegerSpans("process", """{"serviceName":"shop"}""", """{"serviceName":"stock"}""").Replace("},{\"traceID\"", "}\n{\"traceID\"", StringComparison.Ordinal);
        var capture = TraceText.Read(lines);
        Assert.Equal(1.0, capture.Endpoints["GET /a"].RoundTrips);
    }

    [Fact]
    public void In_Zipkin_both_sides_of_a_call_may_be_one_span()
    {
        var capture = TraceText.Read("""
            [[{"traceId":"5b","id":"1","kind":"SERVER","name":"get /a","timestamp":1000,"duration":1000,"localEndpoint":{"serviceName":"shop"},"tags":{"http.method":"GET","http.path":"/a"}},
              {"traceId":"5b","id":"2","parentId":"1","kind":"CLIENT","timestamp":1100,"duration":500,"localEndpoint":{"serviceName":"shop"},"tags":{"http.method":"GET","http.path":"/b"}},
              {"traceId":"5b","id":"2","parentId":"1","kind":"SERVER","timestamp":1200,"duration":300,"shared":true,"localEndpoint":{"serviceName":"stock"},"tags":{"http.method":"GET","http.path":"/b"}},
              {"traceId":"5b","id":"3","parentId":"2","timestamp":1250,"duration":100,"localEndpoint":{"serviceName":"stock"},"tags":{"sql.query":"select 1"}}]]
            """);
        Assert.Equal((1.0, 0.5), (capture.Endpoints["GET /a"].RoundTrips, Math.Round(capture.Endpoints["GET /a"].IoMs!.Value, 6)));
        Assert.Equal((1.0, 0.1), (capture.Endpoints["GET /b"].RoundTrips, Math.Round(capture.Endpoints["GET /b"].IoMs!.Value, 6)));
        Assert.Equal(4, capture.Traces.Single(t => t.Endpoint == "GET /a").Spans.Count);
    }

    [Fact]
    public void Nothing_that_a_user_typed_is_kept()
    {
        var capture = new TraceText()
            .Add("1", SpanKind.Server, 0, 500, "http.request.method=GET", "url.path=/users/secret@mail.example/4711secret", "url.query=token=secret", "name=GET /users/secret@mail.example?x=secret",
                "enduser.id=secret", "http.request.header.authorization=Bearer secret")
            .Add("1<2", SpanKind.Client, 0, 10, "db.query.text=SELECT a FROM t WHERE mail = 'secret@mail.example' AND pin = 4711", "db.query.parameter.mail=secret", "db.npgsql.data_source=Host=h;Password=secret", "db.user=secret")
            .Add("1<3", SpanKind.Client, 20, 10, "db.system=redis", "db.statement=GET session:secret")
            .Add("1<4", SpanKind.Client, 40, 10, "db.system=mongodb", "db.statement={\"find\":\"users\",\"filter\":{\"mail\":\"secret\"}}")
            .Add("1<5", SpanKind.Client, 60, 10, "http.request.method=GET", "url.full=https://secret:secret@h/items/secret1?key=secret")
            .Add("1<6", SpanKind.Client, 80, 10, "db.system=mysql", "db.statement=SELECT a FROM t WHERE b = \"secret\"")
            .Add("1<7", SpanKind.Client, 90, 10, "name=SELECT a FROM t WHERE b = 'secret'", "db.system=mssql")
            .Add("1<8", SpanKind.Internal, 91, 1, "name=mail to secret@mail.example")
            .Add("1<9", SpanKind.Client, 95, 1, "messaging.system=rabbitmq", "messaging.destination=reply-5d41402abc4b2a76b9719d911017c592secret")
            .Read();
        using var writer = new StringWriter();
        EvidenceWriter.Write(writer, [new CaptureEvidence(capture, PlaceResolver.Here([], [])).Profile("planted", null)]);
        var shown = writer + string.Join('\n', capture.Remarks) + string.Join('\n', capture.Traces.SelectMany(t => t.Spans).Select(s => s.Name));
        Assert.Contains("GET /users/{id}/{id}", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", shown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("4711", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_ends_early_says_what_happened_before()
    {
        var bytes = File.ReadAllBytes(Samples.File("otel/shop.otlp.jsonl"));
        var capture = TraceText.Read(bytes[..(bytes.Length * 95 / 100)]);
        Assert.True(capture.IsPartial);
        Assert.Contains("GET /orders/{id}/report", capture.Endpoints.Keys);
    }

    private static string JaegerSpans(string process, string first, string second) => $$"""
        {"traceID":"5b","spanID":"1","flags":1,"operationName":"GET /a","references":[],"startTime":1000,"duration":1000,"tags":[{"key":"span.kind","type":"string","value":"server"}],"logs":[],"{{process}}":{{first}}},{"traceID":"5b","spanID":"2","operationName":"GET","references":[{"refType":"FOLLOWS_FROM","traceID":"5b","spanID":"9"},{"refType":"CHILD_OF","traceID":"5b","spanID":"1"}],"startTime":1100,"duration":500,"tags":[{"key":"span.kind","value":"client"},{"key":"http.url","value":"http://stock/b/7"}],"{{process}}":{{first}}},{"traceID":"5b","spanID":"0000000000000003","parentSpanID":"2","operationName":"GET /b/7","startTime":1200,"duration":300,"tags":[{"key":"span.kind","value":"server"}],"{{process}}":{{second}}}
        """;

    private static byte[] Varint(int value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7F; value >>= 7)
            bytes.Add((byte)(value | 0x80));

        return [.. bytes, (byte)value];
    }

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(content);

        return packed.ToArray();
    }
}
