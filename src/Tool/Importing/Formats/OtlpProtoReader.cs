using System.Buffers.Text;
using System.Text;
using PerfAnalyzers.Tool.Tracing;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>Reads spans of OTLP protocol buffers into the store. The numbers are those of <c>opentelemetry/proto/trace/v1/trace.proto</c>.</summary>
internal sealed class OtlpProtoReader(ProtoPull proto, SpanStore store)
{
    private readonly SpanIntake _intake = new(store);
    private byte[] _value = new byte[4096];
    private int _valueLength;

    /// <summary>The fields of a request that ends at <paramref name="end"/>.</summary>
    public void ReadRequest(long end)
    {
        while (proto.NextField(end))
        {
            if (proto.Field == 1)
                ReadOfResource(proto.Enter(end));
            else
                proto.Skip(end);
        }
    }

    private void ReadOfResource(long end)
    {
        var service = 0;
        var first = store.Count;
        while (proto.NextField(end))
        {
            if (proto.Field == 1)
                service = ReadResource(proto.Enter(end));
            else if (proto.Field is 2 or 1000)
                ReadScope(proto.Enter(end));
            else
                proto.Skip(end);
        }

        for (var i = first; service != 0 && i < store.Count; i++)
            store[i].Service = service;
    }

    private int ReadResource(long end)
    {
        var service = 0;
        while (proto.NextField(end))
        {
            if (proto.Field != 1)
            {
                proto.Skip(end);
                continue;
            }

            var attribute = proto.Enter(end);
            var isName = false;
            while (proto.NextField(attribute))
            {
                if (proto.Field == 1)
                    isName = proto.Bytes(attribute).SequenceEqual("service.name"u8);
                else if (proto.Field == 2 && isName && ReadValue(proto.Enter(attribute)))
                    service = store.Services.Of(Encoding.UTF8.GetString(_value, 0, Math.Min(_valueLength, 200)));
                else
                    proto.Skip(attribute);
            }
        }

        return service;
    }

    private void ReadScope(long end)
    {
        while (proto.NextField(end))
        {
            if (proto.Field == 2)
                ReadSpan(proto.Enter(end));
            else
                proto.Skip(end);
        }
    }

    private void ReadSpan(long end)
    {
        _intake.Begin();
        while (proto.NextField(end))
        {
            switch (proto.Field)
            {
                case 1:
                    (_intake.Row.TraceHigh, _intake.Row.TraceLow) = SpanIds.OfBytes(proto.Bytes(end));
                    break;
                case 2:
                    _intake.Row.Id = SpanIds.OfBytes(proto.Bytes(end)).Low;
                    break;
                case 4:
                    _intake.Row.Parent = SpanIds.OfBytes(proto.Bytes(end)).Low;
                    break;
                case 5:
                    _intake.Name(proto.Bytes(end));
                    break;
                case 6:
                    _intake.Row.Kind = proto.Number(end) is <= 5 and var kind ? (SpanKind)kind : SpanKind.Unspecified;
                    break;
                case 7:
                    _intake.Row.StartNs = (long)Math.Min(proto.Number(end), long.MaxValue);
                    break;
                case 8:
                    _intake.End((long)Math.Min(proto.Number(end), long.MaxValue));
                    break;
                case 9:
                    ReadAttribute(proto.Enter(end));
                    break;
                default:
                    proto.Skip(end);
                    break;
            }
        }

        _intake.Commit();
    }

    private void ReadAttribute(long end)
    {
        var (attribute, rank, hasKey, hasValue) = (SpanAttribute.None, (byte)0, false, false);
        while (proto.NextField(end))
        {
            if (proto.Field == 1)
            {
                (attribute, rank) = AttributeNames.Find(proto.Bytes(end));
                hasKey = true;
            }
            else if (proto.Field == 2 && !(hasKey && attribute == SpanAttribute.None))
            {
                hasValue |= ReadValue(proto.Enter(end));
            }
            else
            {
                proto.Skip(end);
            }
        }

        if (hasValue)
            _intake.Attribute(attribute, rank, _value.AsSpan(0, _valueLength));
    }

    // Texts and whole numbers; nothing else is ever asked for.
    private bool ReadValue(long end)
    {
        var found = false;
        while (proto.NextField(end))
        {
            if (proto.Field == 1)
            {
                var text = proto.Bytes(end);
                if (_value.Length < text.Length)
                    _value = new byte[text.Length * 2];

                text.CopyTo(_value);
                _valueLength = text.Length;
                found = true;
            }
            else if (proto.Field == 3)
            {
                found |= Utf8Formatter.TryFormat((long)proto.Number(end), _value, out _valueLength);
            }
            else
            {
                proto.Skip(end);
            }
        }

        return found;
    }
}
