namespace PerfAnalyzers.Tool.Tracing;

/// <summary>What else is known of a span.</summary>
[Flags]
internal enum SpanFlags : byte
{
    None = 0,

    /// <summary><see cref="SpanRow.Key"/> tells whether two round trips had the same parameters.</summary>
    HasKey = 1,

    /// <summary>It was exported without an end.</summary>
    IsUnfinished = 2,
}
