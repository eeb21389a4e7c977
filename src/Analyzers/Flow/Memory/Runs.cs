using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>How often does this run in the life of the process? Callers are followed up to handlers, timers, endless loops, or startup.</summary>
internal sealed class Runs(ApiIndex apis, MemoryApis memory, MemberBodies bodies, MemberUses uses, Dispatch dispatch, RequestPaths requests, Lifetimes lifetimes)
{
    /// <summary>Functions on the way up; beyond that nobody would call it the same path.</summary>
    private const int MaxFunctions = 200;

    // Who is called like that prepares something, before what it prepares is used.
    private static readonly string[] s_preparations = ["Register", "Configure", "Initialize", "Initialise", "Init", "Setup", "SetUp", "Bootstrap", "Preload", "Warmup", "WarmUp", "Map", "Use", "Start", "OnModelCreating", "OnStartup"];

    /// <summary>The most frequent of the ways to an operation.</summary>
    public Run Of(IOperation operation, CancellationToken cancellationToken)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var pending = new Queue<IOperation>();
        var best = default(Run);
        pending.Enqueue(operation);
        while (pending.Count > 0 && best.Kind < RunKind.Timer && seen.Count < MaxFunctions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var at = pending.Dequeue();
            var (within, function) = Within(at, cancellationToken);
            if (within is { } decided)
                best = Best(best, decided);
            else if (function is not null)
                best = RunWith(function).Where(seen.Add).Aggregate(best, (b, f) => Best(b, OfFunction(f, pending, cancellationToken)));
        }

