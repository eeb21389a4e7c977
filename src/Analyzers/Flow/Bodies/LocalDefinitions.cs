using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>Every value that is given to a local, or to a parameter beside what it comes with, anywhere in its member. One walk per member, however many are asked about.</summary>
internal static class LocalDefinitions
{
    private static readonly ConditionalWeakTable<IOperation, Dictionary<ISymbol, ImmutableArray<IOperation>>> s_byRoot = new();

    /// <summary>The values, in the order of the code; empty for an element variable and for what an <c>out</c> argument fills.</summary>
    public static ImmutableArray<IOperation> Of(ILocalReferenceOperation reference) => Of(reference, reference.Local);

    /// <summary>The values that the body gives to a parameter, as in <c>query = query.Where(...)</c>.</summary>
    public static ImmutableArray<IOperation> Of(IParameterReferenceOperation reference) => Of(reference, reference.Parameter);

    /// <summary>The only value that the local ever has, or null.</summary>
    public static IOperation? Single(ILocalReferenceOperation reference) => Of(reference) is { Length: 1 } values ? values[0] : null;

    private static ImmutableArray<IOperation> Of(IOperation reference, ISymbol variable) =>
        s_byRoot.GetValue(OperationShape.RootOf(reference), Collect).TryGetValue(variable, out var values) ? values : [];

    private static Dictionary<ISymbol, ImmutableArray<IOperation>> Collect(IOperation root)
    {
        var found = new Dictionary<ISymbol, ImmutableArray<IOperation>>(SymbolEqualityComparer.Default);
        foreach (var operation in root.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator:
                    Add(declarator.Symbol, value);
                    break;
                case IAssignmentOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation } assignment:
                    Add(OperationShape.VariableOf(assignment.Target)!, assignment.Value);
                    break;
                // var (orders, count) = (db.Orders.Where(...), 0);  what a method returns as a tuple has no value of its own for each.
                case IDeconstructionAssignmentOperation deconstruction:
                    AddParts(deconstruction.Target, deconstruction.Value);
                    break;
            }
        }

        return found;

        void AddParts(IOperation target, IOperation value)
        {
            target = target is IDeclarationExpressionOperation declaration ? declaration.Expression : target;
            if (target is ITupleOperation variables && OperationShape.Unwrap(value) is ITupleOperation values)
            {
                for (var i = 0; i < variables.Elements.Length && i < values.Elements.Length; i++)
                    AddParts(variables.Elements[i], values.Elements[i]);
            }
            else if (OperationShape.VariableOf(target) is { } variable && OperationShape.Unwrap(value) is not ITupleOperation)
            {
                Add(variable, value);
            }
        }

        void Add(ISymbol variable, IOperation value) => found[variable] = found.TryGetValue(variable, out var values) ? values.Add(value) : [value];
    }
}
