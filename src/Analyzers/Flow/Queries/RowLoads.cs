using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Loops;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Model;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Queries;

/// <summary>
/// Are these all rows of a query, fetched into memory? Follows a sequence back through copies and orderings, a local without another use, and
/// members that return what they have fetched, to the call that ran the query. What a field or a cache keeps was fetched for others, too.
/// </summary>
internal sealed class RowLoads(ApiIndex apis, MemberBodies bodies, Dispatch dispatch, QueryOrigins origins, QueryParts parts, CallEffects effects, Rareness rareness, Translation translation, CallSteps steps)
{
    /// <summary>Operations looked at for one answer.</summary>
    private const int MaxSteps = 100;

    /// <summary>Members returning what members return.</summary>
    private const int MaxDepth = 6;

    private readonly ByDepth<IMethodSymbol, LoadedRows?> _returned = new(MaxDepth + 1, SymbolEqualityComparer.Default);

    /// <summary>The rows that the sequence is, or null.</summary>
    public LoadedRows? Of(IOperation sequence, CancellationToken cancellationToken) => Anything(Of(sequence, null, 0, cancellationToken));

    /// <summary>The rows that a local is made of, however often it is used; null when it is made of anything else.</summary>
    public LoadedRows? Of(ILocalReferenceOperation local, CancellationToken cancellationToken) =>
        ValueOf(local) is { } value && !apis.IsQueryable(local.Type) && Anything(Of(value, null, 0, cancellationToken)) is { Local: null } rows ? rows with { Local = local.Local } : null;

    // Within a callee, what else is done with a local does not change that its rows are returned.
    private LoadedRows? Of(IOperation sequence, IMethodSymbol? callee, int depth, CancellationToken cancellationToken)
    {
        ILocalSymbol? local = null;
        var current = Unwrap(sequence);
        for (var steps = 0; steps < MaxSteps; steps++)
        {
            if (apis.IsQueryable(current.Type))
                return origins.Of(current, cancellationToken).Kind is QueryOriginKind.Query && (callee is null || !apis.IsQueryable(callee.ReturnType)) ? Of(current, current, current is ILocalReferenceOperation ? null : local, "the query", cancellationToken) : null;

            switch (current)
            {
                case ILocalReferenceOperation reference:
                    if (local is not null || ValueOf(reference) is not { } value || (callee is null && !LocalUses.IsOnly(reference, value)))
                        return null;

                    local = reference.Local;
                    current = Unwrap(value);
                    break;
                case IInvocationOperation { Instance: { } task } call when TaskTypes.HasResult(task.Type) && call.Arguments.All(a => a.Value.Type?.IsValueType == true):
                    current = Unwrap(task);
                    break;
                case IInvocationOperation call when apis.Find(call.TargetMethod, call.Instance?.Type) is { Rows: ApiRows.All } fact:
                    if (ReceiverOf(call) is not { } receiver)
                        return null;

                    if (fact.Effect is ApiEffect.Materialize && origins.Of(receiver, cancellationToken).Kind is QueryOriginKind.Query)
                        return IsKept(call) ? null : Of(call, receiver, local, call.TargetMethod.Name, cancellationToken);

                    current = Unwrap(receiver);
                    break;
                case IInvocationOperation call:
                    return IsKept(call) ? null : OfCall(call, local, depth, cancellationToken);
                // [.. db.Orders], new List<Order>(db.Orders)
                case ICollectionExpressionOperation or IObjectCreationOperation when SpreadIn(current) is { } made && origins.Of(made, cancellationToken).Kind is QueryOriginKind.Query:
                    return IsKept(current) ? null : Of(current, made, local, "the query", cancellationToken);
                default:
                    return null;
            }
        }

        return null;
    }

    private IOperation? SpreadIn(IOperation collection) => collection switch
    {
        ICollectionExpressionOperation { Elements: { Length: 1 } elements } => (elements[0] as ISpreadOperation)?.Operand,
        IObjectCreationOperation creation => steps.RowsGone.Given(creation),
        _ => null,
    };

    // The only value that a local has, but for the null that it has until then.
    private static IOperation? ValueOf(ILocalReferenceOperation local) =>
        LocalDefinitions.Of(local).RemoveAll(IsNull) is { Length: 1 } values ? values[0] : null;

