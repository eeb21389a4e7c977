using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>
/// How often does this run each time its member runs? And, the same question from the other side: how often does a callee
/// run the delegate it is given?
/// </summary>
internal sealed class Repetition(ApiIndex apis, FactIndex facts, MemberBodies bodies, MemberUses uses, Dispatch dispatch, Rareness rareness, LoopGuards guards)
{
    /// <summary>How many callees a delegate is followed through; each is one more that may keep it instead of running it.</summary>
    private const int MaxHandovers = 5;

    private readonly ByDepth<IOperation, ApiCalls> _ofLambdas = new(MaxHandovers + 1, EqualityComparer<IOperation>.Default);
    private readonly ByDepth<IParameterSymbol, ApiCalls> _uses = new(MaxHandovers + 1, SymbolEqualityComparer.Default);

    /// <summary>The constructs that repeat <paramref name="operation"/> within its member, from the inside out.</summary>
    public IEnumerable<Repeat> Enclosing(IOperation operation, CancellationToken cancellationToken) => Enclosing(operation, 0, cancellationToken);

    /// <summary>Whether nothing repeats an operation but loops that wait for work, of which each turn is an operation of its own.</summary>
    public bool IsForWorkAlone(IOperation operation, CancellationToken cancellationToken) =>
        Enclosing(operation, cancellationToken).ToList() is { Count: > 0 } around && around.TrueForAll(r => r.Loop is { } loop && guards.IsForWork(loop));

    /// <summary>The call itself, when it makes a round trip for each element of what it is given: <c>connection.Execute("update ...", orders)</c>.</summary>
    public Repeat? OfItself(IOperation operation) =>
        operation is IInvocationOperation call && apis.Find(call.TargetMethod) is { Each: { } parameter } && call.Arguments.FirstOrDefault(a => a.Parameter?.Name == parameter)?.Value is { } given &&
        Unwrap(given) is { Type: { } type } source && ValuePath.IsSequence(type) && !IsOneSetOfValues(type)
            ? new(call, given, source, null, false)
            : null;

    // Dictionary<string, object>: the parameters of one command by their names.
    private static bool IsOneSetOfValues(ITypeSymbol type) => type.AllInterfaces.Append(type as INamedTypeSymbol).Any(i =>
        i is { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T, TypeArguments: { Length: 1 } of } &&
        of[0] is INamedTypeSymbol { Name: "KeyValuePair", TypeArguments: { Length: 2 } pair } && pair[0].SpecialType is SpecialType.System_String);

    /// <summary>
    /// What the call that receives a lambda or method group does with it. <paramref name="host"/> is that call; null when the delegate
    /// goes somewhere else (a variable, a field, an expression tree), in which case the answer is <see cref="ApiCalls.Later"/>.
    /// </summary>
    public ApiCalls Runs(IOperation function, out IOperation? host, CancellationToken cancellationToken) => Runs(function, out host, 0, cancellationToken);

    /// <summary>What a member does with a delegate that it is given.</summary>
    public ApiCalls UseOf(IParameterSymbol parameter, CancellationToken cancellationToken) => UseOf(parameter, 0, cancellationToken);

    /// <summary>Whether a function that has a name already is given to a call: <c>items.Select(load)</c>. What a parameter holds is the caller's.</summary>
    public static bool IsHandedOver(IOperation operation) =>
        operation is ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation && operation.Type?.TypeKind is TypeKind.Delegate &&
        Outermost(operation).Parent is IArgumentOperation { Parameter.OriginalDefinition.Type.TypeKind: TypeKind.Delegate };

