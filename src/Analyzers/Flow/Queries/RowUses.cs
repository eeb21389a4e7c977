using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.Flow.Queries;

/// <summary>
/// Which operations of a body work in memory on rows that were loaded for them alone, and could be part of the query? Only what the database
/// can evaluate counts, and only when nobody else has a use for the rows.
/// </summary>
internal sealed class RowUses(ApiIndex apis, RowLoads loads, QueryParts parts, Translation translation, MemberBodies bodies, Dispatch dispatch)
{
    /// <summary>Uses of a parameter in a body that does nothing but leave rows out. Filters with a condition each are the longest.</summary>
    private const int MaxUses = 40;

    private readonly RowReductions _reductions = new(apis, translation);
    private readonly SpreadFilters _spread = new(apis, translation);
    private readonly WrittenRows _written = new(apis, loads, parts, new(apis, translation), translation, dispatch);
    private readonly ConcurrentDictionary<IParameterSymbol, UnusedRows?> _given = new(SymbolEqualityComparer.Default);

    /// <summary>The operations, in the order of the code.</summary>
    public IEnumerable<UnusedRows> In(IOperation body, CancellationToken cancellationToken)
    {
        foreach (var operation in BodyOperations.Of(body).All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = operation switch
            {
                IVariableDeclaratorOperation declarator => OfLocal(declarator, cancellationToken) ?? OfShared(declarator, cancellationToken) ?? _spread.Of(declarator, Load),
                IForEachLoopOperation loop => _spread.Of(loop, Load) ?? _written.Of(loop, cancellationToken),
                IInvocationOperation call => _reductions.Of(call, Load) ?? _written.Of(call, cancellationToken) ?? OfRemoved(call, cancellationToken) ?? OfGiven(call, cancellationToken),
                _ => _reductions.Of(operation, Load) ?? OfGiven(operation, cancellationToken),
            };
            if (found is not null)
                yield return found;
        }

        LoadedRows? Load(IOperation sequence) => loads.Of(sequence, cancellationToken);
    }

    // var orders = repository.All();  of which all that follows wants o.Number, and nothing else.
    private UnusedRows? OfLocal(IVariableDeclaratorOperation declarator, CancellationToken cancellationToken)
    {
        var uses = LocalUses.Of(declarator, declarator.Symbol);
        if (uses.IsEmpty || declarator.Initializer is null || _reductions.ConsumerOf(uses[0]) is not { } first || (uses.Length == 1 && _reductions.Of(first, s => loads.Of(s, cancellationToken)) is not null))
            return null;

        var columns = new HashSet<IPropertySymbol>(SymbolEqualityComparer.Default);
        foreach (var use in uses)
        {
            if (!IsCounted(use) && !AddColumns(use, columns))
                return null;
        }

        return columns.Count > 0 && loads.Of(uses[0], cancellationToken) is { IsPaged: false, IsByKey: false } rows
            ? RowReductions.Narrow(new(first, ApiRows.Columns, rows) { Name = RowReductions.NameOf(first) }, [.. columns])
            : null;
    }

    // var orders = repository.All(); if (orders == null) return; Show(orders.Count, orders.Skip(page * 10).Take(10)): what is asked beside it needs no rows.
    private UnusedRows? OfShared(IVariableDeclaratorOperation declarator, CancellationToken cancellationToken)
    {
        var uses = LocalUses.Of(declarator, declarator.Symbol);
        return uses.Length is > 1 and <= MaxUses && uses.All(LocalUses.RunsWithItsMember) && MadeOf([.. uses.Where(u => !RowReductions.IsNullTest(u))], new(uses[0], "")) is { } made &&
            loads.Of(uses[0], cancellationToken) is { IsPaged: false, IsByKey: false } rows && (!rows.IsReshaped || rows.IsLikely)
            ? made with { Rows = rows, IsSpread = true }
            : null;
    }

    // var orders = await db.Orders.ToListAsync(); orders.RemoveAll(o => o.Status != "open");  the first that happens to them, on every way.
    private UnusedRows? OfRemoved(IInvocationOperation call, CancellationToken cancellationToken)
    {
        if (call is not { TargetMethod: { Name: "RemoveAll", ContainingType.Name: "List", Parameters.Length: 1 }, Instance: ILocalReferenceOperation list } || LocalDefinitions.Single(list) is not { } made ||
            LocalUses.Of(list, list.Local)[0] != list || BlockOf(call) != BlockOf(made) || !LocalUses.RunAsOften(call, made) || Translation.LambdaOf(call.Arguments[0].Value) is not { } test ||
            translation.Of(test) is not (not ApiTranslation.No and var translated) || loads.Of(list, cancellationToken) is not { IsPaged: false, IsByKey: false, IsReshaped: false } rows)
        {
            return null;
        }

        return new(call, ApiRows.Some, rows) { Name = call.TargetMethod.Name, InOtherWords = translated is ApiTranslation.InOtherWords, AreEmpty = Translation.ResultOf(test) is { } told && RowReductions.IsAboutText(told) };
    }

    private static IOperation? BlockOf(IOperation operation)
    {
        var block = operation.Parent;
        while (block is not (null or IBlockOperation))
            block = block is IConditionalOperation ? null : block.Parent;

        return block;
    }

    // orders.Count beside orders.Sum(o => o.Total)
    private bool IsCounted(IOperation sequence) => _reductions.ConsumerOf(sequence) is { } operation && _reductions.Reduction(operation) is (var receiver, ApiRows.Value) && RowReductions.ArgumentsOf(operation, receiver).IsEmpty;

