using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Flow.Calls;

namespace PerfAnalyzers.Evidence;

/// <summary>
/// Which of the lines on the way to a repeated round trip is the one to tell about. Evidence has them all, with the same count, and does not know which of them is in
/// the loop; what the code shows of that decides, and what a rule reports anyway is nobody's news.
/// </summary>
internal sealed class ObservedSites(AnalysisSession session, ExplainedIssuers explained, PerfOptions options, CancellationToken cancellationToken)
{
    /// <summary>The operation on a line that may be a round trip, or lead to one: the first of a statement that begins there, or else one whose name is there.</summary>
    public static IOperation? At(ImmutableArray<IOperation> bodies, int? line) => line is not { } number ? null : bodies
        .SelectMany(b => b.DescendantsAndSelf())
        .Where(o => o is IInvocationOperation or IPropertyReferenceOperation or IObjectCreationOperation or IMethodReferenceOperation or IInvalidOperation { Syntax: Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax })
        .Where(o => EvidenceIndex.LineOf(CallSteps.LocationOfName(o.Syntax)) == number || EvidenceIndex.LineOf(o.Syntax.GetLocation()) == number)
        .OrderByDescending(o => o is IInvocationOperation)
        .FirstOrDefault();

    /// <summary>Whether the site is the one to tell about.</summary>
    public bool IsHere(ProfileIndex profile, EvidenceRecord site, ISymbol member, ImmutableArray<IOperation> bodies, IOperation? place)
    {
        if (IsReported(member, bodies, site))
            return false;

        var issuer = site.Via ?? site.Key;
        var callers = profile.CallersOf(issuer, site.Operation).Where(c => c != site && profile.Measured(c).IsRepeated(options)).ToList();
        var seen = callers.Select(c => (Site: c, Member: Resolve(c.Key))).ToList();
        if (seen.Any(c => c.Member is { } m && IsReported(m, BodiesOf(m), c.Site)))
            return false;

        var issuing = Resolve(issuer);
        if (site.Via is not null && issuing is not null && IsReported(issuing, BodiesOf(issuing), site))
            return false;

        // A line that is itself in a loop is the cause, unless the loop is further in. Otherwise it is where the round trip is issued, unless a caller in sight is
        // in a loop, or one that is out of sight may be.
        // A worker asks in each of its turns, and an hour of them is no operation that asks again and again.
        var isCause = IsLooped(place)
            ? !session.Repetition.IsForWorkAlone(place!, cancellationToken) && (site.Via is null || issuing is null || !profile.SitesOf(issuer, site.Operation).Any(s => s.Via is null && IsLooped(At(BodiesOf(issuing), s.SourceLine))))
            : site.Via is null && seen.TrueForAll(c => c.Member is { } m && !IsLooped(At(BodiesOf(m), c.Site.SourceLine)));
        return isCause && !explained.Has(issuer, cancellationToken);
    }

    private bool IsLooped(IOperation? place) => place is not null && session.Repetition.Enclosing(place, cancellationToken).Any();

    private bool IsReported(ISymbol member, ImmutableArray<IOperation> bodies, EvidenceRecord site) =>
        session.Apis.IsWorthAnalysing &&
        (session.Repeated.In(member, bodies, cancellationToken).Any(r => IsSame(r.Question, site.Operation)) ||
            (site.Operation is null or "db" or "db.read" && !session.MissingIncludes.In(member, bodies, cancellationToken).IsEmpty));

    private static bool IsSame(EffectQuestion question, string? operation) => operation is null || operation.StartsWith("db", StringComparison.Ordinal) == question is EffectQuestion.DatabaseRead or EffectQuestion.DatabaseWrite;

    private ISymbol? Resolve(string id)
    {
        var symbol = DocumentationCommentId.GetFirstSymbolForDeclarationId(id, session.Compilation);
        symbol ??= session.Compilation.GetEntryPoint(cancellationToken) is { } main && main.GetDocumentationCommentId() == id ? main : null;
        return symbol is IMethodSymbol && SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, session.Compilation.Assembly) ? symbol : null;
    }

    private ImmutableArray<IOperation> BodiesOf(ISymbol member) => member is IMethodSymbol method && session.Bodies.Of(method, cancellationToken) is { } body ? [body] : [];
}
