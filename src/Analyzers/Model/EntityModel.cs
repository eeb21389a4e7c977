using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Model;

/// <summary>
/// The EF Core model of a program, as its source and references say: attributes, conventions, the model's builder, configuration classes, and
/// the snapshot of the migrations, which has the last word where there is one. Read once, when a rule first asks, and kept by names for as long as nobody
/// changes a declaration or the code that configures it.
/// </summary>
internal sealed class EntityModel
{
    private readonly EntityTypes _types;
    private readonly EntityConventions _conventions;
    private readonly EntityDescriptions? _known;
    private readonly Lazy<EntityDescriptions> _described;
    private readonly ConcurrentDictionary<string, Entity?> _entities = new(StringComparer.Ordinal);

    private EntityModel(Compilation compilation, ModelFacts facts, ImmutableArray<SyntaxTree> files)
    {
        var declarations = Declarations.Of(compilation);
        _types = new(compilation);
        _conventions = new(facts, _types);
        _known = declarations.Known<EntityDescriptions>(files);
        _described = new(() => _known ?? Describe(declarations, files));
        IncompleteBecause = facts.IncompleteBecause;
        MakesTables = facts.MakesTables;
        LazyLoading = facts.UsesProxies ? LazyLoading.On : facts.ConfiguresContexts ? LazyLoading.Off : LazyLoading.Unknown;
    }

    /// <summary>Every entity type.</summary>
    public IEnumerable<Entity> Entities => _described.Value.All.Keys.Select(Find).OfType<Entity>();

    /// <summary>
    /// Whether the indexes of the database are those of the model: it has some, or the tables are made from it. A model without a single one was as likely written for tables that
    /// scripts make, with indexes of theirs.
    /// </summary>
    public bool HasIndexes => MakesTables || _described.Value.HasIndexes;

    /// <summary>Whether contexts load navigations when they are read.</summary>
    public LazyLoading LazyLoading { get; }

    /// <summary>
    /// Why more may be configured than is in sight, as a clause; null when everything is. An entity of a snapshot is complete even so:
    /// <see cref="EntityDescription.IncompleteBecause"/> says it for one.
    /// </summary>
    public string? IncompleteBecause { get; }

    private bool MakesTables { get; }

    /// <summary>Reads the model of a compilation.</summary>
    public static EntityModel Read(Compilation compilation, CancellationToken cancellationToken)
    {
        var files = ModelReader.FilesOf(compilation);
        var declarations = Declarations.Of(compilation);
        if (declarations.Known<ModelFacts>(files) is { } known)
            return new(compilation, known, files);

        var facts = new ModelReader(compilation, cancellationToken).Read();
        if (facts.IsKept)
            declarations.Keep(files, facts);

        return new(compilation, facts, files);
    }

    /// <summary>Whether rows become values of the type. What somebody says is an entity is one, whatever conventions make of all others.</summary>
    public bool IsEntity(INamedTypeSymbol type) => _conventions.IsRoot(type) || _described.Value.All.ContainsKey(TypeNames.Of(type));

    /// <summary>The entity of a type, whichever compilation's symbol that is; null for what is no entity.</summary>
    public Entity? Find(ITypeSymbol? type) => type is INamedTypeSymbol named ? Find(TypeNames.Of(named)) : null;

    /// <summary>Whether a query that loads a navigation joins several rows of another table: what is part of its owner, or kept as JSON, comes with that.</summary>
    public bool IsJoined(EntityNavigation navigation) => navigation is { IsCollection: true, IsOwned: false } && Find(navigation.Target) is not ({ IsOwned: true } or { IsJson: true });

    /// <summary>The navigation that a property is, in the class that declares it or in one derived from that; null for what is none.</summary>
    public EntityNavigation? NavigationOf(IPropertySymbol property)
    {
        if (_known is null && _conventions.NavigationsOfRoot(property.ContainingType) is { IsDefault: false } navigations)
            return navigations.FirstOrDefault(n => n.Name == property.Name);

        if (Find(property.ContainingType) is { } own)
            return own.NavigationOf(property.Name);

        var declaring = TypeNames.Of(property.ContainingType);
        return _described.Value.All.Where(d => d.Value.Description.Leads.Any(l => l.Name == property.Name && l.Declaring == declaring))
            .Select(d => Find(d.Key)?.NavigationOf(property.Name)).FirstOrDefault(n => n is not null);
    }

    private Entity? Find(string name) => _entities.GetOrAdd(name, n => _described.Value.All.TryGetValue(n, out var found) && _types.Find(found.Type) is { } type ? new Entity(type, found.Description) : null);

    private EntityDescriptions Describe(Declarations declarations, ImmutableArray<SyntaxTree> files)
    {
        var descriptions = _conventions.Apply();
        if (descriptions.IsKept)
            declarations.Keep(files, descriptions);

        return descriptions;
    }
}
