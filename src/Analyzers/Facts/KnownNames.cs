using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Facts;

/// <summary>What simple names may stand for, before anything is bound.</summary>
internal sealed class KnownNames
{
    private readonly HashSet<string> _queryTypes = new(StringComparer.Ordinal) { "IQueryable", "IOrderedQueryable" };
    private readonly HashSet<string> _relevant = new(StringComparer.Ordinal);

    private KnownNames()
    {
    }

    /// <summary>Members that make a round trip whenever they are called, or may.</summary>
    public HashSet<string> RoundTrips { get; } = new(StringComparer.Ordinal);

    /// <summary>Members that make one when they are given a query, with names as common as <c>First</c>.</summary>
    public HashSet<string> OfQueries { get; } = new(StringComparer.Ordinal);

    /// <summary>Types and members whose values may be queries.</summary>
    public HashSet<string> Queries { get; } = new(StringComparer.Ordinal);

    /// <summary>The names that APIs and other assemblies bring.</summary>
    public static KnownNames Of(ApiIndex apis, FactIndex facts)
    {
        var known = new KnownNames();
        foreach (var (fact, name) in apis.Names)
        {
            if (fact.Effect is ApiEffect.Source)
                (fact.Member.Length == 0 ? known._queryTypes : known.Queries).Add(name);
            else if (fact.RunsGiven || (fact.Effect is ApiEffect.Materialize && fact.Type.StartsWith("System.Linq.", StringComparison.Ordinal)))
                known.OfQueries.Add(name);
            else if (fact.IsRoundTrip || fact.Effect is ApiEffect.Materialize or ApiEffect.Compiled || !fact.Handlers.IsEmpty)
                known.RoundTrips.Add(name);
        }

        foreach (var fact in facts.All)
        {
            if (fact.Effect is not null)
                known.RoundTrips.Add(FactKey.NameOf(fact.Key));
            else if (fact.Returned is QueryOriginKind.Query)
                known.Queries.Add(FactKey.NameOf(fact.Key));
        }

        known.Queries.UnionWith(known._queryTypes);
        return known;
    }

    /// <summary>Adds what source declares: members that are queries by their type, and those that say to be round trips.</summary>
    public void Declare(IEnumerable<DeclaredMember> members)
    {
        foreach (var member in members)
        {
            _relevant.Add(member.Name);
            if (member.IsTypedAs(_queryTypes))
                Queries.Add(member.Name);

            if (member.SaysRoundTrip)
                RoundTrips.Add(member.Name);
        }

        _relevant.UnionWith(RoundTrips);
        _relevant.UnionWith(OfQueries);
        _relevant.UnionWith(Queries);
    }

    /// <summary>Whether a name is worth remembering where it is mentioned.</summary>
    public bool IsRelevant(string name) => _relevant.Contains(name);
}
