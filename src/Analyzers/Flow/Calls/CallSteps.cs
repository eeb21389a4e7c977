using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Loops;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>The edges of the call graph: what an operation leads to, and what all operations of a body lead to.</summary>
internal sealed class CallSteps(
    ApiIndex apis, FactIndex facts, MemberBodies bodies, Dispatch dispatch, DelegateTargets delegates, QueryOrigins origins, Repetition repetition,
    Rareness rareness, LoopGuards guards)
{
    private static readonly Lazy<Rarity> s_untilRemembered = new(() => Rarity.UntilRemembered);

    private readonly UnboundCalls _unbound = new(apis, origins);
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<CallStep>> _steps = new(SymbolEqualityComparer.Default);
    private readonly ConditionalWeakTable<CallStep, ConcurrentDictionary<TypeMap, ImmutableArray<IMethodSymbol>>> _constructed = new();

    /// <summary>The sequences that operations go through.</summary>
    public RowsGoneThrough RowsGone { get; } = new(apis);

    /// <summary>What running the body of <paramref name="method"/> leads to.</summary>
    public ImmutableArray<CallStep> Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        method = method.OriginalDefinition;
        if (_steps.TryGetValue(method, out var known))
            return known;

        var steps = ImmutableArray.CreateBuilder<CallStep>();
        var parts = bodies.InitialisersOf(method, cancellationToken);
        if (bodies.Of(method, cancellationToken) is { } ownBody)
            parts = parts.Append(ownBody);

        foreach (var body in parts.Where(p => !MemberBodies.IsGiant(p)))
        {
            foreach (var operation in MemberBodies.Operations(body))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (operation == body && operation is IAnonymousFunctionOperation or ILocalFunctionOperation)
                    continue;

                if (Of(operation, cancellationToken) is { } step)
                {
                    steps.Add(step with
                    {
                        HowOften = Late(() => step.Rarity is Rarity.UntilRemembered && Inputs.TakesKey(operation) ? Rarity.OncePerKey : step.Rarity),
                        Repeated = Late(() => RepeatOf(operation, default)),
                        UnlessGiven = DecidingParameters.RunsUnless(operation),
                        OnlyFor = method.Parameters.Any(p => p.Type.TypeKind is TypeKind.Enum) ? DecidingConstants.Of(operation) : [],
                        IsOnOwn = Inputs.IsOnOwn(operation),
                        TakesNothing = Inputs.TakesNothing(operation),
                    });
                }
            }
        }

        return _steps.GetOrAdd(method, steps.ToImmutable());
    }

    /// <summary>The bodies that a step may run when the type parameters of its own body stand for what is known of them.</summary>
    public ImmutableArray<IMethodSymbol> TargetsOf(CallStep step, TypeMap types)
    {
        if (types.IsEmpty || !step.IsOpen)
            return step.Targets;

        // To construct what is called, and to look that up, takes longer than all else of a search, and the same few are asked for again and again.
        return _constructed.GetValue(step, static _ => new()).GetOrAdd(types, t => step.Handlers.IsEmpty ? dispatch.Targets(t.In(step.Called!), step.On) : dispatch.Handlers(step.Handlers, t.In(step.Sent!)));
    }

    /// <summary>What one operation leads to by itself, or null.</summary>
    public CallStep? Of(IOperation operation, CancellationToken cancellationToken)
    {
        switch (operation)
        {
            case var function when Repetition.IsHandedOver(function):
                return OfDelegate(function, cancellationToken);
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call:
                return OfFunction(call, delegates.Of(call.Instance, cancellationToken));
            case IInvocationOperation call:
                return Of(call, cancellationToken);
            case IForEachLoopOperation loop:
                return Through(loop, loop.Collection, loop.IsAsynchronous ? RowsGoneThrough.Stream : RowsGoneThrough.Loop, cancellationToken);
            case ISpreadOperation spread:
                return Through(spread, spread.Operand, RowsGoneThrough.Spread, cancellationToken);
            case IObjectCreationOperation creation when RowsGone.Given(creation) is { } rows:
                return Through(creation, rows, RowsGoneThrough.Loop with { Member = creation.Constructor!.ContainingType.Name }, cancellationToken);
            case IObjectCreationOperation { Constructor: { } constructor }:
                return Called(operation, constructor, "new " + constructor.ContainingType.Name);
            case IPropertyReferenceOperation property when AccessorOf(property) is { } accessor:
                return apis.Find(property.Property) is { } fact
                    ? fact.IsRoundTrip ? new(property.Property.Name, LocationOfName(operation.Syntax), HowOften(operation), accessor) { Fact = fact } : null
                    : Called(operation, accessor, property.Property.Name);
            case var computed when OperationShape.OperatorOf(computed) is { } @operator:
                return Called(operation, @operator, @operator.ContainingType.Name);
            case IDeconstructionAssignmentOperation { Syntax: AssignmentExpressionSyntax deconstruction }:
                return operation.SemanticModel?.GetDeconstructionInfo(deconstruction).Method is { } parts ? Called(operation, parts, parts.Name) : null;
            case IRecursivePatternOperation { DeconstructSymbol: IMethodSymbol tested }:
                return Called(operation, tested, tested.Name);
            case IReturnOperation { ReturnedValue: { } rows } returned when RowsGone.FlattenedBy(returned) is { } flattens:
                return Through(operation, rows, flattens, cancellationToken);
            case IUsingOperation { Resources: var resources }:
                return Disposal(operation, resources);
            case IUsingDeclarationOperation { DeclarationGroup: var resources }:
                return Disposal(operation, resources);
            case IInvalidOperation { Syntax: InvocationExpressionSyntax invocation }:
                return Unbound(operation, invocation, cancellationToken);
            case IAnonymousFunctionOperation or IMethodReferenceOperation:
                return OfDelegate(operation, cancellationToken);
            default:
                return null;
        }
    }

    /// <summary>The token that names what an expression calls: <c>ToList</c> of a twelve-line query.</summary>
    public static Location LocationOfName(SyntaxNode syntax)
    {
        while (true)
        {
            switch (syntax)
            {
                case InvocationExpressionSyntax invocation:
                    syntax = invocation.Expression;
                    break;
                case ConditionalAccessExpressionSyntax conditional:
                    syntax = conditional.WhenNotNull;
                    break;
                case AwaitExpressionSyntax awaited:
                    syntax = awaited.Expression;
                    break;
                case ObjectCreationExpressionSyntax creation:
                    return creation.Type.GetLocation();
                default:
                    return NameInCode.In(syntax)?.Identifier.GetLocation() ?? syntax.GetLocation();
            }
        }
    }

    private CallStep? Of(IInvocationOperation call, CancellationToken cancellationToken)
    {
        var fact = apis.Find(call.TargetMethod, call.Instance?.Type);
        if (fact is { IsRoundTrip: true })
            return Last(call, fact, QueryOrigin.None);

        if (fact is { Effect: ApiEffect.Materialize })
        {
            var origin = origins.OfReceiver(call, cancellationToken);
            return origin.Kind is QueryOriginKind.None ? Enumerated(OperationShape.ReceiverOf(call)) : Last(call, fact, origin);
        }

        if (fact is { Handlers.IsEmpty: false })
            return Handled(call, fact);

        // orders.RemoveRange(orders.Where(...))
        if (fact is { Runs: not null } && RowsGoneThrough.Given(call.Arguments, fact) is { } rows && origins.Of(rows, cancellationToken) is { Kind: not QueryOriginKind.None } given)
            return new(call.TargetMethod.Name, LocationOfName(call.Syntax), HowOften(call), null) { Fact = RowsGoneThrough.Loop, Origin = given };

        if (fact is not null)
            return null;

        return Called(call, call.TargetMethod, call.TargetMethod.Name) is { } step
            ? step with
            {
                Queries = QueriesOf(call, cancellationToken),
                Given = DecidingConstants.GivenBy(call, new(DecidingParameters.GivenBy(call))),
                PassedOn = DecidingParameters.PassedOnBy(call),
                ConstantsPassedOn = DecidingConstants.PassedOnBy(call),
                GivenFew = FewGivenBy(call),
            }
            : null;
    }

    // Of every call on the way: what is no collection is not looked into.
    private ulong FewGivenBy(IInvocationOperation call)
    {
        var few = 0UL;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { Ordinal: < 64 and var ordinal, Type.SpecialType: SpecialType.None } && ValuePath.IsSequence(OperationShape.Unwrap(argument.Value).Type) && guards.IsFew(argument.Value))
                few |= 1UL << ordinal;
        }

        return few;
    }

    // The sequence may be a query, or of a type of the program whose enumerator goes to the database.
    private CallStep? Through(IOperation operation, IOperation rows, ApiFact fact, CancellationToken cancellationToken) =>
        origins.Of(rows, cancellationToken) is { Kind: not QueryOriginKind.None } origin
            ? new(fact.Member, operation is IObjectCreationOperation ? LocationOfName(operation.Syntax) : rows.Syntax.GetLocation(), HowOften(operation), null) { Fact = fact, Origin = origin }
            : Enumerated(rows);

    // A sequence of a type of the program runs its enumerator, whoever goes through it.
    private CallStep? Enumerated(IOperation? sequence) =>
        sequence is not null && OperationShape.Unwrap(sequence).Type is { TypeKind: TypeKind.Class } type &&
        (type.OriginalDefinition.DeclaringSyntaxReferences.Length > 0 || facts.Covers(type.ContainingAssembly)) &&
        type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(RowsGoneThrough.IsEnumerator) is { } enumerator
            ? Called(sequence, enumerator, type.Name)
            : null;

    private CallStep? Unbound(IOperation operation, InvocationExpressionSyntax invocation, CancellationToken cancellationToken)
    {
        var candidate = OperationShape.MeantBy(operation, cancellationToken);
        var known = candidate is null ? null : apis.Find(candidate);
        if (candidate is not null && known is not { Effect: ApiEffect.Materialize })
            return known is null ? Called(operation, candidate, candidate.Name) : known.IsRoundTrip ? To(candidate.Name, known, QueryOrigin.Unknown, true) : null;

        return _unbound.Of(operation, invocation, cancellationToken) is var (name, fact, origin, isConvention) ? To(name, fact, origin, isConvention) : null;

        // An operator of what is a query, if only by its type, runs it, whatever its arguments are; everything else is said by names.
        CallStep To(string name, ApiFact fact, QueryOrigin origin, bool isConvention) =>
            new(name, LocationOfName(invocation), HowOften(operation), null) { Fact = fact, Origin = origin, IsConvention = isConvention };
    }

    private CallStep Last(IInvocationOperation call, ApiFact fact, QueryOrigin origin) =>
        new(call.TargetMethod.Name, LocationOfName(call.Syntax), HowOften(call), call.TargetMethod) { Fact = fact, Origin = origin };

    // Send(new GetOrder(id)) runs the handlers of GetOrder, wherever they are registered.
    private CallStep? Handled(IInvocationOperation call, ApiFact fact)
    {
        var interfaces = apis.HandlersOf(fact);
        if (interfaces.IsEmpty || call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0)?.Value is not { } argument ||
            OperationShape.Unwrap(argument).Type is not { } sent)
        {
            return null;
        }

        var targets = dispatch.Handlers(interfaces, sent);
        ImmutableArray<UpstreamFact> upstream =
        [
            .. interfaces
                .Select(i => i.Construct([sent, .. i.TypeParameters.Skip(1)]))
                .SelectMany(i => i.GetMembers().OfType<IMethodSymbol>())
                .SelectMany(m => facts.Of(m)),
        ];
        return targets.IsEmpty && upstream.IsEmpty && !TypeMap.IsOpen(sent)
            ? null
            : new(call.TargetMethod.Name, LocationOfName(call.Syntax), HowOften(call), call.TargetMethod)
            {
                Targets = targets,
                Upstream = upstream,
                Handlers = interfaces,
                Sent = sent,
            };
    }

    // using var batch = new Batch();  the end of the block writes what was collected.
    private CallStep? Disposal(IOperation operation, IOperation resources)
    {
        var type = resources switch
        {
            IVariableDeclarationGroupOperation group => group.Declarations.FirstOrDefault()?.Declarators.FirstOrDefault()?.Symbol.Type,
            _ => resources.Type,
        };
        var dispose = type?.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(m => m is { Name: "Dispose" or "DisposeAsync", Parameters.IsEmpty: true });
        return dispose is null || dispose.DeclaringSyntaxReferences.IsEmpty ? null : Called(operation, dispose, dispose.Name);
    }

    private CallStep? OfFunction(IInvocationOperation call, ImmutableArray<IMethodSymbol> functions)
    {
        // s_byId = EF.CompileQuery((ShopDb db, int id) => db.Orders.First(o => o.Id == id)): to call it is the query, also where its rows are gone through later.
        if (functions.Select(f => apis.Find(f)).FirstOrDefault(f => f is { Effect: ApiEffect.Compiled }) is { } compiled)
        {
            var name = call.Instance is null ? compiled.Member : OperationShape.Unwrap(call.Instance) switch
            {
                IMemberReferenceOperation { Member.Name: var member } => member,
                ILocalReferenceOperation { Local.Name: var local } => local,
                _ => compiled.Member,
            };
            return new(name, LocationOfName(call.Syntax), HowOften(call), null) { Fact = compiled with { Member = name, Effect = ApiEffect.Read } };
        }

        return functions.IsEmpty ? null : To(call, functions, "the delegate", null);
    }

    // items.ForEach(Load), strategy.Execute(() => ...): the delegate runs here when its receiver runs it.
    private CallStep? OfDelegate(IOperation function, CancellationToken cancellationToken)
    {
        var calls = repetition.Runs(function, out var host, cancellationToken);
        if (host is null || calls is ApiCalls.Later)
            return null;

        var step = function switch
        {
            // orders.SelectMany(LinesOf)
            IMethodReferenceOperation reference when RowsGone.FlattenedBy(function) is { } flattens && origins.ReturnedBy(reference.Method, cancellationToken) is { Kind: not QueryOriginKind.None } origin =>
                new(reference.Method.Name, LocationOfName(function.Syntax), HowOften(function), reference.Method) { Fact = flattens, Origin = origin },
            IMethodReferenceOperation reference => apis.Find(reference.Method) is { } fact
                ? fact.IsRoundTrip ? new(reference.Method.Name, LocationOfName(function.Syntax), HowOften(function), reference.Method) { Fact = fact } : null
                : Called(function, reference.Method, reference.Method.Name),
            IAnonymousFunctionOperation lambda => To(function, [lambda.Symbol], "the lambda", null),
            _ => delegates.Of(function, cancellationToken) is { IsEmpty: false } functions ? To(function, functions, "the delegate", null) : null,
        };
        return step is null ? null : step with { HowOften = calls is ApiCalls.OnMiss ? s_untilRemembered : step.HowOften, IsOnOwnThread = IsElsewhere(calls, host) };
    }

    /// <summary>Whether what a function is given to keeps it, or has another thread run it: it is not part of what its member does.</summary>
    public bool IsRunElsewhere(IOperation function, CancellationToken cancellationToken) =>
        repetition.Runs(function, out var host, cancellationToken) is var calls && host is not null && IsElsewhere(calls, host);

    private static bool IsElsewhere(ApiCalls calls, IOperation host) => calls is ApiCalls.Later or ApiCalls.Queued || HasOwnThread(host);

    // Task.Factory.StartNew(Loop, TaskCreationOptions.LongRunning), which nobody waits for
    private static bool HasOwnThread(IOperation host) => host is IInvocationOperation { Parent: IExpressionStatementOperation or ISimpleAssignmentOperation } start &&
        start.Arguments.Any(a => a.Value.DescendantsAndSelf().Any(o => o is IFieldReferenceOperation { Field: { Name: "LongRunning", ContainingType.Name: "TaskCreationOptions" } }));

    private CallStep? Called(IOperation operation, IMethodSymbol method, string name)
    {
        var on = Receiver.Of(operation);
        var targets = dispatch.Targets(method, on);
        var step = To(operation, targets, name, method);
        step = step is null ? null : step with { On = on };
        if (targets.IsEmpty || method.IsAbstract || method.IsVirtual)
        {
            if (facts.Of(method) is { IsEmpty: false } upstream)
                return (step ?? new(name, LocationOfName(operation.Syntax), HowOften(operation), method)) with { Upstream = upstream };

            if (targets.IsEmpty && dispatch.Inherited(method) is { } inherited && apis.Find(inherited) is { IsRoundTrip: true } known)
                return new(name, LocationOfName(operation.Syntax), HowOften(operation), method) { Fact = known };

            if (targets.IsEmpty && apis.FindByConvention(method) is { } fact)
                return new(name, LocationOfName(operation.Syntax), HowOften(operation), method) { Fact = fact, IsConvention = true };
        }

        return step;
    }

    private CallStep? To(IOperation operation, ImmutableArray<IMethodSymbol> targets, string name, IMethodSymbol? called) =>
        (targets.IsEmpty && (called is null || !TypeMap.IsOpen(called))) || (!targets.IsEmpty && targets.All(ApiIndex.IsDeclaredHarmless))
            ? null
            : new(name, LocationOfName(operation.Syntax), HowOften(operation), called) { Targets = targets };

    private ImmutableArray<(int, QueryOrigin)> QueriesOf(IInvocationOperation call, CancellationToken cancellationToken)
    {
        var queries = ImmutableArray.CreateBuilder<(int, QueryOrigin)>();
        foreach (var argument in call.Arguments)
        {
            // Most of what is given for a sequence is a list.
            if (argument.Parameter is { Ordinal: < QueryParameters.Outer } parameter && origins.MayHoldQuery(parameter.Type) && origins.MayHoldQuery(TaskTypes.ResultOf(OperationShape.Unwrap(argument.Value).Type)) &&
                origins.Of(argument.Value, cancellationToken) is { Kind: not QueryOriginKind.None } origin)
            {
                queries.Add((parameter.Ordinal, origin));
            }
        }

        return queries.ToImmutable();
    }

    /// <summary>The innermost construct that repeats the operation for a number of elements that grows; null when it runs once, or for a few.</summary>
    public Repeat? RepeatOf(IOperation operation, CancellationToken cancellationToken)
    {
        foreach (var repeat in repetition.Enclosing(operation, cancellationToken))
        {
            if (guards.Of(repeat, operation) is Guard.None && LoopScale.FewBecause(repeat) is null)
                return repeat;
        }

        return null;
    }

    private Lazy<Rarity> HowOften(IOperation operation) => Late(() => rareness.Of(operation));

    // Without the token of who asks first, and without keeping what is thrown: others ask later.
    private static Lazy<T> Late<T>(Func<T> find) => new(find, LazyThreadSafetyMode.PublicationOnly);

    private static IMethodSymbol? AccessorOf(IPropertyReferenceOperation property) =>
        property.Parent is IAssignmentOperation assignment && assignment.Target == property ? property.Property.SetMethod : property.Property.GetMethod;
}
