using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow;

/// <summary>The operation that is meant, below what the language puts around it.</summary>
internal static class OperationShape
{
    /// <summary>Without conversions, parentheses and <c>await</c>.</summary>
    public static IOperation Unwrap(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IAwaitOperation awaited:
                    operation = awaited.Operation;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>The whole body that an operation stands in.</summary>
    public static IOperation RootOf(IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;

        return operation;
    }

    /// <summary>Whether a variable or parameter is declared within an operation.</summary>
    public static bool Declares(this IOperation operation, ISymbol symbol) => symbol.DeclaringSyntaxReferences
        .Any(r => r.SyntaxTree == operation.Syntax.SyntaxTree && operation.Syntax.Span.Contains(r.Span));
}
