using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>
/// A value by the way to it: a variable or field, then members. Elements go by their collection, and what dresses a task up by the task:
/// <c>work[i].Task.ConfigureAwait(false)</c> is <c>work.Task</c>.
/// </summary>
internal readonly struct ValuePath
{
    private const int MaxLength = 16;

    private readonly ImmutableArray<ISymbol> _symbols;

    private ValuePath(ImmutableArray<ISymbol> symbols) => _symbols = symbols;

    /// <summary>The variable or field that the way starts at.</summary>
    public ISymbol Root => _symbols[0];

    /// <summary>The path of a value, or null when it is the outcome of some computation.</summary>
    public static ValuePath? Of(IOperation? value)
    {
        var members = ImmutableArray.CreateBuilder<ISymbol>();
        while (value is not null && members.Count < MaxLength)
        {
            switch (value)
            {
                case IConversionOperation conversion:
                    value = conversion.Operand;
                    continue;
                case ILocalReferenceOperation { Local: var local } reference when ElementOf(local, reference) is { } source:
                    value = source;
                    continue;
                case ILocalReferenceOperation { Local: var local }:
                    return From(local);
                case IParameterReferenceOperation { Parameter: var parameter } reference when SequenceOf(parameter, reference) is { } sequence:
                    value = sequence;
                    continue;
                case IParameterReferenceOperation { Parameter: var parameter }:
                    return From(parameter);
                case IFieldReferenceOperation { Field: var field, Instance: null or IInstanceReferenceOperation }:
                    return From(field);
                case IFieldReferenceOperation { Field: var field, Instance: var instance }:
                    members.Add(field);
                    value = instance;
                    continue;
                case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: var instance }:
                    value = instance;
                    continue;
                case IPropertyReferenceOperation { Property: var property, Instance: null or IInstanceReferenceOperation }:
                    return From(property);
                case IPropertyReferenceOperation { Property: var property, Instance: var instance }:
                    members.Add(property);
                    value = instance;
                    continue;
                case IArrayElementReferenceOperation element:
                    value = element.ArrayReference;
                    continue;
                case IConditionalAccessInstanceOperation instance:
                    value = OperationShape.ReceiverOf(instance);
                    continue;
                case IInvocationOperation { TargetMethod: var method } call when (call.Instance is not null || method.IsExtensionMethod) &&
                    OperationShape.ReceiverOf(call) is { } receiver && (IsSequence(receiver.Type) || IsAwaitable(receiver.Type)):
                    value = receiver;
                    continue;
                default:
                    return null;
            }
        }

        return null;

        ValuePath From(ISymbol root)
        {
            members.Add(root);
            members.Reverse();
            return new(members.ToImmutable());
        }
    }

    /// <summary>Whether one of the two lies on the way to the other.</summary>
    public bool IsOnTheWayOf(ValuePath other)
    {
        for (var i = 0; i < Math.Min(_symbols.Length, other._symbols.Length); i++)
        {
            if (!SymbolEqualityComparer.Default.Equals(_symbols[i], other._symbols[i]))
                return false;
        }

        return true;
    }

    /// <summary>Whether both are the same way.</summary>
    public bool IsSame(ValuePath other) => _symbols.Length == other._symbols.Length && IsOnTheWayOf(other);

    /// <summary>Whether values of the type are tasks, or what the language makes of them to await them.</summary>
    public static bool IsAwaitable(ITypeSymbol? type) => type is not null && (TaskTypes.IsTask(type) || type.Name.EndsWith("TaskAwaitable", StringComparison.Ordinal) ||
        type.Name.EndsWith("TaskAwaiter", StringComparison.Ordinal) || type.Name.StartsWith("TaskCompletionSource", StringComparison.Ordinal));

    /// <summary>Whether values of the type are collections.</summary>
    public static bool IsSequence(ITypeSymbol? type) => type is IArrayTypeSymbol ||
        (type is { SpecialType: not SpecialType.System_String } and (INamedTypeSymbol or ITypeParameterSymbol) && (IsEnumerable(type) || type.AllInterfaces.Any(IsEnumerable)));

    /// <summary>The collection, or sequence of calls on one, of which the parameter of a lambda is an element; null when it is none.</summary>
    internal static IOperation? SequenceOf(IParameterSymbol parameter, IOperation reference)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } lambda)
            return null;

        var function = reference;
        while (function is not null && !(function is IAnonymousFunctionOperation { Symbol: var symbol } && SymbolEqualityComparer.Default.Equals(symbol, lambda)))
            function = function.Parent;

        while (function is IAnonymousFunctionOperation or IConversionOperation or IDelegateCreationOperation or IArgumentOperation)
            function = function.Parent;

        return function is IInvocationOperation call && OperationShape.ReceiverOf(call) is { } receiver && IsSequence(receiver.Type) ? receiver : null;
    }

    private static bool IsEnumerable(ITypeSymbol type) => type.SpecialType is SpecialType.System_Collections_IEnumerable ||
        type.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T || type is { Name: "IAsyncEnumerable" };

    /// <summary>The collection of which a loop's variable is an element; null for any other variable.</summary>
    internal static IOperation? ElementOf(ILocalSymbol local, IOperation reference)
    {
        for (var parent = reference.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IForEachLoopOperation loop && loop.Locals.Contains(local, SymbolEqualityComparer.Default))
                return loop.Collection;
        }

        return null;
    }
}
