namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>An assembly that was loaded.</summary>
/// <param name="Path">Its file on the machine that ran it.</param>
/// <param name="DebugId">The identity of its debug information; empty when the trace does not say.</param>
internal sealed record ModuleImage(string Path, Guid DebugId)
{
    /// <summary>Its simple name.</summary>
    public string Name { get; } = Naming.FrameModules.Simple(Path);
}
