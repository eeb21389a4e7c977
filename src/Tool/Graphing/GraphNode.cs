using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Graphing;

/// <summary>A function at one place of a call tree.</summary>
internal sealed class GraphNode(Frame? frame, int level)
{
    /// <summary>The function; null for the root.</summary>
    public Frame? Frame { get; } = frame;

    /// <summary>How far from the root, which is 0.</summary>
    public int Level { get; } = level;

    /// <summary>What was measured with it innermost.</summary>
    public double Own { get; set; }

    /// <summary>What was measured with it on the stack at this place.</summary>
    public double Total { get; set; }

    /// <summary>What it calls, or in an inverted tree who calls it; the most expensive first.</summary>
    public List<GraphNode> Children { get; } = [];

    /// <summary>The value of children that are not shown.</summary>
    public double HiddenTotal { get; set; }

    /// <summary>How many those are.</summary>
    public int Hidden { get; set; }
}