    private IEnumerable<Repeat> Enclosing(IOperation operation, int depth, CancellationToken cancellationToken)
    {
        if (IsInTree(operation))
            yield break;

        // items.Select(Load), items.Select(x => Load(x)), items.Select(load): the function itself is what is repeated.
        if (operation is IMethodReferenceOperation or IAnonymousFunctionOperation || IsHandedOver(operation))
        {
            var calls = Runs(operation, out var host, depth, cancellationToken);
            if (host is null || calls is ApiCalls.Later or ApiCalls.OnMiss)
                yield break;

            if (calls is ApiCalls.Each or ApiCalls.EachUntil)
                yield return Repeat.Of(host, operation, SourceOf(host), operation as IAnonymousFunctionOperation, calls);
        }

        var isRemembered = false;
        for (var child = operation; child.Parent is { } parent; child = parent)
        {
            switch (parent)
            {
                case ILoopOperation loop when !LoopShape.HoldsOneAtMost(loop) && Repeat.Of(loop, child) is { } repeat:
                    yield return repeat with { IsRemembered = isRemembered };
                    break;
                case IAnonymousFunctionOperation lambda:
                    var calls = Runs(lambda, out var host, depth, cancellationToken);
                    // Kept for later: the loops around it do not repeat it.
                    if (host is null || calls is ApiCalls.Later)
                        yield break;

                    if (calls is ApiCalls.Each or ApiCalls.EachUntil)
                        yield return Repeat.Of(host, lambda, SourceOf(host), lambda, calls) with { IsRemembered = isRemembered };

                    isRemembered |= calls is ApiCalls.OnMiss;
                    break;
                case ILocalFunctionOperation:
                    yield break;
            }
        }
    }

    private ApiCalls Runs(IOperation function, out IOperation? host, int depth, CancellationToken cancellationToken)
    {
        host = null;
        var isNamed = IsHandedOver(function);
        var value = isNamed ? function : function.Parent;
        if (value is IInvalidOperation { Syntax: InvocationExpressionSyntax unbound } && IsMissHandler(unbound))
            return ApiCalls.OnMiss;

        // Only a delegate runs; a lambda that became an expression tree is data for whoever translates it.
        if (value is null || !(isNamed || value is IDelegateCreationOperation))
            return ApiCalls.Later;

        // Of several that a call takes one after the other, each: Parallel.Invoke(() => ..., () => ...)
        while (value.Parent is IConversionOperation or IConditionalOperation or ICoalesceOperation or IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation)
            value = value.Parent;

        if (value.Parent is not IArgumentOperation { Parent: { } call, Parameter: { } parameter })
            return ApiCalls.Later;

        host = call;
        var use = UseOf(parameter, depth, cancellationToken);
        // A block that an object keeps is a queue, and each of its messages an operation of its own.
        return use is ApiCalls.Each && call is IObjectCreationOperation { Constructor.DeclaringSyntaxReferences.IsEmpty: true } && Outermost(call).Parent is not IVariableInitializerOperation ? ApiCalls.Later : use;
    }

