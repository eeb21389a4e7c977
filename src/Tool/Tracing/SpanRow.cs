namespace PerfAnalyzers.Tool.Tracing;

/// <summary>One span, as small as it goes: a file of a gigabyte has a million of them. What many have in common is in their <see cref="SpanShape"/>.</summary>
internal struct SpanRow
{
    public ulong TraceHigh { get; set; }

    public ulong TraceLow { get; set; }

    /// <summary>The span's id within its trace; 0 when it has none.</summary>
    public ulong Id { get; set; }

    /// <summary>The id of the parent; 0 for none.</summary>
    public ulong Parent { get; set; }

    /// <summary>Nanoseconds since 1970.</summary>
    public long StartNs { get; set; }

    public long DurationNs { get; set; }

    /// <summary>Its number in <see cref="SpanShapes"/>.</summary>
    public int Shape { get; set; }

    /// <summary>Its number in <see cref="SpanServices"/>.</summary>
    public int Service { get; set; }

    /// <summary>Rows that a query returned, or -1.</summary>
    public int Rows { get; set; }

    /// <summary>A hash of what was asked for, parameters included: compared, never written.</summary>
    public int Key { get; set; }

    public SpanKind Kind { get; set; }

    public SpanFlags Flags { get; set; }

    /// <summary>Nanoseconds since 1970.</summary>
    public readonly long EndNs => StartNs + DurationNs;

    public readonly double DurationMs => DurationNs / 1e6;

    /// <summary>Whether it stands for a call that leaves the process.</summary>
    public readonly bool IsOutgoing => Kind is SpanKind.Client or SpanKind.Producer;
}
