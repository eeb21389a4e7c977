using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>What a member is called on, as far as types tell.</summary>
/// <param name="Class">The class that the object is of, or of one below it; null where no class is known.</param>
/// <param name="IsBase">Whether the member of just this class is meant: <c>base.Save()</c>.</param>
internal readonly record struct Receiver(INamedTypeSymbol? Class, bool IsBase)
{
    /// <summary>What an operation calls a member on.</summary>
    public static Receiver Of(IOperation operation)
    {
        var instance = operation switch
        {
            IInvocationOperation call => call.Instance,
            IMemberReferenceOperation member => member.Instance,
            _ => null,
        };
        if (instance is IConversionOperation { IsImplicit: true, OperatorMethod: null, Operand: var converted })
            instance = converted;

        return instance?.Type is INamedTypeSymbol { TypeKind: TypeKind.Class } type ? new(type, instance is IInstanceReferenceOperation { Syntax: BaseExpressionSyntax }) : default;
    }
}
