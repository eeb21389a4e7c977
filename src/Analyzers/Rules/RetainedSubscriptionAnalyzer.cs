using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Flow;

namespace PerfAnalyzers.Rules;

/// <summary>PERF3002: <c>bus.Changed += OnChanged</c> in an object that lives for a request keeps it for as long as the bus lives.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RetainedSubscriptionAnalyzer() : PerfAnalyzer(RuleCatalog.RetainedSubscription)
{
    // Every program has events.
    private protected override bool NeedsKnownLibrary => false;

    private protected override void Register(CompilationStartAnalysisContext context, AnalysisSession session)
    {
        if (session.IsTestProject)
            return;

        context.RegisterSyntaxNodeAction(
            c => Look(c, session), SyntaxKind.AddAssignmentExpression, SyntaxKind.InvocationExpression, SyntaxKind.ObjectCreationExpression, SyntaxKind.ImplicitObjectCreationExpression);
    }

    private static void Look(SyntaxNodeAnalysisContext context, AnalysisSession session)
    {
        if (context.ContainingSymbol is not { } member || !MaySubscribe(context, session) || context.SemanticModel.GetOperation(context.Node, context.CancellationToken) is not { } operation ||
            session.Flow.Subscriptions.At(operation, context.CancellationToken) is not { } found)
        {
            return;
        }

        var location = context.Node switch
        {
            AssignmentExpressionSyntax assignment => CallSteps.LocationOfName(assignment.Left),
            ImplicitObjectCreationExpressionSyntax creation => creation.NewKeyword.GetLocation(),
            _ => CallSteps.LocationOfName(context.Node),
        };
        var advice = found.IsEvent ? "unsubscribe with '-=' when it is done with, in 'Dispose' for one" : "keep what it returns, and dispose of it";
        session.Report(context.ReportDiagnostic, new(RuleCatalog.RetainedSubscription, location, member, [found.Name, found.Publisher, OftenOf(found), advice])
        {
            Advice = advice,
            LessBecause = found.Doubt,
        });
    }

    // The look that spares all others: most additions are of numbers, most calls subscribe to nothing.
    private static bool MaySubscribe(SyntaxNodeAnalysisContext context, AnalysisSession session) => context.Node switch
    {
        AssignmentExpressionSyntax assignment => context.SemanticModel.GetSymbolInfo(assignment.Left, context.CancellationToken).Symbol is IEventSymbol,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => session.Memory.MaySubscribe(access.Name.Identifier.ValueText),
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => session.Memory.MaySubscribe(binding.Name.Identifier.ValueText),
        BaseObjectCreationExpressionSyntax creation => context.SemanticModel.GetTypeInfo(creation, context.CancellationToken).Type is { } type && session.Memory.MaySubscribe(type.Name),
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