    // What is remembered is fetched once, for whoever asks; what runs on an error is nobody's cost.
    private bool IsKept(IOperation read) => rareness.Of(read) is not (Rarity.Always or Rarity.Sometimes);

    private LoadedRows Of(IOperation read, IOperation query, ILocalSymbol? local, string readBy, CancellationToken cancellationToken)
    {
        var rows = new LoadedRows(read, readBy) { Query = query, Local = local };
        var calls = parts.Of(query, cancellationToken);
        foreach (var call in calls)
        {
            // FromSqlRaw("... FOR UPDATE SKIP LOCKED LIMIT 1"): what is written out in SQL says how many, and cannot always be composed over.
            if (apis.Find(call.TargetMethod, call.Instance?.Type) is { Effect: ApiEffect.Source } && !call.TargetMethod.Parameters.IsEmpty)
            {
                var isSql = call.TargetMethod.Parameters.Any(p => p.Type is { SpecialType: SpecialType.System_String } or { Name: "FormattableString" });
                rows = rows with { IsPaged = rows.IsPaged || isSql, IsReshaped = rows.IsReshaped || call.TargetMethod.Parameters.Length > 1 };
            }
            else if (apis.Find(call.TargetMethod, call.Instance?.Type) is { Rows: (ApiRows.Some or ApiRows.Page or ApiRows.Columns) and var what })
            {
                rows = Optional(call, calls) is { } given ? WhenGiven(rows, given, what, calls) : Changed(rows, what, call.Arguments.Select(a => a.Value));
            }
        }

        return rows;
    }

    private LoadedRows Changed(LoadedRows rows, ApiRows what, IEnumerable<IOperation> by)
    {
        var lambdas = by.Select(Translation.LambdaOf).OfType<IAnonymousFunctionOperation>();
        return what switch
        {
            ApiRows.Some => rows with { IsNarrowed = true, IsByKey = rows.IsByKey || lambdas.Any(Translation.IsByKey) },
            ApiRows.Page => rows with { IsPaged = true },
            _ => rows with { IsReshaped = rows.IsReshaped || !lambdas.Any(translation.IsOpen) },
        };
    }

    // query.Where(predicate), query.Take(limit.Value): for a parameter that is not given, nobody comes here.
    private static IParameterSymbol? Optional(IInvocationOperation call, ImmutableArray<IInvocationOperation> calls) => call.Arguments.Where(a => a.Value != ReceiverOf(call))
        .Select(a => GivenFor(a.Value) ?? GivenOn(a.Value, calls)).FirstOrDefault(p => p is not null);

    // query.Skip(offset) of Page(query, options.Offset): a number says by itself nothing about whether anybody has given one.
    private static IParameterSymbol? GivenOn(IOperation value, ImmutableArray<IInvocationOperation> calls) =>
        Unwrap(value) is IParameterReferenceOperation { Parameter: var parameter } && GivenBy(calls, parameter) is { } given && GivenFor(given) is not null ? parameter : null;

