using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// Which functions can a delegate hold that is invoked here? Follows locals, what a method hands out, and the fields, events and collections of the type in which the
/// invocation stands: a queue of commands that is filled in one member and run in another, a loader that whoever created the object gave it. What a library makes a function of is the library's.
/// </summary>
internal sealed class DelegateTargets(ApiIndex apis, MemberBodies bodies, MemberUses uses)
{
    /// <summary>A field that holds more functions than this says nothing about any one of them.</summary>
    private const int MaxFunctions = 40;

    /// <summary>Locals and methods that hand a function on to the field, like <c>Queue(Action command) => _commands.Enqueue(command)</c>.</summary>
    private const int MaxHandovers = 2;

    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IMethodSymbol>> _byStore = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// The lambdas, local functions and methods that <paramref name="value"/> can be, and for a compiled query that which compiled it; empty when nothing is known.
    /// </summary>
    public ImmutableArray<IMethodSymbol> Of(IOperation? value, CancellationToken cancellationToken) => Of(value, 0, cancellationToken);

    // Locals can be assigned from each other in a circle.
    private ImmutableArray<IMethodSymbol> Of(IOperation? value, int depth, CancellationToken cancellationToken)
    {
        if (value is null || depth > MaxHandovers)
            return [];

        value = Unwrap(value);
        if (FunctionOf(value) is { } function)
            return [function];

        switch (value)
        {
            case ILocalReferenceOperation local:
                var definitions = LocalDefinitions.Of(local);
                return definitions.IsEmpty
                    ? StoreOf(ElementSource(local)) is { } source ? HeldBy(source, cancellationToken) : []
                    : [.. definitions.SelectMany(d => Of(d, depth + 1, cancellationToken)).Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)];
            case IInvocationOperation call when StoreOf(ReceiverOf(call)) is { } queue:
                return HeldBy(queue, cancellationToken);
            case IInvocationOperation { TargetMethod: var maker, Type.TypeKind: TypeKind.Delegate }:
                return bodies.Of(maker, cancellationToken) is { } body
                    ? [.. MemberBodies.Operations(body).OfType<IReturnOperation>().SelectMany(r => Of(r.ReturnedValue, depth + 1, cancellationToken)).Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)]
                    : [];
            default:
                return StoreOf(value) is { } store ? HeldBy(store, cancellationToken) : [];
        }
    }

    // foreach (var command in _commands) command();     while (_commands.TryDequeue(out var command)) command();
    private static IOperation? ElementSource(ILocalReferenceOperation local)
    {
        for (IOperation? current = local; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IForEachLoopOperation loop when loop.Locals.Contains(local.Local):
                    return loop.Collection;
                case ILoopOperation or IBlockOperation:
                    var taken = current.Descendants().OfType<IArgumentOperation>().FirstOrDefault(a =>
                        a.Parameter?.RefKind is RefKind.Out &&
                        a.Value is IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared } &&
                        SymbolEqualityComparer.Default.Equals(declared.Local, local.Local));
                    if (taken?.Parent is IInvocationOperation { Instance: { } instance })
                        return instance;

                    break;
            }
        }

        return null;
    }

    // A field, property, event or parameter of a primary constructor of the program itself: what it holds was put there by code in sight.
    private static ISymbol? StoreOf(IOperation? value) => value is null ? null : Unwrap(value) switch
    {
        IEventReferenceOperation { Event: var @event } when !@event.DeclaringSyntaxReferences.IsEmpty => @event,
        IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter, Type.TypeKind: TypeKind.Delegate } => parameter,
        IFieldReferenceOperation { Field: var field } when !field.DeclaringSyntaxReferences.IsEmpty => field,
        IPropertyReferenceOperation { Property: { IsIndexer: false } property } when !property.DeclaringSyntaxReferences.IsEmpty => property,
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } => StoreOf(instance),
        IInvocationOperation call => StoreOf(ReceiverOf(call)),
        // Changed?.Invoke(id)
        IConditionalAccessInstanceOperation instance => StoreOf(ReceiverOf(instance)),
        _ => null,
    };

    private ImmutableArray<IMethodSymbol> HeldBy(ISymbol store, CancellationToken cancellationToken)
    {
        if (_byStore.TryGetValue(store, out var known))
            return known;

        var found = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        if (store is not IParameterSymbol)
            Collect(store.ContainingType, store.Name, -1, 0, found, cancellationToken);

        // Several objects have several: whose this one is, nobody knows. All subscribers of an event run, and what a class below gives itself is one of several ways to do the same, as with an override.
        var ofOthers = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        if (store is IParameterSymbol parameter)
            ofOthers.UnionWith(GivenTo(parameter, cancellationToken));
        else if (store is IEventSymbol or IPropertySymbol { SetMethod: not null } or IFieldSymbol { IsReadOnly: false } && store.DeclaredAccessibility is not Accessibility.Private)
            Assigned(store, found, ofOthers, cancellationToken);

        if (store is IEventSymbol || ofOthers.Count == 1)
            found.UnionWith(ofOthers);

        return _byStore.GetOrAdd(store, found.Count > MaxFunctions ? [] : [.. found]);
    }

    // new Loader(id => db.Orders.Find(id))
    private HashSet<IMethodSymbol> GivenTo(IParameterSymbol parameter, CancellationToken cancellationToken) =>
        new(uses.Of(parameter.ContainingSymbol, cancellationToken).OfType<IObjectCreationOperation>()
            .SelectMany(c => c.Arguments.Where(a => a.Parameter?.Ordinal == parameter.Ordinal).SelectMany(a => FunctionsIn(a.Value))), SymbolEqualityComparer.Default);

    // new Loader { Load = id => ... }, loader.Loading += id => ..., and by the object itself Load = id => ...
    private void Assigned(ISymbol store, HashSet<IMethodSymbol> own, HashSet<IMethodSymbol> ofOthers, CancellationToken cancellationToken)
    {
        foreach (var use in uses.Of(store, cancellationToken))
        {
            var value = use.Parent switch
            {
                IAssignmentOperation assignment when assignment.Target == use => assignment.Value,
                IEventAssignmentOperation { Adds: true } subscription when subscription.EventReference == use => subscription.HandlerValue,
                _ => null,
            };
            if (value is not null)
                (use is IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } } ? own : ofOthers).UnionWith(FunctionsIn(value));
        }
    }

    // Every function that the type assigns to the name, adds to it, or passes to the method of that name in the given argument.
    private void Collect(INamedTypeSymbol type, string name, int argument, int depth, HashSet<IMethodSymbol> found, CancellationToken cancellationToken)
    {
        foreach (var declaration in type.DeclaringSyntaxReferences)
        {
            foreach (var node in declaration.GetSyntax(cancellationToken).DescendantNodes())
            {
                cancellationToken.ThrowIfCancellationRequested();
                switch (node)
                {
                    case AssignmentExpressionSyntax assignment when argument < 0 && NameOf(assignment.Left) == name:
                        Add(assignment.Right);
                        break;
                    case VariableDeclaratorSyntax { Initializer.Value: { } value } declarator when argument < 0 && declarator.Identifier.ValueText == name:
                        Add(value);
                        break;
                    case PropertyDeclarationSyntax property when argument < 0 && property.Identifier.ValueText == name && (property.Initializer?.Value ?? property.ExpressionBody?.Expression) is { } value:
                        Add(value);
                        break;
                    case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call when argument < 0 && NameOf(access.Expression) == name:
                        foreach (var given in call.ArgumentList.Arguments)
                            Add(given.Expression);
                        break;
                    case InvocationExpressionSyntax call when argument >= 0 && NameOf(call.Expression) == name && call.ArgumentList.Arguments.Count > argument:
                        Add(call.ArgumentList.Arguments[argument].Expression);
                        break;
                }
            }
        }

        void Add(ExpressionSyntax expression)
        {
            switch (bodies.OperationOf(expression, cancellationToken) is { } operation ? Unwrap(operation) : null)
            {
                case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } method } parameter } when depth < MaxHandovers:
                    Collect(type, method.Name, parameter.Ordinal, depth + 1, found, cancellationToken);
                    break;
                case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter } when GivenTo(parameter, cancellationToken) is { Count: 1 } given:
                    found.UnionWith(given);
                    break;
                case { } value:
                    found.UnionWith(FunctionsIn(value));
                    break;
            }
        }
    }

    // A function, or those that a collection begins with: new() { ["a"] = id => ..., ["b"] = Load }
    private IEnumerable<IMethodSymbol> FunctionsIn(IOperation value)
    {
        var pending = new Stack<IOperation>([value]);
        while (pending.Count > 0)
        {
            var current = Unwrap(pending.Pop());
            if (FunctionOf(current) is { } function)
            {
                yield return function;
            }
            else if (current is IObjectCreationOperation { Initializer: { } initializer })
            {
                foreach (var given in initializer.Initializers.SelectMany(i => i is ISimpleAssignmentOperation assignment ? [assignment.Value] : i is IInvocationOperation add ? add.Arguments.Select(a => a.Value) : []))
                    pending.Push(given);
            }
            else if (current is IArrayCreationOperation { Initializer: { } elements })
            {
                foreach (var element in elements.ElementValues)
                    pending.Push(element);
            }
            else if (current is ICollectionExpressionOperation collection)
            {
                foreach (var element in collection.Elements)
                    pending.Push(element);
            }
        }
    }

    private static string? NameOf(ExpressionSyntax expression)
    {
        while (expression is ElementAccessExpressionSyntax element)
            expression = element.Expression;

        return NameInCode.In(expression)?.Identifier.ValueText;
    }

    private IMethodSymbol? FunctionOf(IOperation value) => value switch
    {
        IInvocationOperation { TargetMethod: var maker } when apis.Find(maker) is { Effect: ApiEffect.Compiled } => maker,
        IDelegateCreationOperation creation => FunctionOf(creation.Target),
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        IMethodReferenceOperation { Method: var method } when !method.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty => method,
        _ => null,
    };
}
