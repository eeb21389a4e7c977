using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Model;

/// <summary>
/// Everything that is read about the model before conventions are applied. By names, so that it serves the next compilation as well; once read it is only
/// looked up.
/// </summary>
internal sealed class ModelFacts
{
    private readonly Dictionary<string, EntityConfiguration> _configurations = new(StringComparer.Ordinal);
    private readonly List<(ImmutableArray<string> Constraints, EntityConfiguration Configuration)> _ofTypeParameters = [];
    private readonly EntityConfiguration _none = new();

    /// <summary>The types that are entities because somebody says so: a set, a configuration.</summary>
    public Dictionary<string, EntityTypeName> Roots { get; } = new(StringComparer.Ordinal);

    /// <summary>Why the configuration of an entity may be out of sight though that of others is not.</summary>
    public Dictionary<string, string> Doubts { get; } = new(StringComparer.Ordinal);

    /// <summary>The names of the entities that a snapshot describes.</summary>
    public HashSet<string> Snapshot { get; } = new(StringComparer.Ordinal);

    /// <summary>Types that are columns wherever they occur.</summary>
    public HashSet<string> ColumnTypes { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a context's class is in sight as source.</summary>
    public bool HasContext { get; set; }

    /// <summary>Whether somebody in sight configures contexts.</summary>
    public bool ConfiguresContexts { get; set; }

    /// <summary>Whether somebody in sight switches lazy loading on.</summary>
    public bool UsesProxies { get; set; }

    /// <summary>Whether somebody in sight makes the tables from the model.</summary>
    public bool MakesTables { get; set; }

    /// <summary>Why more may be configured than is in sight, as a clause; null when everything is.</summary>
    public string? IncompleteBecause { get; private set; }

    /// <summary>Notes a reason to doubt that everything is in sight. The first one is kept.</summary>
    public void Doubt(string reason) => IncompleteBecause ??= reason;

    /// <summary>Notes an entity, with a reason to doubt that all of its configuration is in sight.</summary>
    public void AddRoot(ITypeSymbol? type, string? doubt = null)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } named)
            return;

        var name = TypeNames.Of(named);
        if (doubt is null)
            Doubts.Remove(name);
        else if (!Roots.ContainsKey(name))
            Doubts.Add(name, doubt);

        Roots[name] = EntityTypeName.Of(named);
    }

    /// <summary>Whether another compilation can find everything again.</summary>
    public bool IsKept => Roots.Values.All(r => r.IsKept);

    /// <summary>What is configured for the type.</summary>
    public EntityConfiguration Find(string type) => _configurations.TryGetValue(type, out var configuration) ? configuration : _none;

    /// <summary>What is configured for the type, to add to it.</summary>
    public EntityConfiguration Of(string type)
    {
        if (!_configurations.TryGetValue(type, out var configuration))
            _configurations.Add(type, configuration = new());

        return configuration;
    }

    /// <summary>What is configured for a type, or for each type that a type parameter stands for; null for what is neither.</summary>
    public EntityConfiguration? Of(ITypeSymbol? type)
    {
        switch (type)
        {
            case INamedTypeSymbol named:
                return Of(TypeNames.Of(named));
            case ITypeParameterSymbol parameter:
                var configuration = new EntityConfiguration();
                _ofTypeParameters.Add(([.. parameter.ConstraintTypes.OfType<INamedTypeSymbol>().Select(TypeNames.Of)], configuration));
                return configuration;
            default:
                return null;
        }
    }

    /// <summary>Everything that is configured for a type, its base classes and the type parameters that it fits.</summary>
    public ImmutableArray<EntityConfiguration> All(INamedTypeSymbol type)
    {
        var names = new HashSet<string>(TypeNames.SelfAndBases(type).Concat(type.AllInterfaces).Select(TypeNames.Of), StringComparer.Ordinal);
        return
        [
            .. names.Where(_configurations.ContainsKey).Select(n => _configurations[n]),
            .. _ofTypeParameters.Where(p => p.Constraints.All(names.Contains)).Select(p => p.Configuration),
        ];
    }
}
