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
/// Which functions can a delegate hold that is invoked here? Follows locals, and the fields and collections of the type in which the
/// invocation stands: a queue of commands that is filled in one member and run in another. What a library makes a function of is the library's.
/// </summary>
internal sealed class DelegateTargets(ApiIndex apis, MemberBodies bodies)
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
            case IInvocationOperation call:
                return StoreOf(ReceiverOf(call)) is { } queue ? HeldBy(queue, cancellationToken) : [];
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

    // A field or property of the program itself: what it holds was put there by code in sight.
    private static ISymbol? StoreOf(IOperation? value) => value is null ? null : Unwrap(value) switch
    {
        IFieldReferenceOperation { Field: var field } when !field.DeclaringSyntaxReferences.IsEmpty => field,
        IPropertyReferenceOperation { Property: { IsIndexer: false } property } when !property.DeclaringSyntaxReferences.IsEmpty => property,
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } => StoreOf(instance),
        IInvocationOperation call => StoreOf(ReceiverOf(call)),
        _ => null,
    };

    private ImmutableArray<IMethodSymbol> HeldBy(ISymbol store, CancellationToken cancellationToken)
    {
        if (_byStore.TryGetValue(store, out var known))
            return known;

        var found = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        Collect(store.ContainingType, store.Name, -1, 0, found, cancellationToken);
        return _byStore.GetOrAdd(store, found.Count > MaxFunctions ? [] : [.. found]);
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
                case { } value when FunctionOf(value) is { } function:
                    found.Add(function);
                    break;
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
