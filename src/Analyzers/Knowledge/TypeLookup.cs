using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Knowledge;

/// <summary>
/// Types by their metadata names. Hundreds of names in hundreds of references are the largest part of what a session costs before it has looked at
/// anything, and in an editor the references are the same at every keystroke: what was found in images is kept for as long as somebody
/// uses it.
/// </summary>
internal sealed class TypeLookup
{
    // By the first image, and weak: a session holds what it uses, and the next one comes before that is collected.
    private static readonly ConditionalWeakTable<IAssemblySymbol, List<WeakReference<ImageTypes>>> s_images = new();

    // Weak by the symbol of an image: the projects of a build differ in the projects that they refer to, and share all libraries.
    private static readonly ConditionalWeakTable<IAssemblySymbol, StrongBox<ImmutableArray<(string Name, INamedTypeSymbol Type)>>> s_known = new();

    private static readonly Lazy<ImmutableDictionary<string, string>> s_names = new(() => ApiIndex.BuiltIn.SelectMany(t => t.Sections).SelectMany(s => s.Facts)
        .Where(f => !f.IsConvention).SelectMany(f => f.Handlers.Add(f.Type)).Distinct(StringComparer.Ordinal).ToImmutableDictionary(n => n, SimpleName, StringComparer.Ordinal));

    private readonly ImmutableArray<IAssemblySymbol> _sources;
    private readonly ImageTypes _images;

    private TypeLookup(ImmutableArray<IAssemblySymbol> sources, ImageTypes images)
    {
        _sources = sources;
        _images = images;
    }

    /// <summary>The lookup of a compilation.</summary>
    public static TypeLookup In(Compilation compilation)
    {
        var sources = ImmutableArray.CreateBuilder<IAssemblySymbol>();
        var images = ImmutableArray.CreateBuilder<IAssemblySymbol>();
        sources.Add(compilation.Assembly);
        foreach (var reference in compilation.References)
        {
            if (compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly)
                (reference is CompilationReference ? sources : images).Add(assembly);
        }

        return new(sources.ToImmutable(), Images(images.ToImmutable()));
    }

    /// <summary>Every type of that name in the compilation and what it references.</summary>
    public ImmutableArray<INamedTypeSymbol> Find(string metadataName)
    {
        var images = _images.Find(metadataName);
        ImmutableArray<INamedTypeSymbol>.Builder? found = null;
        foreach (var source in _sources)
        {
            if (source.TypeNames.Contains(SimpleName(metadataName)) && source.GetTypeByMetadataName(metadataName) is { } type && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, source))
                (found ??= ImmutableArray.CreateBuilder<INamedTypeSymbol>()).Add(type);
        }

        if (found is null)
            return images;

