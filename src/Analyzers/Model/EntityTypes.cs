using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Model;

/// <summary>The classes of a program and of what it refers to, by the names that are kept of them.</summary>
internal sealed class EntityTypes(Compilation compilation)
{
    private readonly Lazy<Dictionary<string, IAssemblySymbol>> _assemblies = new(() => AssembliesOf(compilation));

    /// <summary>The class of a name; null when there is none any more.</summary>
    public INamedTypeSymbol? Find(EntityTypeName name)
    {
        if (name.Symbol is { } symbol)
            return symbol;

        if (!_assemblies.Value.TryGetValue(name.Assembly, out var assembly) || assembly.GetTypeByMetadataName(name.Name) is not { } type)
            return null;

        if (name.Arguments.IsEmpty)
            return type;

        var arguments = name.Arguments.Select(Find).OfType<ITypeSymbol>().ToArray();
        return arguments.Length == type.TypeParameters.Length ? type.Construct(arguments) : null;
    }

    // What is read from source is a symbol of its own project's compilation.
    private static Dictionary<string, IAssemblySymbol> AssembliesOf(Compilation compilation)
    {
        var assemblies = new Dictionary<string, IAssemblySymbol>(StringComparer.Ordinal);
        var compilations = ModelReader.WithReferences(compilation).ToList();
        foreach (var assembly in compilations.Select(c => (IAssemblySymbol)c.Assembly).Concat(compilations.SelectMany(c => c.References.Select(c.GetAssemblyOrModuleSymbol).OfType<IAssemblySymbol>())))
        {
            if (!assemblies.ContainsKey(assembly.Name))
                assemblies.Add(assembly.Name, assembly);
        }

        return assemblies;
    }
}