        return best;
    }

    /// <summary>How often a function runs that an operation stands in and that outlives a local: it is kept for requests or by a timer. Null when there is none.</summary>
    public Run? OfKept(IOperation operation, ILocalSymbol local, CancellationToken cancellationToken)
    {
        for (var current = operation; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation && !current.Declares(local) && OfDelegate(current, cancellationToken) is { Kind: RunKind.Request or RunKind.Timer } kept)
                return kept;
        }

        return null;
    }

    // Of a constructor also those of the classes below: base(...) names nobody, and is often not written. An abstract class is made by these alone.
    private IEnumerable<IMethodSymbol> RunWith(IMethodSymbol function)
    {
        if (function is not { MethodKind: MethodKind.Constructor, ContainingType: { IsSealed: false } type } || dispatch.Below(type) is not { IsEmpty: false } below)
            return [function];

        var derived = below.SelectMany(t => t.InstanceConstructors);
        return type.IsAbstract ? derived : derived.Append(function);
    }

    private static Run Best(Run x, Run y) => y.Kind > x.Kind ? y : x;

    private Run OfFunction(IMethodSymbol function, Queue<IOperation> pending, CancellationToken cancellationToken)
    {
        if (IsStartup(function, cancellationToken))
            return default;

        // A hosted service is started once; what it repeats stands in a loop, which has been looked for.
        var isHosted = memory.OfType(function.ContainingType) is ApiEffect.Singleton && (function.IsOverride || function.Name is "StartAsync" or "StopAsync");
        if (!isHosted && requests.IsHandler(function))
            return new(RunKind.Request, function);

        if (isHosted)
            return default;

        var callers = uses.Of(function.AssociatedSymbol ?? function, cancellationToken);
        foreach (var caller in callers)
            pending.Enqueue(caller);

        return callers.IsEmpty && IsCallable(function) && !IsPreparation(function) ? new(RunKind.Called, function) : default;
    }

    /// <summary>Whether a member runs at startup: by what it is, what it takes, or what it is called.</summary>
    public bool IsStartup(IMethodSymbol method, CancellationToken cancellationToken) =>
        method.MethodKind is MethodKind.StaticConstructor or MethodKind.Destructor ||
        (method.MethodKind is MethodKind.Constructor && (lifetimes.HolderOf(method.ContainingType, cancellationToken) is not null || method.DeclaredAccessibility is Accessibility.Private)) ||
        IsEntryPoint(method, cancellationToken) ||
        Place.Of(method) is not null ||
        method.Parameters.Any(p => memory.OfType(p.Type) is ApiEffect.Startup);

    // Also while the program has errors, or what it is made into is not known, which leaves the compiler without one; and where a library makes options of what Main can do without, and calls it.
    private bool IsEntryPoint(IMethodSymbol method, CancellationToken cancellationToken) =>
        (method is { IsStatic: true, Name: WellKnownMemberNames.EntryPointMethodName } && method.Parameters.All(p => p.IsOptional || p.Type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String })) ||
        SymbolEqualityComparer.Default.Equals(method, bodies.Compilation.GetEntryPoint(cancellationToken));

    // An interface's or base type's member is called by whoever has that.
    private static bool IsCallable(IMethodSymbol method) =>
        method.MethodKind is MethodKind.ExplicitInterfaceImplementation || method.IsOverride || method.DeclaredAccessibility is not (Accessibility.Private or Accessibility.NotApplicable) ||
        method.MethodKind is MethodKind.Constructor;

    private static bool IsPreparation(IMethodSymbol method) =>
        Array.Exists(s_preparations, p => method.Name.StartsWith(p, StringComparison.Ordinal) && (method.Name.Length == p.Length || char.IsUpper(method.Name[p.Length])));

    // Up to the member: what decides on the way, or the member.
    private (Run? Decided, IMethodSymbol? Member) Within(IOperation operation, CancellationToken cancellationToken)
    {
        // StartTimer(Tick), button.Click += Changed
        if (operation is IMethodReferenceOperation && OfDelegate(operation, cancellationToken) is { } given)
            return (given, null);

        for (var (child, parent) = (operation, operation.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is ILoopOperation loop && loop.Body == child && IsEndless(loop))
                return (new(RunKind.Worker, bodies.MemberOf(loop, cancellationToken)), null);

            if (child is IAnonymousFunctionOperation && OfDelegate(child, cancellationToken) is { } decided)
                return (decided, null);
        }

        return (null, bodies.MemberOf(operation, cancellationToken) as IMethodSymbol);
    }

    /// <summary>How often a delegate runs by what it is given to; null when that is part of what surrounds it.</summary>
    private Run? OfDelegate(IOperation function, CancellationToken cancellationToken)
    {
        var value = function.Parent;
        while (value is IDelegateCreationOperation or IConversionOperation)
            value = value.Parent;

        switch (value)
        {
            case IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: var @event } } subscription:
                return new(memory.Find(@event, null) is ApiEffect.Timer ? RunKind.Timer : RunKind.Event, bodies.MemberOf(subscription, cancellationToken));
            case IArgumentOperation { Parent: IInvocationOperation call }:
                return OfReceiver(call.TargetMethod, call);
            case IArgumentOperation { Parent: IObjectCreationOperation { Constructor: { } constructor } creation }:
                return OfReceiver(constructor, creation);
            default:
                return null;
        }

        Run? OfReceiver(IMethodSymbol receiver, IOperation host) => apis.Find(receiver)?.Effect is ApiEffect.Request
            ? new(RunKind.Request, bodies.MemberOf(host, cancellationToken))
            : memory.Find(receiver, null) switch
            {
                ApiEffect.Timer => new(RunKind.Timer, bodies.MemberOf(host, cancellationToken)),
                ApiEffect.Subscribes => new(RunKind.Event, bodies.MemberOf(host, cancellationToken)),
                ApiEffect.Startup or ApiEffect.Singleton or ApiEffect.Scoped or ApiEffect.Transient => default(Run),
                _ => null,
            };
    }

    /// <summary>Whether a loop goes on for as long as the process lives: it waits for work, or says itself that it never ends.</summary>
    public bool IsEndless(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation { Condition: { } condition } => (condition.ConstantValue is { HasValue: true, Value: true } && (Waits(loop) || !IsLeft(loop))) || (Waits(condition) && !Counts(condition)),
        IForLoopOperation { Condition: null } => Waits(loop) || !IsLeft(loop),
        IForEachLoopOperation each => IsStream(each),
        _ => false,
    };

    // while (hasMore && !token.IsCancellationRequested) ends by itself.
    private static bool Counts(IOperation condition) => condition.DescendantsAndSelf().Any(o => o is ILocalReferenceOperation);

    // A stream of rows ends; one of messages does not, and only the table knows which.
    private bool IsStream(IForEachLoopOperation loop) => Waits(loop.Collection) || loop.Collection.DescendantsAndSelf().Any(o => o is IInvocationOperation call && call.TargetMethod.Name == "GetConsumingEnumerable");

    private bool Waits(IOperation operation) => MemberBodies.Operations(operation).Any(o => o switch
    {
        IInvocationOperation call => memory.IsWorker(call.TargetMethod),
        IPropertyReferenceOperation property => memory.IsWorker(property.Property),
        _ => false,
    });

    private static bool IsLeft(ILoopOperation loop) => MemberBodies.Operations(loop.Body).Any(o =>
        o is IReturnOperation or IThrowOperation || (o is IBranchOperation { BranchKind: BranchKind.Break } branch && SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel)));
}
