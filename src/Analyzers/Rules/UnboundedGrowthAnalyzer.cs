using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Evidence;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Memory;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules;

/// <summary>PERF3001: <c>s_prices.GetOrAdd(query, Format)</c> of a static dictionary keeps an entry for whatever anybody has ever asked for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnboundedGrowthAnalyzer() : BodyAnalyzer(RuleCatalog.UnboundedGrowth)
{
    private const string Indexer = "this[]";

    // Every program can fill its memory.
    private protected override bool NeedsKnownLibrary => false;

    internal override Action<BodyContext>? LookIn(AnalysisSession session) => session.IsTestProject ? null : c =>
    {
        foreach (var operation in c.OperationBlocks.SelectMany(b => BodyOperations.Of(b).All))
        {
            if (!operation.IsImplicit && NameOf(operation) is { } name && (session.Memory.MayGrow(name) || session.Memory.MayRegister(name)))
                Look(operation, c, session);
        }
    };

    internal override bool MayMatter(SyntaxToken token, AnalysisSession session) =>
        token.Parent is BracketedArgumentListSyntax { Parent: ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } entry } ? assignment.Left == entry : session.Memory.MayGrow(token.ValueText) || session.Memory.MayRegister(token.ValueText);

    private static void Look(IOperation operation, BodyContext context, AnalysisSession session)
    {
        if (Find(operation, session, context.CancellationToken) is not { } found)
            return;

        var member = context.OwningSymbol;
        var location = operation.Syntax is ElementAccessExpressionSyntax access ? access.Expression.GetLocation() : CallSteps.LocationOfName(operation.Syntax);
        var advice = AdviceFor(found);
        var places = found.OtherAdds.Select(o => CallSteps.LocationOfName(o.Syntax));
        // What another project's class does is that class's to answer for: to be accepted there, and no matter of startup.
        session.Report(context.ReportDiagnostic, new(RuleCatalog.UnboundedGrowth, location, found.Owner is { } owner ? found.Run.Root ?? owner : member,
            [found.AddName, StoreOf(found), OftenOf(found.Run), found switch { { Queue: { } queue } => queue, { IsCache: true } => "the entry never expires", _ => "nothing is ever taken out" }, advice])
        {
            Advice = advice,
            Related = [.. found.MadeAt is { } made ? places.Prepend(made.Syntax.GetLocation()) : places],
            // Nobody may have to wait where nobody reads, or where nobody waits now.
            ForFix = found.Queue is null ? ImmutableDictionary<string, string>.Empty : ImmutableDictionary<string, string>.Empty.Add("perf.queue", found is { IsRead: true, AddName: "WriteAsync" } ? "wait" : "drop"),
            LessBecause = found.Doubt,
            Held = found switch
            {
                { Told.Held: var held } => held,
                { IsCache: true } => HeldTypes.OfCache,
                { Type: { } type } => HeldTypes.Of(type),
                _ => null,
            },
        });
    }

    private static GrowingStore? Find(IOperation operation, AnalysisSession session, CancellationToken cancellationToken) => operation switch
    {
        IInvocationOperation call => session.Flow.CacheEntries.At(call, cancellationToken) ?? session.Flow.Channels.At(call, cancellationToken) ??
            (OperationShape.ReceiverOf(call) is { } collection ? session.Flow.Growing.At(collection, call, cancellationToken) : null) ??
            session.Flow.Registered.At(call, cancellationToken),
        IPropertyReferenceOperation { Instance: { } collection, Parent: ISimpleAssignmentOperation assignment } indexer when assignment.Target == indexer =>
            session.Flow.Growing.At(collection, indexer, cancellationToken),
        _ => null,
    };

    private static string? NameOf(IOperation operation) => operation.Kind switch
    {
        OperationKind.Invocation => operation.Syntax is InvocationExpressionSyntax call ? NameInCode.In(call.Expression)?.Identifier.ValueText : null,
        OperationKind.PropertyReference when operation.Syntax is ElementAccessExpressionSyntax => Indexer,
        _ => null,
    };

    // the static 's_prices', '_prices' of the singleton 'PriceCache'
    private static string StoreOf(GrowingStore found) => found.Holder.IsOfStore ? $"{found.Holder.Words} '{found.Name}'" : $"'{found.Name}' of {found.Holder.Words}";

    private static string OftenOf(Run run) => run switch
    {
        { Kind: RunKind.Request } => "for each request",
        { Kind: RunKind.Worker } => "with each turn of a loop that does not end",
        { Kind: RunKind.Timer } => "each time a timer fires",
        { Kind: RunKind.Event } => "each time an event is raised",
        { Root: IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType.Name: var type } } => $"with each new '{type}'",
        { Root: IMethodSymbol { AssociatedSymbol.Name: var property } } => $"each time '{property}' is used",
        { Root: { } member } => $"each time '{member.Name}' is called",
        _ => "again and again",
    };

    private static string AdviceFor(GrowingStore found) => found switch
    {
        { IsCache: true } => "set an expiration, or a size for each entry and a limit for all",
        { Queue: not null } => "make it bounded, so that who writes waits or the oldest goes",
        { Add: IInvocationOperation { Arguments.Length: >= 2 } or IPropertyReferenceOperation } => "limit it, as a MemoryCache with a size limit does, or take out what is done with",
        _ => "keep the last few, or take out what is done with",
    };
}
