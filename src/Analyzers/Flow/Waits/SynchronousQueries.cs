using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Waits;

/// <summary>
/// Is one more synchronous query in an asynchronous function news? Where most functions that query a repository or context could await and do
/// not, somebody has decided so once, and the first of them speaks for all.
/// </summary>
internal sealed class SynchronousQueries(ApiIndex apis, MemberBodies bodies, MemberUses uses, QueryOrigins origins, CallSteps steps)
{
    /// <summary>Below this many functions each is a finding of its own, whatever the others do.</summary>
    private const int Many = 10;

    /// <summary>Operators of one chain, and variables on its way.</summary>
    private const int MaxSteps = 100;

    /// <summary>Methods between a query and who asks it.</summary>
    private const int MaxCallers = 3;

    private readonly ConcurrentDictionary<INamedTypeSymbol, Usage> _usages = new(SymbolEqualityComparer.Default);

    /// <summary>Why a synchronous query of <paramref name="rows"/> is no news at <paramref name="place"/>, as a clause; null where it stands out, and for the first.</summary>
    public string? UsualBecause(IOperation? rows, SyntaxNode place, CancellationToken cancellationToken)
    {
        if (SourceOf(rows) is not { } source || _usages.GetOrAdd(source, s => Count(s, cancellationToken)) is not var (synchronous, awaited) || synchronous.Length < Many ||
            synchronous.Length <= awaited || IsInSameFunction(synchronous[0], place))
        {
            return null;
        }

        return FormattableString.Invariant($"{synchronous.Length} of {synchronous.Length + awaited} functions that query '{source.Name}' and could await do not, which is one decision");
    }

    /// <summary>
    /// Why nothing could be awaited instead, as a clause: of those who may hand out the query, one hands out a sequence, and the twin is for queries only; null where all give queries.
    /// </summary>
    public string? InMemoryBecause(IOperation rows, CancellationToken cancellationToken) => InMemoryBecause(rows, 0, cancellationToken);

