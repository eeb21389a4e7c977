using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules;

/// <summary>
/// The base of the rules about calls that block although they have an asynchronous twin. Which twin is better is knowledge of a library, or followed through the bodies of the program, never a
/// guess from names; the rules differ in where the call stands.
/// </summary>
public abstract class BlockingCallAnalyzer : PerfAnalyzer
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

    /// <summary>Why such calls are no news in this program, as a clause; null where they stand out.</summary>
    private protected abstract string? UsualBecause(IInvocationOperation call, AnalysisSession session, CancellationToken cancellationToken);

    private protected sealed override void Register(CompilationStartAnalysisContext context, AnalysisSession session)
    {
        var isImmediate = DatabaseProviders.AnswerAtOnce(context.Compilation);
        RegisterBodies(context, session, t => t.IsKind(SyntaxKind.IdentifierToken) && (session.Apis.MayHaveTwin(t.ValueText) || (TakesOwn && session.OwnTwins.MayHave(t.ValueText))), c =>
        {
            foreach (var body in c.OperationBlocks)
            {
                foreach (var call in BodyOperations.Of(body).Calls)
                    Look(call, body, c, session, isImmediate);
            }
        });
    }

    private void Look(IInvocationOperation call, IOperation body, BodyContext context, AnalysisSession session, bool isImmediate)
    {
        if (Find(call, session, context.CancellationToken) is not var (fact, origin))
            return;

        var member = context.OwningSymbol;
        var place = BlockedPlace.Of(call, member, session, context.CancellationToken, isTranslatable: true);
        if (place.IsExempt || !IsMine(place) || IsOwnTwin(member, fact, call))
            return;

        var isFurther = HasEarlier(call, body, session, place, context.CancellationToken);
        if (isFurther && OnePerFunction)
            return;

        var options = session.OptionsOf(call.Syntax.SyntaxTree);
        var (name, twin) = (call.TargetMethod.Name, fact.AsyncTwin!);
        session.Report(context.ReportDiagnostic, new(SupportedDiagnostics[0], CallSteps.LocationOfName(call.Syntax), member, [name, Until(fact), twin, place.OnTheWay])
        {
            Advice = $"await '{twin}'",
            Twin = twin,
            Chain = place.Chain,
            Related = [.. place.Request.SelectMany(m => m.Locations.Take(1))],
            Operation = "wait",
            IsLikelyOnly = origin.Kind is QueryOriginKind.Unknown,
            LessBecause = place.LessBecause ?? (IsInMemoryByThen(call, fact, session) ? "operators before it run in memory, where nothing can be awaited" : null) ?? (isFurther ? "beside another one of the same method" : null) ?? (fact.System == "file" ? "a file of this machine answers quickly" : null) ??
                (isImmediate && fact.System == "db" && !options.SqliteWaits ? "SQLite answers in the thread that asks either way" : null) ??
                (fact.Effect is ApiEffect.Materialize ? session.Synchronous.InMemoryBecause(call, context.CancellationToken) : null) ??
                (origin.Kind is QueryOriginKind.Unknown ? null : UsualBecause(call, session, context.CancellationToken)),
        });
    }

    private (ApiFact Fact, QueryOrigin Origin)? Find(IInvocationOperation call, AnalysisSession session, CancellationToken cancellationToken)
    {
        var name = NameInCode.In(((InvocationExpressionSyntax)call.Syntax).Expression)?.Identifier.ValueText ?? "";
        var (mayBeKnown, mayBeOwn) = (session.Apis.MayHaveTwin(name), TakesOwn && session.OwnTwins.MayHave(name));
        if (!(mayBeKnown || mayBeOwn) || TaskTypes.IsTask(call.Type))
            return null;

        if (mayBeOwn && session.OwnTwins.Of(call, cancellationToken) is { } own)
            return (own, QueryOrigin.None);

        if (!mayBeKnown || session.Apis.Find(call.TargetMethod, call.Instance?.Type) is not { AsyncTwin: { } twin } fact || fact.Effect is ApiEffect.Wait || IsLook(call))
            return null;

        if (fact.Effect is ApiEffect.Block or ApiEffect.Delay or ApiEffect.Limit || fact.System == "file")
            return (fact, QueryOrigin.None);

        // A query is only one when it goes to a database, and its twin is in the library that it goes through.
        return session.Steps.Of(call, cancellationToken) is { Fact: { } known } step && known == fact && (fact.Effect is not ApiEffect.Materialize || session.Apis.HasMember(twin))
            ? (fact, step.Origin)
            : null;
    }

    // SemaphoreSlim.Wait(0) looks and does not wait; Thread.Sleep(0) and the like only yield.
    private static bool IsLook(IInvocationOperation call) => call.Arguments.Length > 0 && OperationShape.Unwrap(call.Arguments[0].Value) is
        ILiteralOperation { ConstantValue.Value: 0 or 1 } or IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } };

    // db.Orders.AsEnumerable().GroupBy(...).ToList(): the query runs here, but its asynchronous twin is for queries.
    private static bool IsInMemoryByThen(IInvocationOperation call, ApiFact fact, AnalysisSession session) =>
        fact.Effect is ApiEffect.Materialize && OperationShape.ReceiverOf(call) is { } receiver && OperationShape.Unwrap(receiver).Type is { } type && !session.Apis.IsQueryable(type) && !session.Apis.IsQuerySource(type);

    // FindAsync must not be told to call itself.
    private static bool IsOwnTwin(ISymbol member, ApiFact fact, IInvocationOperation call) =>
        member.Name == fact.AsyncTwin && (call.Instance is null or IInstanceReferenceOperation || member.ContainingType.AllInterfaces.Concat([member.ContainingType]).Any(t => t.MetadataName == call.TargetMethod.ContainingType.MetadataName));

    private bool HasEarlier(IInvocationOperation call, IOperation body, AnalysisSession session, BlockedPlace place, CancellationToken cancellationToken) =>
        place.Await.Function is not null && FunctionAround(call.Syntax) is { } function && BodyOperations.Of(body).Calls.Any(c =>
            c.Syntax.Span.End < call.Syntax.Span.End && !c.Syntax.Span.IntersectsWith(call.Syntax.Span) && FunctionAround(c.Syntax) == function && Find(c, session, cancellationToken) is { Origin.Kind: not QueryOriginKind.Unknown });

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
