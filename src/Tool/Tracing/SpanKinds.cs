using System.Text;

namespace PerfAnalyzers.Tool.Tracing;

/// <summary>The role of a span, as formats write it.</summary>
internal static class SpanKinds
{
    /// <summary><c>2</c>, <c>server</c>, <c>SERVER</c> or <c>SPAN_KIND_SERVER</c>.</summary>
    public static SpanKind Of(ReadOnlySpan<byte> text)
    {
        if (text.Length == 1)
            return text[0] is >= (byte)'0' and <= (byte)'5' ? (SpanKind)(text[0] - '0') : SpanKind.Unspecified;

        var last = text.LastIndexOf((byte)'_');
        var word = text[(last + 1)..];
        return Is(word, "client"u8) ? SpanKind.Client
            : Is(word, "server"u8) ? SpanKind.Server
            : Is(word, "internal"u8) ? SpanKind.Internal
            : Is(word, "producer"u8) ? SpanKind.Producer
            : Is(word, "consumer"u8) ? SpanKind.Consumer
            : SpanKind.Unspecified;
    }

    private static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> lower) => Ascii.EqualsIgnoreCase(word, lower);
}
