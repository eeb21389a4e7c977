using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Memory;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules;

/// <summary>PERF3002: <c>bus.Changed += OnChanged</c> in an object that lives for a request keeps it for as long as the bus lives.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RetainedSubscriptionAnalyzer() : BodyAnalyzer(RuleCatalog.RetainedSubscription)
{
    // Every program has events.
    private protected override bool NeedsKnownLibrary => false;

    internal override Action<BodyContext>? LookIn(AnalysisSession session) => session.IsTestProject ? null : c =>
    {
        foreach (var operation in c.OperationBlocks.SelectMany(b => BodyOperations.Of(b).All))
        {
            if (!operation.IsImplicit && MaySubscribe(operation, session))
                Look(operation, c, session);
        }
    };

    private static void Look(IOperation operation, BodyContext context, AnalysisSession session)
    {
        if (session.Flow.Subscriptions.At(operation, context.CancellationToken) is not { } found)
            return;

        var location = operation.Syntax switch
        {
            AssignmentExpressionSyntax assignment => CallSteps.LocationOfName(assignment.Left),
            ImplicitObjectCreationExpressionSyntax creation => creation.NewKeyword.GetLocation(),
            var node => CallSteps.LocationOfName(node),
        };
        var advice = found.IsEvent ? "unsubscribe with '-=' when it is done with, in 'Dispose' for one" : "keep what it returns, and dispose of it";
        session.Report(context.ReportDiagnostic, new(RuleCatalog.RetainedSubscription, location, context.OwningSymbol, [found.Name, found.Publisher, OftenOf(found), advice])
        {
            Advice = advice,
            LessBecause = found.Doubt,
        });
    }

    // The look that spares all others: most additions are of numbers, most calls subscribe to nothing.
    private static bool MaySubscribe(IOperation operation, AnalysisSession session) => operation.Kind switch
    {
        OperationKind.EventAssignment => true,
        OperationKind.Invocation => operation.Syntax is InvocationExpressionSyntax { Expression: var called } && NameInCode.In(called) is { Identifier.ValueText: var name } && session.Memory.MaySubscribe(name),
        OperationKind.ObjectCreation => operation is { Syntax: BaseObjectCreationExpressionSyntax, Type: { } type } && session.Memory.MaySubscribe(type.Name),
        _ => false,
    };

    internal override bool MayMatter(SyntaxToken token, AnalysisSession session) => token.Kind() switch
    {
        SyntaxKind.PlusEqualsToken => true,
        SyntaxKind.NewKeyword => token.Parent is ImplicitObjectCreationExpressionSyntax,
        SyntaxKind.IdentifierToken => session.Memory.MaySubscribe(token.ValueText),
        _ => false,
    };

    private static string OftenOf(RetainedSubscription found) => found switch
    {
        { Subscriber: { } type } => $"with each new '{type}'",
        { Run.Kind: RunKind.Request } => "for each request",
        { Run.Kind: RunKind.Worker } => "with each turn of a loop that does not end",
        { Run.Kind: RunKind.Timer } => "each time a timer fires",
        { Run.Root: { } member } => $"each time '{member.Name}' is called",
        _ => "again and again",
    };
}
