using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers;

/// <summary>
/// Is one more synchronous query in an asynchronous function news? Where most functions that query a repository or context could await and do
/// not, somebody has decided so once, and the first of them speaks for all.
/// </summary>
internal sealed class SynchronousQueries(AnalysisSession session)
{
    /// <summary>Below this many functions each is a finding of its own, whatever the others do.</summary>
    private const int Many = 10;

    /// <summary>Operators of one chain, and variables on its way.</summary>
    private const int MaxSteps = 100;

    private readonly object _gate = new();
    private ImmutableDictionary<INamedTypeSymbol, Usage>? _usages;

    /// <summary>Why a synchronous query is no news, as a clause; null where it stands out, and for the first.</summary>
    public string? UsualBecause(IInvocationOperation call, CancellationToken cancellationToken)
    {
        if (SourceOf(call) is not { } source || !Usages(cancellationToken).TryGetValue(source, out var usage) || usage.Synchronous.Count < Many ||
            usage.Synchronous.Count <= usage.Awaited || IsInSameFunction(usage.Synchronous[0], call.Syntax))
        {
            return null;
        }

        var all = usage.Synchronous.Count + usage.Awaited;
        return FormattableString.Invariant($"{usage.Synchronous.Count} of {all} functions that query '{source.Name}' and could await do not, which is one decision");
    }

    private ImmutableDictionary<INamedTypeSymbol, Usage> Usages(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _usages ??= Count(cancellationToken);
    }

    private ImmutableDictionary<INamedTypeSymbol, Usage> Count(CancellationToken cancellationToken)
    {
        var byFunction = Candidates(cancellationToken).GroupBy(c => c.Function).ToList();
        // Most programs end here, before anything is bound.
        if (byFunction.Count(g => g.Any(c => !c.IsTwin)) < Many)
            return ImmutableDictionary.Create<INamedTypeSymbol, Usage>(SymbolEqualityComparer.Default);

        var usages = new Dictionary<INamedTypeSymbol, Usage>(SymbolEqualityComparer.Default);
        foreach (var function in byFunction)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (awaited, waited) = (new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default), new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default));
            foreach (var (call, isTwin, _) in function)
            {
                if (session.Bodies.OperationOf(call, cancellationToken) is not IInvocationOperation operation || !IsQuery(operation, isTwin, cancellationToken) ||
                    SourceOf(operation) is not { } source || !(isTwin ? awaited : waited).Add(source))
                {
                    continue;
                }

                if (!usages.TryGetValue(source, out var usage))
                    usages.Add(source, usage = new());

                if (isTwin)
                    usage.Awaited++;
                else
                    usage.Synchronous.Add(function.Key);
            }
        }

        return usages.ToImmutableDictionary<INamedTypeSymbol, Usage>(SymbolEqualityComparer.Default);
    }

    // By name alone, in the order of the files' names, so that the first is the same one each time.
    private IEnumerable<(InvocationExpressionSyntax Call, bool IsTwin, SyntaxNode Function)> Candidates(CancellationToken cancellationToken)
    {
        const string Async = "Async";
        foreach (var tree in session.Compilation.SyntaxTrees.OrderBy(t => t.FilePath, StringComparer.Ordinal))
        {
            foreach (var call in tree.GetRoot(cancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name })
                    continue;

                var isTwin = name.EndsWith(Async, StringComparison.Ordinal) && session.Apis.MayHaveTwin(name.Substring(0, name.Length - Async.Length));
                if ((isTwin || session.Apis.MayHaveTwin(name)) && FunctionOf(call) is { } function && MayAwait(function))
                    yield return (call, isTwin, function);
            }
        }
    }

    private bool IsQuery(IInvocationOperation call, bool isTwin, CancellationToken cancellationToken) => isTwin
        ? TaskTypes.IsTask(call.Type) && session.Apis.Find(call.TargetMethod, call.Instance?.Type) is { Effect: ApiEffect.Materialize }
        : session.Apis.Find(call.TargetMethod, call.Instance?.Type) is { Effect: ApiEffect.Materialize, AsyncTwin: not null } && session.Steps.Of(call, cancellationToken) is { Origin.Kind: QueryOriginKind.Query };

    // The type whose member hands out the query: a repository, a context.
    private INamedTypeSymbol? SourceOf(IInvocationOperation call)
    {
        var value = QueryOrigins.ReceiverOf(call);
        for (var step = 0; value is not null && step < MaxSteps; step++)
        {
            switch (OperationShape.Unwrap(value))
            {
                case ILocalReferenceOperation local:
                    value = LocalDefinitions.Of(local).FirstOrDefault();
                    break;
                case ITranslatedQueryOperation query:
                    value = query.Operation;
                    break;
                case IInvocationOperation { TargetMethod: { IsExtensionMethod: true } or { ContainingType.Name: "Queryable" } } applied:
                    value = QueryOrigins.ReceiverOf(applied);
                    break;
                case IInvocationOperation { TargetMethod: var method } given when session.Apis.IsQueryable(given.Type):
                    return method.ContainingType.OriginalDefinition;
                case IPropertyReferenceOperation { Property: var property } given when session.Apis.IsQueryable(given.Type):
                    return property.ContainingType.OriginalDefinition;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool IsInSameFunction(SyntaxNode function, SyntaxNode call) => function.SyntaxTree == call.SyntaxTree && FunctionOf(call) is { } own && own.Span == function.Span;

    private static SyntaxNode? FunctionOf(SyntaxNode call) => call.Ancestors().FirstOrDefault(n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax);

    private static bool MayAwait(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.RawKind != 0,
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword) || IsTask(local.ReturnType),
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword) || IsTask(method.ReturnType),
        _ => false,
    };

    private static bool IsTask(TypeSyntax type) => (type is QualifiedNameSyntax qualified ? qualified.Right : type) is SimpleNameSyntax { Identifier.ValueText: "Task" or "ValueTask" };

    /// <summary>Functions that query one source and could await: those that do not, and how many do.</summary>
    private sealed class Usage
    {
        public List<SyntaxNode> Synchronous { get; } = [];

        public int Awaited { get; set; }
    }
}
