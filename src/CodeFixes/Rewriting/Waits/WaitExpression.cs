using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rewriting.Waits;

/// <summary>The expression that waits, and the task in it that can be awaited instead: <c>x.LoadAsync()</c> of <c>x.LoadAsync().Result</c>.</summary>
/// <param name="Whole">The expression.</param>
/// <param name="Task">The task; null when the call itself is one by another name.</param>
/// <param name="NewName">What the call has to be called for that, or be called on a query that something goes through.</param>
internal sealed record WaitExpression(ExpressionSyntax Whole, ExpressionSyntax? Task, string? NewName)
{
    /// <summary>The cancellation token to pass on; null when there is none, or the twin takes none.</summary>
    public string? Token { get; init; }

    /// <summary>The synchronous member that is called no more; null for a task that is waited for, and for a query that something goes through.</summary>
    public IMethodSymbol? Called { get; init; }

    /// <summary>Where the token goes; null when the call takes none, or has one.</summary>
    public TokenPlace? TokenPlace { get; init; }

    /// <summary>Whether it is a query that something goes through, of which the new call is to be asked.</summary>
    public bool IsRows { get; init; }

    /// <summary>Whether what the task throws comes out of it in an <see cref="AggregateException"/>, which an await does not make.</summary>
    public bool Wraps { get; init; }

    /// <summary>The namespaces that the new call needs.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>A call that has an asynchronous twin, by what the rule says of it.</summary>
    public static Planned<WaitExpression> OfTwin(FixRequest request, CancellationToken cancellationToken)
    {
        if (request.Finding is not { Properties: var properties } || !properties.TryGetValue("perf.twin", out var twin) || twin is null)
            return new Refused("there is no twin");

        if (request.Root.FindNode(request.Span, getInnermostNodeForTie: true) is ExpressionSyntax { Parent: CommonForEachStatementSyntax loop } looped && loop.Expression == looped)
            return OfRows(looped, twin, request.Model);

        if (request.Root.FindNode(request.Span, getInnermostNodeForTie: true) is ExpressionSyntax { Parent: SpreadElementSyntax } spread)
            return OfRows(spread, twin, request.Model);

        if (request.Root.FindToken(request.Span.Start).Parent?.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is { ArgumentList: { } givenTo } made && !givenTo.Span.Contains(request.Span.Start) &&
            request.Model.GetOperation(made, cancellationToken) is IObjectCreationOperation creation)
        {
            var session = AnalysisSession.For(request.Model.Compilation, request.Document.Project.AnalyzerOptions, cancellationToken);
            return session.Steps.RowsGone.Given(creation)?.Syntax is ExpressionSyntax filled ? OfRows(filled, twin, request.Model) : new Refused("it is no call");
        }

        if (request.Root.FindToken(request.Span.Start).Parent is not SimpleNameSyntax name || name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call ||
            request.Model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method)
        {
            return new Refused("it is no call");
        }

        if (name.Parent is MemberBindingExpressionSyntax || call.Ancestors().TakeWhile(n => n is ExpressionSyntax).Any(n => n is ConditionalAccessExpressionSyntax conditional && conditional.WhenNotNull.Span.Contains(call.Span)))
            return new Refused("it is asked for with '?.'");

        if (AnalysisSession.For(request.Model.Compilation, request.Document.Project.AnalyzerOptions, cancellationToken).Apis.Find(method) is { Runs: { } parameter })
            return ArgumentOf(call, parameter, request.Model, cancellationToken) is { } given ? OfRows(given, twin, request.Model) : new Refused("it is not written as an argument");

        if (method is { IsStatic: true, MethodKind: not MethodKind.ReducedExtension } && twin == "Delay")
            return new WaitExpression(call, null, "Task.Delay") { Namespaces = ["System.Threading.Tasks"] }.With(Waits.TokenPlace.Last(call, isByPosition: true, ""), request.Model);

        var isLinq = method.ContainingType is { Name: "Queryable" or "Enumerable", ContainingNamespace.Name: "Linq" };
        var twins = method.ContainingType.GetMembers(twin).OfType<IMethodSymbol>().ToList();
        var takesToken = isLinq || (twins.Exists(t => t.Parameters.LastOrDefault()?.Type.Name == "CancellationToken") && !twins.Exists(t => t.Parameters.LastOrDefault()?.IsParams == true));
        var wait = new WaitExpression(call, null, twin)
        {
            Called = method,
            Namespaces = isLinq ? NamespacesOf(request.Model) : [],
        };
        return takesToken && method.Parameters.All(p => p.Type.Name != "CancellationToken") ? wait.With(Waits.TokenPlace.Last(call, isByPosition: true, ""), request.Model) : wait;
    }

