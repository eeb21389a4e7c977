using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>A node of V8's call tree.</summary>
internal sealed class V8Node
{
    public long Id { get; set; }

    public long? Parent { get; set; }

    public long Hits { get; set; }

    public Frame? Frame { get; set; }

    public List<long> Children { get; } = [];
}
