using System.Text;
using System.Text.Json;
using PerfAnalyzers.Tool.Tracing;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>Reads objects of Jaeger's JSON, each of which is an envelope, a trace or a span.</summary>
internal sealed class JaegerReader(JsonPull json, SpanStore store)
{
    private readonly SpanIntake _intake = new(store);
    private readonly Dictionary<string, int> _processes = new(StringComparer.Ordinal);
    private readonly List<string> _processIds = [];
    private readonly List<int> _processOfSpan = [];
    private byte[] _text = new byte[4096];
    private byte[] _value = new byte[4096];
    private int _valueLength;
    private bool _isSpan;

    /// <summary>The object that was entered.</summary>
    public void ReadObject()
    {
        var first = store.Count;
        _processOfSpan.Clear();
        _processes.Clear();
        _isSpan = false;
        _intake.Begin();
        var process = -1;
        var depth = json.Depth;
        while (json.NextProperty(depth))
        {
            // An envelope's traces are objects again, and come to be read by themselves.
            if (json.Is("data"u8) || json.Is("hits"u8) || json.Is("_source"u8))
                return;

            if (json.Is("spans"u8))
                ReadSpans();
            else if (json.Is("processes"u8))
                ReadProcesses();
            else
                ReadProperty(ref process);
        }

        if (_isSpan && store.Count == first)
            _intake.Commit();
        else
            SetServices(first);
    }

    private void ReadSpans()
    {
        if (!json.EnterArray(out var array))
            return;

        while (json.NextElement(array))
        {
            if (json.Token != JsonTokenType.StartObject)
                continue;

            _intake.Begin();
            var process = -1;
            var depth = json.Depth;
            while (json.NextProperty(depth))
                ReadProperty(ref process);

            _intake.Commit();
            _processOfSpan.Add(process);
        }

        _isSpan = false;
    }

    private void ReadProperty(ref int process)
    {
        if (json.Is("traceID"u8))
        {
            (_intake.Row.TraceHigh, _intake.Row.TraceLow) = SpanIds.Trace(Text());
        }
        else if (json.Is("spanID"u8))
        {
            _intake.Row.Id = SpanIds.Span(Text());
            _isSpan = true;
        }
        else if (json.Is("parentSpanID"u8))
        {
            if (_intake.Row.Parent == 0)
                _intake.Row.Parent = SpanIds.Span(Text());
        }
        else if (json.Is("operationName"u8))
        {
            _intake.Name(Text());
        }
        else if (json.Is("startTime"u8))
        {
            _intake.Row.StartNs = Nanoseconds(json.ReadInt64());
        }
        else if (json.Is("duration"u8))
        {
            _intake.Row.DurationNs = Nanoseconds(json.ReadInt64());
        }
        else if (json.Is("references"u8))
        {
            ReadReferences();
        }
        else if (json.Is("tags"u8))
        {
            ReadTags();
        }
        else if (json.Is("tag"u8))
        {
            ReadTagMap();
        }
        else if (json.Is("processID"u8))
        {
            process = ProcessNumber(json.ReadString() ?? "");
        }
        else if (json.Is("process"u8))
        {
            _intake.Row.Service = ReadProcess();
        }
    }

    // CHILD_OF says who waits; FOLLOWS_FROM is better than nothing.
    private void ReadReferences()
    {
        if (!json.Read() || json.Token != JsonTokenType.StartArray)
            return;

        var (isSure, array) = (false, json.Depth);
        while (json.NextElement(array))
        {
            if (json.Token != JsonTokenType.StartObject)
                continue;

            var (isChild, span, isSameTrace) = (true, 0UL, true);
            var depth = json.Depth;
            while (json.NextProperty(depth))
            {
                if (json.Is("refType"u8))
                    isChild = json.Read() && !json.Is("FOLLOWS_FROM"u8);
                else if (json.Is("spanID"u8))
                    span = SpanIds.Span(Text());
                else if (json.Is("traceID"u8))
                    isSameTrace = IsSameTrace(SpanIds.Trace(Text()));
            }

            if (isSameTrace && span != 0 && !isSure && (isChild || _intake.Row.Parent == 0))
                (_intake.Row.Parent, isSure) = (span, isChild);
        }
    }

    // A reference may come before the span's own id.
    private bool IsSameTrace((ulong High, ulong Low) trace) =>
        (_intake.Row.TraceHigh | _intake.Row.TraceLow) == 0 || (trace.High == _intake.Row.TraceHigh && trace.Low == _intake.Row.TraceLow);

    private void ReadTags()
    {
        if (!json.EnterArray(out var array))
            return;

        while (json.NextElement(array))
        {
            if (json.Token != JsonTokenType.StartObject)
                continue;

            var (attribute, rank, hasValue) = (SpanAttribute.None, (byte)0, false);
            var depth = json.Depth;
            while (json.NextProperty(depth))
            {
                if (json.Is("key"u8))
                    (attribute, rank) = AttributeNames.Find(Text());
                else if (json.Is("value"u8))
                    hasValue = ReadValue();
            }

            if (hasValue)
                _intake.Attribute(attribute, rank, _value.AsSpan(0, _valueLength));
        }
    }

    // Elasticsearch: tags as fields, with @ for dots.
    private void ReadTagMap()
    {
        if (!json.EnterObject(out var depth))
            return;

        while (json.NextProperty(depth))
        {
            var (attribute, rank) = AttributeNames.Find(Encoding.UTF8.GetBytes((json.GetString() ?? "").Replace('@', '.')));
            if (ReadValue())
                _intake.Attribute(attribute, rank, _value.AsSpan(0, _valueLength));
        }
    }

    private bool ReadValue()
    {
        if (!json.Read() || json.Token is not (JsonTokenType.String or JsonTokenType.Number))
            return false;

        var text = json.Utf8(ref _text);
        if (_value.Length < text.Length)
            _value = new byte[text.Length * 2];

        text.CopyTo(_value);
        _valueLength = text.Length;
        return true;
    }

    private void ReadProcesses()
    {
        if (!json.EnterObject(out var depth))
            return;

        while (json.NextProperty(depth))
        {
            var id = json.GetString() ?? "";
            _processes[id] = ReadProcess();
        }
    }

    private int ReadProcess()
    {
        var service = 0;
        if (!json.EnterObject(out var depth))
            return service;

        while (json.NextProperty(depth))
        {
            if (json.Is("serviceName"u8))
                service = store.Services.Of(json.ReadString() ?? "");
        }

        return service;
    }

    private int ProcessNumber(string id)
    {
        var number = _processIds.IndexOf(id);
        if (number < 0 && _processIds.Count < 1_000)
        {
            _processIds.Add(id);
            number = _processIds.Count - 1;
        }

        return number;
    }

    private void SetServices(int first)
    {
        for (var i = 0; i < _processOfSpan.Count && first + i < store.Count; i++)
        {
            if (_processOfSpan[i] is >= 0 and var number && _processes.TryGetValue(_processIds[number], out var service))
                store[first + i].Service = service;
        }
    }

    private static long Nanoseconds(long? microseconds) => microseconds is >= 0 and < long.MaxValue / 1000 ? microseconds.Value * 1000 : -1;

    private ReadOnlySpan<byte> Text() => json.Read() && json.Token is JsonTokenType.String or JsonTokenType.Number ? json.Utf8(ref _text) : [];
}
