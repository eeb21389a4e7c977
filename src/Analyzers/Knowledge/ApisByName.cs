using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Knowledge;

/// <summary>What names say in code that does not compile yet, or whose libraries are missing: the tables by the simple names of their types, and the conventions. Nothing of it is proven.</summary>
internal sealed class ApisByName(ApiConventions conventions)
{
    private static readonly Lazy<ImmutableDictionary<string, ApiFact>> s_materializers = new(() => BuiltIn
        .Where(f => f is { Effect: ApiEffect.Materialize, System: "db" } && !NamePattern.IsPattern(f.Member))
        .GroupBy(f => f.Member, StringComparer.Ordinal).ToImmutableDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal));

    // The most precise line of each first, as where they bind.
    private static readonly Lazy<ImmutableDictionary<string, ImmutableArray<ApiFact>>> s_byType = new(() => BuiltIn
        .Where(f => !f.IsConvention && !f.IsAboutMemory && f.Member.Length > 0)
        .GroupBy(f => SimpleName(f.Type), StringComparer.Ordinal)
        .ToImmutableDictionary(g => g.Key, g => g.OrderByDescending(f => NamePattern.Precision(f.Member)).ToImmutableArray(), StringComparer.Ordinal));

    // Types of which every value is a query.
    private static readonly Lazy<ImmutableHashSet<string>> s_sources = new(() => BuiltIn
        .Where(f => f is { Effect: ApiEffect.Source, Member.Length: 0 }).Select(f => SimpleName(f.Type)).ToImmutableHashSet(StringComparer.Ordinal));

    // What else a library does, for each of its types: the result of one member is what the next is called on.
    private static readonly Lazy<ImmutableDictionary<string, ImmutableDictionary<string, ApiFact>>> s_ofLibrary = new(() => ApiIndex.BuiltIn.SelectMany(t => t.Sections)
        .Where(s => !s.Assemblies.IsEmpty && s.HasRoundTrips)
        .SelectMany(s => s.Facts.Where(f => !f.IsConvention && !f.IsAboutMemory).Select(f => (Section: s, Type: SimpleName(f.Type))).Distinct())
        .GroupBy(p => p.Type, p => p.Section, StringComparer.Ordinal)
        .ToImmutableDictionary(
            g => g.Key,
            g => g.SelectMany(s => s.Facts).Where(f => f.IsRoundTrip && !NamePattern.IsPattern(f.Member)).GroupBy(f => f.Member, StringComparer.Ordinal).ToImmutableDictionary(f => f.Key, f => f.First(), StringComparer.Ordinal),
            StringComparer.Ordinal));

    private static readonly Lazy<ImmutableDictionary<string, ImmutableArray<ApiFact>>> s_extensions = new(() => BuiltIn
        .Where(f => f.Type.EndsWith("Extensions", StringComparison.Ordinal) || f.Type == "Dapper.SqlMapper")
        .GroupBy(f => f.Member, StringComparer.Ordinal).Where(g => g.All(f => f.IsRoundTrip))
        .ToImmutableDictionary(g => g.Key, g => g.ToImmutableArray(), StringComparer.Ordinal));

    private static IEnumerable<ApiFact> BuiltIn => ApiIndex.BuiltIn.SelectMany(t => t.Sections).SelectMany(s => s.Facts);

    /// <summary>Whether names say nothing, because the user wants it so.</summary>
    public bool AreOff => conventions.AreOff;

    /// <summary>A line for a member of this name that runs the query it is called on.</summary>
    public static ApiFact? Materializes(string name) => s_materializers.Value.TryGetValue(name, out var fact) ? fact : null;

    /// <summary>The names of members that run the query they are called on, whether or not a call of one binds.</summary>
    public static IEnumerable<string> Materializers => s_materializers.Value.Keys;

    /// <summary>The lines of extensions of this name, where all that have it make a round trip.</summary>
    public static ImmutableArray<ApiFact> Extensions(string member) => s_extensions.Value.TryGetValue(member, out var facts) ? facts : [];

    /// <summary>What the names of a type that nothing declares in sight and of its member say, or null. A task is told by an <c>await</c>, or by its name.</summary>
    public ApiFact? Find(string type, string member, bool isAwaited) =>
        AreOff ? null
        : Line(type, member) is { } known ? known.IsRoundTrip ? known : null
        : conventions.Find(type, member, isAwaited || member.EndsWith("Async", StringComparison.Ordinal));

    /// <summary>What a member of this name does to what a library makes, of which one type is known by its name: <c>UniqueResult</c> of what begins with an <c>ISession</c>.</summary>
    public ApiFact? FindBeside(string type, string member) =>
        !AreOff && s_ofLibrary.Value.TryGetValue(type, out var facts) && facts.TryGetValue(member, out var fact) ? fact : null;

    /// <summary>Whether a type that nothing declares in sight is called like one of which every value is a query: <c>DbSet&lt;Order&gt;</c>.</summary>
    public bool IsQuerySource(ITypeSymbol? type) => type is IErrorTypeSymbol { Name: { Length: > 0 } name } && !AreOff && s_sources.Value.Contains(name);

    /// <summary>Whether a member of a type that nothing declares in sight is called like one that makes a query: <c>Set</c> of <c>DbContext</c>.</summary>
    public bool MakesQuery(string type, string member) => !AreOff && Line(type, member) is { Effect: ApiEffect.Source };

    /// <summary>What a member called like this does to what every value of its type is a query, or null: <c>Find</c> of a <c>DbSet</c>.</summary>
    public ApiFact? FindOfQuerySource(string member) => AreOff ? null : s_sources.Value.Select(t => Line(t, member)).FirstOrDefault(f => f is { IsRoundTrip: true });

    private static ApiFact? Line(string type, string member) => s_byType.Value.TryGetValue(type, out var facts) ? facts.FirstOrDefault(f => f.IsAbout(member)) : null;

    // MongoDB.Driver.IMongoCollection`1
    private static string SimpleName(string metadataName)
    {
        var start = metadataName.LastIndexOfAny(['.', '+']) + 1;
        var arity = metadataName.IndexOf('`', start);
        return metadataName.Substring(start, (arity < 0 ? metadataName.Length : arity) - start);
    }
}
