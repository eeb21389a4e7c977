using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Flow.Waits;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules;

/// <summary>
/// The base of the rules about calls that block although they have an asynchronous twin, and about loops that run a query by going through it. The rules differ in where they stand.
/// </summary>
public abstract class BlockingCallAnalyzer : BodyAnalyzer
{
    private protected BlockingCallAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    // Every program can sleep or wait for a process.
    private protected override bool NeedsKnownLibrary => false;

    /// <summary>Whether a call that stands there is this rule's.</summary>
    private protected abstract bool IsMine(BlockedPlace place);

    /// <summary>Whether one call speaks for all others of its function.</summary>
    private protected abstract bool OnePerFunction { get; }

    /// <summary>Whether members of the program count, too, that have such a twin. Where nothing can be awaited yet, what they call is told, and where to begin.</summary>
    private protected abstract bool TakesOwn { get; }

    /// <summary>Why such calls are no news in this program, as a clause; null where they stand out. A query is asked of <c>rows</c>.</summary>
    private protected abstract string? UsualBecause(IOperation? rows, SyntaxNode place, AnalysisSession session, CancellationToken cancellationToken);

    internal sealed override Action<BodyContext>? LookIn(AnalysisSession session)
    {
        var isImmediate = DatabaseProviders.AnswerAtOnce(session.Compilation);
        return c =>
        {
            foreach (var body in c.OperationBlocks)
            {
                foreach (var operation in BlockingCalls.Candidates(body))
                    Look(operation, body, c, session, isImmediate);
            }
        };
    }

    internal sealed override bool MayMatter(SyntaxToken token, AnalysisSession session) => token.IsKind(SyntaxKind.IdentifierToken) && session.Blocking.MayBe(token.ValueText, TakesOwn);

    private void Look(IOperation operation, IOperation body, BodyContext context, AnalysisSession session, bool isImmediate)
    {
        if (session.Blocking.Of(operation, TakesOwn, context.CancellationToken) is not { Fact: var fact, Rows: var rows } call)
            return;

        var member = context.OwningSymbol;
        var place = BlockedPlace.Of(operation, member, session, context.CancellationToken, isTranslatable: true);
        if (place.IsExempt || !IsMine(place) || IsOwnTwin(member, call))
            return;

        var isFurther = HasEarlier(call, body, session, place, context.CancellationToken);
        if (isFurther && OnePerFunction)
            return;

        var options = session.OptionsOf(operation.Syntax.SyntaxTree);
        var isLikely = call.Origin.Kind is QueryOriginKind.Unknown;
        session.Report(context.ReportDiagnostic, new(SupportedDiagnostics[0], call.Location, member, [call.Name, Until(fact), call.Twin, place.OnTheWay])
        {
            Advice = $"await '{call.Twin}'",
            Twin = call.Twin,
            Chain = place.Chain,
            Related = [.. place.Request.SelectMany(m => m.Locations.Take(1))],
            Operation = "wait",
            IsLikelyOnly = isLikely,
            LessBecause = place.LessBecause ?? (IsInMemoryByThen(call, session) ? "operators before it run in memory, where nothing can be awaited" : null) ?? (isFurther ? "beside another one of the same method" : null) ?? (fact.System == "file" ? "a file of this machine answers quickly" : null) ??
                (isImmediate && fact.System == "db" && !options.SqliteWaits ? "SQLite answers in the thread that asks either way" : null) ??
                (rows is not null ? session.Synchronous.InMemoryBecause(rows, context.CancellationToken) : null) ??
                (isLikely ? null : UsualBecause(rows, operation.Syntax, session, context.CancellationToken)),
        });
    }

    // db.Orders.AsEnumerable().GroupBy(...).ToList(): the query runs here, but its asynchronous twin is for queries.
    private static bool IsInMemoryByThen(BlockingCall call, AnalysisSession session) =>
        call is { Fact.Effect: ApiEffect.Materialize, Rows: { } rows } && OperationShape.Unwrap(rows).Type is { } type && !session.Apis.IsQueryable(type) && !session.Apis.IsQuerySource(type);

    // FindAsync must not be told to call itself.
    private static bool IsOwnTwin(ISymbol member, BlockingCall blocking) => blocking.Operation is IInvocationOperation call &&
        member.Name == blocking.Twin && (call.Instance is null or IInstanceReferenceOperation || member.ContainingType.AllInterfaces.Concat([member.ContainingType]).Any(t => t.MetadataName == call.TargetMethod.ContainingType.MetadataName));

    private bool HasEarlier(BlockingCall call, IOperation body, AnalysisSession session, BlockedPlace place, CancellationToken cancellationToken) =>
        place.Await.Function is not null && FunctionAround(call.Operation.Syntax) is { } function && BlockingCalls.Candidates(body).Any(o =>
            BlockingCall.SpanOf(o) is var span && span.End < call.Span.End && !span.IntersectsWith(call.Span) && FunctionAround(o.Syntax) == function &&
            session.Blocking.Of(o, TakesOwn, cancellationToken) is { Origin.Kind: not QueryOriginKind.Unknown });

    private static SyntaxNode? FunctionAround(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax);

    private static string Until(ApiFact fact) => fact switch
    {
        { Effect: ApiEffect.Delay } => "the time is over",
        { Effect: ApiEffect.Block or ApiEffect.Limit } => "it is done",
        { System: "db" } => "the database answers",
        { System: "file" } => "the file is read or written",
        { System: "cache" } => "the cache answers",
        { System: "queue" } => "the queue answers",
        _ => "the service answers",
    };
}
