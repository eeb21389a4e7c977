using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Facts;

/// <summary>
/// What other projects say about what the program keeps in memory: assemblies by their attributes, projects in an editor when they are asked, and a file for projects
/// that this one does not reference.
/// </summary>
internal sealed class MemoryFactIndex
{
    /// <summary>Parts within parts of a class.</summary>
    public const int MaxParts = 3;

    private readonly Dictionary<string, MemorySet> _sets;
    private readonly Dictionary<string, (Lazy<MemorySet> Lifetimes, Lazy<MemorySet> Growth)> _projects;
    private readonly HashSet<string> _toldOfOwn;
    private readonly Compilation _compilation;
    private readonly Lazy<ImmutableArray<(INamedTypeSymbol, ApiEffect)>> _lifetimes;
    private readonly Lazy<ImmutableDictionary<IMethodSymbol, (int, ApiEffect)>> _wrappers;
    private readonly Lazy<HashSet<string>> _registering;
    private readonly Lazy<ILookup<string, (string Member, bool IsKeyed)>> _adding;

    private MemoryFactIndex(Compilation compilation, Dictionary<string, MemorySet> sets, Dictionary<string, (Lazy<MemorySet>, Lazy<MemorySet>)> projects, HashSet<string> toldOfOwn)
    {
        (_compilation, _sets, _projects, _toldOfOwn) = (compilation, sets, projects, toldOfOwn);
        _lifetimes = new(() => [.. All.SelectMany(s => s.Lifetimes).Select(l => (Symbol<INamedTypeSymbol>(l.Type), l.Lifetime)).Where(l => l.Item1 is not null)!]);
        _wrappers = new(ReadWrappers);
        _registering = new(() => new(_wrappers.Value.Keys.Select(w => w.Name), StringComparer.Ordinal));
        _adding = new(() => _sets.Values.SelectMany(s => s.Growth).SelectMany(g => g.Value.Where(f => f.Part.Length == 0).SelectMany(f => f.Members.Select(m => (Member: m, f.IsKeyed))))
            .ToLookup(m => FactKey.NameOf(m.Member), StringComparer.Ordinal));
    }

    /// <summary>What other projects register, of the types that this one sees.</summary>
    public IEnumerable<(INamedTypeSymbol Type, ApiEffect Lifetime)> Lifetimes => _lifetimes.Value;

    /// <summary>The methods of other projects that register a type argument, of those that are built.</summary>
    public IReadOnlyDictionary<IMethodSymbol, (int Ordinal, ApiEffect Lifetime)> Wrappers => _wrappers.Value;

    /// <summary>Whether a method of this name may be one of them.</summary>
    public bool MayRegister(string name) => _registering.Value.Contains(name);

    /// <summary>Whether another project limits the size of caches.</summary>
    public bool IsLimited => All.Any(s => s.IsLimited);

    /// <summary>Whether any project may say that a class grows: asked first.</summary>
    public bool MayKnowGrowth => _projects.Count > 0 || _sets.Values.Any(s => s.Growth.Count > 0);

    /// <summary>Nobody says anything.</summary>
    public static MemoryFactIndex Nothing(Compilation compilation) => new(compilation, [], [], []);

    /// <summary>Reads what is said to a compilation.</summary>
    /// <param name="compilation">Who is told.</param>
    /// <param name="additionalFiles">Its files.</param>
    /// <param name="project">What a project says whose source is in sight, with or without what grows in it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static MemoryFactIndex Read(Compilation compilation, ImmutableArray<AdditionalText> additionalFiles, Func<Compilation, bool, MemorySet> project, CancellationToken cancellationToken)
    {
        var sets = new Dictionary<string, MemorySet>(StringComparer.Ordinal);
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in additionalFiles.Where(f => FactFile.Is(f.Path)))
        {
            foreach (var set in file.GetText(cancellationToken) is { } text ? FactFile.Read(text) : [])
            {
                if (set.Assembly == compilation.Assembly.Name)
                    own.UnionWith(set.Memory.Lifetimes.Select(l => l.Type));
                else
                    sets[set.Assembly] = set.Memory;
            }
        }

