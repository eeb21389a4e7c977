using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>What a piece of code gives new values to. One walk per piece, however many variables are asked about.</summary>
internal static class Assignments
{
    private static readonly ConditionalWeakTable<IOperation, ImmutableHashSet<ISymbol>> s_byScope = new();

    /// <summary>The locals, parameters, fields and properties that are assigned, counted up or handed out by reference within <paramref name="scope"/>.</summary>
    public static ImmutableHashSet<ISymbol> In(IOperation scope) => s_byScope.GetValue(scope, Collect);

    private static ImmutableHashSet<ISymbol> Collect(IOperation scope)
    {
        var found = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in scope.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IAssignmentOperation assignment:
                    Add(assignment.Target);
                    break;
                case IIncrementOrDecrementOperation increment:
                    Add(increment.Target);
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } argument:
                    foreach (var value in argument.Value.DescendantsAndSelf())
                        Add(value);

                    break;
            }
        }

        return found.ToImmutable();

        void Add(IOperation target)
        {
            if (OperationShape.StorageOf(target) is { } symbol)
                found.Add(symbol);
        }
    }
}
