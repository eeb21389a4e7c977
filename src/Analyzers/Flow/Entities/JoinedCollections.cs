using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Model;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>Which queries of a body load two or more collections of the same rows with one join, by includes or a projection? A chain of collections is no such thing, and what is part of its owner neither.</summary>
internal sealed class JoinedCollections(Compilation compilation, ApiIndex apis, Provenance provenance, QueryParts parts, Func<EntityModel> model)
{
    private readonly ProjectedCollections _projected = new(apis, model);
    private readonly Lazy<bool> _isSplitAnyway = new(() => IsSplitAnyway(compilation, apis));

    /// <summary>The queries, one finding for each.</summary>
    public IEnumerable<CartesianJoin> In(IOperation body, CancellationToken cancellationToken)
    {
        foreach (var operation in BodyOperations.Of(body).All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (RunQuery(operation) is { } query && (Of(operation, query, cancellationToken) ?? Projected(operation, query, cancellationToken)) is { } found)
                yield return found;
        }
    }

    // What a call that runs a query runs, when it returns its rows.
    private IOperation? RunQuery(IOperation operation) => operation switch
    {
        IInvocationOperation call when apis.Find(call.TargetMethod, call.Instance?.Type) is { Effect: ApiEffect.Materialize, Rows: ApiRows.All or ApiRows.One } => ReceiverOf(call),
        IForEachLoopOperation loop => Unwrap(loop.Collection) is IInvocationOperation { Type: var type } call && !apis.IsQueryable(type) && IsHandedOn(call) ? ReceiverOf(call) : loop.Collection,
        _ => null,
    };

    // db.Orders.AsAsyncEnumerable(): the loop runs the query, whatever it is seen as.
    private bool IsHandedOn(IInvocationOperation call) => apis.Find(call.TargetMethod, call.Instance?.Type) is { Effect: ApiEffect.None, Yields: ApiYields.Same };

    private CartesianJoin? Of(IOperation run, IOperation query, CancellationToken cancellationToken)
    {
        var type = Unwrap(query).Type;
        if (!apis.IsQueryable(type) || Navigations.ElementOf(type!) is not { } row || provenance.Of(query, row, cancellationToken) is not { Query: not null, At.IsEmpty: true, Loaded.IsEmpty: false } origin ||
            IsSplit(origin.IsSplit))
        {
            return null;
        }

        // The first call that names a path adds it; what comes later only goes on from there.
        var collections = origin.IsBare ? [] : BroughtBy(model().Find(row), "").Select(c => (Path: c, By: (IInvocationOperation?)null)).ToList();
        foreach (var (path, by) in origin.Loaded)
        {
            foreach (var added in CollectionsOn(path, row, origin.IsBare).Where(a => !collections.Exists(c => c.Path == a)).ToList())
            {
                if (collections.Find(c => !Contains(c.Path, added) && !Contains(added, c.Path) && !(c.By is not null && AreAlternatives(c.By, by, run))) is { Path: { } first })
                    return new(run, by, first, added, origin.IsByKey || IsForOneRow(run), origin.IsSplit is false);

                collections.Add((added, by));
            }
        }

        return null;
    }

    // Of several projections each may leave out what the one before it has, and a second query has others.
    private CartesianJoin? Projected(IOperation run, IOperation query, CancellationToken cancellationToken)
    {
        if (!apis.IsQueryable(Unwrap(query).Type))
            return null;

        var calls = parts.Of(query, cancellationToken).Select(c => (Call: c, Fact: apis.Find(c.TargetMethod, c.Instance?.Type))).ToList();
        var isSplit = calls.Select(c => c.Fact?.Splits).FirstOrDefault(s => s is not null);
        var projections = calls.FindAll(c => c.Fact?.Rows is ApiRows.Columns);
        if (projections.Count != 1 || IsSplit(isSplit) || _projected.In(projections[0].Call) is not var (first, second, at))
            return null;

        var isByKey = calls.Exists(c => c.Fact?.Rows is ApiRows.Some && Translation.IsByKey(c.Call));
        return new(run, at, first, second, isByKey || IsForOneRow(run), isSplit is false);
    }

    // switch (kind) { case A: query = query.Include(o => o.Lines); break; case B: query = query.Include(o => o.Notes); break; }   unless a loop takes one turn for each.
    private static bool AreAlternatives(IOperation x, IOperation y, IOperation run) =>
        BranchApart(x, y) is { } choice && Ancestors(choice).OfType<ILoopOperation>().All(l => Ancestors(run).Contains(l));

    private static bool Contains(string path, string other) => path == other || other.StartsWith(path + ".", StringComparison.Ordinal);

    private bool IsSplit(bool? asItSays) => asItSays ?? _isSplitAnyway.Value;

    private bool IsForOneRow(IOperation run) => run is IInvocationOperation call && apis.Find(call.TargetMethod, call.Instance?.Type) is { Rows: ApiRows.One };

    // Lines.Taxes is two collections; with each entity on the way comes what the model says.
    private IEnumerable<string> CollectionsOn(string path, ITypeSymbol row, bool isBare)
    {
        var entities = model();
        var entity = entities.Find(row);
        var way = "";
        foreach (var name in path.Split('.'))
        {
            if (entity is null || (entity.NavigationOf(name) ?? OfDerived(entity, name)) is not { } navigation)
                yield break;

            way = way.Length == 0 ? name : $"{way}.{name}";
            entity = entities.Find(navigation.Target);
            if (entities.IsJoined(navigation))
                yield return way;

            foreach (var brought in isBare ? [] : BroughtBy(entity, way + "."))
                yield return brought;
        }
    }

    // Include(o => ((WebOrder)o).Visits)
    private EntityNavigation? OfDerived(Entity entity, string name) =>
        model().Entities.Where(e => TypeNames.SelfAndBases(e.Type).Contains(entity.Type, SymbolEqualityComparer.Default)).Select(e => e.NavigationOf(name)).FirstOrDefault(n => n is not null);

    private IEnumerable<string> BroughtBy(Entity? entity, string prefix) => entity is null ? [] : entity.Navigations
        .Where(n => n.IsAutoIncluded && model().IsJoined(n))
        .Select(n => prefix + n.Name);

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
