using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow;

/// <summary>The edges of the call graph: what an operation leads to, and what all operations of a body lead to.</summary>
internal sealed class CallSteps(ApiIndex apis, MemberBodies bodies, Dispatch dispatch, QueryOrigins origins, Repetition repetition, Rareness rareness)
{
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<CallStep>> _steps = new(SymbolEqualityComparer.Default);

    /// <summary>What running the body of <paramref name="method"/> leads to.</summary>
    public ImmutableArray<CallStep> Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (_steps.TryGetValue(method, out var known))
            return known;

        var steps = ImmutableArray.CreateBuilder<CallStep>();
        if (bodies.Of(method, cancellationToken) is { } body)
        {
            foreach (var operation in MemberBodies.Operations(body))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (operation == body && operation is IAnonymousFunctionOperation or ILocalFunctionOperation)
                    continue;

                if (Of(operation, cancellationToken) is { } step)
                    steps.Add(step);
            }
        }

        return _steps.GetOrAdd(method, steps.ToImmutable());
    }

    /// <summary>What one operation leads to by itself, or null.</summary>
    public CallStep? Of(IOperation operation, CancellationToken cancellationToken)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call:
                return LambdaOf(call.Instance) is { } lambda ? To(call, [lambda.Symbol], "the delegate") : null;
            case IInvocationOperation call:
                return Of(call, cancellationToken);
            case IForEachLoopOperation loop when origins.Of(loop.Collection, cancellationToken) is { Kind: not QueryOriginKind.None } origin:
                return new("foreach", loop.Collection.Syntax.GetLocation(), rareness.Of(operation), s_enumeration, origin, [], []);
            case IObjectCreationOperation { Constructor: { } constructor }:
                return To(operation, dispatch.Targets(constructor), "new " + constructor.ContainingType.Name);
            case IPropertyReferenceOperation property when AccessorOf(property) is { } accessor:
                return apis.Find(property.Property) is { IsRoundTrip: true } fact
                    ? new(property.Property.Name, LocationOfName(operation.Syntax), rareness.Of(operation), fact, QueryOrigin.None, [], [])
                    : To(operation, dispatch.Targets(accessor), property.Property.Name);
            case IConversionOperation { OperatorMethod: { } conversion }:
                return To(operation, dispatch.Targets(conversion), conversion.ContainingType.Name);
            case IAnonymousFunctionOperation or IMethodReferenceOperation:
                return OfDelegate(operation, cancellationToken);
            default:
                return null;
        }
    }

    /// <summary>The token that names what an expression calls: <c>ToList</c> of a twelve-line query.</summary>
    public static Location LocationOfName(SyntaxNode syntax) => syntax switch
    {
        InvocationExpressionSyntax invocation => LocationOfName(invocation.Expression),
        MemberAccessExpressionSyntax access => access.Name.Identifier.GetLocation(),
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.GetLocation(),
        GenericNameSyntax generic => generic.Identifier.GetLocation(),
        ConditionalAccessExpressionSyntax conditional => LocationOfName(conditional.WhenNotNull),
        ObjectCreationExpressionSyntax creation => creation.Type.GetLocation(),
        AwaitExpressionSyntax awaited => LocationOfName(awaited.Expression),
        _ => syntax.GetLocation(),
    };

    private static readonly ApiFact s_enumeration = new("", "foreach", ApiEffect.Materialize, "db", ApiCalls.Unstated, null, null);

    private CallStep? Of(IInvocationOperation call, CancellationToken cancellationToken)
    {
        var fact = apis.Find(call.TargetMethod);
        var name = call.TargetMethod.Name;
        if (fact is { IsRoundTrip: true })
            return Last(call, fact, QueryOrigin.None);

        if (fact is { Effect: ApiEffect.Materialize })
        {
            var origin = origins.OfReceiver(call, cancellationToken);
            return origin.Kind is QueryOriginKind.None ? null : Last(call, fact, origin);
        }

        if (fact is not null)
            return null;

        var targets = dispatch.Targets(call.TargetMethod);
        return To(call, targets, name) is { } step ? step with { Queries = QueriesOf(call, cancellationToken) } : null;
    }

    private CallStep Last(IInvocationOperation call, ApiFact fact, QueryOrigin origin) =>
        new(call.TargetMethod.Name, LocationOfName(call.Syntax), rareness.Of(call), fact, origin, [], []);

    // items.ForEach(Load), strategy.Execute(() => ...): the delegate runs here when its receiver runs it.
    private CallStep? OfDelegate(IOperation function, CancellationToken cancellationToken)
    {
        var calls = repetition.Runs(function, out var host, cancellationToken);
        if (host is null || calls is ApiCalls.Later)
            return null;

        var targets = function is IMethodReferenceOperation reference
            ? dispatch.Targets(reference.Method)
            : [((IAnonymousFunctionOperation)function).Symbol];
        var step = To(function, targets, function is IMethodReferenceOperation { Method.Name: var name } ? name : "the lambda");
        return calls is ApiCalls.OnMiss && step is not null ? step with { Rarity = Rarity.UntilRemembered } : step;
    }

    private CallStep? To(IOperation operation, ImmutableArray<IMethodSymbol> targets, string name) =>
        targets.IsEmpty || targets.All(ApiIndex.IsDeclaredHarmless)
            ? null
            : new(name, LocationOfName(operation.Syntax), rareness.Of(operation), null, QueryOrigin.None, targets, []);

    private ImmutableArray<(int, QueryOrigin)> QueriesOf(IInvocationOperation call, CancellationToken cancellationToken)
    {
        var queries = ImmutableArray.CreateBuilder<(int, QueryOrigin)>();
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter && apis.IsQueryable(parameter.Type))
                queries.Add((parameter.Ordinal, origins.Of(argument.Value, cancellationToken)));
        }

        return queries.ToImmutable();
    }

    private static IMethodSymbol? AccessorOf(IPropertyReferenceOperation property) =>
        property.Parent is IAssignmentOperation assignment && assignment.Target == property ? property.Property.SetMethod : property.Property.GetMethod;

    // Func<int, Order> load = id => db.Orders.Find(id);  ...  load(id)
    private static IAnonymousFunctionOperation? LambdaOf(IOperation? instance) =>
        instance is ILocalReferenceOperation local && QueryOrigins.DefinitionsOf(local).ToList() is { Count: 1 } definitions &&
        definitions[0] is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }
            ? lambda
            : null;
}