        found.AddRange(images);
        return found.ToImmutable();
    }

    /// <summary>
    /// Joins the lines of sections to their types. Where no source declares a type of one of their names, the answer is the same for every compilation of
    /// these references, and is kept like the types.
    /// </summary>
    /// <param name="sections">The sections that count in the compilation.</param>
    /// <param name="isWorth">What else the choice of lines depends on.</param>
    /// <param name="choose">Which lines are wanted.</param>
    /// <param name="join">Finds their types.</param>
    public T Join<T>(IReadOnlyList<ApiSection> sections, bool isWorth, Func<IEnumerable<ApiFact>, IEnumerable<ApiFact>> choose, Func<TypeLookup, IEnumerable<ApiFact>, T> join)
        where T : class
    {
        var facts = choose(sections.SelectMany(s => s.Facts));
        if (_sources.Any(s => s.TypeNames.Count > 0 && facts.Any(f => s.TypeNames.Contains(SimpleName(f.Type)))))
            return join(this, facts);

        return _images.Joined(typeof(T), sections, isWorth, () => join(new([], _images), facts));
    }

    private static string SimpleName(string metadataName)
    {
        var name = metadataName.Substring(metadataName.LastIndexOfAny(['.', '+']) + 1);
        return name.IndexOf('`') is >= 0 and var tick ? name.Substring(0, tick) : name;
    }

    /// <summary>The types of an assembly, nested ones included.</summary>
    public static IEnumerable<INamedTypeSymbol> TypesOf(IAssemblySymbol assembly)
    {
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            if (current is INamedTypeSymbol type)
                yield return type;

            foreach (var member in current is INamespaceSymbol space ? space.GetMembers() : ((INamedTypeSymbol)current).GetTypeMembers().Cast<INamespaceOrTypeSymbol>())
                pending.Push(member);
        }
    }

    private static ImageTypes Images(ImmutableArray<IAssemblySymbol> assemblies)
    {
        if (assemblies.IsEmpty)
            return new(assemblies);

        var all = s_images.GetValue(assemblies[0], static _ => []);
        lock (all)
        {
            all.RemoveAll(i => !i.TryGetTarget(out _));
            foreach (var known in all)
            {
                // The same symbols, not equal ones: an assembly that refers to source is another one with each compilation.
                if (known.TryGetTarget(out var images) && images.Assemblies.SequenceEqual(assemblies, ReferenceComparer.Instance))
                    return images;
            }

            var added = new ImageTypes(assemblies);
            all.Add(new(added));
            return added;
        }
    }

    private sealed class ImageTypes(ImmutableArray<IAssemblySymbol> assemblies)
    {
        private readonly ConcurrentDictionary<string, ImmutableArray<INamedTypeSymbol>> _types = new(StringComparer.Ordinal);

        // Those of the tables that ship with the analyzers.
        private readonly Lazy<ILookup<string, INamedTypeSymbol>> _known = new(() => assemblies
            .SelectMany(a => s_known.GetValue(a, static image => new(KnownIn(image))).Value).ToLookup(t => t.Name, t => t.Type, StringComparer.Ordinal));

        public ImmutableArray<IAssemblySymbol> Assemblies { get; } = assemblies;

        private readonly object _gate = new();
        private readonly Dictionary<Type, (IReadOnlyList<ApiSection> Sections, bool IsWorth, object Lines)> _joined = [];

        /// <summary>What was joined last, when the sections are still these.</summary>
        public T Joined<T>(Type key, IReadOnlyList<ApiSection> sections, bool isWorth, Func<T> join)
            where T : class
        {
            lock (_gate)
            {
                if (_joined.TryGetValue(key, out var known) && known.IsWorth == isWorth && known.Sections.Count == sections.Count && !sections.Where((s, i) => !ReferenceEquals(s, known.Sections[i])).Any())
                    return (T)known.Lines;

                var lines = join();
                _joined[key] = (sections, isWorth, lines);
                return lines;
            }
        }

        public ImmutableArray<INamedTypeSymbol> Find(string metadataName) => _types.GetOrAdd(metadataName, Search);

        private ImmutableArray<INamedTypeSymbol> Search(string metadataName)
        {
            if (s_names.Value.ContainsKey(metadataName))
                return [.. _known.Value[metadataName]];

            var found = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
            foreach (var assembly in Assemblies)
            {
                if (TypeIn(assembly, metadataName) is { } type)
                    found.Add(type);
            }

            return found.ToImmutable();
        }

        private static ImmutableArray<(string Name, INamedTypeSymbol Type)> KnownIn(IAssemblySymbol assembly)
        {
            var names = assembly.TypeNames;
            return [.. from name in s_names.Value where names.Contains(name.Value) let type = TypeIn(assembly, name.Key) where type is not null select (name.Key, type)];
        }

        // What is forwarded is found where it is.
        private static INamedTypeSymbol? TypeIn(IAssemblySymbol assembly, string metadataName) =>
            assembly.GetTypeByMetadataName(metadataName) is { } type && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, assembly) ? type : null;
    }

    private sealed class ReferenceComparer : IEqualityComparer<IAssemblySymbol>
    {
        public static readonly ReferenceComparer Instance = new();

        public bool Equals(IAssemblySymbol? x, IAssemblySymbol? y) => ReferenceEquals(x, y);

        public int GetHashCode(IAssemblySymbol obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
