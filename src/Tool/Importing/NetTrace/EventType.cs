namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>A kind of event.</summary>
/// <param name="Provider">Who writes it: <c>Microsoft-Windows-DotNETRuntime</c>.</param>
/// <param name="Id">Its number there; 0 in traces that know names only.</param>
/// <param name="Name">Its name; the runtime's own events have none.</param>
/// <param name="Version">How many fields it has.</param>
internal sealed record EventType(string Provider, int Id, string Name, int Version)
{
    /// <summary>Who handles it, looked up once.</summary>
    public int Handler { get; set; } = -1;
}
