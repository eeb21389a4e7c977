using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Chromium;

/// <summary>A piece of a CPU profile.</summary>
internal sealed class ProfileChunk
{
    public List<(long Id, long? Parent, Frame Function)> Nodes { get; } = [];

    /// <summary>The node of each sample.</summary>
    public List<long> Samples { get; } = [];

    /// <summary>Microseconds before each sample.</summary>
    public List<double> DeltasUs { get; } = [];
}
