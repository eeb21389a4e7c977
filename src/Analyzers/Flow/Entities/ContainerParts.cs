using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Calls;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>What is put into a tuple, an object, a list where it is created.</summary>
internal static class ContainerParts
{
    /// <summary>
    /// The values that are the member at the top of <paramref name="picks"/>, or, when none is asked for, that can hold an entity of type
    /// <paramref name="wanted"/>; <paramref name="rest"/> is what is still to be picked from them.
    /// </summary>
    public static ImmutableArray<IOperation> Of(IOperation container, ImmutableStack<string> picks, ITypeSymbol? wanted, out ImmutableStack<string> rest)
    {
        rest = picks;
        switch (container)
        {
            case ISpreadOperation spread:
                return [spread.Operand];
            case IArrayElementReferenceOperation element:
                return [element.ArrayReference];
            case ICollectionExpressionOperation collection:
                return collection.Elements;
            case IArrayCreationOperation array:
                return array.Initializer?.ElementValues ?? [];
            case ITupleOperation tuple when !picks.IsEmpty:
                var type = tuple.Type as INamedTypeSymbol;
                var index = type is null ? -1 : type.TupleElements.Select((e, i) => (e, i)).Where(p => p.e.Name == picks.Peek() || (p.e.CorrespondingTupleField ?? p.e).Name == picks.Peek()).Select(p => p.i).DefaultIfEmpty(-1).First();
                rest = picks.Pop();
                return index < 0 || index >= tuple.Elements.Length ? [] : [tuple.Elements[index]];
            case ITupleOperation tuple:
                return tuple.Elements.RemoveAll(e => !Navigations.MayHold(e.Type, wanted));
            case IAnonymousObjectCreationOperation anonymous:
                return Members(anonymous.Initializers.Select(Assigned), picks, wanted, out rest);
            case IObjectCreationOperation creation when IsCollection(creation):
                return [.. Given(creation).Concat(Added(creation)).Where(v => Navigations.MayHold(v.Type, wanted) || !picks.IsEmpty)];
            case IObjectCreationOperation creation:
                var initialised = creation.Initializer?.Initializers.Select(Assigned) ?? [];
                return Members(creation.Arguments.Select(a => (a.Parameter?.Name, (IOperation?)a.Value)).Concat(initialised), picks, wanted, out rest);
            default:
                return [];
        }
    }

    /// <summary>Whether a collection is created with nothing in it.</summary>
    public static bool IsEmptyCollection(IOperation container) => container switch
    {
        ICollectionExpressionOperation { Elements.IsEmpty: true } => true,
        IArrayCreationOperation { Initializer: null } => true,
        IObjectCreationOperation creation => IsCollection(creation) && !Added(creation).Any() && Given(creation).All(v => v.Type is not { TypeKind: not TypeKind.Delegate } type || type.SpecialType is not SpecialType.None),
        _ => false,
    };

    // What a library's collection is made from are its elements; a class of the program has members.
    private static bool IsCollection(IObjectCreationOperation creation) => creation.Type is INamedTypeSymbol { IsGenericType: true } type && Dispatch.IsOfFramework(type);

    private static IEnumerable<IOperation> Given(IObjectCreationOperation creation) => creation.Arguments.Select(a => a.Value);

    private static IEnumerable<IOperation> Added(IObjectCreationOperation creation) =>
        creation.Initializer?.Initializers.SelectMany(i => i switch
        {
            IInvocationOperation add => add.Arguments.Select(a => a.Value),
            ISimpleAssignmentOperation assignment => [assignment.Value],
            _ => [],
        }) ?? [];

    private static (string? Name, IOperation? Value) Assigned(IOperation initializer) => initializer is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member.Name: var name }, Value: var value }
        ? (name, value)
        : (null, null);

    private static ImmutableArray<IOperation> Members(IEnumerable<(string? Name, IOperation? Value)> members, ImmutableStack<string> picks, ITypeSymbol? wanted, out ImmutableStack<string> rest)
    {
        rest = picks;
        if (picks.IsEmpty)
            return [.. members.Where(m => m.Value is not null && Navigations.MayHold(m.Value.Type, wanted)).Select(m => m.Value!)];

        rest = picks.Pop();
        return [.. members.Where(m => m.Value is not null && string.Equals(m.Name, picks.Peek(), StringComparison.OrdinalIgnoreCase)).Select(m => m.Value!)];
    }
}
