using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Model;

/// <summary>One entity while conventions are applied: its properties with what is configured for them.</summary>
internal sealed class EntityShape
{
    private readonly EntityConfiguration _own;
    private readonly ImmutableArray<EntityConfiguration> _all;

    public EntityShape(INamedTypeSymbol type, EntityConfiguration own, ImmutableArray<EntityConfiguration> all)
    {
        Type = type;
        _own = own;
        _all = all;
        Properties =
        [
            .. TypeNames.SelfAndBases(type).SelectMany(t => t.GetMembers()).OfType<IPropertySymbol>()
                .Where(MayBeMapped)
                .GroupBy(p => p.Name, StringComparer.Ordinal).Select(g => g.First()),
        ];
        Key = KeyOf();
    }

    public INamedTypeSymbol Type { get; }

    /// <summary>What of a class may be mapped under a name; null when there is nothing.</summary>
    public static IPropertySymbol? PropertyOf(INamedTypeSymbol type, string name) =>
        TypeNames.SelfAndBases(type).SelectMany(t => t.GetMembers(name)).OfType<IPropertySymbol>().FirstOrDefault(MayBeMapped);

    /// <summary>Whatever may be mapped.</summary>
    public ImmutableArray<IPropertySymbol> Properties { get; }

    /// <summary>The primary key; empty when there is none.</summary>
    public ImmutableArray<string> Key { get; }

    /// <summary>Why its configuration may be out of sight, as a clause.</summary>
    public string? Doubt { get; init; }

    /// <summary>Where it leads, as far as found.</summary>
    public List<EntityNavigation> Navigations { get; } = [];

    /// <summary>Foreign keys that code configures.</summary>
    public IEnumerable<EntityForeignKey> ConfiguredForeignKeys => _all.SelectMany(c => c.ForeignKeys);

    public bool IsInSnapshot => _own.IsInSnapshot;

    public bool IsIgnored(IPropertySymbol property) => EntityAttributes.IsNotMapped(property) || _all.Any(c => c.Ignored.Contains(property.Name));

    public bool IsColumn(string property) => _all.Any(c => c.Columns.Contains(property));

    public bool IsOwner(string property) => _all.Any(c => c.Owned.Contains(property));

    public bool IsAutoIncluded(string property) => _all.Any(c => c.AutoIncluded.Contains(property));

    /// <summary>The property of this name, in whatever case, with the spelling that it is declared with; null when there is none.</summary>
    public string? PropertyNamed(string name) => Find(name)?.Name;

    /// <summary>The same, when its values can be compared with a property of another entity.</summary>
    public string? PropertyLike(string name, EntityShape other, string key) =>
        Find(name) is { } found && (other.Find(key) is not { } keyed || SymbolEqualityComparer.Default.Equals(ValueOf(found), ValueOf(keyed))) ? found.Name : null;

    private static bool MayBeMapped(IPropertySymbol property) => property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, GetMethod: not null };

    // AccountId, by whatever type.
    private bool IsReference(IPropertySymbol property) => !Key.Contains(property.Name) && property.Name.EndsWith("Id", StringComparison.Ordinal);

    // A day or an instant.
    private static bool IsTime(IPropertySymbol property) => ValueOf(property) is { SpecialType: SpecialType.System_DateTime } or { Name: "DateTimeOffset" or "DateOnly" or "Instant" };

    private IPropertySymbol? Find(string name) =>
        Properties.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase) && p.SetMethod is not null && !IsIgnored(p));

    private static ITypeSymbol ValueOf(IPropertySymbol property) =>
        property.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: { Length: 1 } value } ? value[0] : property.Type;

    /// <summary>The finished entity, by names.</summary>
    public EntityDescription Describe(ForeignKeyConvention convention, bool isOwned)
    {
        var isKeyless = Key.IsEmpty || _own.IsKeyless;
        var foreignKeys = convention.Of(this);
        return new()
        {
            Key = Key,
            Indexes = IndexesOf(foreignKeys),
            ForeignKeys = foreignKeys,
            Leads = [.. Navigations.Select(n => new NavigationDescription(n.Name, TypeNames.Of(n.Property.ContainingType), n.IsCollection, n.IsOwned, n.IsAutoIncluded))],
            Tables = [.. _own.Tables, Type.Name],
            FilteredBy = [.. _all.SelectMany(c => c.Filtered).Distinct(StringComparer.Ordinal)],
            IsOwned = isOwned || _own.IsOwned || EntityAttributes.IsOwned(Type),
            IsJson = _own.IsJson,
            IsKeyless = isKeyless,
            IsView = _own.IsView,
            IsSeeded = _own.HasData,
            GrowsWithUse = (!foreignKeys.IsEmpty || Properties.Any(IsReference)) && Properties.Any(IsTime),
            LoadsLazily = Type.InstanceConstructors.Any(c => c.Parameters.Any(p => p.Type.Name == "ILazyLoader")),
            IsInSnapshot = IsInSnapshot,
            IncompleteBecause = IsInSnapshot ? null : Doubt,
        };
    }

    private ImmutableArray<EntityIndex> IndexesOf(ImmutableArray<EntityForeignKey> foreignKeys)
    {
        var indexes = new List<EntityIndex>();
        if (!Key.IsEmpty)
            indexes.Add(new(IndexKind.PrimaryKey, Key, IsUnique: true));

        foreach (var index in _all.SelectMany(c => c.Indexes).Concat(EntityAttributes.IndexesOf(Type)))
        {
            if (!indexes.Any(i => i.Columns.SequenceEqual(index.Columns)))
                indexes.Add(index);
        }

        // The snapshot lists those that EF Core made for foreign keys.
        if (!IsInSnapshot)
        {
            foreach (var key in foreignKeys)
            {
                if (!indexes.Any(i => i.StartsWith(key.Columns)))
                    indexes.Add(new(IndexKind.ForeignKey, key.Columns, key.IsUnique));
            }
        }

        return [.. indexes];
    }

    private ImmutableArray<string> KeyOf()
    {
        if (_own.IsKeyless || EntityAttributes.IsKeyless(Type))
            return [];

        // A base class's configuration comes after the class's own one.
        if (_all.Select(c => c.Keys.LastOrDefault()).FirstOrDefault(k => !k.IsDefaultOrEmpty) is { IsDefaultOrEmpty: false } configured)
            return configured;

        if (EntityAttributes.KeyOf(Type, Properties) is { IsEmpty: false } attributed)
            return attributed;

        var named = PropertyNamed("Id") ?? TypeNames.SelfAndBases(Type).Select(t => PropertyNamed(t.Name + "Id")).FirstOrDefault(n => n is not null);
        return named is null ? [] : [named];
    }
}
