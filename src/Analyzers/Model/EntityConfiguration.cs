using System.Collections.Immutable;

namespace PerfAnalyzers.Model;

/// <summary>What configuration code says about one type: gathered while reading, looked at afterwards.</summary>
internal sealed class EntityConfiguration
{
    /// <summary>The primary keys in the order of the code, of which the last one counts.</summary>
    public List<ImmutableArray<string>> Keys { get; } = [];

    public List<EntityIndex> Indexes { get; } = [];

    public List<EntityForeignKey> ForeignKeys { get; } = [];

    public HashSet<string> Ignored { get; } = new(StringComparer.Ordinal);

    /// <summary>Properties that are columns whatever their type, by a conversion or because the provider knows the type.</summary>
    public HashSet<string> Columns { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Owned { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that its table may have.</summary>
    public HashSet<string> Tables { get; } = new(StringComparer.Ordinal);

    /// <summary>Properties that the filter of every query compares for equality.</summary>
    public HashSet<string> Filtered { get; } = new(StringComparer.Ordinal);

    public HashSet<string> AutoIncluded { get; } = new(StringComparer.Ordinal);

    public bool IsOwned { get; set; }

    public bool IsJson { get; set; }

    public bool IsKeyless { get; set; }

    public bool IsView { get; set; }

    public bool IsIgnored { get; set; }

    public bool HasData { get; set; }

    public bool IsInSnapshot { get; set; }
}
