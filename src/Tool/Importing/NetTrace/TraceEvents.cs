namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>Hands each event to what makes something of it.</summary>
/// <param name="code">Where what the runtime says of its code goes, beside what other traces of the process say of it.</param>
internal sealed class TraceEvents(CodeMap code) : IEventHandler
{
    private readonly Dictionary<EventType, EventKind> _kinds = new(ReferenceEqualityComparer.Instance);

    /// <summary>Distinct stacks.</summary>
    public AddressTree Tree { get; } = new();

    public CodeMap Code { get; } = code;

    public ThreadTimes Times { get; } = new();

    /// <summary>Processor time by stack.</summary>
    public StackValues Processor { get; } = new();

    public HeapTypes Types { get; } = new();

    public ThreadWaits Waits { get; } = new();

    public PoolThreads Pool { get; } = new();

    public RoundTrips RoundTrips { get; } = new();

    /// <summary>When the program last said something, in milliseconds since the trace began.</summary>
    public double LastMs { get; private set; }

    /// <summary>Looks stacks up.</summary>
    public StackIds? Stacks { get; set; }

    public void Handle(in NetTraceEvent data)
    {
        if (!_kinds.TryGetValue(data.Type, out var kind))
            _kinds.Add(data.Type, kind = EventKinds.Of(data.Type));

        if (kind is EventKind.Ignored || HandleCode(kind, data))
            return;

        LastMs = Math.Max(LastMs, data.AtMs);
        switch (kind)
        {
            case EventKind.ThreadSample:
                Times.Add(data.Process, data.Thread, data.AtMs, Stack(data));
                break;
            case EventKind.CpuSample:
                Processor.Add(Stack(data), new ByteCursor(data.Payload).VarUInt());
                break;
            case EventKind.Allocation:
                Types.Allocate(new(data.Payload), data.Type.Version, Stacks!.PointerSize, Stack(data));
                break;
            case EventKind.WaitStart:
                Waits.Start(data.Process, data.Thread, data.AtMs, Stack(data));
                break;
            case EventKind.WaitStop:
                Waits.Stop(data.Process, data.Thread, data.AtMs);
                break;
            case EventKind.PoolAdjustment:
                Pool.Adjust(new(data.Payload));
                break;
            case EventKind.TypeNames:
                Types.AddNames(data.Process, new(data.Payload));
                break;
            case EventKind.HeapObjects:
                Types.AddObjects(data.Process, data.Thread, new(data.Payload), Stacks!.PointerSize);
                break;
            case EventKind.CollectionEnd:
                Types.EndDump(data.Process, data.Thread, new(data.Payload));
                break;
            case EventKind.DiagnosticSource when DiagnosticEvents.Read(data, Stack(data)) is { } told:
                RoundTrips.Add(told);
                break;
            case EventKind.HttpStart or EventKind.HttpStop or EventKind.RequestStart or EventKind.RequestStop:
                RoundTrips.Add(SourceEvents.Read(data, kind, Stack(data)));
                break;
        }
    }

    public void SequencePoint() => RoundTrips.Process();

    private bool HandleCode(EventKind kind, in NetTraceEvent data)
    {
        switch (kind)
        {
            case EventKind.Method:
                Code.AddMethod(data.Process, new(data.Payload));
                return true;
            case EventKind.Offsets:
                Code.AddOffsets(data.Process, new(data.Payload));
                return true;
            case EventKind.Module:
                Code.AddModule(data.Process, new(data.Payload));
                return true;
            case EventKind.RundownComplete:
                Code.IsComplete = true;
                return true;
            case EventKind.Symbol:
                AddSymbol(data);
                return true;
            default:
                return kind == EventKind.Mapping;
        }
    }

    private void AddSymbol(in NetTraceEvent data)
    {
        var cursor = new ByteCursor(data.Payload);
        _ = cursor.VarUInt();
        _ = cursor.VarUInt();
        var (start, end) = (cursor.VarUInt(), cursor.VarUInt());
        var name = cursor.Utf8(cursor.UInt16());
        if (!cursor.Failed)
            Code.AddSymbol(data.Process, start, end, name);
    }

    private int Stack(in NetTraceEvent data) => Stacks!.Node(data.Process, data.StackId);
}
