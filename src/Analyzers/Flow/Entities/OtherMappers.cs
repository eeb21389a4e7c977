using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>
/// What Entity Framework 6 and NHibernate map, as far as it can be told without reading their configuration: the types of sets, and classes
/// whose members are all virtual.
/// </summary>
internal sealed class OtherMappers
{
    // Weak by the symbol of an image, which stays for as long as the references do.
    private static readonly ConditionalWeakTable<IAssemblySymbol, StrongBox<ImmutableArray<ITypeSymbol>>> s_ofImages = new();

    private readonly Lazy<HashSet<ITypeSymbol>> _sets;
    private readonly bool _usesSets;
    private readonly bool _usesSessions;

    public OtherMappers(Compilation compilation)
    {
        _usesSets = compilation.ReferencedAssemblyNames.Any(a => a.Name == "EntityFramework");
        _usesSessions = compilation.ReferencedAssemblyNames.Any(a => a.Name == "NHibernate");
        _sets = new(() => Collect(compilation));
    }

    private bool Any => _usesSessions || (_usesSets && _sets.Value.Count > 0);

    /// <summary>Why a navigation may be loaded all the same.</summary>
    public string DoubtOf(IPropertySymbol navigation) => IsOfSets(navigation) ? "the configuration of the model is not read" : "what the mapping fetches is not in sight";

    /// <summary>Whether rows become values of the type.</summary>
    public bool IsEntity(INamedTypeSymbol type) => (_usesSets && _sets.Value.Contains(type.OriginalDefinition)) || (_usesSessions && IsMapped(type));

    /// <summary>What a property leads to; null when it is no navigation.</summary>
    public ITypeSymbol? TargetOf(IPropertySymbol property) =>
        Any && IsEntity(property.ContainingType) && Navigations.ElementOf(property.Type) is INamedTypeSymbol { TypeKind: TypeKind.Class } target && IsEntity(target) ? target : null;

    /// <summary>Both load what is virtual when it is read, unless somebody says otherwise.</summary>
    public LazyLoading LazyLoadingOf(IPropertySymbol navigation) => navigation.IsVirtual ? LazyLoading.On : IsOfSets(navigation) ? LazyLoading.Off : LazyLoading.Unknown;

    private bool IsOfSets(IPropertySymbol navigation) => _usesSets && _sets.Value.Contains(navigation.ContainingType.OriginalDefinition);

    // What a session maps is overridden by its proxies, and has a key.
    private static bool IsMapped(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, IsSealed: false } && !type.DeclaringSyntaxReferences.IsEmpty &&
        TypeNames.SelfAndBases(type).SelectMany(t => t.GetMembers()).OfType<IPropertySymbol>().Where(p => p is { IsStatic: false, DeclaredAccessibility: Accessibility.Public }).ToList() is { Count: > 1 } properties &&
        properties.TrueForAll(p => p.IsVirtual || p.IsOverride || p.IsAbstract) && properties.Exists(p => p.Name.EndsWith("Id", StringComparison.Ordinal));

    private static HashSet<ITypeSymbol> Collect(Compilation compilation)
    {
        var entities = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        var images = compilation.References.Where(r => r is not CompilationReference).Select(compilation.GetAssemblyOrModuleSymbol).OfType<IAssemblySymbol>()
            .Where(a => a.Modules.Any(m => m.ReferencedAssemblies.Any(r => r.Name == "EntityFramework")));
        var sources = compilation.References.OfType<CompilationReference>().Select(r => r.Compilation).Prepend(compilation);
        entities.UnionWith(images.SelectMany(a => s_ofImages.GetValue(a, static image => new([.. TypeLookup.TypesOf(image).SelectMany(t => t.GetMembers()).OfType<IPropertySymbol>().Select(EntityOf).OfType<ITypeSymbol>()])).Value));
        entities.UnionWith(sources.SelectMany(SetsIn).Select(EntityOf).OfType<ITypeSymbol>());
        return entities;
    }

    private static ITypeSymbol? EntityOf(IPropertySymbol property) =>
        property.Type is INamedTypeSymbol { Name: "DbSet" or "IDbSet", ContainingNamespace: { Name: "Entity", ContainingNamespace: { Name: "Data", ContainingNamespace.Name: "System" } }, TypeArguments: { Length: 1 } sets } ? sets[0].OriginalDefinition : null;

    // The text tells which files have any: to bind the members of every type would cost more than all else.
    private static IEnumerable<IPropertySymbol> SetsIn(Compilation compilation)
    {
        // Those of Entity Framework Core have the same name, and nobody writes the namespace of these.
        if (!compilation.SyntaxTrees.Any(t => SourceFile.Of(t).Mentions("Data.Entity")))
            yield break;

        foreach (var tree in compilation.SyntaxTrees)
        {
            if (!SourceFile.Of(tree).Mentions("DbSet<"))
                continue;

#pragma warning disable RS1030 // The sets are declared in other files than the one that is analysed.
            var semantics = compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
            foreach (var property in tree.GetRoot().DescendantNodes(n => n is not (BlockSyntax or ArrowExpressionClauseSyntax)).OfType<PropertyDeclarationSyntax>())
            {
                if (property.Type.ToString().Contains("DbSet<") && semantics.GetDeclaredSymbol(property) is { } set)
                    yield return set;
            }
        }
    }
}
