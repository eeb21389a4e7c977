using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Graphing;

/// <summary>A call tree as it is shown.</summary>
/// <param name="Profile">The profile's name.</param>
/// <param name="Kind">What it measures.</param>
/// <param name="Root">What is shown.</param>
/// <param name="LeftOut">The part of what was measured that is not in it: threads that wait, and stacks without a member of the program.</param>
internal sealed record ShownTree(string Profile, ValueKind Kind, GraphNode Root, double LeftOut)
{
    /// <summary>What is shown of a tree.</summary>
    /// <param name="profile">The profile's name.</param>
    /// <param name="all">Everything that was measured.</param>
    /// <param name="scope">The part that is looked at.</param>
    /// <param name="limits">How much of it.</param>
    public static ShownTree Of(string profile, CallTree all, CallTree scope, GraphLimits limits) =>
        new(profile, all.Kind, CallGraph.Of(scope, limits), Math.Max(0, all.Total - scope.Total));
}