    private static WaitExpression OfRows(ExpressionSyntax rows, string twin, SemanticModel model) => new(rows, null, twin)
    {
        IsRows = true,
        Token = CallerToken.For(rows, model),
        Namespaces = NamespacesOf(model),
    };

    private static ExpressionSyntax? ArgumentOf(InvocationExpressionSyntax call, string parameter, SemanticModel model, CancellationToken cancellationToken) =>
        call.ArgumentList.Arguments.Select(a => (a.Expression, Argument: model.GetOperation(a, cancellationToken) as IArgumentOperation)).FirstOrDefault(a => a.Argument?.Parameter?.Name == parameter).Expression;

    // Where the asynchronous operators of the library are.
    private static ImmutableArray<string> NamespacesOf(SemanticModel model) =>
        model.Compilation.GetTypesByMetadataName("Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions").Length > 0 ? ["Microsoft.EntityFrameworkCore"] : [];

    private WaitExpression With(TokenPlace? place, SemanticModel model) => place is null ? this : this with { TokenPlace = place, Token = CallerToken.For(Whole, model) };

    /// <summary>A task that is waited for.</summary>
    public static Planned<WaitExpression> Of(FixRequest request, CancellationToken cancellationToken)
    {
        if (request.Root.FindToken(request.Span.Start).Parent is not SimpleNameSyntax { Parent: MemberAccessExpressionSyntax access } name)
            return new Refused("it is asked for with '?.'");

        ExpressionSyntax whole = access.Parent is InvocationExpressionSyntax call && call.Expression == access ? call : access;
        if (whole.Ancestors().TakeWhile(n => n is ExpressionSyntax).Any(n => n is ConditionalAccessExpressionSyntax conditional && conditional.WhenNotNull.Span.Contains(whole.Span)))
            return new Refused("it is asked for with '?.'");

        var arguments = (whole as InvocationExpressionSyntax)?.ArgumentList.Arguments ?? default;
        switch (name.Identifier.Text)
        {
            case "Result":
            case "Wait" when arguments.Count == 0:
                return OfTask(whole, access.Expression, request.Model) with { Wraps = request.Model.GetTypeInfo(access.Expression, cancellationToken).Type?.Name == "Task" };
            case "Wait":
                return new Refused("it waits with a limit");
            case "GetResult" when access.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var task, Name.Identifier.Text: "GetAwaiter" } }:
                return OfTask(whole, task, request.Model);
            case "GetResult":
                return new Refused("the awaiter is a variable");
            case "WaitAll" when arguments.All(a => TaskTypes.IsTask(request.Model.GetTypeInfo(a.Expression, cancellationToken).Type!) || arguments.Count == 1):
                return new WaitExpression(whole, null, "WhenAll") { Wraps = true };
            default:
                return new Refused("it is a call that waits inside");
        }
    }

    // A call that could have been given a token gets it now.
    private static WaitExpression OfTask(ExpressionSyntax whole, ExpressionSyntax task, SemanticModel model)
    {
        var call = task;
        while (call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "AsTask" or "ConfigureAwait", Expression: var inner } })
            call = inner;

        return new WaitExpression(whole, task, null).With(call is InvocationExpressionSyntax made ? CallTokens.PlaceIn(made, model) : null, model);
    }
}
