using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// Which types of the program and of the projects that it refers to derive from a type, or implement it? Base lists are looked at by their names first: to bind those of
/// every type would be the largest part of what an answer costs, after each keystroke.
/// </summary>
internal sealed class Subtypes
{
    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<INamedTypeSymbol>> _known = new(SymbolEqualityComparer.Default);
    private readonly ImmutableArray<CompilationReference> _sources;
    private readonly Lazy<Dictionary<string, List<string>>> _byBase;
    private readonly Lazy<ImmutableArray<(string Name, HashSet<string> Below)>> _ofImages;
    private readonly bool _isNamed;

    public Subtypes(Compilation compilation)
    {
        _compilation = compilation;
        _sources = [.. compilation.References.OfType<CompilationReference>()];
        // The syntax of other languages is not read.
        _isNamed = _sources.All(r => r.Compilation.Language == LanguageNames.CSharp);
        // Of hundreds of images, each is asked for each of the names: they are the same after each keystroke.
        _ofImages = new(() => Declarations.Of(compilation).Get([], () => new ImageBases(BasesOfImages())).Bases);
        _byBase = new(() => Declarations.Of(compilation).Get([], () => new BaseNames(ByBase(_sources.Select(r => r.Compilation).Prepend(compilation)))).ByBase);
    }

    /// <summary>The types below a definition, each once, in the order of the program.</summary>
    public ImmutableArray<INamedTypeSymbol> Of(INamedTypeSymbol definition) => _known.TryGetValue(definition, out var known) ? known : _known.GetOrAdd(definition, Find(definition));

    private ImmutableArray<INamedTypeSymbol> Find(INamedTypeSymbol definition)
    {
        var names = _isNamed ? NamesBelow(definition) : null;
        return names is { Count: 0 } ? [] :
        [
            .. Assemblies().SelectMany(a => names is null ? TypeLookup.TypesOf(a.Assembly) : SourceTypes.Named(a.Source, a.Assembly, names))
                .Where(t => t.TypeKind is TypeKind.Class or TypeKind.Struct or TypeKind.Interface && IsBelow(t, definition)),
        ];
    }

    // The program's own, and those of the projects that it refers to as it sees them.
    private IEnumerable<(Compilation Source, IAssemblySymbol Assembly)> Assemblies()
    {
        yield return (_compilation, _compilation.Assembly);
        foreach (var reference in _sources)
        {
            if (_compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly)
                yield return (reference.Compilation, assembly);
        }
    }

    private HashSet<string> NamesBelow(INamedTypeSymbol definition)
    {
        var below = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>();
        pending.Push(definition.Name);
        // What an image may have in between has a name that is known there, too.
        foreach (var (name, _) in SymbolEqualityComparer.Default.Equals(definition.ContainingAssembly, _compilation.Assembly) ? [] : _ofImages.Value.Where(b => b.Below.Contains(definition.ContainingAssembly.Name)))
            pending.Push(name);

        while (pending.Count > 0)
        {
            if (!_byBase.Value.TryGetValue(pending.Pop(), out var derived))
                continue;

            foreach (var name in derived.Where(below.Add))
                pending.Push(name);
        }

        return below;
    }

    // The names in base lists that an image has a type of, each with the assemblies that the image is, refers to, or comes to by way of others.
    private ImmutableArray<(string Name, HashSet<string> Below)> BasesOfImages()
    {
        var images = _compilation.References.Where(r => r is not CompilationReference).Select(_compilation.GetAssemblyOrModuleSymbol).OfType<IAssemblySymbol>().ToList();
        var byName = images.ToLookup(i => i.Name, StringComparer.Ordinal);
        var bases = ImmutableArray.CreateBuilder<(string Name, HashSet<string> Below)>();
        foreach (var image in images)
        {
            HashSet<string>? below = null;
            foreach (var name in _byBase.Value.Keys)
            {
                if (image.TypeNames.Contains(name))
                    bases.Add((name, below ??= Below(image)));
            }
        }

        return bases.ToImmutable();

        HashSet<string> Below(IAssemblySymbol image)
        {
            var below = new HashSet<string>(StringComparer.Ordinal) { image.Name };
            var pending = new Stack<IAssemblySymbol>();
            pending.Push(image);
            while (pending.Count > 0)
            {
                foreach (var reference in pending.Pop().Modules.SelectMany(m => m.ReferencedAssemblies))
                {
                    if (!below.Add(reference.Name))
                        continue;

                    foreach (var referenced in byName[reference.Name])
                        pending.Push(referenced);
                }
            }

            return below;
        }
    }

    // An alias is below what it stands for.
    private static Dictionary<string, List<string>> ByBase(IEnumerable<Compilation> compilations)
    {
        var byBase = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var file in compilations.SelectMany(c => c.SyntaxTrees).Select(SourceFile.Of))
        {
            foreach (var (type, names) in file.Bases)
            {
                foreach (var name in names)
                    (byBase.TryGetValue(name, out var derived) ? derived : byBase[name] = []).Add(type);
            }
        }

        return byBase;
    }

    /// <summary>Whether a type derives from a definition or implements it, however far up.</summary>
    public static bool IsBelow(INamedTypeSymbol type, INamedTypeSymbol definition)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, definition))
                return true;
        }

        return definition.TypeKind is TypeKind.Interface && type.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, definition));
    }

    /// <summary>Whether a type is another one, constructed in whatever way, or below it.</summary>
    public static bool IsOrIsBelow(ITypeSymbol type, ITypeSymbol other) =>
        SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, other.OriginalDefinition) ||
        (type is INamedTypeSymbol named && other is INamedTypeSymbol { OriginalDefinition: var definition } && IsBelow(named, definition));

    /// <summary>Kept for as long as declarations are the same.</summary>
    private sealed record BaseNames(Dictionary<string, List<string>> ByBase);

    /// <summary>Kept likewise, and for as long as the references are the same.</summary>
    private sealed record ImageBases(ImmutableArray<(string Name, HashSet<string> Below)> Bases);
}
