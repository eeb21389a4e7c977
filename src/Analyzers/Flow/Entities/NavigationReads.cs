using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>
/// Which navigations does a body read, of entities of which it is known where they come from: a query, or a parameter? With what it calls.
/// </summary>
internal sealed class NavigationReads(
    ApiIndex apis, Navigations navigations, MemberBodies bodies, Dispatch dispatch, Provenance provenance, CallSteps steps)
{
    /// <summary>Calls followed; mappers of mappers are three or four.</summary>
    private const int MaxCalls = 5;

    private readonly EntityHolders _holders = new(navigations, dispatch);

    private readonly ByDepth<IMethodSymbol, ImmutableArray<NavigationRead>> _ofMethods = new(MaxCalls, SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _holding = new(SymbolEqualityComparer.Default);

    /// <summary>The reads of a method, in the order of the code.</summary>
    public ImmutableArray<NavigationRead> Of(IMethodSymbol method, CancellationToken cancellationToken) => Of(method, 0, cancellationToken);

    /// <summary>The reads of a piece of code that belongs to <paramref name="member"/>.</summary>
    public ImmutableArray<NavigationRead> In(IOperation body, ISymbol member, CancellationToken cancellationToken) => In(body, member, 0, cancellationToken);

    /// <summary>What is done with a navigation where it is named.</summary>
    public static NavigationUse UseOf(IPropertyReferenceOperation reference)
    {
        var child = Outermost(reference);
        return child.Parent switch
        {
            IAssignmentOperation assignment when assignment.Target == child => NavigationUse.None,
            INameOfOperation or null => NavigationUse.None,
            IMemberReferenceOperation member when member.Instance == child => NavigationUse.Used,
            IInvocationOperation call when call.Instance == child => LocalSources.Changes(call.TargetMethod) ? NavigationUse.None : NavigationUse.Used,
            IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } } => NavigationUse.Used,
            IForEachLoopOperation loop when loop.Collection == child => NavigationUse.Used,
            IConditionalAccessOperation access when access.Operation == child => NavigationUse.Tested,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } => NavigationUse.Tested,
            IIsPatternOperation or ICoalesceOperation or ISwitchExpressionOperation or ISwitchOperation => NavigationUse.Tested,
            IReturnOperation result when IsFlattened(result) => NavigationUse.Used,
            _ => NavigationUse.Passed,
        };
    }

    // orders.SelectMany(o => o.Lines)
    private static bool IsFlattened(IReturnOperation result)
    {
        var around = result.Parent;
        while (around is IBlockOperation)
            around = around.Parent;

        return around is IAnonymousFunctionOperation lambda && OperationShape.ArgumentOf(lambda) is { Parent: IInvocationOperation { TargetMethod.Name: nameof(Enumerable.SelectMany) } };
    }

    private ImmutableArray<NavigationRead> Of(IMethodSymbol method, int calls, CancellationToken cancellationToken)
    {
        method = method.OriginalDefinition;
        if (calls >= MaxCalls)
            return [];

        if (_ofMethods[calls].TryGetValue(method, out var known))
            return known;

        // record Row(Order Order) { public string Email { get; } = Order.Account.Email; }
        ImmutableArray<IOperation> parts = [.. bodies.InitialisersOf(method, cancellationToken), .. bodies.Of(method, cancellationToken) is { } body ? [body] : ImmutableArray<IOperation>.Empty];
        return parts.IsEmpty ? [] : _ofMethods[calls].GetOrAdd(method, parts.Length == 1 ? In(parts[0], method, calls + 1, cancellationToken) : [.. parts.SelectMany(p => In(p, method, calls + 1, cancellationToken)).Distinct()]);
    }

    private ImmutableArray<NavigationRead> In(IOperation body, ISymbol member, int calls, CancellationToken cancellationToken)
    {
        if (MemberBodies.IsGiant(body))
            return [];

        var reads = new DistinctReads();
        foreach (var operation in BodyOperations.Of(body).All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (operation)
            {
                case IPropertyReferenceOperation reference when navigations.TargetOf(reference.Property) is not null:
                    if (Read(reference, member, cancellationToken) is { } read)
                        reads.Add(read);

                    break;
                case IPropertyReferenceOperation { Property.GetMethod: { } getter } reference when MemberBodies.MayHaveBody(getter) && navigations.IsEntity(reference.Property.ContainingType):
                    reads.AddRange(Through(member, reference, getter, reference.Instance, [], calls, cancellationToken));
                    break;
                case IInvocationOperation call:
                    reads.AddRange(Through(member, call, call.TargetMethod, call.Instance, ByOrdinal(call.Arguments), calls, cancellationToken));
                    break;
                case IObjectCreationOperation { Constructor: { } constructor } creation:
                    reads.AddRange(Through(member, creation, constructor, null, ByOrdinal(creation.Arguments), calls, cancellationToken));
                    break;
                // (Row)order
                case IConversionOperation { OperatorMethod: { } @operator, Operand: var operand } conversion:
                    reads.AddRange(Through(member, conversion, @operator, null, [operand], calls, cancellationToken));
                    break;
                case IMethodReferenceOperation { Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation host } } } function:
                    reads.AddRange(ThroughFunction(member, host, function, calls, cancellationToken));
                    break;
            }
        }

        return reads.ToImmutable();
    }

    private NavigationRead? Read(IPropertyReferenceOperation reference, ISymbol member, CancellationToken cancellationToken)
    {
        if (reference.Instance is not { } instance || UseOf(reference) is var use && use is NavigationUse.None || IsInTree(reference))
            return null;

        return provenance.Of(instance, reference.Property.ContainingType, cancellationToken) is { IsNothing: false } owner &&
            Navigations.IsKindOf(owner.Entity, reference.Property.ContainingType)
            ? new(reference, member, owner, use) { Repeat = steps.RepeatOf(reference, cancellationToken) }
            : null;
    }

    // What a callee reads of what it is given here, or called on.
    private IEnumerable<NavigationRead> Through(
        ISymbol member, IOperation call, IMethodSymbol called, IOperation? instance, IReadOnlyList<IOperation> arguments, int calls, CancellationToken cancellationToken)
    {
        var isOfEntity = instance is not null && navigations.IsEntity(called.ContainingType);
        if ((!isOfEntity && !arguments.Any(a => HoldsEntity(a.Type))) || apis.Find(called) is not null || IsInTree(call))
            yield break;

        var given = new GivenHere(calls == 0 ? null : member, call, provenance, steps, cancellationToken);
        foreach (var target in dispatch.Targets(called))
        {
            // A list of numbers is all that it is given.
            if (!isOfEntity && !_holders.AreIn(target))
                continue;

            foreach (var read in Of(target, calls, cancellationToken))
            {
                var value = read.Owner switch
                {
                    { IsReceiver: true } => isOfEntity && SymbolEqualityComparer.Default.Equals(called.ContainingType.OriginalDefinition, target.ContainingType.OriginalDefinition) ? instance : null,
                    { Parameter: { } parameter } when SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, target.OriginalDefinition) =>
                        parameter.Ordinal < arguments.Count ? arguments[parameter.Ordinal] : null,
                    _ => null,
                };
                if (value is not null && given.Passed(read, value, target) is { } passed)
                    yield return passed;
            }
        }
    }

    private static IReadOnlyList<IOperation> ByOrdinal(ImmutableArray<IArgumentOperation> arguments) => [.. arguments.OrderBy(a => a.Parameter?.Ordinal).Select(a => a.Value)];

    // orders.Select(ToRow): each element is what ToRow is given first.
    private IEnumerable<NavigationRead> ThroughFunction(ISymbol member, IInvocationOperation host, IMethodReferenceOperation function, int calls, CancellationToken cancellationToken)
    {
        if (ReceiverOf(host) is not { } source || apis.Find(host.TargetMethod) is not { Yields: ApiYields.Result or ApiYields.Same } and not { Calls: ApiCalls.Each or ApiCalls.EachUntil })
            yield break;

        var given = new GivenHere(calls == 0 ? null : member, function, provenance, steps, cancellationToken);
        foreach (var target in dispatch.Targets(function.Method))
        {
            foreach (var read in Of(target, calls, cancellationToken))
            {
                if (read.Owner.Parameter is { Ordinal: 0 } && given.Passed(read, source, target) is { } passed)
                    yield return passed;
            }
        }
    }

    private bool HoldsEntity(ITypeSymbol? type) => type is not null && (_holding.TryGetValue(type, out var known) ? known : _holding.GetOrAdd(type, Navigations.ElementOf(type) is { } element && (navigations.IsEntity(element) || type is INamedTypeSymbol { TypeArguments.IsEmpty: false })));
}