    // orders.Where(o => o.Tags.Contains(tag)).Select(o => o.Id)
    private bool AddColumns(IOperation sequence, HashSet<IPropertySymbol> columns)
    {
        if (_reductions.ConsumerOf(sequence) is not { } operation || _reductions.Reduction(operation) is not var (receiver, use) || use is ApiRows.One or ApiRows.Page ||
            RowReductions.ArgumentsOf(operation, receiver) is not { Length: 1 } arguments || Translation.LambdaOf(arguments[0]) is not { } lambda || Translation.ColumnsOf(lambda) is not { IsEmpty: false } read)
        {
            return false;
        }

        columns.UnionWith(read);
        return use is not ApiRows.Some || AddColumns(operation, columns);
    }

    // SelectOpen(orders): what a member makes of its parameter is made of what it is given.
    private UnusedRows? OfGiven(IOperation operation, CancellationToken cancellationToken)
    {
        var (called, arguments, name) = operation switch
        {
            IInvocationOperation { TargetMethod: var method } call when apis.Find(method, call.Instance?.Type) is null => (method, call.Arguments, method.Name),
            IObjectCreationOperation { Constructor: { } constructor } creation => (constructor, creation.Arguments, constructor.ContainingType.Name),
            _ => (null, [], ""),
        };
        if (called is null)
            return null;

        foreach (var argument in arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { } parameter } && EntityConventions.ElementOf(parameter.Type) is not null && !apis.IsQueryable(parameter.Type) && MayBeLoaded(argument.Value) &&
                dispatch.Targets(called) is { Length: 1 } targets && targets[0].OriginalDefinition.Parameters.ElementAtOrDefault(parameter.Ordinal) is { } given && MadeOf(given, cancellationToken) is { } made &&
                loads.Of(argument.Value, cancellationToken) is { IsPaged: false, IsByKey: false } rows && (!rows.IsReshaped || rows.IsLikely))
            {
                return made with { Operation = operation, Rows = rows, Name = name, GivenTo = made.Operation, IsSpread = true };
            }
        }

        return null;
    }

    // What most calls are given has another use, or was loaded by somebody else: no callee is looked at for it.
    private bool MayBeLoaded(IOperation value) => OperationShape.Unwrap(value) switch
    {
        ILocalReferenceOperation local => LocalUses.Of(local, local.Local).Length == 1,
        IInvocationOperation => true,
        var other => apis.IsQueryable(other.Type),
    };

    private UnusedRows? MadeOf(IParameterSymbol parameter, CancellationToken cancellationToken) =>
        _given.TryGetValue(parameter, out var known) ? known : _given.GetOrAdd(parameter, FindMadeOf(parameter, cancellationToken));

    // By names: nothing is bound for a parameter that is returned or handed on.
    private static bool MayOnlyReduce(IMethodSymbol method, string parameter, CancellationToken cancellationToken)
    {
        var uses = method.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax(cancellationToken).DescendantNodes()).OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == parameter).Take(MaxUses + 1).ToList();
        return uses.Count is > 0 and <= MaxUses && uses.Exists(IsReduced);

        static bool IsReduced(IdentifierNameSyntax use) => use.Parent is MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax || (use.Parent is CommonForEachStatementSyntax loop && loop.Expression == use);
    }

    private UnusedRows? FindMadeOf(IParameterSymbol parameter, CancellationToken cancellationToken)
    {
        if (parameter is not { RefKind: RefKind.None, ContainingSymbol: IMethodSymbol method } || method.IsInner() ||
            !MayOnlyReduce(method, parameter.Name, cancellationToken) || bodies.Of(method, cancellationToken) is not { } body || MemberBodies.IsGiant(body))
        {
            return null;
        }

        ImmutableArray<IParameterReferenceOperation> uses =
        [
            .. body.DescendantsAndSelf().OfType<IParameterReferenceOperation>()
                .Where(u => MemberBodies.IsSame(u.Parameter, parameter) && !(u.Parent is ISimpleAssignmentOperation assignment && assignment.Target == u)),
        ];
        if (uses.IsEmpty || !uses.All(LocalUses.RunsWithItsMember))
            return null;

        var given = new LoadedRows(uses[0], "");
        if (Assignments.In(body).Contains(parameter))
            return _spread.Of(parameter, uses[0], body, _ => given);

        if (_reductions.WholeOf(uses[0]).Parent is IForEachLoopOperation loop)
            return uses.Length == 1 ? _spread.Of(loop, _ => given) : null;

        return MadeOf([.. uses], given);
    }

    // What all uses of a variable together leave of its rows.
    private UnusedRows? MadeOf(ImmutableArray<IOperation> uses, LoadedRows given)
    {
        var made = uses.Select(u => _reductions.ConsumerOf(u) is { } consumer ? _reductions.Of(consumer, _ => given) : null).ToList();
        return made.Contains(null) || made.Exists(m => m!.Use is ApiRows.Columns) ? null
            : made.Count == 1 ? made[0]
            // if (orders.Count == 0) return null; return orders[0];
            : made.TrueForAll(m => RowReductions.IsFirst(m!.Operation) || RowReductions.IsWhetherAny(m.Operation)) ? made.Find(m => m!.Use is ApiRows.One)
            // Whoever shows a page says of how many.
            : made.TrueForAll(m => m!.Use is ApiRows.Page || m.Operation is not IInvocationOperation { Arguments.Length: > 1 }) ? made.Find(m => m!.Use is ApiRows.Page)
            : null;
    }
}
