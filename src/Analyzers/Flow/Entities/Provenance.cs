using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Loops;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>
/// Which query loaded the entities that a value is or holds, and what did it load with them? The value is followed back through everything
/// that hands on elements: operators, variables, loops, callbacks, members, helpers. A container is looked through, whatever it is: its type
/// says which entities it holds. Where the way is not in sight there is no answer.
/// </summary>
internal sealed class Provenance(ApiIndex apis, FactIndex facts, Navigations navigations, MemberBodies bodies, Dispatch dispatch, StoredValues stored, Repetition repetition)
{
    /// <summary>Helpers returning what helpers return.</summary>
    private const int MaxCalls = 6;

    private readonly ByDepth<(IMethodSymbol, ITypeSymbol?), EntityOrigin?> _returned = new(MaxCalls, SymbolPair.Comparer);
    private readonly Callbacks _callbacks = new(apis, repetition);

    /// <summary>The origin of the entities of type <paramref name="wanted"/> in a value; null when it is not known.</summary>
    public EntityOrigin? Of(IOperation value, ITypeSymbol? wanted, CancellationToken cancellationToken) =>
        Of(value, wanted, [], new ProvenanceWalk(cancellationToken));

    /// <summary>The origin of the entities that a member returns; null when it is not known.</summary>
    public EntityOrigin? ReturnedBy(IMethodSymbol method, ITypeSymbol? wanted, CancellationToken cancellationToken) =>
        Returned(method, wanted, [], new ProvenanceWalk(cancellationToken));

    private EntityOrigin? Of(IOperation value, ITypeSymbol? wanted, ImmutableStack<string> picks, ProvenanceWalk walk)
    {
        if (!walk.Enter())
            return null;

        var origin = Step(value, wanted, picks, walk);
        walk.Leave();
        return origin;
    }

    private EntityOrigin? Step(IOperation value, ITypeSymbol? wanted, ImmutableStack<string> picks, ProvenanceWalk walk)
    {
        switch (value)
        {
            case { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation or IThrowOperation:
                return EntityOrigin.Nothing;
            case IInvocationOperation call:
                return OfCall(call, wanted, picks, walk);
            case ILocalReferenceOperation local:
                return OfLocal(local, wanted, picks, walk);
            case IParameterReferenceOperation parameter:
                return OfParameter(parameter, wanted, picks, walk);
            case IPropertyReferenceOperation property:
                return OfProperty(property, wanted, picks, walk);
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } own when navigations.IsEntity(own.Type):
                return new(own.Type, null, null) { IsReceiver = true };
            case IFieldReferenceOperation field:
                return OfField(field, wanted, picks, walk);
            case IConditionalAccessOperation access:
                return Of(access.WhenNotNull, wanted, picks, walk);
            case IConditionalAccessInstanceOperation instance:
                return OperationShape.ReceiverOf(instance) is { } receiver ? Of(receiver, wanted, picks, walk) : null;
            case ITupleOperation or IAnonymousObjectCreationOperation or IObjectCreationOperation or ICollectionExpressionOperation or ISpreadOperation or
                IArrayCreationOperation or IArrayElementReferenceOperation:
                return OfContainer(value, wanted, picks, walk);
            default:
                return OfAny(ValueSteps.Back(value), wanted, picks, walk);
        }
    }

    // Null where nothing is known of one of them, or there is none.
    private EntityOrigin? OfAny(ImmutableArray<IOperation> values, ITypeSymbol? wanted, ImmutableStack<string> picks, ProvenanceWalk walk)
    {
        if (values.IsEmpty)
            return null;

        var origin = EntityOrigin.Nothing;
        foreach (var value in values)
        {
            origin = EntityOrigin.Either(origin, Of(value, wanted, picks, walk));
            if (origin is null)
                return null;
        }

        return origin;
    }

    private EntityOrigin? OfLocal(ILocalReferenceOperation local, ITypeSymbol? wanted, ImmutableStack<string> picks, ProvenanceWalk walk)
    {
        // query = query.Where(...): what it was before counts, and is looked at already.
        if (!walk.Begin(local.Local))
            return EntityOrigin.Nothing;

        var sources = LocalDefinitions.Of(local).AddRange(LocalSources.Of(local)).RemoveAll(s => !Navigations.MayHold(s.Type, wanted) && s.Type is not null);
        var origin = OfAny(sources, wanted, picks, walk);
        walk.End(local.Local);
        return origin ?? (apis.IsQuerySource(local.Type) ? Root(local, local.Type!) : null);
    }

