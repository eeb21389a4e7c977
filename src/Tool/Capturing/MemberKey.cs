using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Capturing;

/// <summary>A member of C# code, as well as a profiler knows it.</summary>
/// <param name="Id">
/// The documentation-comment id. Without <paramref name="IsExact"/> it ends before the parameters: <c>M:Shop.Orders.Load</c> is then any overload.
/// </param>
/// <param name="IsExact">Whether the parameters are known. An asynchronous method's frames, for one, do not have them.</param>
internal sealed record MemberKey(string Id, bool IsExact)
{
    /// <summary>The name without what only an overload has: <c>Shop.Orders.Load</c>.</summary>
    public string Name => MemberId.WithoutOverload(Id)[2..];
}