    // Of the calls that a query is made of, what the one of the parameter's member gives it.
    private static IOperation? GivenBy(ImmutableArray<IInvocationOperation> calls, IParameterSymbol parameter) =>
        calls.FirstOrDefault(c => SymbolEqualityComparer.Default.Equals(c.TargetMethod.OriginalDefinition, parameter.OriginalDefinition.ContainingSymbol)) is { } through
            ? through.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == parameter.Ordinal)?.Value
            : null;

    // predicate, limit.Value, and options.Filter of options that are not given either
    private static IParameterSymbol? GivenFor(IOperation value) => (Unwrap(value) is IPropertyReferenceOperation { Instance: { } owner } ? Unwrap(owner) : Unwrap(value)) switch
    {
        IParameterReferenceOperation { Parameter: var parameter } reference when (parameter.Type.IsReferenceType || parameter.Type.OriginalDefinition.SpecialType is SpecialType.System_Nullable_T) &&
            !Assignments.In(RootOf(reference)).Contains(parameter) => parameter,
        _ => null,
    };

    // GetQuery(predicate, include) of GetAllAsync(predicate, include): as the outer of them was given it.
    private LoadedRows WhenGiven(LoadedRows rows, IParameterSymbol parameter, ApiRows what, ImmutableArray<IInvocationOperation> calls)
    {
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            if (GivenBy(calls, parameter) is not { } given)
                break;

            if (GivenFor(given) is not { } outer)
                return Given(rows, what, given);

            parameter = outer;
        }

        return rows with { WhenGiven = rows.WhenGiven.Add((parameter.OriginalDefinition, what)) };
    }

    private LoadedRows Given(LoadedRows rows, ApiRows what, IOperation value) => IsNull(value) || Unwrap(value) is IDefaultValueOperation ? rows : Changed(rows, what, [value]);

    // What the call gives, and what is left to what the member around it is given.
    private LoadedRows Given(LoadedRows rows, IInvocationOperation call)
    {
        var all = rows with { WhenGiven = [] };
        foreach (var (parameter, what) in rows.WhenGiven)
        {
            if (call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == parameter.Ordinal)?.Value is not { } value)
                continue;

            all = GivenFor(value) is { } outer ? all with { WhenGiven = all.WhenGiven.Add((outer.OriginalDefinition, what)) } : Given(all, what, value);
        }

        return all;
    }

    // Nobody in sight says what is given: anything.
    private static LoadedRows? Anything(LoadedRows? rows) => rows is null || rows.WhenGiven.IsEmpty ? rows : rows with
    {
        IsNarrowed = rows.IsNarrowed || rows.WhenGiven.Any(g => g.What is ApiRows.Some),
        IsPaged = rows.IsPaged || rows.WhenGiven.Any(g => g.What is ApiRows.Page),
        IsReshaped = rows.IsReshaped || rows.WhenGiven.Any(g => g.What is ApiRows.Columns),
        WhenGiven = [],
    };

    private LoadedRows? OfCall(IInvocationOperation call, ILocalSymbol? local, int depth, CancellationToken cancellationToken)
    {
        var method = call.TargetMethod;
        if (ElementOf(TaskTypes.ResultOf(method.ReturnType)) is null || depth >= MaxDepth)
            return null;

        var isGiven = call.Arguments.Any(a => a.ArgumentKind is not ArgumentKind.DefaultValue && a.Value.Type is { SpecialType: not SpecialType.System_Boolean, Name: not "CancellationToken" });
        if (apis.Find(method, call.Instance?.Type) is { } fact)
        {
            // conn.Query<Order>(sql): what the SQL says is read only when it is written there.
            var sql = call.Arguments.Select(a => a.Value.ConstantValue).FirstOrDefault(c => c is { HasValue: true, Value: string }).Value as string;
            return fact is { Effect: ApiEffect.Read, System: "db", Key: null }
                ? new(call, method.Name) { Local = local, IsLikely = true, IsReshaped = true, IsNarrowed = sql is null ? depth == 0 : sql.IndexOf("where", StringComparison.OrdinalIgnoreCase) >= 0 }
                : null;
        }

        var targets = dispatch.Targets(method);
        if (targets.IsEmpty)
        {
            // Another assembly, or a convention, says that it reads; that it returns what it reads is likely.
            return !isGiven && effects.Find(call, EffectQuestion.DatabaseRead, cancellationToken) is { IsRemembered: false } path && path.Steps.All(s => s.Rarity is Rarity.Always) &&
                path.Last.Chosen is null or { IsSometimes: false, IsOncePerKey: false }
                ? new(call, path.Last.Chosen?.Chain.Split(' ').Last() ?? path.Last.Name) { Local = local, IsLikely = true, Through = path.Last.Chosen is null ? [] : [method] }
                : null;
        }

        LoadedRows? all = null;
        foreach (var target in targets)
        {
            if ((Returned(target, depth + 1, cancellationToken) ?? ReadAs(target, call, depth + 1, cancellationToken)) is not { } rows)
                return null;

            all = Either(all, rows);
        }

        if (all is null)
            return null;

        all = Given(all, call);
        return all with { Read = call, Query = null, Local = local, IsNarrowed = all.IsNarrowed || (depth == 0 && all.IsLikely && isGiven), Through = all.Through.Insert(0, targets[0]) };
    }

    private LoadedRows? Returned(IMethodSymbol method, int depth, CancellationToken cancellationToken)
    {
        method = method.OriginalDefinition;
        if (_returned[depth].TryGetValue(method, out var known))
            return known;

        var rows = ApiIndex.IsDeclaredHarmless(method) || bodies.Of(method, cancellationToken) is not { } body || MemberBodies.IsGiant(body)
            ? null
            : ReturnedBy(body, method, depth, cancellationToken);
        return _returned[depth].GetOrAdd(method, rows);
    }

    // Every value that is returned, but for the empty one that stands for nothing to load.
    private LoadedRows? ReturnedBy(IOperation body, IMethodSymbol method, int depth, CancellationToken cancellationToken)
    {
        LoadedRows? rows = null;
        foreach (var result in MemberBodies.Operations(body).OfType<IReturnOperation>())
        {
            if (result.Kind is OperationKind.YieldReturn || result.ReturnedValue is not { } value)
                return null;

            if (IsNothing(Unwrap(value)))
                continue;

            if (Of(value, method, depth, cancellationToken) is not { } found)
                return null;

            rows = Either(rows, found);
        }

        return rows;
    }

    // One of several queries, and nobody knows which: whatever holds of one may hold.
    private static LoadedRows Either(LoadedRows? rows, LoadedRows others) => rows is null ? others : rows with
    {
        IsNarrowed = rows.IsNarrowed || others.IsNarrowed,
        IsPaged = rows.IsPaged || others.IsPaged,
        IsByKey = rows.IsByKey || others.IsByKey,
        IsReshaped = rows.IsReshaped || others.IsReshaped,
        IsLikely = rows.IsLikely || others.IsLikely,
        WhenGiven = rows.WhenGiven.AddRange(others.WhenGiven),
    };

    // A body whose way from the read to its result is not followed: it always fetches rows of the kind that it returns, or reads a reader to its end.
    private LoadedRows? ReadAs(IMethodSymbol target, IInvocationOperation call, int depth, CancellationToken cancellationToken)
    {
        target = target.OriginalDefinition;
        if (bodies.Of(target, cancellationToken) is not { } body || MemberBodies.IsGiant(body) || ElementOf(TaskTypes.ResultOf(target.ReturnType)) is not { } element)
            return null;

        foreach (var inner in MemberBodies.Operations(body).OfType<IInvocationOperation>())
        {
            if (ElementOf(TaskTypes.ResultOf(inner.Type)) is { } read && SymbolEqualityComparer.Default.Equals(read, element) && rareness.Of(inner) is Rarity.Always &&
                !SymbolEqualityComparer.Default.Equals(inner.TargetMethod.OriginalDefinition, target) && OfCall(inner, null, depth, cancellationToken) is { } rows)
            {
                return rows with { IsLikely = true };
            }
        }

        return effects.Find(target, EffectQuestion.DatabaseRead, cancellationToken) is { IsRemembered: false, Hops: < MaxDepth } path && path.Steps.All(s => s.Rarity is Rarity.Always && s.Repeat is null) &&
            (path.Last.Fact is { Rows: ApiRows.All } || (path.Last.Called is { } last && ElementOf(TaskTypes.ResultOf(last.ReturnType)) is { } kind && (kind is ITypeParameterSymbol || SymbolEqualityComparer.Default.Equals(kind, element))))
            ? new(call, path.Last.Name) { IsLikely = true, Through = [.. path.Members.OfType<IMethodSymbol>()] }
            : null;
    }

    private static bool IsNothing(IOperation value) => value
        is ICollectionExpressionOperation { Elements.IsEmpty: true }
        or IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: null }
        or IInvocationOperation { Instance: null, Arguments.IsEmpty: true, TargetMethod.Name: "Empty" }
        or { ConstantValue: { HasValue: true, Value: null } };

    // What a sequence of rows holds: objects of the program, not numbers, texts or pairs.
    private static ITypeSymbol? ElementOf(ITypeSymbol? type)
    {
        var element = type switch
        {
            IArrayTypeSymbol array => array.ElementType,
            { } sequence => EntityConventions.ElementOf(sequence),
            null => null,
        };
        return element is ITypeParameterSymbol || element is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface } row && !Dispatch.IsOfFramework(row) ? element : null;
    }
}
