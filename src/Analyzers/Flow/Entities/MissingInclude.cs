using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>A navigation that is read and that the query of its entities did not load.</summary>
/// <param name="Read">The read, the deepest one of its path.</param>
/// <param name="Path">The navigations from the query's entities on.</param>
/// <param name="Loading">What happens at the read.</param>
/// <param name="Where">Where it is to be told.</param>
internal sealed record MissingInclude(NavigationRead Read, ImmutableArray<IPropertySymbol> Path, LazyLoading Loading, MissingAt Where)
{
    /// <summary>Whether a context that others use as well tracks the entities, so that it may have completed one of them from what they loaded.</summary>
    public bool IsContextShared => !Read.Owner.IsUntracked && Read.Owner.Query is { } query && OperationShape.Unwrap(query) is var source &&
        (source is IInvocationOperation call ? call.Instance : (source as IMemberReferenceOperation)?.Instance) is not ILocalReferenceOperation;

    /// <summary>Why it may be loaded all the same, as a clause; null when everything is in sight.</summary>
    public string? Doubt { get; init; }
}
