using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>Does what is subscribed to live as long as the process?</summary>
internal sealed class Publishers(MemoryApis memory, Lifetimes lifetimes, StoredValues stored)
{
    /// <summary>Members, operators and variables that a publisher is followed through.</summary>
    private const int MaxSteps = 20;

    /// <summary>The publisher of an event in words; null when it lives no longer than its subscribers, or nobody knows.</summary>
    public string? OfEvent(IEventReferenceOperation reference, CancellationToken cancellationToken) =>
        // What a factory returns is another object each time, and its events are not the factory's.
        reference.Instance is { } instance ? Of(instance, isThroughCalls: false, cancellationToken) : $"the static class '{reference.Event.ContainingType.Name}'";

    /// <summary>The same for what a subscribing member is called on.</summary>
    public string? Of(IOperation publisher, CancellationToken cancellationToken) => Of(publisher, isThroughCalls: true, cancellationToken);

    private string? Of(IOperation publisher, bool isThroughCalls, CancellationToken cancellationToken)
    {
        var current = OperationShape.Unwrap(publisher);
        for (var steps = 0; steps < MaxSteps; steps++)
        {
            var next = current switch
            {
                IPropertyReferenceOperation { Instance: { } owner } when !IsOne(current.Type) => owner,
                IFieldReferenceOperation { Instance: { } owner } when owner is not IInstanceReferenceOperation && !IsOne(current.Type) => owner,
                // bus.Events.Where(...), but not bus.Events.Take(1), which ends by itself
                IInvocationOperation call when isThroughCalls && !IsOne(call.Type) && memory.Find(call.TargetMethod, null) is not ApiEffect.Shrinks => OperationShape.ReceiverOf(call),
                ILocalReferenceOperation local when LocalDefinitions.Single(local) is { } definition => definition,
                IConditionalAccessInstanceOperation access => OperationShape.ReceiverOf(access),
                IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => MemberBodies.Operations(lambda.Body).OfType<IReturnOperation>().FirstOrDefault()?.ReturnedValue,
                _ => null,
            };
            if (next is null)
                break;

            current = OperationShape.Unwrap(next);
        }

        return Named(current, cancellationToken);

        bool IsOne(ITypeSymbol? type) => lifetimes.IsOne(type, cancellationToken);
    }

    private string? Named(IOperation root, CancellationToken cancellationToken) => root switch
    {
        IFieldReferenceOperation { Field: { IsStatic: true } field } => $"the static '{field.Name}'",
        IPropertyReferenceOperation { Property: { IsStatic: true } property } => $"the static '{property.ContainingType.Name}.{property.Name}'",
        // A publisher that the subscriber has made goes with it.
        IFieldReferenceOperation { Field: var field } when IsOwn(field, cancellationToken) => null,
        IPropertyReferenceOperation { Property: var property } when IsOwn(property, cancellationToken) => null,
        IObjectCreationOperation or IInstanceReferenceOperation => null,
        { Type: { } type } when lifetimes.IsOne(type, cancellationToken) => $"the singleton '{type.Name}'",
        _ => null,
    };

    private bool IsOwn(ISymbol store, CancellationToken cancellationToken) =>
        stored.Of(store, cancellationToken).Any(v => v.Parent is not IArgumentOperation && OperationShape.Unwrap(v) is IObjectCreationOperation);
}
