using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// Could two pieces of code run at the same time, or in the other order? What each of them touches, in whatever it calls: another service, a
/// database, fields, objects that others hold.
/// </summary>
internal sealed class TouchedState(ApiIndex apis, MemoryApis memory, CallSteps steps, MemberBodies bodies)
{
    /// <summary>Bodies opened behind one call; whatever does more than that is nobody's little question to a service.</summary>
    private const int MaxBodies = 150;

    private readonly ConcurrentDictionary<IMethodSymbol, (Touched Own, ImmutableArray<IMethodSymbol> Calls)> _bodies = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, Touched> _reached = new(SymbolEqualityComparer.Default);

    /// <summary>What an operation with all of its parts touches, and what these lead to; without the parts that <paramref name="isLeftOut"/> names.</summary>
    public Touched Of(IOperation operation, Func<IOperation, bool> isLeftOut, CancellationToken cancellationToken)
    {
        var all = Touched.Nothing;
        var pending = new Stack<IOperation>();
        pending.Push(operation);
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            if (isLeftOut(current))
                continue;

            // What a lambda does is below it, without what is left out.
            if (current is not IAnonymousFunctionOperation)
                all = all.And(OfOne(current, cancellationToken));

            foreach (var child in current.ChildOperations)
                pending.Push(child);
        }