        var projects = new Dictionary<string, (Lazy<MemorySet>, Lazy<MemorySet>)>(StringComparer.Ordinal);
        foreach (var reference in compilation.References)
        {
            if (compilation.GetAssemblyOrModuleSymbol(reference) is not IAssemblySymbol assembly || sets.ContainsKey(assembly.Name))
                continue;

            if (reference is CompilationReference { Compilation: var referenced })
                projects[assembly.Name] = (new(() => project(referenced, false)), new(() => project(referenced, true)));
            else if (!FactIndex.IsOfFramework(assembly.Name) && FactSet.Of(assembly) is { } set)
                sets[assembly.Name] = set.Memory;
        }

        return new(compilation, sets, projects, own);
    }

    /// <summary>Whether the projects below know how long an object of a type lives, so that what grows in it is told there.</summary>
    public bool IsToldBelow(INamedTypeSymbol type) => type.OriginalDefinition.GetDocumentationCommentId() is { } id && _toldOfOwn.Contains(id);

    /// <summary>The collections of a class of another project, its base classes and its parts that grow while an object of it lives.</summary>
    public IEnumerable<GrowthFact> GrowthOf(INamedTypeSymbol type)
    {
        for (var current = type; current?.ContainingAssembly is { } assembly; current = current.BaseType)
        {
            var set = _sets.TryGetValue(assembly.Name, out var told) ? told : _projects.TryGetValue(assembly.Name, out var project) ? project.Growth.Value : null;
            if (set is null || current.OriginalDefinition.GetDocumentationCommentId() is not { } id)
                continue;

            foreach (var fact in set.Of(id, MaxParts))
                yield return fact;
        }
    }

    /// <summary>Whether a member of this name may add to a collection of another project.</summary>
    public bool MayAdd(string name) => _adding.Value.Contains(name);

    /// <summary>What calling a member of another project does to the object; null where nothing is said.</summary>
    public ApiEffect? Adds(ISymbol member)
    {
        if (!MayAdd(member.Name) || member.OriginalDefinition.GetDocumentationCommentId() is not { } id)
            return null;

        foreach (var (adding, isKeyed) in _adding.Value[member.Name])
        {
            if (adding == id)
                return isKeyed ? ApiEffect.Keyed : ApiEffect.Grows;
        }

        return null;
    }

    /// <summary>Whether a class of another project grows when a member of it is called.</summary>
    public bool HasAdding(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.IsEmpty && type.ContainingAssembly is { } assembly && _sets.TryGetValue(assembly.Name, out var set) &&
        type.OriginalDefinition.GetDocumentationCommentId() is { } id && set.Growth.TryGetValue(id, out var facts) && facts.Exists(f => f.Members.Any(m => m.StartsWith("M:" + id.Substring(2) + ".", StringComparison.Ordinal)));

    /// <summary>The member of a documentation id, where it is in sight.</summary>
    public T? Symbol<T>(string id) where T : class, ISymbol => DocumentationCommentId.GetFirstSymbolForDeclarationId(id, _compilation) as T;

    private IEnumerable<MemorySet> All => _sets.Values.Concat(_projects.Values.Select(p => p.Lifetimes.Value));

    private ImmutableDictionary<IMethodSymbol, (int, ApiEffect)> ReadWrappers()
    {
        var wrappers = ImmutableDictionary.CreateBuilder<IMethodSymbol, (int, ApiEffect)>(SymbolEqualityComparer.Default);
        foreach (var (method, ordinal, lifetime) in _sets.Values.SelectMany(s => s.Wrappers))
        {
            if (Symbol<IMethodSymbol>(method) is { } symbol && symbol.TypeParameters.Length > ordinal)
                wrappers[symbol] = (ordinal, lifetime);
        }

        return wrappers.ToImmutable();
    }
}