    private EntityOrigin? OfParameter(IParameterReferenceOperation reference, ITypeSymbol? wanted, ImmutableStack<string> picks, ProvenanceWalk walk)
    {
        var parameter = reference.Parameter;
        if (parameter.ContainingSymbol is not IMethodSymbol method || parameter.RefKind is not RefKind.None)
            return null;

        if (method.MethodKind is MethodKind.AnonymousFunction)
            // A group, or a list of lists, is nothing that what it was made of would hold.
            return _callbacks.SourceOf(reference, walk.CancellationToken) is { } source ? Of(source, SymbolEqualityComparer.Default.Equals(Navigations.ElementOf(parameter.Type), parameter.Type) ? parameter.Type : wanted, picks, walk) : null;

        if (apis.IsQuerySource(parameter.Type))
            return Root(reference, parameter.Type);

        if (!picks.IsEmpty || !Navigations.MayHold(parameter.Type, wanted))
            return null;

        // foreach (var path in paths) query = query.Include(path);
        var given = new EntityOrigin(wanted, null, parameter);
        if (LocalDefinitions.Of(reference) is not { IsEmpty: false } assigned)
            return given;

        if (!walk.Begin(parameter))
            return given;

        var origin = OfAny(assigned, wanted, picks, walk);
        walk.End(parameter);
        return EntityOrigin.Either(given, origin);
    }

    private EntityOrigin? OfProperty(IPropertyReferenceOperation reference, ITypeSymbol? wanted, ImmutableStack<string> picks, ProvenanceWalk walk)
    {
        var property = reference.Property;
        if (apis.IsQuerySource(property.Type) || apis.Find(property)?.Effect is ApiEffect.Source)
            return Root(reference, property.Type);

        if (reference.Instance is not { } instance)
            return property.IsStatic && property.GetMethod is { } shared ? Returned(shared, wanted, [], walk) : null;

        if (navigations.TargetOf(property) is { } target)
        {
            return Of(instance, property.ContainingType, [], walk) is { IsNothing: false } owner && Navigations.IsKindOf(owner.Entity, property.ContainingType)
                ? owner.Through(property, target)
                : null;
        }

        // An indexer, Result, Value, Values, Current: of what a container holds.
        if (property.IsIndexer || Dispatch.IsOfFramework(property.ContainingType))
            return Of(instance, wanted, picks, walk);

        if (property.ContainingType.IsAnonymousType)
            return Of(instance, wanted, picks.Push(property.Name), walk);

        if (OperationShape.Unwrap(instance) is not IInstanceReferenceOperation)
            return navigations.IsEntity(property.ContainingType) ? null : Of(instance, wanted, picks.Push(property.Name), walk);

        return stored.Of(property, walk.CancellationToken) is { IsEmpty: false } values
            ? Held(property, values, wanted, picks, walk)
            : StoredValues.GivenBefore(reference) is { } given ? Of(given, wanted, picks, walk)
            : property.GetMethod is { } getter ? Returned(getter, wanted, [], walk) : null;
    }

    private EntityOrigin? OfField(IFieldReferenceOperation reference, ITypeSymbol? wanted, ImmutableStack<string> picks, ProvenanceWalk walk)
    {
        var field = reference.Field;
        if (field.ContainingType.IsTupleType && reference.Instance is { } tuple)
            return Of(tuple, wanted, picks.Push((field.CorrespondingTupleField ?? field).Name), walk);

        if (apis.IsQuerySource(field.Type))
            return Root(reference, field.Type);

        return stored.Of(field, walk.CancellationToken) is { IsEmpty: false } values ? Held(field, values, wanted, picks, walk) : null;
    }

    private EntityOrigin? Held(ISymbol store, ImmutableArray<IOperation> values, ITypeSymbol? wanted, ImmutableStack<string> picks, ProvenanceWalk walk)
    {
        if (!walk.Begin(store))
            return EntityOrigin.Nothing;

        walk.Stores++;
        var origin = OfAny(values, wanted, picks, walk);
        walk.Stores--;
        walk.End(store);
        return origin is { Query: null, IsNothing: false } ? null : origin;
    }

