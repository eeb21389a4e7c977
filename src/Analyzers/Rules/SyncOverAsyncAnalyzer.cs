using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Waits;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules;

/// <summary>PERF2001: <c>db.Orders.CountAsync().Result</c> keeps a thread waiting that could serve others, in the open or behind a method of the program's own.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SyncOverAsyncAnalyzer() : BodyAnalyzer(RuleCatalog.SyncOverAsync)
{
    // Every program can wait; what has another name than the few that do is not looked at.
    private protected override bool NeedsKnownLibrary => false;

    internal override Action<BodyContext>? LookIn(AnalysisSession session) => c =>
    {
        foreach (var operation in c.OperationBlocks.SelectMany(b => BodyOperations.Of(b).All))
        {
            if (operation.Kind is not (OperationKind.Invocation or OperationKind.PropertyReference or OperationKind.Invalid) || operation.IsImplicit || NameOf(operation.Syntax) is not { } name)
                continue;

            if (name.Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax && session.Apis.WaitNames.Contains(name.Identifier.ValueText))
                LookAtWait(operation, name, c, session);

            if (operation is IInvocationOperation call && session.Waiting.MayWait(name.Identifier.ValueText))
                LookAtCall(call, name, c, session);
        }
    };

    internal override bool MayMatter(SyntaxToken token, AnalysisSession session) =>
        token.IsKind(SyntaxKind.IdentifierToken) && (session.Apis.WaitNames.Contains(token.ValueText) || session.Waiting.MayWait(token.ValueText));

    private static void LookAtWait(IOperation operation, SimpleNameSyntax name, BodyContext context, AnalysisSession session)
    {
        if (TaskWait.Of(operation, session.Apis) is not { } wait || (wait.Task is { } task && session.Completed.IsCompleted(task, context.CancellationToken)))
            return;

        var place = BlockedPlace.Of(wait.Operation, context.OwningSymbol, session, context.CancellationToken);
        if (place.IsExempt)
            return;

        Report(context, session, name, wait, place, wait.IsForCaller && !place.Await.CanAwait && place.Await.Function?.MethodKind is not MethodKind.AnonymousFunction ? "it waits for what it is given, and its callers are looked at" : null);
    }

    // A call of a method of the program that waits is a wait where it stands, when what is waited for comes from there or could be awaited there.
    private static void LookAtCall(IInvocationOperation call, SimpleNameSyntax name, BodyContext context, AnalysisSession session)
    {
        if (session.Waiting.Of(call, context.CancellationToken) is not { } wait || SymbolEqualityComparer.Default.Equals(wait.Source?.OriginalDefinition, context.OwningSymbol) ||
            (wait.IsForCaller && call.Arguments.Any(a => TaskTypes.IsTask(a.Value.Type) && session.Completed.IsCompleted(OperationShape.Unwrap(a.Value), context.CancellationToken))))
        {
            return;
        }

        var place = BlockedPlace.Of(call, context.OwningSymbol, session, context.CancellationToken);
        if (place.IsExempt || (!wait.IsForCaller && !place.Await.CanAwait) || (wait.IsForCaller && IsPassedOn(call)))
            return;

        // One finding for one cause: what a request waits for is reported where it waits.
        if (wait.IsForCaller || session.Requests.To(call.TargetMethod, context.CancellationToken).IsEmpty)
            Report(context, session, name, wait, place, wait.IsForCaller || !IsReportedBehind(call, session, context.CancellationToken) ? null : $"'{name.Identifier.ValueText}' is reported where it waits", call);
    }

    // utility.IsCompleted(vacancy) in fifty places, of which each has nothing to await before the one behind the interface is asynchronous.
    private static bool IsReportedBehind(IInvocationOperation call, AnalysisSession session, CancellationToken cancellationToken) =>
        call.TargetMethod is { ContainingType: { } type } method && type.GetMembers(method.Name + "Async").IsEmpty && session.Dispatch.Targets(call)
            .Any(t => SymbolEqualityComparer.Default.Equals(t.ContainingAssembly, session.Compilation.Assembly) && !session.Requests.To(t.OriginalDefinition, cancellationToken).IsEmpty);

    // Run(work) => Run(work, default): the callers decide.
    private static bool IsPassedOn(IInvocationOperation call) => call.Arguments.Any(a => OperationShape.Unwrap(a.Value) is IParameterReferenceOperation { Type.TypeKind: TypeKind.Delegate });

    private static void Report(
        BodyContext context, AnalysisSession session, SimpleNameSyntax name, TaskWait wait, BlockedPlace place, string? lessBecause, IInvocationOperation? call = null)
    {
        var advice = Advice(wait, place);
        session.Report(context.ReportDiagnostic, new(RuleCatalog.SyncOverAsync, name.Identifier.GetLocation(), context.OwningSymbol,
            [name.Identifier.ValueText, WhatOf(wait), place.OnTheWay, advice])
        {
            Advice = advice,
            Chain = place.Chain,
            Related = [.. place.Request.SelectMany(m => m.Locations.Take(1)), .. call is not null ? [CallSteps.LocationOfName(wait.Operation.Syntax)] : Array.Empty<Location>()],
            Operation = "wait",
            IsLikelyOnly = wait.IsByName,
            LessBecause = lessBecause ?? place.LessBecause ?? (session.Remembered.IsRemembered(wait, context.CancellationToken) ? "only until its answer has been remembered" : null) ??
                (BatchedTasks.IsSent(wait) ? "the batch that it belongs to has been awaited by then" : null) ??
                (wait.Task is { } task && session.Completed.IsCompletedByAllInSight(task, context.CancellationToken) ? "all that implement it in sight are done when they return" : null),
        });
    }

    private static string WhatOf(TaskWait wait) => wait switch
    {
        { Source: { MethodKind: not MethodKind.DelegateInvoke } source } => $"'{source.Name}'",
        { IsByName: true, Task.Syntax: InvocationExpressionSyntax { Expression: var made } } => $"'{NameInCode.In(made)?.Identifier.ValueText}'",
        { Task: ILocalReferenceOperation { Local.Name: var local } } => $"'{local}'",
        { Task: IParameterReferenceOperation { Parameter.Name: var parameter } } => $"'{parameter}'",
        { Task: IFieldReferenceOperation { Field.Name: var field } } => $"'{field}'",
        { Task: IPropertyReferenceOperation { Property.Name: var property } } => $"'{property}'",
        _ => "the task",
    };

    private static string Advice(TaskWait wait, BlockedPlace place) => (place.Await.Kind, place.Await.Function) switch
    {
        (AwaitPlaceKind.Async, _) => wait.Fact.AsyncTwin is { } twin ? $"await '{twin}'" : "await it",
        (AwaitPlaceKind.TaskReturning, { Name: { Length: > 0 } name }) => $"make '{name}' async and await it",
        (AwaitPlaceKind.TaskReturning, _) => "make the lambda async and await it",
        _ => "make the methods that lead here async, and await it",
    };

    private static SimpleNameSyntax? NameOf(SyntaxNode syntax) => NameInCode.In(syntax is InvocationExpressionSyntax call ? call.Expression : syntax);
}
