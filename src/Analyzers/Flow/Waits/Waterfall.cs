using System.Collections.Immutable;

namespace PerfAnalyzers.Flow.Waits;

/// <summary>Calls of services that wait for one another although none takes anything of those before it.</summary>
/// <param name="Calls">Two or more, in the order of the code.</param>
internal sealed record Waterfall(ImmutableArray<WaterfallCall> Calls)
{
    /// <summary>Something is done with an answer before the next call is made.</summary>
    public bool IsInterleaved { get; init; }

    /// <summary>Part of what is done is not in sight, or only names say what it is.</summary>
    public bool IsLikelyOnly => Calls.Any(c => c.Path.IsLikelyOnly || c.Touched.IsUnknown || c.Touched.Sends);

    /// <summary>A memory of earlier answers stands in front of one of the services.</summary>
    public bool IsRemembered => Calls.Any(c => c.Path.IsRemembered);
}
