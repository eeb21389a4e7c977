using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Model;

/// <summary>Which queries of a member make the database read a whole table for want of an index?</summary>
internal sealed class UnindexedUses(EntityModel model, ApiIndex apis)
{
    private readonly Columns _columns = new(model);
    private readonly Conditions _conditions = new(new(model), apis);
    private readonly QueryRoots _roots = new(apis);

    /// <summary>Whether the indexes of the database are those of the model, as far as can be seen.</summary>
    public bool HasIndexesOfModel => model.HasIndexes;

    /// <summary>Whether there is a query operator in a body at all: asked before the model is read.</summary>
    public static bool MayQuery(IOperation body) => BodyOperations.Of(body).All.Any(o => o is IInvocationOperation call && QueryCalls.IsOperator(call.TargetMethod));

    /// <summary>The parts of the queries in a body for which the model has no index.</summary>
    public IEnumerable<UnindexedUse> In(IOperation body)
    {
        var queries = new Dictionary<IOperation, TableQuery>();
        foreach (var operation in BodyOperations.Of(body).All)
        {
            if (operation is IInvocationOperation call && QueryCalls.IsOperator(call.TargetMethod) && OperationShape.ReceiverOf(call) is { } receiver && _roots.Of(receiver) is { } root)
                Get(root).Add(call, escapes: _roots.Escapes(call));
            else if (operation is ILocalReferenceOperation local && apis.IsQueryable(local.Type) && _roots.Of(local) is { } held)
                Get(held).Escapes |= _roots.Escapes(local);
        }

        return queries.Values.Where(q => !q.Escapes).SelectMany(InQuery);

        TableQuery Get(IOperation root)
        {
            if (!queries.TryGetValue(root, out var query))
                queries.Add(root, query = new(root));

            return query;
        }
    }

    private IEnumerable<UnindexedUse> InQuery(TableQuery query)
    {
        if (EntityOf(query.Root.Type) is not { } entity)
            yield break;

        var all = entity.FilteredBy.Any(p => entity.IndexesLedBy(p).Any()) ? Narrowing.Indexed : Narrowing.Nothing;
        IInvocationOperation? first = null;
        foreach (var call in query.Calls)
        {
            if (QueryCalls.FilterOf(call) is { } filter)
            {
                var narrowing = QueryCalls.ResultOf(QueryCalls.LambdaOf(filter)) is { } condition ? _conditions.Of(condition) : Narrowing.Unknown;
                first ??= narrowing.Kind is NarrowingKind.Unindexed ? call : null;
                all = all.And(narrowing);
            }
        }

        switch (all.Kind)
        {
            case NarrowingKind.Unindexed:
                foreach (var columns in all.Alternatives)
                    yield return new(UnindexedUseKind.Filter, columns, first!);

                break;
            case NarrowingKind.Indexed:
                foreach (var use in query.Calls.SelectMany(Joined))
                    yield return use;

                break;
            case NarrowingKind.Nothing when query.Calls.Exists(QueryCalls.TakesFew):
                // Of the first rows in an order, an index on the order has them at its end; without one all rows are read and sorted.
                foreach (var call in query.Calls)
                {
                    if (QueryCalls.OrderOf(call) is { } order && _columns.Of(QueryCalls.ResultOf(QueryCalls.LambdaOf(order)) ?? order) is { IsIndexed: false, IsKnown: true, HasFewValues: false } sorted && sorted.Entity == entity)
                        yield return new(UnindexedUseKind.Order, new([sorted], []), call);
                }

                break;
        }
    }

    // A few rows of one table, each of which is looked for in another one.
    private IEnumerable<UnindexedUse> Joined(IInvocationOperation call)
    {
        if (QueryCalls.JoinOf(call) is not var (inner, _, innerKey) || !apis.IsQuerySource(OperationShape.Unwrap(inner).Type) ||
            _columns.Of(QueryCalls.ResultOf(QueryCalls.LambdaOf(innerKey)) ?? innerKey) is not { } column)
        {
            return [];
        }

        return Narrowing.On(column, isEquality: true).Alternatives.Select(c => new UnindexedUse(UnindexedUseKind.Join, c, call));
    }

    private Entity? EntityOf(ITypeSymbol? set) => set is INamedTypeSymbol { TypeArguments: { Length: 1 } element } ? model.Find(element[0]) : null;

    /// <summary>What is done to one table in a member, wherever the parts of the query are written.</summary>
    private sealed class TableQuery(IOperation root)
    {
        public IOperation Root { get; } = root;

        public List<IInvocationOperation> Calls { get; } = [];

        public bool Escapes { get; set; }

        public void Add(IInvocationOperation call, bool escapes)
        {
            Calls.Add(call);
            Escapes |= escapes;
        }
    }
}
