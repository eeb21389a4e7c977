using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Loops;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>A place where a navigation is read.</summary>
/// <param name="Reference">The read.</param>
/// <param name="Member">The member in whose body it stands.</param>
/// <param name="Owner">The entities that it is read from.</param>
/// <param name="Use">What is done with it.</param>
internal sealed record NavigationRead(IPropertyReferenceOperation Reference, ISymbol Member, EntityOrigin Owner, NavigationUse Use)
{
    /// <summary>The calls that lead from the body that is asked about to the read, outermost first.</summary>
    public ImmutableArray<IOperation> Via { get; init; } = [];

    /// <summary>The members that those calls run, innermost first.</summary>
    public ImmutableArray<ISymbol> Through { get; init; } = [];

    /// <summary>The construct that repeats it for elements that grow; null when it runs once.</summary>
    public Repeat? Repeat { get; init; }

    /// <summary>The path from the query's entities to what is read.</summary>
    public string Path => Owner.PathOf(Reference.Property);
}
