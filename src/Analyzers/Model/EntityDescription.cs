using System.Collections.Immutable;

namespace PerfAnalyzers.Model;

/// <summary>One entity type, as far as the model is in sight, by names: what is the same in each compilation whose declarations are.</summary>
internal record EntityDescription
{
    /// <summary>The properties of the primary key; empty when there is none.</summary>
    public ImmutableArray<string> Key { get; init; } = [];

    /// <summary>Every index of its table, those of keys and foreign keys included.</summary>
    public ImmutableArray<EntityIndex> Indexes { get; init; } = [];

    /// <summary>Its foreign keys.</summary>
    public ImmutableArray<EntityForeignKey> ForeignKeys { get; init; } = [];

    /// <summary>The properties that lead elsewhere.</summary>
    public ImmutableArray<NavigationDescription> Leads { get; init; } = [];

    /// <summary>What the database may call its table: the name that is configured, the set's, the class's.</summary>
    public ImmutableArray<string> Tables { get; init; } = [];

    /// <summary>Properties that a filter of the model compares for equality in every query.</summary>
    public ImmutableArray<string> FilteredBy { get; init; } = [];

    /// <summary>Whether it is part of another entity and has no set of its own.</summary>
    public bool IsOwned { get; init; }

    /// <summary>Whether it is stored as JSON in a column of its owner.</summary>
    public bool IsJson { get; init; }

    /// <summary>Whether it has no key: what a view or a raw query returns.</summary>
    public bool IsKeyless { get; init; }

    /// <summary>Whether it is mapped to a view, a function or a query.</summary>
    public bool IsView { get; init; }

    /// <summary>Whether the model itself brings rows of it.</summary>
    public bool IsSeeded { get; init; }

    /// <summary>
    /// Whether its rows are about others and happened at some time, as those of a table that grows with use are: it refers to other rows, and has a
    /// date. What has only one of them is mostly settings, kinds and other lists that somebody keeps by hand.
    /// </summary>
    public bool GrowsWithUse { get; init; }

    /// <summary>Whether its class is handed an <c>ILazyLoader</c>.</summary>
    public bool LoadsLazily { get; init; }

    /// <summary>Whether a migrations' snapshot describes it, which is what the database has.</summary>
    public bool IsInSnapshot { get; init; }

    /// <summary>Why more may be configured than is in sight, as a clause; null when everything is.</summary>
    public string? IncompleteBecause { get; init; }

    /// <summary>The indexes that a filter on the property can use.</summary>
    public IEnumerable<EntityIndex> IndexesLedBy(string property) => Indexes.Where(i => i.IsLedBy(property));

    /// <summary>Whether at most one row has a given value of the property.</summary>
    public bool IsUnique(string property) => Indexes.Any(i => i is { IsUnique: true, HasFilter: false, Columns.Length: 1 } && i.IsLedBy(property));
}
