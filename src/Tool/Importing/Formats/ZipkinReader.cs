using System.Text;
using System.Text.Json;
using PerfAnalyzers.Tool.Tracing;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>Reads spans of Zipkin's JSON, version 2, into the store.</summary>
internal sealed class ZipkinReader(JsonPull json, SpanStore store)
{
    private readonly SpanIntake _intake = new(store);
    private byte[] _text = new byte[4096];
    private byte[] _value = new byte[4096];

    /// <summary>The object that was entered.</summary>
    public void ReadSpan()
    {
        _intake.Begin();
        var depth = json.Depth;
        while (json.NextProperty(depth))
        {
            if (json.Is("traceId"u8))
                (_intake.Row.TraceHigh, _intake.Row.TraceLow) = SpanIds.Trace(Text());
            else if (json.Is("id"u8))
                _intake.Row.Id = SpanIds.Span(Text());
            else if (json.Is("parentId"u8))
                _intake.Row.Parent = SpanIds.Span(Text());
            else if (json.Is("name"u8))
                _intake.Name(Text());
            else if (json.Is("kind"u8))
                _intake.Row.Kind = SpanKinds.Of(Text());
            else if (json.Is("timestamp"u8))
                _intake.Row.StartNs = Math.Max(0, Nanoseconds(json.ReadInt64()));
            else if (json.Is("duration"u8))
                _intake.Row.DurationNs = Nanoseconds(json.ReadInt64());
            else if (json.Is("localEndpoint"u8))
                ReadService();
            else if (json.Is("tags"u8))
                ReadTags();
        }

        _intake.Commit();
    }

    private void ReadService()
    {
        if (!json.EnterObject(out var depth))
            return;

        while (json.NextProperty(depth))
        {
            if (json.Is("serviceName"u8))
                _intake.Row.Service = store.Services.Of(Encoding.UTF8.GetString(Text()));
        }
    }

    private void ReadTags()
    {
        if (!json.EnterObject(out var depth))
            return;

        while (json.NextProperty(depth))
        {
            var (attribute, rank) = AttributeNames.Find(json.Utf8(ref _value));
            if (json.Read() && attribute != SpanAttribute.None && json.Token is JsonTokenType.String or JsonTokenType.Number)
                _intake.Attribute(attribute, rank, json.Utf8(ref _text));
        }
    }

    private static long Nanoseconds(long? microseconds) => microseconds is >= 0 and < long.MaxValue / 1000 ? microseconds.Value * 1000 : -1;

    private ReadOnlySpan<byte> Text() => json.Read() && json.Token is JsonTokenType.String or JsonTokenType.Number ? json.Utf8(ref _text) : [];
}
