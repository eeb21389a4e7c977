namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>What the reader does with an event.</summary>
internal enum EventKind
{
    Ignored,
    Method,
    Offsets,
    Module,
    RundownComplete,
    Symbol,
    Mapping,
    ThreadSample,
    CpuSample,
    Allocation,
    WaitStart,
    WaitStop,
    PoolAdjustment,
    DiagnosticSource,
    HttpStart,
    HttpStop,
    RequestStart,
    RequestStop,
    TypeNames,
    HeapObjects,
    CollectionEnd,
}
