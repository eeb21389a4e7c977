using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>
/// OTLP as protocol buffers: the body of a request to <c>/v1/traces</c>, several of them one after the other, or each behind its length, as the collector's file
/// exporter and the usual helpers write them.
/// </summary>
internal sealed class OtlpProtoFormat : ICaptureFormat
{
    public string Name => "otlp";

    public bool Recognizes(CaptureHead head) => OtlpFraming.Of(head.Bytes.ToArray()) is not null;

    public void Read(CaptureInput input, Capture capture)
    {
        var framing = OtlpFraming.Of(input.Head.Bytes.ToArray()) ?? throw new CaptureException("not a trace request");
        var proto = new ProtoPull(input);
        var reader = new OtlpProtoReader(proto, capture.Spans);
        if (framing.Prefix == OtlpFraming.LengthPrefix.None)
        {
            // Messages that follow one another are one message with more in it.
            reader.ReadRequest(long.MaxValue);
            return;
        }

        while (!proto.IsAtEnd)
        {
            var length = framing.Prefix == OtlpFraming.LengthPrefix.Varint ? (long)Math.Min(proto.Varint(), int.MaxValue) : proto.BigEndianLength();
            reader.ReadRequest(proto.Position + length);
        }
    }
}