    private EntityOrigin? OfContainer(IOperation container, ITypeSymbol? wanted, ImmutableStack<string> picks, ProvenanceWalk walk)
    {
        // A new entity was not loaded by anybody.
        if (container is IObjectCreationOperation && navigations.IsEntity(container.Type))
            return null;

        var parts = ContainerParts.Of(container, picks, wanted, out var rest);
        if (parts.IsEmpty)
            return picks.IsEmpty && ContainerParts.IsEmptyCollection(container) ? EntityOrigin.Nothing : null;

        return OfAny(parts, wanted, rest, walk);
    }

    private EntityOrigin? OfCall(IInvocationOperation call, ITypeSymbol? wanted, ImmutableStack<string> picks, ProvenanceWalk walk)
    {
        var fact = apis.Find(call.TargetMethod, call.Instance?.Type);
        var receiver = OperationShape.ReceiverOf(call);
        if (fact is { Loads: not ApiLoads.Unstated } && receiver is not null)
        {
            return Of(receiver, wanted, picks, walk) is { } query
                ? fact.Loads is ApiLoads.Requested ? query with { IsBare = true } : query.With(IncludedPath.Of(call, fact.Loads, query), call)
                : null;
        }

        // db.Find<Order>(id): nobody but the result says of what.
        if (fact is { Key: "primary", IsRoundTrip: true } && !(receiver is not null && apis.IsQueryable(receiver.Type)))
            return Root(call, call.Type!);

        if (fact is { Yields: ApiYields.Same } && receiver is not null && (Navigations.MayHold(receiver.Type, wanted) || receiver.Type is null || apis.IsQueryable(receiver.Type)))
        {
            var origin = OfAny(fact.Key is null ? [receiver, .. OthersIn(call, receiver, wanted)] : [receiver], wanted, picks, walk);
            return origin is null || fact is { IsUntracked: false, Splits: null, Rows: not ApiRows.Some } ? origin : origin with
            {
                IsUntracked = origin.IsUntracked || fact.IsUntracked,
                IsSplit = fact.Splits ?? origin.IsSplit,
                IsByKey = origin.IsByKey || (fact.Rows is ApiRows.Some && Translation.IsByKey(call)),
            };
        }

        if (fact is { Yields: ApiYields.Result })
            return OfResults(call, wanted, picks, walk);

        if (fact is { Effect: ApiEffect.Source } || apis.IsQuerySource(call.Type))
            return Root(call, call.Type!);

        return fact is null ? OfCallee(call, wanted, picks, walk) : null;
    }

    // first.Concat(second): both.
    private static IEnumerable<IOperation> OthersIn(IInvocationOperation call, IOperation receiver, ITypeSymbol? wanted) => call.Arguments
        .Select(a => a.Value)
        .Where(v => v != receiver && v.Type is { TypeKind: not TypeKind.Delegate } type && !Callbacks.IsFunction(v) && wanted is not null && Navigations.MayHold(type, wanted));

    // orders.Select(o => o.Customer), orders.SelectMany(o => o.Lines), rows.Select(r => new Row { Order = r })
    private EntityOrigin? OfResults(IInvocationOperation call, ITypeSymbol? wanted, ImmutableStack<string> picks, ProvenanceWalk walk)
    {
        var function = Callbacks.In(call).LastOrDefault();
        EntityOrigin? origin;
        switch (function)
        {
            case IAnonymousFunctionOperation lambda:
                origin = OfAny(Callbacks.ReturnsOf(lambda), wanted, picks, walk);
                break;
            case IMethodReferenceOperation { Method: var method } when OperationShape.ReceiverOf(call) is { } receiver:
                origin = Returned(method, wanted, [], walk);
                if (origin is { Parameter.Ordinal: 0 })
                    origin = Of(receiver, method.Parameters[0].Type, [], walk) is { } given ? origin.Given(given) : null;

                break;
            default:
                return null;
        }

        return origin is { At.IsEmpty: false } && apis.IsQueryable(call.Type) ? Selected(origin, call) with { IsOpaque = origin.IsOpaque || wanted is null } : origin;
    }

