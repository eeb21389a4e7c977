using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.CodeFixes.Rewriting.Queries;

/// <summary>
/// What tells the rows of an entity apart, by the models of all projects that may configure it: its context can be in a project that knows the one of the fix,
/// and not the other way round. Where no model has the entity, the convention speaks.
/// </summary>
internal sealed class EntityKeys
{
    private readonly INamedTypeSymbol _type;
    private readonly ImmutableArray<Entity> _entities;

    private EntityKeys(INamedTypeSymbol type, ImmutableArray<Entity> entities, bool isOfHierarchy)
    {
        _type = type;
        IsOfHierarchy = isOfHierarchy;
        _entities = entities;
        PrimaryKey = entities.IsEmpty ? Single(new EntityShape(type, new(), []).Key) : entities.All(e => e.Key.SequenceEqual(entities[0].Key) && !e.IsKeyless) ? Single(entities[0].Key) : null;
    }

    /// <summary>The property that is the whole primary key, if there is one.</summary>
    public IPropertySymbol? PrimaryKey { get; }

    /// <summary>Whether the entity may be derived from another one, with which it shares keys: what is tracked under a key may then be of a third type.</summary>
    public bool IsOfHierarchy { get; }

    /// <summary>Whether at most one row has a given value of the property.</summary>
    public bool IsUnique(IPropertySymbol property) =>
        PrimaryKey?.Name == property.Name || (!Nullability.MayBeNull(property) && _entities.Any(e => e.IsUnique(property.Name)));

    /// <summary>Whether at most one row has given values of two properties.</summary>
    public bool IsUnique(IPropertySymbol one, IPropertySymbol other)
    {
        return !Nullability.MayBeNull(one) && !Nullability.MayBeNull(other) && _entities.Any(e => IsBoth(e.Key) || e.Indexes.Any(i => i is { IsUnique: true, HasFilter: false } && IsBoth(i.Columns)));

        bool IsBoth(ImmutableArray<string> columns) => columns.Length == 2 && columns.Contains(one.Name) && columns.Contains(other.Name);
    }

    public static async Task<EntityKeys> ReadAsync(INamedTypeSymbol type, Project project, CancellationToken cancellationToken)
    {
        var solution = project.Solution;
        var graph = solution.GetProjectDependencyGraph();
        var entities = ImmutableArray.CreateBuilder<Entity>();

        // A base class with nothing but properties in common is mostly abstract, and in no model.
        var bases = TypeNames.SelfAndBases(type).Skip(1).ToList();
        var isOfHierarchy = bases.Exists(b => !b.IsAbstract);
        foreach (var id in graph.GetProjectsThatTransitivelyDependOnThisProject(Owner(type, project).Id).Prepend(project.Id).Distinct())
        {
            if (solution.GetProject(id) is { } other && (id == project.Id || await ConfiguresAsync(other, cancellationToken).ConfigureAwait(false)) &&
                await other.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is { } compilation)
            {
                var model = EntityModel.Read(compilation, cancellationToken);
                isOfHierarchy = isOfHierarchy || bases.Exists(b => model.Find(b) is not null);
                if (model.Find(type) is { } entity)
                    entities.Add(entity);
            }
        }

        // A project that has the configuration knows better than one that only has the class.
        return new(type, entities.Any(e => e.IncompleteBecause is null) ? [.. entities.Where(e => e.IncompleteBecause is null)] : entities.ToImmutable(), isOfHierarchy);
    }

    private static Project Owner(INamedTypeSymbol type, Project project) => project.Solution.Projects.FirstOrDefault(p => p.AssemblyName == type.ContainingAssembly?.Name) ?? project;

    private static async Task<bool> ConfiguresAsync(Project project, CancellationToken cancellationToken)
    {
        foreach (var document in project.Documents)
        {
            if (await document.GetSyntaxTreeAsync(cancellationToken).ConfigureAwait(false) is { } tree && BuilderCalls.AreMentionedIn(SourceFile.Of(tree)))
                return true;
        }

        return false;
    }

    private IPropertySymbol? Single(ImmutableArray<string> key) =>
        key.Length == 1 ? TypeNames.SelfAndBases(_type).SelectMany(t => t.GetMembers(key[0]).OfType<IPropertySymbol>()).FirstOrDefault() : null;
}
