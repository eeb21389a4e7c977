namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>One event of a trace. Its stack stays a number until somebody asks for it.</summary>
internal readonly ref struct NetTraceEvent
{
    /// <summary>What kind of event.</summary>
    public required EventType Type { get; init; }

    /// <summary>The thread that it is about.</summary>
    public long Thread { get; init; }

    /// <summary>The process; 0 where there is only one.</summary>
    public long Process { get; init; }

    /// <summary>The number of its stack in the file.</summary>
    public int StackId { get; init; }

    /// <summary>Milliseconds since the trace began.</summary>
    public double AtMs { get; init; }

    /// <summary>The activity in which it happened.</summary>
    public Guid Activity { get; init; }

    /// <summary>For the start of an activity, the one around it.</summary>
    public Guid RelatedActivity { get; init; }

    /// <summary>Its fields.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }
}