    // What a query selects is what it returns. Entity Framework Core loads what was included before, on the way there, and takes no more behind a reference; others forget it, and do.
    private EntityOrigin Selected(EntityOrigin origin, IInvocationOperation call)
    {
        var last = origin.At[origin.At.Length - 1];
        var selected = new EntityOrigin(origin.Entity, call, null) { IsUntracked = origin.IsUntracked };
        return !navigations.IsOfModel(last) ? selected : selected with
        {
            Loaded = origin.LoadedThere(),
            Selected = Navigations.IsCollection(last) ? [] : origin.Selected.AddRange(origin.At),
        };
    }

    private EntityOrigin? OfCallee(IInvocationOperation call, ITypeSymbol? wanted, ImmutableStack<string> picks, ProvenanceWalk walk)
    {
        if (!picks.IsEmpty && !call.TargetMethod.ReturnType.IsTupleType && call.TargetMethod.ReturnType is not INamedTypeSymbol { IsGenericType: true })
            return null;

        if (Returned(call.TargetMethod, wanted, picks, walk) is not { } origin)
            return picks.IsEmpty ? Told(call) : null;

        if (origin.IsReceiver)
            return call.Instance is { } instance && Of(instance, call.TargetMethod.ContainingType, [], walk) is { } own ? origin.Given(own) : null;

        // cmu-sei/Gameboard: in Store<T>.List nobody can include what one entity has; whoever makes a query of it can.
        if (origin.Parameter is not { } parameter)
            return origin.Entity is not ITypeParameterSymbol ? origin : origin.At.IsEmpty && apis.IsQueryable(call.Type) ? origin with { Entity = wanted, Query = call, Set = origin.Set ?? origin.Query } : origin with { Entity = wanted };

        return call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == parameter.Ordinal)?.Value is { } argument &&
            Of(argument, wanted, [], walk) is { } given
            ? origin.Given(given)
            : null;
    }

    // A repository of another project, of which there is no body here. Of several implementations, what may have been loaded is not missing.
    private EntityOrigin? Told(IInvocationOperation call)
    {
        var told = facts.EntitiesOf(call.TargetMethod);
        return !told.IsEmpty && dispatch.Targets(call.TargetMethod).IsEmpty && Navigations.ElementOf(call.Type!) is INamedTypeSymbol entity && told.All(t => t.Entity == EntityFact.AnyType || t.Entity == TypeNames.Of(entity))
            ? new(entity, call, null)
            {
                Loaded = [.. told.SelectMany(t => t.Loaded).Distinct().Select(p => new LoadedPath(p, call))],
                IsUntracked = told.All(t => t.IsUntracked),
                IsBare = told.All(t => t.IsBare),
                IsTold = true,
            }
            : null;
    }

    private EntityOrigin? Returned(IMethodSymbol method, ITypeSymbol? wanted, ImmutableStack<string> picks, ProvenanceWalk walk)
    {
        if (walk.Calls >= MaxCalls)
            return null;

        // In a generic body the entity is a type parameter.
        if (TypeMap.IsOpen(method.OriginalDefinition.ReturnType))
            wanted = null;

        // A member that fills a store which is looked at further up says nothing new by handing it back. Everywhere else the answer is its own, whoever asks.
        if (!picks.IsEmpty || walk.Stores > 0)
            return FromBodies(method, wanted, picks, walk);

        var known = _returned[walk.Calls];
        return known.TryGetValue((method, wanted), out var origin) ? origin : known.GetOrAdd((method, wanted), FromBodies(method, wanted, [], new(walk.CancellationToken) { Calls = walk.Calls }));
    }

    private EntityOrigin? FromBodies(IMethodSymbol method, ITypeSymbol? wanted, ImmutableStack<string> picks, ProvenanceWalk walk)
    {
        if (!walk.Begin(method))
            return null;

        walk.Calls++;
        var targets = dispatch.Targets(method);
        EntityOrigin? origin = targets.IsEmpty ? null : EntityOrigin.Nothing;
        foreach (var target in targets)
        {
            if (ApiIndex.IsDeclaredHarmless(target) || bodies.Of(target, walk.CancellationToken) is not { } body || MemberBodies.IsGiant(body))
                origin = null;
            else
                origin = EntityOrigin.Either(origin, OfAny(Callbacks.ReturnsOf(body), wanted, picks, walk));

            if (origin is null)
                break;
        }

        walk.Calls--;
        walk.End(method);
        return origin is { IsNothing: true } ? null : origin;
    }

    private static EntityOrigin? Root(IOperation query, ITypeSymbol type) => Navigations.ElementOf(type) is { } entity ? new(entity, query, null) : null;
}
