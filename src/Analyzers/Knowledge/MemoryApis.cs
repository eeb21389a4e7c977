using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Facts;

namespace PerfAnalyzers.Knowledge;

/// <summary>
/// What the symbols of one compilation do with memory. Apart from <see cref="ApiIndex"/>, because a line about <c>List.Add</c> must not make
/// every program one that touches a known library.
/// </summary>
internal sealed class MemoryApis
{
    private readonly Dictionary<INamedTypeSymbol, List<ApiFact>> _facts = new(SymbolEqualityComparer.Default);

    // What waits for the next thing takes it out as well: two answers to two questions.
    private readonly Dictionary<INamedTypeSymbol, HashSet<string>> _workers = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _growing = new(StringComparer.Ordinal);
    private readonly HashSet<string> _shrinking = new(StringComparer.Ordinal);
    private readonly HashSet<string> _registering = new(StringComparer.Ordinal);
    private readonly HashSet<string> _subscribing = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<INamedTypeSymbol, ApiEffect> _types = new(SymbolEqualityComparer.Default);

    /// <summary>Joins the built-in tables and the user's to a compilation; the user's lines come first.</summary>
    public MemoryApis(Compilation compilation, TypeLookup types, IEnumerable<ApiTable> userTables)
    {
        UserSections = [.. userTables.SelectMany(t => t.Sections)];
        var usage = new ApiUsage(compilation);
        var facts = userTables.Concat(ApiIndex.BuiltIn).SelectMany(t => t.Sections)
            .Where(s => s.Facts.Any(IsMine) && usage.Uses(s)).SelectMany(s => s.Facts.Where(IsMine));
        foreach (var lines in facts.GroupBy(f => f.Type))
        {
            var (working, others) = (lines.Where(f => f.Effect is ApiEffect.Worker).Select(f => f.Member).ToList(), lines.Where(f => f.Effect is not ApiEffect.Worker).ToList());
            foreach (var type in types.Find(lines.Key))
            {
                if (working.Count > 0)
                    (_workers.TryGetValue(type, out var names) ? names : _workers[type] = new(StringComparer.Ordinal)).UnionWith(working);

                if (others.Count > 0)
                    (_facts.TryGetValue(type, out var known) ? known : _facts[type] = []).AddRange(others);
            }

            _subscribing.UnionWith(lines.Where(f => f.Effect is ApiEffect.Subscribes or ApiEffect.Timer).Select(f => f.Member is ".ctor" ? SimpleName(f.Type) : f.Member));
            _growing.UnionWith(lines.Where(f => f.Effect is ApiEffect.Grows or ApiEffect.Keyed or ApiEffect.Entry or ApiEffect.Enqueues).Select(f => f.Member));
            _shrinking.UnionWith(lines.Where(f => f.Effect is ApiEffect.Shrinks).Select(f => f.Member));
            _registering.UnionWith(lines.Where(f => f.Effect is ApiEffect.Singleton or ApiEffect.Registers && f.Member.Length > 0).Select(f => f.Member));
        }
    }

    /// <summary>What the user says beside the built-in tables.</summary>
    public ImmutableArray<ApiSection> UserSections { get; }

    /// <summary>What other projects say of their classes; null before anybody has asked them.</summary>
    public Lazy<MemoryFactIndex>? Told { get; set; }

    /// <summary>Whether a member of this name may put something into a collection, queue or cache: the look that spares all others.</summary>
    public bool MayGrow(string name) => _growing.Contains(name) || Told?.Value.MayAdd(name) == true;

    /// <summary>Whether a member of this name may take something out.</summary>
    public bool MayShrink(string name) => _shrinking.Contains(name);

    /// <summary>Whether a member of this name may tell a container that there is one object of a class.</summary>
    public bool MayRegister(string name) => _registering.Contains(name) || Told?.Value.MayRegister(name) == true;

    /// <summary>Whether a member or a type of this name may keep a subscription.</summary>
    public bool MaySubscribe(string name) => _subscribing.Contains(name);

