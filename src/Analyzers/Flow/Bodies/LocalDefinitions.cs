using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>Every value that is given to a local anywhere in its member. One walk per member, however many locals are asked about.</summary>
internal static class LocalDefinitions
{
    private static readonly ConditionalWeakTable<IOperation, Dictionary<ILocalSymbol, ImmutableArray<IOperation>>> s_byRoot = new();

    /// <summary>The values, in the order of the code; empty for an element variable and for what an <c>out</c> argument fills.</summary>
    public static ImmutableArray<IOperation> Of(ILocalReferenceOperation reference) =>
        s_byRoot.GetValue(OperationShape.RootOf(reference), Collect).TryGetValue(reference.Local, out var values) ? values : [];

    /// <summary>The only value that the local ever has, or null.</summary>
    public static IOperation? Single(ILocalReferenceOperation reference) => Of(reference) is { Length: 1 } values ? values[0] : null;

    private static Dictionary<ILocalSymbol, ImmutableArray<IOperation>> Collect(IOperation root)
    {
        var found = new Dictionary<ILocalSymbol, ImmutableArray<IOperation>>(SymbolEqualityComparer.Default);
        foreach (var operation in root.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator:
                    Add(declarator.Symbol, value);
                    break;
                case IAssignmentOperation { Target: ILocalReferenceOperation target } assignment:
                    Add(target.Local, assignment.Value);
                    break;
            }
        }

        return found;

        void Add(ILocalSymbol local, IOperation value) => found[local] = found.TryGetValue(local, out var values) ? values.Add(value) : [value];
    }
}
