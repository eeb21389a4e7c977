namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>The events that say something, by provider and number; those of sources in the program by name, because their numbers depend on the tool.</summary>
internal static class EventKinds
{
    public static EventKind Of(EventType type) => type.Provider switch
    {
        "Microsoft-Windows-DotNETRuntime" => OfRuntime(type.Id),
        "Microsoft-Windows-DotNETRuntimeRundown" => OfRundown(type.Id),
        "Microsoft-DotNETCore-SampleProfiler" => type.Id == 0 ? EventKind.ThreadSample : EventKind.Ignored,
        "Universal.Events" => type.Name == "cpu" ? EventKind.CpuSample : EventKind.Ignored,
        "Universal.System" => type.Name switch { "ProcessSymbol" => EventKind.Symbol, "ProcessMapping" => EventKind.Mapping, _ => EventKind.Ignored },
        "Microsoft-Diagnostics-DiagnosticSource" => OfDiagnosticSource(type.Name.Replace("/", "", StringComparison.Ordinal)),
        "System.Net.Http" => OfHttp(type.Name.Replace("/", "", StringComparison.Ordinal)),
        "Microsoft.AspNetCore.Hosting" => OfHosting(type.Name.Replace("/", "", StringComparison.Ordinal)),
        _ => EventKind.Ignored,
    };

    private static EventKind OfRuntime(int id) => id switch
    {
        2 => EventKind.CollectionEnd,
        10 => EventKind.Allocation,
        15 => EventKind.TypeNames,
        18 => EventKind.HeapObjects,
        55 => EventKind.PoolAdjustment,
        301 => EventKind.WaitStart,
        302 => EventKind.WaitStop,
        143 => EventKind.Method,
        152 => EventKind.Module,
        190 => EventKind.Offsets,
        _ => EventKind.Ignored,
    };

    private static EventKind OfRundown(int id) => id switch
    {
        143 or 144 => EventKind.Method,
        146 => EventKind.RundownComplete,
        149 or 150 => EventKind.Offsets,
        153 or 154 => EventKind.Module,
        _ => EventKind.Ignored,
    };

    private static EventKind OfDiagnosticSource(string name) => name switch
    {
        "Event" or "Activity1Start" or "Activity1Stop" or "Activity2Start" or "Activity2Stop" or "RecursiveActivity1Start" or "RecursiveActivity1Stop" or
            "ActivityStart" or "ActivityStop" => EventKind.DiagnosticSource,
        _ => EventKind.Ignored,
    };

    private static EventKind OfHttp(string name) => name switch
    {
        "RequestStart" => EventKind.HttpStart,
        "RequestStop" => EventKind.HttpStop,
        _ => EventKind.Ignored,
    };

    private static EventKind OfHosting(string name) => name switch
    {
        "RequestStart" => EventKind.RequestStart,
        "RequestStop" => EventKind.RequestStop,
        _ => EventKind.Ignored,
    };
}
