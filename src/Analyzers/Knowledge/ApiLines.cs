using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Knowledge;

/// <summary>The lines of the tables, joined to the types that they are about.</summary>
internal sealed class ApiLines
{
    private readonly Dictionary<INamedTypeSymbol, List<ApiFact>> _byType = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _memberNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);
    private readonly List<(INamedTypeSymbol Attribute, ApiFact Fact)> _attributes = [];
    private readonly HashSet<string> _handlerAttributes = new(StringComparer.Ordinal);
    private readonly Lazy<HashSet<string>> _requestNames;
    private readonly Lazy<HashSet<string>> _twinned;
    private readonly Lazy<ImmutableArray<string>> _twinPatterns;
    private readonly Lazy<ImmutableArray<(ApiFact Fact, string Name)>> _names;

    /// <summary>Finds the types of the lines, and what a look by name needs.</summary>
    public ApiLines(TypeLookup types, IEnumerable<ApiFact> facts)
    {
        _names = new(() => [.. NamesOf(_byType)]);
        _requestNames = new(() => [.. Names.Where(n => n.Fact is { Effect: ApiEffect.Request, Member.Length: > 0 }).Select(n => n.Name)]);
        _twinned = new(() => [.. Names.Where(n => n.Fact.AsyncTwin is not null).Select(n => n.Name)]);
        _twinPatterns = new(() => [.. _twinned.Value.Where(NamePattern.IsPattern)]);
        foreach (var lines in facts.GroupBy(f => f.Type))
        {
            foreach (var type in types.Find(lines.Key))
                Add(type, lines);
        }
    }

    /// <summary>The lines of each type.</summary>
    public IReadOnlyDictionary<INamedTypeSymbol, List<ApiFact>> ByType => _byType;

    /// <summary>The attributes that make what carries them do something.</summary>
    public IReadOnlyList<(INamedTypeSymbol Attribute, ApiFact Fact)> Attributes => _attributes;

    /// <summary>The names, without their ending, of attributes that say of a method that it is called for each request.</summary>
    public IReadOnlyCollection<string> HandlerAttributes => _handlerAttributes;

    /// <summary>Whether a line may be about members of any name.</summary>
    public bool HasPatterns { get; private set; }

    /// <summary>
    /// The lines, each with the names by which source may call it: for a pattern, those of the type's own members and, where others may derive from it,
    /// the pattern.
    /// </summary>
    public ImmutableArray<(ApiFact Fact, string Name)> Names => _names.Value;

    /// <summary>Whether a line is about members of the name alone.</summary>
    public bool HasMember(string name) => _memberNames.Contains(name);

    /// <summary>Whether a member of this name may have an asynchronous twin.</summary>
    public bool MayHaveTwin(string name) => _twinned.Value.Contains(name) || _twinPatterns.Value.Any(p => NamePattern.Matches(p, name));

    /// <summary>Whether a member of this name may run a query that it is given.</summary>
    public bool MayRun(string name) => _running.Contains(name);

    /// <summary>Whether a member of this name may run its delegates for each request.</summary>
    public bool MayHandleRequests(string name) => _requestNames.Value.Contains(name);

    /// <summary>The name of an attribute, as it is written or declared, without namespace and ending.</summary>
    public static string AttributeName(string name)
    {
        var simple = name.Substring(name.LastIndexOfAny(['.', ':']) + 1);
        return simple.EndsWith(nameof(Attribute), StringComparison.Ordinal) && simple.Length > nameof(Attribute).Length ? simple.Substring(0, simple.Length - nameof(Attribute).Length) : simple;
    }

    /// <summary>The type and its bases, then its interfaces: the most specific first.</summary>
    public static IEnumerable<INamedTypeSymbol> TypesOf(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current is INamedTypeSymbol named)
                yield return named;
        }

        foreach (var @interface in type.AllInterfaces)
            yield return @interface;
    }

    /// <summary>Whether a pattern on an interface is about those that derive from it: it declares nothing of such a name itself.</summary>
    public static bool IsMarker(ApiFact pattern, INamedTypeSymbol type) =>
        type.TypeKind is TypeKind.Interface && NamePattern.IsPattern(pattern.Member) && pattern.Effect is not ApiEffect.None && type.MemberNames.All(n => !NamePattern.Matches(pattern.Member, n));

    private static IEnumerable<(ApiFact Fact, string Name)> NamesOf(Dictionary<INamedTypeSymbol, List<ApiFact>> byType) => byType.SelectMany(p => p.Value.SelectMany(f => f.Member switch
    {
        ".ctor" or "" => [(f, p.Key.Name)],
        _ when !NamePattern.IsPattern(f.Member) => [(f, f.Member)],
        _ => p.Key.GetMembers().Where(m => NamePattern.Matches(f.Member, m.Name)).Select(m => (f, m.Name))
            .Concat(p.Key is { TypeKind: TypeKind.Class, IsSealed: false, IsStatic: false } || IsMarker(f, p.Key) ? [(f, f.Member)] : []),
    }));

    private void Add(INamedTypeSymbol type, IEnumerable<ApiFact> lines)
    {
        if (!_byType.TryGetValue(type, out var facts))
            _byType.Add(type, facts = []);

        foreach (var fact in lines)
        {
            facts.Add(fact);
            _memberNames.Add(fact.Member);
            HasPatterns |= NamePattern.IsPattern(fact.Member);
            if (fact.Runs is not null)
                _running.Add(fact.Member);

            if (fact.Member.Length > 0 || !TypesOf(type).Any(t => t is { Name: "Attribute", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }))
                continue;

            if (fact.Effect is ApiEffect.Request)
                _handlerAttributes.Add(AttributeName(type.Name));
            else
                _attributes.Add((type, fact));
        }
    }
}