        return all;
    }

    /// <summary>What one operation without its parts touches, and what it leads to.</summary>
    public Touched OfOne(IOperation operation, CancellationToken cancellationToken)
    {
        var (own, calls) = Local(operation, cancellationToken);
        var all = calls.Aggregate(own, (all, method) => all.And(Reached(method, cancellationToken)));

        // Fill(texts, answer): what the callee fills of its own parameters is what it was given.
        foreach (var argument in operation is IInvocationOperation call ? call.Arguments : (operation as IObjectCreationOperation)?.Arguments ?? [])
        {
            if (argument.Parameter is { Ordinal: var ordinal } && calls.Any(m => m.Parameters.Length > ordinal && all.Written.Contains(m.Parameters[ordinal])) && ValuePath.Of(argument.Value) is { Root: var root })
                all = all.And(Writes(root));
        }

        return all;
    }

    private Touched Reached(IMethodSymbol start, CancellationToken cancellationToken)
    {
        if (_reached.TryGetValue(start, out var known))
            return known;

        var all = Touched.Nothing;
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { start };
        var pending = new Queue<IMethodSymbol>(seen);
        while (pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (seen.Count > MaxBodies)
                return _reached.GetOrAdd(start, all with { IsExclusive = true });

            var (own, calls) = _bodies.GetOrAdd(pending.Dequeue(), m => OfBody(m, cancellationToken));
            all = all.And(own);
            foreach (var call in calls.Where(seen.Add))
                pending.Enqueue(call);
        }

        // What a callee throws, its caller may throw in either order.
        return _reached.GetOrAdd(start, all with { Throws = false });
    }

    private (Touched, ImmutableArray<IMethodSymbol>) OfBody(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var parts = bodies.InitialisersOf(method, cancellationToken);
        if (bodies.Of(method, cancellationToken) is { } ownBody)
            parts = parts.Append(ownBody);

        var all = Touched.Nothing;
        var calls = ImmutableHashSet.CreateBuilder<IMethodSymbol>(SymbolEqualityComparer.Default);
        foreach (var part in parts)
        {
            if (MemberBodies.IsGiant(part))
                return (all with { IsExclusive = true }, []);

            foreach (var operation in part.DescendantsAndSelf())
            {
                // A method's own variables are nobody else's; those of the member around a local function are.
                if (VariableOf(operation) is { } variable && IsVariable(variable) && !method.IsInner() && !apis.IsQuerySource(operation.Type))
                    continue;

                var (own, called) = Local(operation, cancellationToken);
                // What a constructor gives the object that it makes is nobody else's yet.
                if (method.MethodKind is MethodKind.Constructor && operation is IMemberReferenceOperation { Instance: IInstanceReferenceOperation })
                    own = own with { Read = Touched.Nothing.Read, Written = Touched.Nothing.Written, IsExclusive = false };

                all = all.And(own);
                calls.UnionWith(called);
            }
        }

        // A cache that is asked before it is filled gives the same answer either way.
        var isAside = all.Changes && steps.Of(method, cancellationToken).Where(s => s.Fact is { Effect: ApiEffect.Write }).All(s => s.Fact is { System: "cache" }) &&
            steps.Of(method, cancellationToken).Any(s => s.Fact is { Effect: ApiEffect.Read, System: "cache" });
        return (isAside ? all with { Changes = false } : all, [.. calls]);
    }

    private (Touched Own, ImmutableArray<IMethodSymbol> Calls) Local(IOperation operation, CancellationToken cancellationToken)
    {
        var own = State(operation);
        if (apis.IsQuerySource(operation.Type))
            own = own with { UsesDatabase = true };

        if (operation is IInvocationOperation call)
            own = own.And(OfCall(call));

        if (operation is IThrowOperation)
            own = own with { Throws = true };

        if (operation is IDynamicInvocationOperation or IDynamicMemberReferenceOperation)
            own = own with { IsUnknown = true };

        if (steps.Of(operation, cancellationToken) is not { } step)
            return (operation is IInvocationOperation { TargetMethod: var unseen } && MayLeadAnywhere(unseen) ? own with { IsUnknown = true } : own, []);

        if (step.Fact is { } fact)
            own = own.And(Of(fact, step.IsConvention));

        foreach (var upstream in step.Upstream)
            own = own.And(upstream.Question is EffectQuestion.Remote ? Touched.Nothing with { UsesService = true, MayChange = true, IsUnknown = true } : Touched.Nothing with { UsesDatabase = true });

        return (own, [.. step.Targets.Select(t => t.OriginalDefinition)]);
    }

    private static Touched Of(ApiFact fact, bool isConvention) => fact switch
    {
        { System: "file" } => fact.Effect is ApiEffect.Read ? Touched.Nothing : Touched.Nothing with { Changes = true },
        { System: "db" } => Touched.Nothing with { UsesDatabase = true },
        { Effect: ApiEffect.Write, System: "http" } => Touched.Nothing with { UsesService = true, Sends = true, IsExclusive = IsForOne(fact, isConvention) },
        { Effect: ApiEffect.Write or ApiEffect.Commit } => Touched.Nothing with { UsesService = true, Changes = true },
        { Effect: ApiEffect.Remote } => Touched.Nothing with { UsesService = true, MayChange = true, IsExclusive = IsForOne(fact, isConvention), IsUnknown = IsOnlySaid(fact, isConvention) },
        _ => Touched.Nothing with { UsesService = true, IsExclusive = IsForOne(fact, isConvention), IsUnknown = IsOnlySaid(fact, isConvention) },
    };

    // Clients of a library that says nothing about it serve one caller; of what names or attributes say, nobody knows.
    private static bool IsForOne(ApiFact fact, bool isConvention) => !fact.IsConcurrent && !IsOnlySaid(fact, isConvention);

    private static bool IsOnlySaid(ApiFact fact, bool isConvention) => isConvention || fact.Type.Length == 0;

    private Touched OfCall(IInvocationOperation call)
    {
        var fact = apis.Find(call.TargetMethod, call.Instance?.Type);
        var touched = fact?.Effect is ApiEffect.Limit or ApiEffect.Delay ? Touched.Nothing with { Waits = true } : Touched.Nothing;
        if (call.TargetMethod.MethodKind is MethodKind.DelegateInvoke && TaskTypes.IsTask(call.Type))
            touched = touched with { IsUnknown = true };

        if (call.Instance is not { } instance || !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty)
            return touched;

        // _prices.Add(...): the collection is the field's, whoever else looks at it. text.Append(...), sorted.Sort(): what returns nothing, or the object itself, is told something.
        if (ValuePath.Of(instance) is { Root: var root } && (memory.Find(call.TargetMethod, instance.Type) is ApiEffect.Grows or ApiEffect.Keyed or ApiEffect.Shrinks
            ? IsShared(root, instance)
            : fact is null && VariableOf(Unwrap(instance)) is not null && call.TargetMethod is { ContainingType.IsValueType: false } told && (told.ReturnsVoid || SymbolEqualityComparer.Default.Equals(told.ReturnType, told.ContainingType)) && told.ContainingType.SpecialType is not SpecialType.System_String))
        {
            return touched.And(Writes(root));
        }

        // e.MoveNext(): what stands at another place than before, and its Current, is changed.
        if (MovesOn(call) && ValuePath.Of(instance) is { Root: var cursor } && IsShared(cursor, instance))
            return touched.And(Writes(cursor));

        // http.DefaultRequestHeaders.Add(...): a part of what others hold.
        return fact is null && call.TargetMethod.ReturnsVoid && Unwrap(instance) is IPropertyReferenceOperation && !IsMadeHere(instance) ? touched with { IsExclusive = true } : touched;
    }

    // A cursor of whatever kind, or a struct that is told something where it stands: spin.SpinOnce(), hash.Add(id).
    private static bool MovesOn(IInvocationOperation call) => call is { TargetMethod: { IsStatic: false } method, Instance.Type: var type } &&
        ((method.Name is "MoveNext" or "MoveNextAsync" or "Read" or "ReadAsync" or "NextResult" or "NextResultAsync" or "Reset" && method.Parameters.All(p => p.Type.Name is "CancellationToken")) || (method.ReturnsVoid && type is { IsValueType: true, IsReadOnly: false } && !method.IsReadOnly));

    private static Touched State(IOperation operation)
    {
        switch (operation)
        {
            case IFieldReferenceOperation { Field: { IsConst: false } field } reference when !(field.IsReadOnly && field.Type.IsValueType) && !IsMadeHere(reference.Instance):
                return IsTarget(operation) ? Writes(field) : Reads(field);
            case IPropertyReferenceOperation { Property: { IsIndexer: true } } indexed when IsTarget(operation):
                return ElementWritten(indexed.Instance);
            case IArrayElementReferenceOperation element when IsTarget(operation):
                return ElementWritten(element.ArrayReference);
            case IPropertyReferenceOperation { Instance: { } made } when IsTarget(operation) && !IsInitialized(operation) && IsMadeHere(made):
                return ValuePath.Of(made) is { Root: var variable } && IsVariable(variable) ? Writes(variable) : Touched.Nothing;
            case IPropertyReferenceOperation when IsOfRow(operation):
                return Touched.Nothing;
            case IPropertyReferenceOperation { Property: { IsIndexer: false } property } reference when !IsMadeHere(reference.Instance) && operation.Parent is not IMemberInitializerOperation && !IsInitialized(operation):
                return !IsTarget(operation) ? Reads(property)
                    : property.DeclaringSyntaxReferences.IsEmpty && !(ValuePath.Of(reference.Instance) is { Root: var root } && IsVariable(root)) ? Writes(property) with { IsExclusive = true }
                    : Writes(property);
            case ILocalReferenceOperation { Local: var local }:
                return IsTarget(operation) ? Writes(local) : Reads(local);
            case IParameterReferenceOperation { Parameter: var parameter }:
                return IsTarget(operation) ? Writes(parameter) : Reads(parameter);
            default:
                return Touched.Nothing;
        }
    }

    private static Touched ElementWritten(IOperation? collection) => ValuePath.Of(collection) is { Root: var root } ? IsShared(root, collection) ? Writes(root) : Touched.Nothing
        : IsMadeHere(collection) ? Touched.Nothing
        : Touched.Nothing with { IsExclusive = true };

    // What a member has made itself is its own, and in a variable it may be what the next statement looks at.
    private static bool IsShared(ISymbol root, IOperation? instance) => IsVariable(root) || !IsMadeHere(instance);

    // A parameter of a primary constructor is the object's, as a field is.
    private static bool IsVariable(ISymbol symbol) => symbol is ILocalSymbol || (symbol is IParameterSymbol parameter && !Inputs.IsOfPrimaryConstructor(parameter));

    private static Touched Reads(ISymbol symbol) => Touched.Nothing with { Read = Touched.Nothing.Read.Add(symbol.OriginalDefinition) };

    private static Touched Writes(ISymbol symbol) => Touched.Nothing with { Written = Touched.Nothing.Written.Add(symbol.OriginalDefinition) };

    private static bool IsTarget(IOperation operation) => operation.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == operation,
        IIncrementOrDecrementOperation => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
        ITupleOperation { Parent: IDeconstructionAssignmentOperation deconstruction } tuple => deconstruction.Target == tuple,
        _ => false,
    };

    // new Price { Amount = 1 }
    private static bool IsInitialized(IOperation operation) => operation is IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } };

    // A part of an object that the same body has made.
    private static bool IsMadeHere(IOperation? instance)
    {
        for (var depth = 0; instance is not null && depth < 8; depth++)
        {
            switch (Unwrap(instance))
            {
                case IObjectCreationOperation or IArrayCreationOperation or ICollectionExpressionOperation:
                    return true;
                case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver }:
                    return true;
                case IPropertyReferenceOperation { Instance: { } owner }:
                    instance = owner;
                    break;
                case IFieldReferenceOperation { Instance: { } owner }:
                    instance = owner;
                    break;
                case ILocalReferenceOperation local:
                    instance = LocalDefinitions.Single(local);
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    // A task of somebody whose code is not in sight, and who is not the framework.
    private bool MayLeadAnywhere(IMethodSymbol method) =>
        ValuePath.IsAwaitable(method.ReturnType) && method.MethodKind is not MethodKind.DelegateInvoke && apis.Find(method) is null && !ApiIndex.IsDeclaredHarmless(method) &&
        (method.IsAbstract || method.DeclaringSyntaxReferences.IsEmpty) && method.ContainingAssembly?.Name is { } name &&
        !name.StartsWith("System", StringComparison.Ordinal) && !name.StartsWith("Microsoft.", StringComparison.Ordinal) && name is not ("mscorlib" or "netstandard");
}
