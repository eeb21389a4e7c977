using Microsoft.CodeAnalysis;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Model;

namespace PerfAnalyzers;

/// <summary>
/// The types that a compilation declares, by their simple names. A walk over all of them makes each a symbol, after each keystroke; the names are kept for as long
/// as declarations are the same, and only those that are asked for become symbols.
/// </summary>
internal sealed class SourceTypes
{
    private readonly List<string> _all = [];
    private readonly Dictionary<string, List<int>> _bySimpleName = new(StringComparer.Ordinal);

    // The name of a type of one file says which file, in a way that is the compiler's own.
    private readonly bool _hasTypesOfOneFile;

    private SourceTypes(IEnumerable<INamedTypeSymbol> types)
    {
        foreach (var type in types)
        {
            _hasTypesOfOneFile |= type.IsFileLocal;
            (_bySimpleName.TryGetValue(type.Name, out var known) ? known : _bySimpleName[type.Name] = []).Add(_all.Count);
            _all.Add(TypeNames.Of(type));
        }
    }

    /// <summary>The types with one of the names, nested ones included, always in the same order.</summary>
    /// <param name="source">The compilation that declares them.</param>
    /// <param name="assembly">Its assembly, as whoever asks sees it.</param>
    /// <param name="names">Simple names.</param>
    public static IEnumerable<INamedTypeSymbol> Named(Compilation source, IAssemblySymbol assembly, HashSet<string> names)
    {
        var types = Of(source);
        return types._hasTypesOfOneFile
            ? TypeLookup.TypesOf(assembly).Where(t => names.Contains(t.Name))
            : names.Where(types._bySimpleName.ContainsKey).SelectMany(n => types._bySimpleName[n]).OrderBy(i => i).Select(i => assembly.GetTypeByMetadataName(types._all[i])).OfType<INamedTypeSymbol>();
    }

    private static SourceTypes Of(Compilation source) => Declarations.Of(source).Get([], () => new SourceTypes(TypeLookup.TypesOf(source.Assembly)));
}