    private string? InMemoryBecause(IOperation rows, int depth, CancellationToken cancellationToken)
    {
        var start = StartOf(rows);
        if (GivenBy(start) is { } member && (member as IMethodSymbol ?? ((IPropertySymbol)member).GetMethod) is { } giver && origins.MayGiveRows(giver, cancellationToken))
            return $"an implementation of '{member.ContainingType.Name}.{member.Name}' hands out a sequence in memory, which cannot be awaited";

        if (origins.MayBeRows(rows, cancellationToken))
            return "on one way it is a sequence in memory, which cannot be awaited";

        // Names(IQueryable<Order> orders): whoever calls it decides.
        return depth < MaxCallers && start is IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method, Ordinal: var ordinal } }
            ? uses.Of(method.OriginalDefinition, cancellationToken).OfType<IInvocationOperation>().SelectMany(c => c.Arguments).Where(a => a.Parameter?.Ordinal == ordinal)
                .Select(a => InMemoryBecause(a.Value, depth + 1, cancellationToken)).FirstOrDefault(b => b is not null)
            : null;
    }

    private Usage Count(INamedTypeSymbol source, CancellationToken cancellationToken)
    {
        var given = source.GetMembers().Where(m => apis.IsQueryable((m as IPropertySymbol)?.Type ?? (m as IMethodSymbol)?.ReturnType)).Select(m => m.Name).ToImmutableHashSet(StringComparer.Ordinal);
        var kept = KeptQueries.Of(bodies.Compilation, apis);
        // Most programs end here, before a chain is followed and before anything is bound.
        var files = bodies.Compilation.SyntaxTrees.Where(t => given.Any(SourceFile.Of(t).HasName)).OrderBy(t => t.FilePath, StringComparer.Ordinal).ToList();
        if (files.SelectMany(f => kept.Calls(f, CallsIn)).Where(c => !c.IsTwin).Select(c => c.Function).Distinct().Count() < Many)
            return new([], 0);

        var functions = Candidates(files, given, kept, source).GroupBy(c => c.Query.Function).ToList();
        if (functions.Count(f => f.Any(c => !c.Query.IsTwin)) < Many)
            return new([], 0);

        // All of them count, so those that are not known yet are all bound.
        bodies.Bind(functions.Where(IsOpen).Select(f => f.Key.FirstAncestorOrSelf<MemberDeclarationSyntax>()).OfType<SyntaxNode>().Distinct(), cancellationToken);
        var synchronous = functions.Where(f => Queries(f, isTwin: false)).Select(f => f.Key).ToImmutableArray();
        // As many that await as do not are enough: how many more there are changes nothing.
        return new(synchronous, synchronous.Length < Many ? 0 : functions.Where(f => Queries(f, isTwin: true)).Take(synchronous.Length).Count());

        // The first that is known to query answers for its function.
        static bool IsOpen(IEnumerable<(QueryCall Query, KeptQueries.InFile File)> function)
        {
            foreach (var (query, file) in function.Where(c => !c.Query.IsTwin))
            {
                if (!file.Answers.TryGetValue(query.Call, out var isQuery))
                    return true;

                if (isQuery)
                    return false;
            }

            return false;
        }

        bool Queries(IEnumerable<(QueryCall Query, KeptQueries.InFile File)> function, bool isTwin)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return function.Any(c => c.Query.IsTwin == isTwin && IsQueryOf(source, c.Query.Call, isTwin, c.File, cancellationToken));
        }
    }

    // By name alone, in the order of the files' names, so that the first is the same one each time.
    private IEnumerable<(QueryCall Query, KeptQueries.InFile File)> Candidates(IEnumerable<SyntaxTree> files, ImmutableHashSet<string> given, KeptQueries kept, INamedTypeSymbol source) =>
        from tree in files
        let file = kept.Of(source).GetValue(tree, t => new(CandidatesIn(kept.Calls(t, CallsIn), new(given))))
        from candidate in file.Candidates
        select (candidate, file);

    private static ImmutableArray<QueryCall> CandidatesIn(ImmutableArray<QueryCall> calls, NamedSources sources) => [.. calls.Where(c => sources.MayLeadTo(c.Call, c.Function))];

    // The same whatever is queried.
    private IEnumerable<QueryCall> CallsIn(SyntaxTree tree)
    {
        const string Async = "Async";
        foreach (var call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name })
                continue;

            var isTwin = name.EndsWith(Async, StringComparison.Ordinal) && apis.MayHaveTwin(name.Substring(0, name.Length - Async.Length));
            if ((isTwin || apis.MayHaveTwin(name)) && FunctionOf(call) is { } function && MayAwait(function))
                yield return new(call, isTwin, function);
        }
    }

    private bool IsQueryOf(INamedTypeSymbol source, InvocationExpressionSyntax syntax, bool isTwin, KeptQueries.InFile file, CancellationToken cancellationToken)
    {
        if (file.Answers.TryGetValue(syntax, out var known))
            return known;

        if (bodies.OperationOf(syntax, cancellationToken) is not IInvocationOperation call || apis.Find(call.TargetMethod, call.Instance?.Type) is not { Effect: ApiEffect.Materialize } fact ||
            StartOf(OperationShape.ReceiverOf(call)) is not { } start || !SymbolEqualityComparer.Default.Equals(GivenBy(start)?.ContainingType.OriginalDefinition, source))
        {
            return file.Answers.GetOrAdd(syntax, false);
        }

        if (isTwin || fact.AsyncTwin is null)
            return file.Answers.GetOrAdd(syntax, isTwin && TaskTypes.IsTask(call.Type));

        var isQuery = steps.Of(call, cancellationToken) is { Origin.Kind: QueryOriginKind.Query };
        // What a set is behind, its type says; what a method hands out is for its body to say, which may be another one by then.
        return apis.IsQuerySource(start.Type) && isQuery ? file.Answers.GetOrAdd(syntax, true) : isQuery;
    }

    // The type whose member hands out the query: a repository, a context.
    private INamedTypeSymbol? SourceOf(IOperation? rows) => GivenBy(StartOf(rows))?.ContainingType.OriginalDefinition;

    private ISymbol? GivenBy(IOperation? start) => start switch
    {
        IInvocationOperation { TargetMethod: var method } given when apis.IsQueryable(given.Type) => method,
        IPropertyReferenceOperation { Property: var property } given when apis.IsQueryable(given.Type) => property,
        _ => null,
    };

    // Back over variables and operators: what they work on.
    private static IOperation? StartOf(IOperation? value)
    {
        for (var step = 0; value is not null && step < MaxSteps; step++)
        {
            value = OperationShape.Unwrap(value);
            switch (value)
            {
                case ILocalReferenceOperation local:
                    value = LocalDefinitions.Of(local).FirstOrDefault();
                    break;
                case ITranslatedQueryOperation query:
                    value = query.Operation;
                    break;
                case IInvocationOperation { TargetMethod: { IsExtensionMethod: true } or { ContainingType.Name: "Queryable" } } applied:
                    value = OperationShape.ReceiverOf(applied);
                    break;
                default:
                    return value;
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

    /// <summary>Functions that query one source and could await: those that do not, in the order of the files' names, and how many do.</summary>
    private sealed record Usage(ImmutableArray<SyntaxNode> Synchronous, int Awaited);
}
