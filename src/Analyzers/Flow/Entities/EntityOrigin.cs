using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>Which entities a value is, or holds in whatever container: from which query they come, by which way, and what was loaded with them.</summary>
/// <param name="Entity">The type of the entities; null when the way that leads here says nothing about it.</param>
/// <param name="Query">The set or the call that the query is made from, where an Include can be written; null when they come from a parameter.</param>
/// <param name="Parameter">The parameter that holds them, when nobody in sight says where they come from.</param>
internal sealed record EntityOrigin(ITypeSymbol? Entity, IOperation? Query, IParameterSymbol? Parameter)
{
    /// <summary>Navigations followed for one value; beyond this it is out of hand, like a list that is walked by its own links.</summary>
    private const int MaxDepth = 6;

    /// <summary>What holds no entity: <c>null</c>, an empty list.</summary>
    public static readonly EntityOrigin Nothing = new(null, null, null);

    /// <summary>The set that the query is made from, where that is in a member which makes queries of any entity, and <see cref="Query"/> is its call.</summary>
    public IOperation? Set { get; init; }

    /// <summary>They are the object itself whose member is asked about.</summary>
    public bool IsReceiver { get; init; }

    /// <summary>The navigations that lead from the query's own entities to these, outermost first.</summary>
    public ImmutableArray<IPropertySymbol> At { get; init; } = [];

    /// <summary>The navigations by which the query selects its own entities from those of the set, where an Include has to stand before that.</summary>
    public ImmutableArray<IPropertySymbol> Selected { get; init; } = [];

    /// <summary>What the query loads beside its own entities, in the order of the code.</summary>
    public ImmutableArray<LoadedPath> Loaded { get; init; } = [];

    /// <summary>The query loads nothing of what the model would load by itself.</summary>
    public bool IsBare { get; init; }

    /// <summary>Whether the query loads each collection with a query of its own; null when it does not say.</summary>
    public bool? IsSplit { get; init; }

    /// <summary>The query asks for the row of one key, as far as names tell.</summary>
    public bool IsByKey { get; init; }

    /// <summary>The context keeps no track of them, so nothing that is loaded later completes them.</summary>
    public bool IsUntracked { get; init; }

    /// <summary>They may come from another query as well.</summary>
    public bool IsOneOfSeveral { get; init; }

    /// <summary>Something that is loaded with them cannot be told.</summary>
    public bool IsOpaque { get; init; }

    /// <summary>Another assembly says so of its member: the query, and where an Include can be written, is there.</summary>
    public bool IsTold { get; init; }

    /// <summary>Whether there are no entities here, whatever would be loaded with them.</summary>
    public bool IsNothing => Entity is null && Query is null && Parameter is null && !IsReceiver;

    /// <summary>What is reached by a navigation of these entities; null when it leads too far.</summary>
    public EntityOrigin? Through(IPropertySymbol navigation, ITypeSymbol target) =>
        At.Length < MaxDepth ? this with { At = At.Add(navigation), Entity = target } : null;

    /// <summary>The path of a navigation of these entities, from the query's own entities on.</summary>
    public string PathOf(IPropertySymbol navigation) => string.Join(".", At.Select(n => n.Name).Append(navigation.Name));

    /// <summary>What of that is loaded with these entities, by its path from them on.</summary>
    public ImmutableArray<LoadedPath> LoadedThere()
    {
        var prefix = string.Concat(At.Select(n => n.Name + "."));
        return [.. Loaded.Where(l => l.Path.StartsWith(prefix, StringComparison.Ordinal)).Select(l => l with { Path = l.Path.Substring(prefix.Length) })];
    }

    /// <summary>Whether the query loads what a path leads to.</summary>
    public bool Loads(string path) => IsOpaque || Loaded.Any(l => l.Path == path || l.Path.StartsWith(path + ".", StringComparison.Ordinal));

    /// <summary>These entities, with one more navigation loaded, by a call that may name one that cannot be told.</summary>
    public EntityOrigin With(string? path, IInvocationOperation by) => path is null ? this with { IsOpaque = true } : this with { Loaded = Loaded.Add(new(path, by)) };

    /// <summary>What is known when a value may be either; null when they are not the same kind of entity reached by the same way.</summary>
    public static EntityOrigin? Either(EntityOrigin? x, EntityOrigin? y)
    {
        if (x is null || y is null)
            return null;

        if (x == Nothing)
            return y;

        if (y == Nothing || x == y)
            return x;

        // query = query.Include(...): the same entities, and more with them.
        if (x.IsNothing || y.IsNothing)
            return x.IsNothing ? y.Joined(x) : x.Joined(y);

        if (x.IsReceiver != y.IsReceiver || !SymbolEqualityComparer.Default.Equals(x.Parameter, y.Parameter) || !SymbolEqualityComparer.Default.Equals(x.Entity, y.Entity) ||
            !x.At.SequenceEqual<ISymbol>(y.At, SymbolEqualityComparer.Default))
        {
            return null;
        }

        return x.Joined(y) with
        {
            IsUntracked = x.IsUntracked && y.IsUntracked,
            IsBare = x.IsBare && y.IsBare,
            IsOneOfSeveral = x.IsOneOfSeveral || y.IsOneOfSeveral || x.Query?.Syntax != y.Query?.Syntax,
        };
    }

    /// <summary>These entities of a callee, when its parameter holds <paramref name="given"/>.</summary>
    public EntityOrigin? Given(EntityOrigin given)
    {
        if (given.IsNothing)
            return given;

        var prefix = string.Concat(given.At.Select(n => n.Name + "."));
        return given.At.Length + At.Length > MaxDepth ? null : given with
        {
            Entity = At.IsEmpty ? given.Entity : Entity,
            At = given.At.AddRange(At),
            Loaded = given.Loaded.AddRange(Loaded.Select(l => l with { Path = prefix + l.Path })),
            IsUntracked = given.IsUntracked || IsUntracked,
            IsOpaque = given.IsOpaque || IsOpaque,
            IsBare = given.IsBare || IsBare,
            IsSplit = IsSplit ?? given.IsSplit,
            IsByKey = given.IsByKey || IsByKey,
        };
    }

    // What may have been loaded is not missing, and what may be split is no product.
    private EntityOrigin Joined(EntityOrigin other) => this with
    {
        Loaded = [.. Loaded.Concat(other.Loaded.Where(o => !Loaded.Any(l => l.Path == o.Path)))],
        IsOpaque = IsOpaque || other.IsOpaque,
        IsSplit = IsSplit is true ? true : other.IsSplit ?? IsSplit,
        IsByKey = IsByKey || other.IsByKey,
    };
}
