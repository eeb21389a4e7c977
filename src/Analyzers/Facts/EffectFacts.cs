using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Loops;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Facts;

/// <summary>Where the bodies of a member lead, in the words that another assembly reads.</summary>
internal sealed class EffectFacts(AnalysisSession session, CandidateMembers candidates)
{
    /// <summary>Names shown of a long chain, half of them from its end.</summary>
    private const int MaxNames = 6;

    private readonly ConcurrentDictionary<(IMethodSymbol, EffectQuestion), UpstreamFact?> _ofBodies = new(BodyComparer.Instance);

    /// <summary>The best path of any body, with how many of them lead there; null when none does.</summary>
    public UpstreamFact? Of(CallableMember member, EffectQuestion question, CancellationToken cancellationToken)
    {
        UpstreamFact? best = null;
        var leading = 0;
        foreach (var body in member.Bodies)
        {
            if (OfBody(body, question, cancellationToken) is not { } fact)
                continue;

            leading++;
            if (best is null || Rank(fact).CompareTo(Rank(best)) < 0)
                best = fact;
        }

        return best is null ? null : best with { Leading = leading, All = member.Bodies.Count };
    }

    private UpstreamFact? OfBody(IMethodSymbol body, EffectQuestion question, CancellationToken cancellationToken) =>
        _ofBodies.TryGetValue((body, question), out var known) ? known : _ofBodies.GetOrAdd((body, question), Find(body, question, cancellationToken));

    private UpstreamFact? Find(IMethodSymbol body, EffectQuestion question, CancellationToken cancellationToken)
    {
        // What the user says about a member counts, whatever its body looks like.
        if (ApiIndex.IsDeclaredHarmless(body))
            return null;

        if (session.Apis.Find(body) is { IsRoundTrip: true } api)
            return question.Includes(api) ? new(question, NameOf(body), IdOf(body), 0, 1, 1) : null;

        // A base type of another assembly implements the interface: that assembly says what its member does.
        if (body.DeclaringSyntaxReferences.IsEmpty)
            return session.Facts.Of(body).Where(f => f.Question == question).OrderBy(Rank).FirstOrDefault();

        if (!candidates.Contains(body))
            return null;

        // A body that enumerates what it is given leads there for those who give it a query.
        var given = 0UL;
        var path = session.Effects.Find(body, question, 0, cancellationToken);
        if (path is null && body.Parameters.Any(p => IsQuery(p)))
        {
            given = body.Parameters.Where(IsQuery).Aggregate(0UL, (mask, p) => mask | QueryParameters.Of(p.Ordinal));
            path = session.Effects.Find(body, question, given, cancellationToken);
        }

        // A memory that is not the member's own is asked by something that its callers may not even know.
        if (path is null || (path.IsRemembered && path.Steps[0].Rarity is not Rarity.OncePerKey))
            return null;

        return new(question, ChainOf(body, path), path.Last.Chosen?.Issuer ?? IdOf(path.LastMember ?? body), path.From(body).Distance, 1, 1)
        {
            IsSometimes = path.IsSometimes,
            IsOncePerKey = path.IsRemembered,
            IsLikely = path.IsLikelyOnly,
            IsRepeated = path.Steps[0].Repeat is not null || path.IsRepeatedOnTheWay,
            IfQuery = given,
            UnlessGiven = path.Steps[0].UnlessGiven,
        };

        bool IsQuery(IParameterSymbol parameter) => parameter.Ordinal < QueryParameters.Outer && session.Apis.IsQueryable(parameter.Type);
    }

    // What always runs, then what is proven, then what is near; the names make the choice the same in every build.
    private static (bool, bool, bool, bool, int, int, string) Rank(UpstreamFact fact) =>
        (fact.IsOncePerKey, fact.IsSometimes, fact.IsLikely, fact.IsRepeated, fact.Hops, fact.Chain.Length, fact.Chain);

    private static string ChainOf(IMethodSymbol body, EffectPath path)
    {
        var names = path.Members.OfType<IMethodSymbol>().Prepend(body).Select(NameOf).Append(path.Last.Chosen?.Chain ?? path.Last.Name).ToList();
        if (names.Count > MaxNames)
            names = [.. names.Take(MaxNames / 2), "...", .. names.Skip(names.Count - (MaxNames / 2))];

        return string.Join(" -> ", names);
    }

    private static string NameOf(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.AnonymousFunction } => "lambda",
        { MethodKind: MethodKind.LocalFunction } => method.Name,
        { MethodKind: MethodKind.Constructor } => "new " + method.ContainingType.Name,
        _ => $"{method.ContainingType.Name}.{NameInCode.Of(method)}",
    };

    // Lambdas and local functions have no id: they belong to their member.
    private static string IdOf(IMethodSymbol method) => InnerFunctions.MemberOf(method).OriginalDefinition.GetDocumentationCommentId() ?? "";

    private sealed class BodyComparer : IEqualityComparer<(IMethodSymbol Body, EffectQuestion Question)>
    {
        public static readonly BodyComparer Instance = new();

        public bool Equals((IMethodSymbol Body, EffectQuestion Question) x, (IMethodSymbol Body, EffectQuestion Question) y) =>
            x.Question == y.Question && SymbolEqualityComparer.Default.Equals(x.Body, y.Body);

        public int GetHashCode((IMethodSymbol Body, EffectQuestion Question) key) => SymbolEqualityComparer.Default.GetHashCode(key.Body) ^ (int)key.Question;
    }
}
