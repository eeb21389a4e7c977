using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Queries;

/// <summary>
/// Does enumerating this value run a query? Follows the value back through operators, variables, helper methods and properties
/// to the set, the raw SQL or the list that it was made from.
/// </summary>
internal sealed class QueryOrigins(ApiIndex apis, FactIndex facts, MemberBodies bodies, Dispatch dispatch, StoredValues stored)
{
    /// <summary>Operations looked at for one answer. Real chains are below 30; this bounds generated ones.</summary>
    private const int MaxSteps = 400;

    /// <summary>Helpers returning queries of helpers; beyond this the answer is <see cref="QueryOriginKind.Unknown"/>.</summary>
    private const int MaxDepth = 6;

    /// <summary>Helpers of which each chooses between a query and rows.</summary>
    private const int MaxChoices = 3;

    private readonly ByDepth<IMethodSymbol, QueryOrigin> _returned = new(MaxDepth, SymbolEqualityComparer.Default);
    private readonly ByDepth<IFieldSymbol, QueryOrigin> _held = new(MaxDepth, SymbolEqualityComparer.Default);

    /// <summary>The origin of the sequence that a call enumerates: its receiver, or its first argument when it is an extension.</summary>
    public QueryOrigin OfReceiver(IInvocationOperation call, CancellationToken cancellationToken) =>
        OperationShape.ReceiverOf(call) is { } receiver ? Of(receiver, cancellationToken) : QueryOrigin.None;

    /// <summary>The same of a call that does not bind, which has what it is called on first.</summary>
    public QueryOrigin OfUnbound(IOperation call, CancellationToken cancellationToken) =>
        call.ChildOperations.Count > 0 ? Of(call.ChildOperations.First(), cancellationToken) : QueryOrigin.None;

    /// <summary>The origin of a value.</summary>
    public QueryOrigin Of(IOperation value, CancellationToken cancellationToken) => Of(value, 0, cancellationToken);

    /// <summary>The origin of what a member returns.</summary>
    public QueryOrigin ReturnedBy(IMethodSymbol method, CancellationToken cancellationToken) => Returned(method, 0, cancellationToken);

    /// <summary>Whether one of the members that a call may run, here or in another assembly, hands out rows in memory dressed up as a query.</summary>
    public bool MayGiveRows(IMethodSymbol called, CancellationToken cancellationToken) =>
        facts.GivesRows(called) || dispatch.Targets(called).Any(t => GivesRows(t, cancellationToken));

    /// <summary>Whether a body does: <c>collection.Query().ToEnumerable().AsQueryable()</c>, with operators behind it or without.</summary>
    public bool GivesRows(IMethodSymbol method, CancellationToken cancellationToken) => GivesRows(method, 0, cancellationToken);

    /// <summary>Whether a value is so, or one of those that its variable, or a choice, may give: <c>isAll ? db.Orders : Enumerable.Empty&lt;Order&gt;().AsQueryable()</c>.</summary>
    public bool MayBeRows(IOperation value, CancellationToken cancellationToken) => MayBeRows(value, 0, cancellationToken);

    private bool GivesRows(IMethodSymbol method, int depth, CancellationToken cancellationToken) => bodies.Of(method, cancellationToken) is { } body &&
        MemberBodies.Operations(body).OfType<IReturnOperation>().Any(r => r.ReturnedValue is { } value && MayBeRows(value, depth, cancellationToken));

    private bool MayBeRows(IOperation value, int depth, CancellationToken cancellationToken)
    {
        var pending = new Stack<IOperation>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        pending.Push(value);
        for (var steps = 0; pending.Count > 0 && steps < MaxSteps; steps++)
        {
            var current = pending.Pop();
            switch (current)
            {
                case IInvocationOperation call when apis.IsQueryable(call.Type):
                    var fact = apis.Find(call.TargetMethod);
                    var receiver = OperationShape.ReceiverOf(call);
                    if (receiver is not null && fact?.Effect is ApiEffect.Memory && !apis.IsQueryable(OperationShape.Unwrap(receiver).Type))
                        return true;

                    // A helper of a helper: each of them may choose.
                    if (fact is null && depth < MaxChoices && seen.Add(call.TargetMethod.OriginalDefinition) &&
                        (facts.GivesRows(call.TargetMethod) || dispatch.Targets(call.TargetMethod).Any(t => GivesRows(t, depth + 1, cancellationToken))))
                    {
                        return true;
                    }

                    if (receiver is not null)
                        pending.Push(receiver);

                    break;
                case ILocalReferenceOperation local when seen.Add(local.Local):
                    foreach (var definition in LocalDefinitions.Of(local))
                        pending.Push(definition);

                    break;
                case IFieldReferenceOperation { Field: var field } when apis.IsQueryable(field.Type) && seen.Add(field):
                    foreach (var given in stored.Of(field, cancellationToken))
                        pending.Push(given);

                    break;
                default:
                    foreach (var earlier in ValueSteps.Back(current))
                        pending.Push(earlier);

                    break;
            }
        }

        return false;
    }

