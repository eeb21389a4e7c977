using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>Which subscriptions outlive who subscribes, because the publisher lives longer and nobody removes them?</summary>
internal sealed class Subscriptions(ApiIndex apis, MemoryApis memory, MemberBodies bodies, MemberUses uses, Lifetimes lifetimes, Runs runs, Publishers publishers, Releases releases)
{
    /// <summary>The subscription that an operation makes, when it stays.</summary>
    public RetainedSubscription? At(IOperation operation, CancellationToken cancellationToken)
    {
        if (bodies.MemberOf(operation, cancellationToken) is not { ContainingType: { } type })
            return null;

        switch (operation)
        {
            case IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation reference } subscription
                when !releases.IsUnsubscribed(reference.Event, type, cancellationToken) && publishers.OfEvent(reference, cancellationToken) is { } publisher:
                return Judge(subscription, subscription.HandlerValue, reference.Event.Name, publisher, type, isEvent: true, cancellationToken);
            case IInvocationOperation call when memory.Find(call.TargetMethod, call.Instance?.Type) is ApiEffect.Subscribes && !releases.IsReleased(call, cancellationToken) &&
                OperationShape.ReceiverOf(call) is { } receiver && publishers.Of(receiver, cancellationToken) is { } publisher:
                return Judge(call, Handler(call.Arguments), call.TargetMethod.Name, publisher, type, isEvent: false, cancellationToken);
            // ChangeToken.OnChange(() => configuration.GetReloadToken(), Reload)
            case IInvocationOperation { Instance: null, TargetMethod.IsExtensionMethod: false, Arguments.Length: > 1 } call when memory.Find(call.TargetMethod, null) is ApiEffect.Subscribes &&
                !releases.IsReleased(call, cancellationToken) && publishers.Of(call.Arguments[0].Value, cancellationToken) is { } publisher:
                return Judge(call, Handler(call.Arguments.RemoveAt(0)), call.TargetMethod.Name, publisher, type, isEvent: false, cancellationToken);
            case IObjectCreationOperation { Constructor: { } constructor } creation when memory.Find(constructor, null) is ApiEffect.Timer && IsPeriodic(creation) &&
                !releases.IsReleased(creation, cancellationToken):
                return Judge(creation, Handler(creation.Arguments), creation.Type!.Name, "the process", type, isEvent: false, cancellationToken);
            default:
                return null;
        }
    }

    private static IOperation? Handler(IEnumerable<IArgumentOperation> arguments) => arguments.Select(a => a.Value).FirstOrDefault(v => OperationShape.Unwrap(v) is IDelegateCreationOperation) ??
        arguments.Select(a => a.Value).FirstOrDefault();

    private RetainedSubscription? Judge(IOperation subscription, IOperation? handler, string name, string publisher, INamedTypeSymbol type, bool isEvent, CancellationToken cancellationToken)
    {
        if (IsMadeOnce(subscription))
            return null;

        if (lifetimes.HolderOf(type, cancellationToken) is null && IsShortLived(type, cancellationToken))
        {
            // A handler that holds nothing is there once more for each; one that holds its object keeps it as well.
            var made = runs.Of(subscription, cancellationToken);
            return IsInConstructor(subscription, cancellationToken) || made.Kind is not RunKind.Once ? new(name, publisher, made, type.Name, isEvent, null) : null;
        }

        var run = runs.Of(subscription, cancellationToken);
        if (run.Kind is RunKind.Request or RunKind.Worker or RunKind.Timer)
            return new(name, publisher, run, null, isEvent, null);

        if (run.Kind is not (RunKind.Called or RunKind.Event) || type.IsStatic || lifetimes.HolderOf(type, cancellationToken) is not null || !HoldsItsObject(handler))
            return null;

        return new(name, publisher, run, IsInConstructor(subscription, cancellationToken) ? type.Name : null, isEvent, $"how long a '{type.Name}' lives is not seen");
    }

    // if (s_timer == null) s_timer = new Timer(...);     s_timer ??= new Timer(...);
    private static bool IsMadeOnce(IOperation subscription) => OperationShape.Outermost(subscription).Parent switch
    {
        ICoalesceAssignmentOperation { Target: IMemberReferenceOperation { Member.IsStatic: true } } => true,
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: { IsStatic: true } store } } assignment => OnceOnly.IsFirstFilling(assignment, store),
        _ => false,
    };

    private bool IsInConstructor(IOperation operation, CancellationToken cancellationToken) => bodies.MemberOf(operation, cancellationToken) is IMethodSymbol { MethodKind: MethodKind.Constructor } or IFieldSymbol { IsStatic: false };

    // A controller, hub or page is made for each request, and who handles messages usually is.
    private bool IsShortLived(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        lifetimes.IsShortLived(type, cancellationToken) || (type is { IsStatic: false, TypeKind: TypeKind.Class } && Bases(type).Any(apis.IsRequestItself) && memory.OfType(type) is not ApiEffect.Singleton) ||
        uses.Of(type.InstanceConstructors.FirstOrDefault() ?? (ISymbol)type, cancellationToken).Any(c => c is IObjectCreationOperation && runs.Of(c, cancellationToken).Kind is RunKind.Request or RunKind.Worker or RunKind.Timer);

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            yield return current;

        foreach (var @interface in type.AllInterfaces)
            yield return @interface;
    }

    private static bool HoldsItsObject(IOperation? handler) => handler?.DescendantsAndSelf().Any(o => o is IInstanceReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } }) == true;

    // new Timer(Tick, null, 1000, Timeout.Infinite) fires once.
    private static bool IsPeriodic(IObjectCreationOperation timer) => timer.Arguments.FirstOrDefault(a => a.Parameter?.Name == "period") is { Value: var period } &&
        OperationShape.Unwrap(period) is not ({ ConstantValue: { HasValue: true, Value: -1 or 0 or -1L or 0L } } or IFieldReferenceOperation { Field.Name: "InfiniteTimeSpan" or "Infinite" or "Zero" });
}