    /// <summary>The names of members that do one of these.</summary>
    public ImmutableHashSet<string> NamesOf(params ApiEffect[] effects) =>
        [.. _facts.SelectMany(p => p.Value.Where(f => effects.Contains(f.Effect)).Select(f => f.Member == ".ctor" ? p.Key.Name : f.Member))];

    /// <summary>What calling a member does, when it is called on a value of this type; <see cref="ApiEffect.None"/> when nothing is known.</summary>
    public ApiEffect Find(ISymbol member, ITypeSymbol? receiver)
    {
        var definition = member is IMethodSymbol { ReducedFrom: { } unreduced } ? unreduced : member;
        var name = definition is IMethodSymbol { MethodKind: MethodKind.Constructor } ? ".ctor" : definition.Name;
        if (receiver is INamedTypeSymbol type && Of(type, name) is { } own)
            return own.Effect;

        if (definition.ContainingType is not { } containing)
            return ApiEffect.None;

        if (Told?.Value.Adds(definition) is { } told)
            return told;

        // The collections are spoken for by themselves alone; the rest by what they derive from and implement.
        if (Of(containing, name) is { } fact)
            return fact.Effect;

        var inherited = TypesOf(containing).Skip(1).Select(t => Of(t, name)).FirstOrDefault(f => f is not null)?.Effect ?? ApiEffect.None;
        return inherited is ApiEffect.Grows or ApiEffect.Keyed || (inherited is ApiEffect.Shrinks && !IsCache(containing)) ? ApiEffect.None : inherited;
    }

    /// <summary>Whether who calls the member again and again is a worker that waits for the next thing to do.</summary>
    public bool IsWorker(ISymbol member) => (member is IMethodSymbol { ReducedFrom: { } unreduced } ? unreduced : member).ContainingType is { } type &&
        TypesOf(type).Any(t => _workers.TryGetValue(t, out var names) && names.Contains(member.Name));

    /// <summary>Whether a member of this type leaves it as it is and yields one with more in it.</summary>
    public bool IsCopying(ISymbol member, ITypeSymbol? type) => type is INamedTypeSymbol named && Of(named, member.Name) is { Yields: ApiYields.Same };

    /// <summary>Whether values of the type can be added to, by the table.</summary>
    public bool IsCollection(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && (IsListed(named) || Told?.Value.HasAdding(named) == true);

    private bool IsListed(INamedTypeSymbol named) => _facts.TryGetValue(named.OriginalDefinition, out var facts) && facts.Exists(f => f.Effect is ApiEffect.Grows or ApiEffect.Keyed);

    /// <summary>Whether the type is a cache with entries that may expire.</summary>
    public bool IsCache(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && TypesOf(named).Any(t => _facts.TryGetValue(t, out var facts) && facts.Exists(f => f.Effect is ApiEffect.Entry && f.Member == "CreateEntry"));

    /// <summary>What is said of a type, or of what it derives from or implements.</summary>
    public ApiEffect OfType(ITypeSymbol? type) => type is not INamedTypeSymbol named
        ? ApiEffect.None
        : _types.GetOrAdd(named.OriginalDefinition, t => TypesOf(t).Select(b => Of(b, "")).FirstOrDefault(f => f is not null)?.Effect ?? ApiEffect.None);

    private static string SimpleName(string type) => type.Substring(type.LastIndexOf('.') + 1);

    private static bool IsMine(ApiFact fact) => !fact.IsConvention && (fact.IsAboutMemory || fact.Effect is ApiEffect.Worker);

    private ApiFact? Of(INamedTypeSymbol type, string member) =>
        _facts.TryGetValue(type.OriginalDefinition, out var facts) ? facts.Find(f => f.Member == member) : null;

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            yield return current.OriginalDefinition;

        foreach (var @interface in type.AllInterfaces)
            yield return @interface.OriginalDefinition;
    }
}