    // A field that is given what is made of itself is what else it is given: _orders = _orders.Where(...).
    private QueryOrigin Of(IOperation value, int depth, CancellationToken cancellationToken, IFieldSymbol? filled = null)
    {
        var origin = QueryOrigin.None;
        var pending = new Stack<IOperation>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        pending.Push(value);
        for (var steps = 0; pending.Count > 0 && steps < MaxSteps; steps++)
        {
            var current = pending.Pop();
            if (apis.IsQuerySource(current.Type))
                return QueryOrigin.Query;

            if (apis.ByName.IsQuerySource(current.Type))
            {
                origin = origin.Or(QueryOrigin.Unknown);
                continue;
            }

            switch (current)
            {
                case ILocalReferenceOperation local when MayHoldQuery(local.Type) && seen.Add(local.Local):
                    var definitions = LocalDefinitions.Of(local);
                    foreach (var definition in definitions)
                        pending.Push(definition);

                    // foreach (var query in queries), Make(out var query): typed as a query, no more.
                    if (definitions.IsEmpty && apis.IsQueryable(local.Type))
                        origin = origin.Or(QueryOrigin.Unknown);

                    break;
                case IParameterReferenceOperation parameter when MayHoldQuery(parameter.Type):
                    origin = origin.Or(Passed(parameter, cancellationToken));
                    break;
                case IPropertyReferenceOperation { Property: { GetMethod: { } getter } property } when MayHoldQuery(property.Type):
                    origin = origin.Or(apis.Find(property)?.Effect is ApiEffect.Source ? QueryOrigin.Query : Returned(getter, depth, cancellationToken));
                    break;
                case IFieldReferenceOperation field when MayHoldQuery(field.Type):
                    if (SymbolEqualityComparer.Default.Equals(field.Field, filled))
                        break;

                    origin = origin.Or(Held(field.Field, depth, cancellationToken));
                    break;
                case IInvalidOperation { Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } } when ApisByName.Materializes(name) is not null:
                    break;
                case IInvalidOperation { Syntax: InvocationExpressionSyntax made } when MakesQueryByName(made, current, cancellationToken):
                    origin = origin.Or(QueryOrigin.Unknown);
                    break;
                // A member of what does not bind is no operation by itself: Include in orders.Include(o => o.Lines).Include(o => o.Customer)
                case IInvalidOperation { Syntax: InvocationExpressionSyntax or MemberAccessExpressionSyntax or QueryClauseSyntax or SelectOrGroupClauseSyntax or OrderingSyntax } or { Kind: OperationKind.None, Syntax: MemberAccessExpressionSyntax }:
                    if (current.ChildOperations.Count > 0)
                        pending.Push(current.ChildOperations.First());
                    break;
                case IInvocationOperation call:
                    if (Step(call, out var next, depth, cancellationToken) is { } answer)
                        origin = origin.Or(answer);
                    else if (next is not null)
                        pending.Push(next);

                    break;
                default:
                    foreach (var earlier in ValueSteps.Back(current))
                        pending.Push(earlier);

                    break;
            }

            if (origin.Kind is QueryOriginKind.Query)
                break;
        }

