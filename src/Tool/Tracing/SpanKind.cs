namespace PerfAnalyzers.Tool.Tracing;

/// <summary>The role of a span; the numbers are those of OTLP.</summary>
internal enum SpanKind : byte
{
    Unspecified = 0,
    Internal = 1,
    Server = 2,
    Client = 3,
    Producer = 4,
    Consumer = 5,
}
