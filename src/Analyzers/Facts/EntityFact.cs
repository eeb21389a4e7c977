using System.Collections.Immutable;

namespace PerfAnalyzers.Facts;

/// <summary>Which entities a member of another assembly returns, as they come out of its query: nobody else there loads or sets anything of them.</summary>
/// <param name="Entity">Their class, by the name that every compilation knows; <see cref="AnyType"/> when that depends on a type argument.</param>
/// <param name="Loaded">What the query loads beside them, as paths of names, in order.</param>
/// <param name="IsUntracked">The context keeps no track of them.</param>
/// <param name="IsBare">The query loads nothing of what the model would load by itself.</param>
internal sealed record EntityFact(string Entity, ImmutableArray<string> Loaded, bool IsUntracked, bool IsBare)
{
    /// <summary>Stands for whatever the type argument is.</summary>
    public const string AnyType = "*";
}