    private ApiCalls UseOf(IParameterSymbol parameter, int depth, CancellationToken cancellationToken)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method)
            return ApiCalls.Later;

        if (apis.Find(method) is { Calls: not ApiCalls.Unstated } fact)
            return fact.Calls;

        // A list or dictionary of T does not know that what it is given can be called.
        if (parameter.OriginalDefinition.Type is ITypeParameterSymbol)
            return ApiCalls.Later;

        if (depth > MaxHandovers)
            return ApiCalls.Unstated;

        if (_uses[depth].TryGetValue(parameter, out var use))
            return use;

        use = ApiCalls.Unstated;
        foreach (var target in dispatch.Targets(method))
        {
            if (parameter.Ordinal < target.Parameters.Length && bodies.Of(target, cancellationToken) is { } body)
            {
                var given = target.OriginalDefinition.Parameters[parameter.Ordinal];
                use = OfEither(use, UseIn(body.DescendantsAndSelf().Where(o => o is IParameterReferenceOperation reference && MemberBodies.IsSame(reference.Parameter, given)), depth, cancellationToken));
            }
        }

        if (facts.UseOf(parameter) is { } elsewhere)
            use = Stronger(use, elsewhere);

        // record Timer(string Key, Func<Task> Act): a constructor that does not run it keeps it, also where nothing says so.
        if (use is ApiCalls.Unstated or ApiCalls.Later && method is { MethodKind: MethodKind.Constructor, DeclaringSyntaxReferences.IsEmpty: false })
            use = UseOfKept(parameter.OriginalDefinition, method.OriginalDefinition, depth, cancellationToken);

        return _uses[depth].GetOrAdd(parameter, use);
    }

    // new Importer(row => db.Rows.Find(row.Id)), whose Run goes through rows: of several creators each is asked here; what a single one gives is known where it is run.
    private ApiCalls UseOfKept(IParameterSymbol parameter, IMethodSymbol constructor, int depth, CancellationToken cancellationToken)
    {
        if (!uses.Of(constructor, cancellationToken).OfType<IObjectCreationOperation>().Select(FunctionGiven).Distinct().Skip(1).Any())
            return ApiCalls.Later;

        var given = Named(parameter);
        var kept = given.Select(KeptAs).OfType<ISymbol>().Distinct(SymbolEqualityComparer.Default).SelectMany(Named);
        return UseIn(given.Concat(kept), depth, cancellationToken) is (ApiCalls.Each or ApiCalls.EachUntil) and var use ? use : ApiCalls.Later;

        // Of a method, the method: it is one, wherever it is given.
        object? FunctionGiven(IObjectCreationOperation creation) => creation.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == parameter.Ordinal)?.Value is { } value
            ? Unwrap(value) is IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var method } } ? method.OriginalDefinition : value
            : null;

        List<IOperation> Named(ISymbol delegates) =>
        [
            .. uses.OfNames(ImmutableHashSet.Create(delegates.Name), constructor.ContainingType, cancellationToken).SelectMany(o => o.DescendantsAndSelf())
                .Where(o => SymbolEqualityComparer.Default.Equals(StorageOf(o)?.OriginalDefinition, delegates.OriginalDefinition)).Distinct(),
        ];
    }

    // _save = save;  _save = save ?? throw ...;  private readonly Action<Row> _save = save;
    private static ISymbol? KeptAs(IOperation given)
    {
        var value = Outermost(given);
        while (value.Parent is ICoalesceOperation or IConversionOperation)
            value = value.Parent;

        return value.Parent switch
        {
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: var member } } => member,
            IFieldInitializerOperation { InitializedFields: { Length: 1 } fields } => fields[0],
            IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties } => properties[0],
            _ => null,
        };
    }

    private ApiCalls UseIn(IEnumerable<IOperation> references, int depth, CancellationToken cancellationToken)
    {
        var use = ApiCalls.Unstated;
        foreach (var reference in references)
        {
            use = Stronger(use, reference.Parent switch
            {
                IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } invocation => Here(invocation, ApiCalls.Once),
                IConditionalAccessOperation access when access.Operation == reference => Here(access, ApiCalls.Once),
                IArgumentOperation { Parameter: { } next, Parent: { } call } => Here(call, UseOf(next, depth + 1, cancellationToken)),
                // factory(options), where the type of what it is given does not bind.
                IInvalidOperation { Syntax: InvocationExpressionSyntax unbound } call when unbound.Expression == reference.Syntax => Here(call, ApiCalls.Once),
                IAssignmentOperation or IReturnOperation or IObjectOrCollectionInitializerOperation => ApiCalls.Later,
                _ => ApiCalls.Unstated,
            });
        }

        return use;

        // A callee that looks into its memory first is a cache, whatever it is called.
        ApiCalls Here(IOperation call, ApiCalls once) =>
            once is not (ApiCalls.Once or ApiCalls.Each or ApiCalls.EachUntil) ? once
            : LambdaAround(call, depth + 1, cancellationToken) is (ApiCalls.OnMiss or ApiCalls.Queued) and var around ? around
            : rareness.Of(call) is Rarity.UntilRemembered || KeyedMemory.IsMiss(call, RootOf(call)) ? ApiCalls.OnMiss
            : once is ApiCalls.Once ? InLoops(call)
            : once;

        // Run again until it succeeds, or from time to time for as long as the process lives, is not once per element.
        ApiCalls InLoops(IOperation call)
        {
            var use = ApiCalls.Once;
            foreach (var repeat in Enclosing(call, depth + 1, cancellationToken))
            {
                switch (guards.Of(repeat, call))
                {
                    case Guard.None or Guard.Throttled when !LoopScale.IsOpenEnded(repeat):
                        return ApiCalls.Each;
                    case Guard.None or Guard.Throttled or Guard.StopsAtHit:
                        use = ApiCalls.EachUntil;
                        break;
                }
            }

            return use;
        }
    }

    // _cache.GetOrCreate(key, entry => { entry.Size = 1; return factory(); })     _queue.Add(() => { factory(); done.SetResult(); });
    private ApiCalls LambdaAround(IOperation operation, int depth, CancellationToken cancellationToken)
    {
        var use = Ancestors(operation).OfType<IAnonymousFunctionOperation>().FirstOrDefault() is { } lambda ? UseOf(lambda, depth, cancellationToken) : ApiCalls.Unstated;
        return use is ApiCalls.Later ? ApiCalls.Queued : use;
    }

    // Also of one that has a name first: Action work = () => factory(); _queue.Add(work);
    private ApiCalls UseOf(IAnonymousFunctionOperation lambda, int depth, CancellationToken cancellationToken)
    {
        var use = Runs(lambda, out var host, depth, cancellationToken);
        if (host is not null || use is not ApiCalls.Later || depth > MaxHandovers)
            return use;

        return _ofLambdas[depth].TryGetValue(lambda, out var known) ? known : _ofLambdas[depth].GetOrAdd(lambda, Outermost(lambda.Parent ?? lambda).Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
            ? UseIn(RootOf(lambda).DescendantsAndSelf().Where(o => o is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local)), depth, cancellationToken)
            : ApiCalls.Unstated);
    }

    // cache.GetOrSet(key, () => Load(key)), of a library that does not bind: nobody calls anything else like that.
    private static bool IsMissHandler(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } &&
        (name.StartsWith("GetOrAdd", StringComparison.Ordinal) || name.StartsWith("GetOrCreate", StringComparison.Ordinal) || name.StartsWith("GetOrSet", StringComparison.Ordinal));

    // A cache has a namesake that keeps nothing, for tests and for who switches it off.
    private static ApiCalls OfEither(ApiCalls x, ApiCalls y) => (x, y) is (ApiCalls.OnMiss, ApiCalls.Once) or (ApiCalls.Once, ApiCalls.OnMiss) ? ApiCalls.OnMiss : Stronger(x, y);

    private static ApiCalls Stronger(ApiCalls x, ApiCalls y) => Strength(x) >= Strength(y) ? x : y;

    private static int Strength(ApiCalls calls) => calls switch
    {
        ApiCalls.Each => 6,
        ApiCalls.EachUntil => 5,
        ApiCalls.Once => 4,
        ApiCalls.OnMiss => 3,
        ApiCalls.Queued => 2,
        ApiCalls.Later => 1,
        _ => 0,
    };

    // items.Select(Load), Enumerable.Select(items, Load), and of one's own object, or of one that begins with the function, what it is given: ForEach(items, Load), Retry(Load, 3)
    private static IOperation? SourceOf(IOperation host) => host is not IInvocationOperation call ? null
        : (call.Instance ?? call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0)?.Value) is { } first and not IInstanceReferenceOperation && first.Type?.TypeKind is not TypeKind.Delegate ? first
        : call.Arguments.Select(a => a.Value).FirstOrDefault(v => ValuePath.IsSequence(Unwrap(v).Type));
}