        return origin;
    }

    // db.Set<Order>() of a context whose base is missing, in it or outside
    private bool MakesQueryByName(InvocationExpressionSyntax call, IOperation operation, CancellationToken cancellationToken)
    {
        if (apis.ByName.AreOff || operation.SemanticModel is not { } model)
            return false;

        var names = call.Expression switch
        {
            MemberAccessExpressionSyntax { Expression: var receiver } => UnboundNames.Of(model.GetTypeInfo(receiver, cancellationToken).Type, receiver),
            SimpleNameSyntax => model.GetEnclosingSymbol(call.SpanStart, cancellationToken)?.ContainingType is { } type ? UnboundNames.OfBases(type) : [],
            _ => [],
        };
        return NameInCode.In(call.Expression)?.Identifier.ValueText is { } member && names.Any(n => apis.ByName.MakesQuery(n, member));
    }

    // A call either answers the question, or passes it on to the sequence it works on.
    private QueryOrigin? Step(IInvocationOperation call, out IOperation? next, int depth, CancellationToken cancellationToken)
    {
        next = null;
        var fact = apis.Find(call.TargetMethod);
        if (fact?.Effect is ApiEffect.Source)
            return QueryOrigin.Query;

        // A result that has been materialized is in memory, and so is what is no sequence at all. Includes.Aggregate(query, (q, include) => q.Include(include)) goes through the includes, and makes a query of them.
        var isQuery = apis.IsQueryable(TaskTypes.ResultOf(call.Type));
        if (fact is { IsRoundTrip: true } || (fact is { Effect: ApiEffect.Materialize } && !isQuery) || !MayHoldQuery(TaskTypes.ResultOf(call.Type)))
            return QueryOrigin.None;

        if (isQuery)
        {
            if (call.Arguments.FirstOrDefault(a => apis.IsQueryable(a.Value.Type) || apis.IsQueryable(a.Parameter?.Type))?.Value is { } query)
                next = query;
            // DbSet.AsQueryable() is a member of the set, Queryable.AsQueryable() an operator.
            else if (fact is { Effect: ApiEffect.Memory } or { Yields: ApiYields.Same })
                next = OperationShape.ReceiverOf(call);
            else
                return Returned(call.TargetMethod, depth, cancellationToken);

            return null;
        }

        // AsEnumerable(), AsAsyncEnumerable() and the deferred operators of LINQ to Objects do not run the query; whoever enumerates them does.
        if (fact?.Yields is ApiYields.Same || call.TargetMethod.IsExtensionMethod && call.TargetMethod.ContainingNamespace?.ToString().StartsWith("System.Linq", StringComparison.Ordinal) == true ||
            call.Arguments.Any(a => apis.IsQueryable(a.Value.Type)))
        {
            next = OperationShape.ReceiverOf(call);
        }
        // IEnumerable<Order> All() => db.Orders; hands out the query, whatever it calls it.
        else if (fact is null)
        {
            return Returned(call.TargetMethod, depth, cancellationToken);
        }

        return null;
    }

    private QueryOrigin Returned(IMethodSymbol method, int depth, CancellationToken cancellationToken)
    {
        var isQuery = apis.IsQueryable(TaskTypes.ResultOf(method.ReturnType));
        if (depth >= MaxDepth)
            return isQuery ? QueryOrigin.Unknown : QueryOrigin.None;

        if (_returned[depth].TryGetValue(method, out var known))
            return known;

        var origin = QueryOrigin.None;
        var targets = dispatch.Targets(method);
        foreach (var target in targets)
        {
            if (bodies.Of(target, cancellationToken) is not { } body)
                continue;

            foreach (var result in MemberBodies.Operations(body).OfType<IReturnOperation>())
            {
                if (result.ReturnedValue is { } returned && Of(returned, depth + 1, cancellationToken) is { IsPassed: false } found)
                    origin = origin.Or(found);
            }
        }

        if (facts.Returned(method) is { } kind)
            origin = origin.Or(new(kind));

        // A property without a body, an implementation out of sight, a method that hands back what it was given: typed as a query, no more. Whoever dresses a list up says that there is none.
        if (isQuery && origin.Kind is QueryOriginKind.None && (targets.IsEmpty || !targets.All(t => GivesRows(t, cancellationToken))))
            origin = QueryOrigin.Unknown;

        return _returned[depth].GetOrAdd(method, origin);
    }

    // What a sequence is that a body is given: of an IEnumerable the caller knows, unless the body gives it something else. What a class was created with is known to who created it.
    private QueryOrigin Passed(IParameterReferenceOperation reference, CancellationToken cancellationToken)
    {
        var isQuery = apis.IsQueryable(reference.Type);
        var around = OperationShape.FunctionSymbolAround(reference);
        var place = QueryParameters.PlaceOf(reference.Parameter, around);
        if (place < 0 || (reference.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && !IsIn(constructor)))
            return isQuery ? QueryOrigin.Unknown : QueryOrigin.None;

        return isQuery ? new(QueryOriginKind.Parameter, place)
            : LocalDefinitions.Of(reference).IsEmpty ? new(QueryOriginKind.Sequence, place)
            : QueryOrigin.None;

        // A primary constructor's parameter is seen in all members of the class.
        bool IsIn(IMethodSymbol constructor)
        {
            var member = bodies.MemberOf(reference, cancellationToken);
            return member is not IMethodSymbol || SymbolEqualityComparer.Default.Equals(member, constructor);
        }
    }

    // private readonly IQueryable<Order> _orders = list.AsQueryable(); all that the type gives to it. What somebody hands in is a query by its type.
    private QueryOrigin Held(IFieldSymbol field, int depth, CancellationToken cancellationToken)
    {
        var byType = apis.IsQueryable(field.Type) ? QueryOrigin.Unknown : QueryOrigin.None;
        if (depth >= MaxDepth || stored.Of(field, cancellationToken) is not { IsEmpty: false } values)
            return byType;

        if (_held[depth].TryGetValue(field, out var known))
            return known;

        var origin = values.Select(v => Of(v, depth + 1, cancellationToken, field)).Aggregate(QueryOrigin.None, (all, one) => all.Or(one.IsPassed ? byType : one));
        return _held[depth].GetOrAdd(field, origin);
    }

    /// <summary>Whether a type is lazily evaluated, so that what is of it may be a query: a List is a result, whatever it was filled from.</summary>
    public bool MayHoldQuery(ITypeSymbol? type) => type is not null && (
        apis.IsQueryable(type) ||
        (type.TypeKind is TypeKind.Error && !apis.ByName.AreOff) ||
        type.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T ||
        type is INamedTypeSymbol { TypeKind: TypeKind.Interface, Name: "IAsyncEnumerable" or "IOrderedEnumerable" } or INamedTypeSymbol { Name: "ConfiguredCancelableAsyncEnumerable" });
}
