using System.Globalization;
using System.Text.Json.Nodes;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Importing;
using PerfAnalyzers.Tool.Tracing;

namespace PerfAnalyzers.Tool.Tests.Tracing;

/// <summary>Spans written down in a test, as a request of OTLP in JSON.</summary>
internal sealed class TraceText
{
    private const long Epoch = 1_795_000_000_000_000_000;

    private readonly JsonArray _resources = [];
    private JsonArray _spans = [];

    public TraceText() => Service("shop");

    /// <summary>What follows is of another service.</summary>
    public TraceText Service(string name)
    {
        _spans = [];
        _resources.Add(new JsonObject
        {
            ["resource"] = new JsonObject { ["attributes"] = new JsonArray(Attribute("service.name", name)) },
            ["scopeSpans"] = new JsonArray(new JsonObject { ["spans"] = _spans }),
        });
        return this;
    }

    /// <summary>Adds a span.</summary>
    /// <param name="id">Its id; with the parent's in front: <c>1&lt;2</c> is span 2 below span 1.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="start">Milliseconds after the beginning.</param>
    /// <param name="duration">Milliseconds.</param>
    /// <param name="attributes"><c>name=value</c>; the name <c>name</c> is that of the span, <c>trace</c> that of its trace.</param>
    public TraceText Add(string id, SpanKind kind, double start, double duration, params string[] attributes)
    {
        var ids = id.Split('<');
        var span = new JsonObject
        {
            ["traceId"] = Hex(1, 32),
            ["spanId"] = Hex(int.Parse(ids[^1], CultureInfo.InvariantCulture), 16),
            ["name"] = "span",
            ["kind"] = (int)kind,
            ["startTimeUnixNano"] = (Epoch + (long)(start * 1e6)).ToString(CultureInfo.InvariantCulture),
            ["endTimeUnixNano"] = (Epoch + (long)((start + duration) * 1e6)).ToString(CultureInfo.InvariantCulture),
        };
        if (ids.Length > 1)
            span["parentSpanId"] = Hex(int.Parse(ids[0], CultureInfo.InvariantCulture), 16);

        var list = new JsonArray();
        foreach (var attribute in attributes)
        {
            var (name, value) = (attribute[..attribute.IndexOf('=')], attribute[(attribute.IndexOf('=') + 1)..]);
            if (name == "name")
                span["name"] = value;
            else if (name == "trace")
                span["traceId"] = Hex(int.Parse(value, CultureInfo.InvariantCulture), 32);
            else
                list.Add(Attribute(name, value));
        }

        span["attributes"] = list;
        _spans.Add(span);
        return this;
    }

    /// <summary>The request, in one line.</summary>
    public override string ToString() => new JsonObject { ["resourceSpans"] = _resources.DeepClone() }.ToJsonString();

    /// <summary>What is read of it.</summary>
    public Capture Read() => Read(ToString());

    /// <summary>What is read of texts, each in a file of its own.</summary>
    public static Capture Read(params string[] texts) => Read([.. texts.Select(System.Text.Encoding.UTF8.GetBytes)]);

    /// <summary>What is read of files.</summary>
    public static Capture Read(params byte[][] files)
    {
        using var directory = new TemporaryDirectory();
        var capture = new Capture();
        var paths = new List<string>();
        foreach (var file in files)
        {
            paths.Add(directory[$"{paths.Count}.spans"]);
            File.WriteAllBytes(paths[^1], file);
        }

        Assert.True(CaptureReader.ReadAll(paths, capture, [], quiet: true));
        return capture;
    }

    private static JsonObject Attribute(string name, string value) => new()
    {
        ["key"] = name,
        ["value"] = long.TryParse(value, out _) ? new JsonObject { ["intValue"] = value } : new JsonObject { ["stringValue"] = value },
    };

    private static string Hex(int number, int digits) => number.ToString("x", CultureInfo.InvariantCulture).PadLeft(digits, '0');
}
