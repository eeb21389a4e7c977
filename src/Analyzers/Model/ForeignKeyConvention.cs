using System.Collections.Immutable;

namespace PerfAnalyzers.Model;

/// <summary>Which columns hold the key of another entity: configured, by attribute, or by EF Core's names for them.</summary>
internal sealed class ForeignKeyConvention(IReadOnlyDictionary<string, EntityShape> shapes)
{
    // Asked for each entity: a look at all others each time would take time with the square of their number.
    private readonly ILookup<string, (EntityShape Principal, EntityNavigation Collection)> _collections = shapes.Values
        .SelectMany(s => s.Navigations.Where(n => n is { IsCollection: true, IsOwned: false }).Select(n => (s, n)))
        .ToLookup(c => TypeNames.Of(c.n.Target), StringComparer.Ordinal);

    /// <summary>The foreign keys of an entity.</summary>
    public ImmutableArray<EntityForeignKey> Of(EntityShape dependent)
    {
        var keys = new List<EntityForeignKey>();
        foreach (var configured in dependent.ConfiguredForeignKeys)
            Add(keys, configured);

        foreach (var navigation in dependent.Navigations.Where(n => n is { IsCollection: false, IsOwned: false }))
        {
            if (!keys.Exists(k => k.Navigation == navigation.Name) && OfNavigation(dependent, navigation) is { } key)
                Add(keys, key);
        }

        // A collection on the other side, without a navigation back.
        foreach (var (principal, collection) in _collections[TypeNames.Of(dependent.Type)])
        {
            if (OfCollection(dependent, principal, collection) is { } key)
                Add(keys, key);
        }

        return [.. keys];
    }

    private EntityForeignKey? OfNavigation(EntityShape dependent, EntityNavigation navigation)
    {
        if (!shapes.TryGetValue(TypeNames.Of(navigation.Target), out var principal) || principal.Key.Length == 0)
            return null;

        var inverse = principal.Navigations.Where(n => n != navigation && Leads(n, dependent) && (EntityAttributes.InverseOf(navigation.Property) is not { } named || named == n.Name)).ToList();
        var isOneToOne = inverse.Count > 0 && inverse.TrueForAll(n => !n.IsCollection);
        var attributed = AttributedFor(dependent, navigation);
        var columns = !attributed.IsEmpty ? attributed : Named(dependent, principal, navigation.Name);
        if (!columns.IsDefaultOrEmpty)
            return new(columns, navigation.Name, isOneToOne);

        // One row each: the key is on the other side, whatever its name.
        return isOneToOne || principal.Key.Length > 1 ? null : new([Shadow(dependent, navigation.Name, principal.Key[0])], navigation.Name);
    }

    private static EntityForeignKey? OfCollection(EntityShape dependent, EntityShape principal, EntityNavigation collection)
    {
        // With a navigation back it has been looked at; with a collection back, a table in between has the keys.
        if (dependent.Navigations.Exists(n => Leads(n, principal)) || principal.Key.Length != 1)
            return null;

        var attributed = EntityAttributes.ForeignKeyOf(collection.Property);
        if (!attributed.IsEmpty)
            return new(attributed);

        var named = Named(dependent, principal, principal.Type.Name);
        return named.IsDefaultOrEmpty ? new([Shadow(dependent, principal.Type.Name, principal.Key[0])]) : new(named);
    }

    // [ForeignKey("CustomerId")] on the navigation, [ForeignKey("Customer")] on the column.
    private static ImmutableArray<string> AttributedFor(EntityShape dependent, EntityNavigation navigation)
    {
        var names = EntityAttributes.ForeignKeyOf(navigation.Property);
        return !names.IsEmpty
            ? (names.All(n => dependent.PropertyNamed(n) is not null) ? names : [])
            : [.. dependent.Properties.Where(p => EntityAttributes.ForeignKeyOf(p) is { Length: 1 } named && named[0] == navigation.Name).Select(p => p.Name)];
    }

    // CustomerId for a navigation Customer, by the name of the navigation or else of the other entity.
    private static ImmutableArray<string> Named(EntityShape dependent, EntityShape principal, string navigation)
    {
        foreach (var prefix in new[] { navigation, principal.Type.Name })
        {
            var columns = principal.Key.Select(k => dependent.PropertyLike(prefix + k, principal, k)).ToList();
            if (columns.TrueForAll(c => c is not null))
                return [.. columns.OfType<string>()];

            if (principal.Key.Length == 1 && dependent.PropertyLike(prefix + "Id", principal, principal.Key[0]) is { } id)
                return [id];
        }

        // The key's own name, where that is more than "Id": Account.AccountId.
        return principal.Key.Length == 1 && !string.Equals(principal.Key[0], "Id", StringComparison.OrdinalIgnoreCase) && dependent.PropertyLike(principal.Key[0], principal, principal.Key[0]) is { } same && !dependent.Key.Contains(same)
            ? [same]
            : default;
    }

    // A column without a property. A navigation Customer to a CustomerId has the column CustomerId, and not CustomerCustomerId.
    private static string Shadow(EntityShape dependent, string prefix, string key)
    {
        var name = prefix + (key.StartsWith(prefix, StringComparison.Ordinal) ? key.Substring(prefix.Length) : key);
        return dependent.PropertyNamed(name) is null ? name : name + "1";
    }

    private static bool Leads(EntityNavigation navigation, EntityShape to) =>
        TypeNames.SelfAndBases(to.Type).Any(t => TypeNames.Of(t) == TypeNames.Of(navigation.Target));

    private static void Add(List<EntityForeignKey> keys, EntityForeignKey key)
    {
        if (!keys.Exists(k => k.Columns.SequenceEqual(key.Columns)))
            keys.Add(key);
    }
}
