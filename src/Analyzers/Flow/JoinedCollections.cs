using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Model;
using static PerfAnalyzers.Flow.OperationShape;

namespace PerfAnalyzers.Flow;

/// <summary>Which queries of a body load two or more collections of the same rows with one join? A chain of collections is no such thing, and what is part of its owner neither.</summary>
internal sealed class JoinedCollections(Compilation compilation, ApiIndex apis, QueryOrigins origins, QueryParts parts, Func<EntityModel> model)
{
    private readonly Lazy<bool> _isSplitAnyway = new(() => IsSplitAnyway(compilation, apis));

    /// <summary>The queries, one finding for each.</summary>
    public IEnumerable<CartesianJoin> In(IOperation body, CancellationToken cancellationToken)
    {
        foreach (var operation in body.DescendantsAndSelf())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (RunQuery(operation) is { } query && Of(operation, query, cancellationToken) is { } found)
                yield return found;
        }
    }

    // What a call that runs a query runs, when it returns its rows.
    private IOperation? RunQuery(IOperation operation) => operation switch
    {
        IInvocationOperation call when apis.Find(call.TargetMethod, call.Instance?.Type) is { Effect: ApiEffect.Materialize, Rows: ApiRows.All or ApiRows.One } => QueryOrigins.ReceiverOf(call),
        IForEachLoopOperation loop when apis.IsQueryable(Unwrap(loop.Collection).Type) => loop.Collection,
        _ => null,
    };

    private CartesianJoin? Of(IOperation run, IOperation query, CancellationToken cancellationToken)
    {
        if (!apis.IsQueryable(Unwrap(query).Type) || origins.Of(query, cancellationToken).Kind is not QueryOriginKind.Query)
            return null;

        var calls = parts.Of(query, cancellationToken);
        var facts = calls.Select(c => apis.Find(c.TargetMethod, c.Instance?.Type)).ToImmutableArray();
        if (facts.Count(f => f?.Loads is not (null or ApiLoads.Unstated)) < 2 || facts.Any(f => f is { Splits: true } or { Rows: ApiRows.Columns }) || (_isSplitAnyway.Value && !facts.Any(f => f is { Splits: false })))
            return null;

        // The first call that names a path adds it; what comes later only goes on from there.
        var collections = new List<string>();
        for (var i = calls.Length - 1; i >= 0; i--)
        {
            if (facts[i]?.Loads is null or ApiLoads.Unstated || PathOf(calls[i]) is not { } path)
                continue;

            foreach (var added in CollectionsOn(path).Where(c => !collections.Contains(c)).ToList())
            {
                if (collections.Find(c => !Contains(c, added) && !Contains(added, c)) is { } first)
                    return new(run, calls[i], first, added, IsOfOneRow(run, calls, facts));

                collections.Add(added);
            }
        }

        return null;
    }

    private static bool Contains(string path, string other) => path == other || other.StartsWith(path + ".", StringComparison.Ordinal);

    private bool IsOfOneRow(IOperation run, ImmutableArray<IInvocationOperation> calls, ImmutableArray<ApiFact?> facts) =>
        (run is IInvocationOperation call && apis.Find(call.TargetMethod, call.Instance?.Type) is { Rows: ApiRows.One }) ||
        calls.Where((c, i) => facts[i] is { Rows: ApiRows.Some }).Any(c => c.Arguments.Any(a => Translation.LambdaOf(a.Value) is { } test && Translation.IsByKey(test)));

    // Include(o => o.Lines).ThenInclude(l => l.Taxes), Include("Lines.Taxes"): from the query's rows on.
    private ImmutableArray<IPropertySymbol>? PathOf(IInvocationOperation call)
    {
        var fact = apis.Find(call.TargetMethod, call.Instance?.Type);
        var argument = call.Arguments.Skip(call.Instance is null ? 1 : 0).FirstOrDefault()?.Value;
        if (argument is null || fact is null || call.TargetMethod.TypeArguments.IsEmpty)
            return null;

        if (argument.ConstantValue is { HasValue: true, Value: string text })
            return Named(text, call.TargetMethod.TypeArguments[0]);

        if (Translation.LambdaOf(argument) is not { Body.Operations: { Length: 1 } statements } || statements[0] is not IReturnOperation { ReturnedValue: { } value })
            return null;

        var path = new List<IPropertySymbol>();
        for (var current = Unwrap(value); current is not IParameterReferenceOperation; current = Unwrap(current))
        {
            if (current is IPropertyReferenceOperation { Instance: { } instance } reference)
            {
                path.Insert(0, reference.Property);
                current = instance;
            }
            else if (current is IInvocationOperation filter && QueryOrigins.ReceiverOf(filter) is { } filtered)
            {
                current = filtered;
            }
            else
            {
                return null;
            }
        }

        if (fact.Loads is ApiLoads.Navigation)
            return [.. path];

        return QueryOrigins.ReceiverOf(call) is { } receiver && Unwrap(receiver) is IInvocationOperation before && PathOf(before) is { } start ? start.AddRange(path) : null;
    }

    private static ImmutableArray<IPropertySymbol>? Named(string text, ITypeSymbol type)
    {
        var path = ImmutableArray.CreateBuilder<IPropertySymbol>();
        foreach (var name in text.Split('.'))
        {
            IPropertySymbol? property = null;
            for (var current = type; current is not null && property is null; current = current.BaseType!)
                property = current.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault();

            if (property is null)
                return null;

            path.Add(property);
            type = ElementOf(property.Type) ?? property.Type;
        }

        return path.ToImmutable();
    }

    private IEnumerable<string> CollectionsOn(ImmutableArray<IPropertySymbol> path)
    {
        var entities = model();
        for (var i = 0; i < path.Length; i++)
        {
            if (entities.NavigationOf(path[i]) is { IsCollection: true, IsOwned: false, Target: var target } && entities.Find(target) is not ({ IsOwned: true } or { IsJson: true }))
                yield return string.Join(".", path.Take(i + 1).Select(p => p.Name));
        }
    }

    private static ITypeSymbol? ElementOf(ITypeSymbol type) => type is INamedTypeSymbol { SpecialType: not SpecialType.System_String } named
        ? named.AllInterfaces.Prepend(named).FirstOrDefault(i => i.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0]
        : null;

    // Without a relational provider nothing joins; with UseQuerySplittingBehavior(SplitQuery) every query is split that does not say otherwise.
    private static bool IsSplitAnyway(Compilation compilation, ApiIndex apis)
    {
        var names = apis.Names.Where(n => n.Fact.Splits is not null).ToList();
        var options = names.Where(n => n.Fact.Key == "option").Select(n => n.Name).ToList();
        return names.Count == 0 || compilation.SyntaxTrees.Any(tree => options.Any(SourceFile.Of(tree).Mentions) && tree.GetRoot().DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Any(c => c.Expression is MemberAccessExpressionSyntax access && options.Contains(access.Name.Identifier.Text) && c.ArgumentList.ToString().IndexOf("Split", StringComparison.Ordinal) >= 0));
    }
}
