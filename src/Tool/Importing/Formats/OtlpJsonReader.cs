using System.Text.Json;
using PerfAnalyzers.Tool.Tracing;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>Reads spans of OTLP JSON into the store; properties come in any order.</summary>
internal sealed class OtlpJsonReader(JsonPull json, SpanStore store)
{
    private readonly SpanIntake _intake = new(store);
    private byte[] _text = new byte[4096];
    private byte[] _value = new byte[4096];
    private int _valueLength;

    /// <summary>The array that is the value of the property that was read.</summary>
    public void ReadResourceSpans()
    {
        if (!json.EnterArray(out var array))
            return;

        while (json.NextElement(array))
        {
            if (json.Token == JsonTokenType.StartObject)
                ReadOfResource();
        }
    }

    private void ReadOfResource()
    {
        var service = 0;
        var first = store.Count;
        var depth = json.Depth;
        while (json.NextProperty(depth))
        {
            if (json.Is("resource"u8))
                service = ReadResource();
            else if (OtlpNames.IsScopeSpans(json))
                ReadScopes();
        }

        // The resource may stand behind its spans.
        for (var i = first; service != 0 && i < store.Count; i++)
            store[i].Service = service;
    }

    private int ReadResource()
    {
        var service = 0;
        if (!json.EnterObject(out var depth))
            return service;

        while (json.NextProperty(depth))
        {
            if (!json.Is("attributes"u8) || !json.EnterArray(out var array))
                continue;

            while (json.NextElement(array))
            {
                if (json.Token != JsonTokenType.StartObject)
                    continue;

                var (isName, name) = (false, default(string));
                var attribute = json.Depth;
                while (json.NextProperty(attribute))
                {
                    if (json.Is("key"u8))
                        isName = json.Read() && json.Is("service.name"u8);
                    else if (json.Is("value"u8) && ReadValue())
                        name = System.Text.Encoding.UTF8.GetString(_value, 0, Math.Min(_valueLength, 200));
                }

                if (isName && name is not null)
                    service = store.Services.Of(name);
            }
        }

        return service;
    }

    private void ReadScopes()
    {
        if (!json.EnterArray(out var array))
            return;

        while (json.NextElement(array))
        {
            if (json.Token != JsonTokenType.StartObject)
                continue;

            var depth = json.Depth;
            while (json.NextProperty(depth))
            {
                if (json.Is("spans"u8))
                    ReadSpans();
            }
        }
    }

    private void ReadSpans()
    {
        if (!json.EnterArray(out var array))
            return;

        while (json.NextElement(array))
        {
            if (json.Token == JsonTokenType.StartObject)
                ReadSpan();
        }
    }

    private void ReadSpan()
    {
        _intake.Begin();
        var depth = json.Depth;
        while (json.NextProperty(depth))
        {
            if (json.Is("attributes"u8))
                ReadAttributes();
            else if (json.Is("traceId"u8) || json.Is("trace_id"u8))
                (_intake.Row.TraceHigh, _intake.Row.TraceLow) = SpanIds.Trace(Text());
            else if (json.Is("spanId"u8) || json.Is("span_id"u8))
                _intake.Row.Id = SpanIds.Span(Text());
            else if (json.Is("parentSpanId"u8) || json.Is("parent_span_id"u8))
                _intake.Row.Parent = SpanIds.Span(Text());
            else if (json.Is("name"u8))
                _intake.Name(Text());
            else if (json.Is("kind"u8))
                _intake.Row.Kind = SpanKinds.Of(Text());
            else if (json.Is("startTimeUnixNano"u8) || json.Is("start_time_unix_nano"u8))
                _intake.Row.StartNs = json.ReadInt64() ?? 0;
            else if (json.Is("endTimeUnixNano"u8) || json.Is("end_time_unix_nano"u8))
                _intake.End(json.ReadInt64() ?? 0);
        }

        _intake.Commit();
    }

    private void ReadAttributes()
    {
        if (!json.EnterArray(out var array))
            return;

        while (json.NextElement(array))
        {
            if (json.Token == JsonTokenType.StartObject)
                ReadAttribute();
        }
    }

    private void ReadAttribute()
    {
        var (attribute, rank, hasKey, hasValue) = (SpanAttribute.None, (byte)0, false, false);
        var depth = json.Depth;
        while (json.NextProperty(depth))
        {
            if (json.Is("key"u8))
            {
                (attribute, rank) = AttributeNames.Find(Text());
                hasKey = true;
            }
            else if (json.Is("value"u8) && !(hasKey && attribute == SpanAttribute.None))
            {
                hasValue |= ReadValue();
            }
        }

        if (hasValue)
            _intake.Attribute(attribute, rank, _value.AsSpan(0, _valueLength));
    }

    // {"stringValue":"..."}, {"intValue":"5"}; what is no single value counts as none.
    private bool ReadValue()
    {
        if (!json.EnterObject(out var depth))
            return false;

        var found = false;
        while (json.NextProperty(depth))
        {
            if (!json.Read() || json.Token is JsonTokenType.StartArray or JsonTokenType.StartObject)
                continue;

            var text = json.Utf8(ref _text);
            if (_value.Length < text.Length)
                _value = new byte[text.Length * 2];

            text.CopyTo(_value);
            _valueLength = text.Length;
            found = true;
        }

        return found;
    }

    private ReadOnlySpan<byte> Text() => json.Read() && json.Token is JsonTokenType.String or JsonTokenType.Number ? json.Utf8(ref _text) : [];
}
