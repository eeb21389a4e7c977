using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.CodeFixes.Rewriting.Waits;

/// <summary>
/// What an <c>await</c> would have to keep and cannot, because it lives on the stack: the compiler says so only when it writes the program, not
/// when it is asked for its errors.
/// </summary>
internal static class AcrossAwait
{
    /// <summary>Whether a ref struct or a reference is evaluated before an expression and needed after it.</summary>
    public static bool IsKept(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        for (var child = model.GetOperation(expression, cancellationToken); child?.Parent is { } parent and not (IAnonymousFunctionOperation or ILocalFunctionOperation); child = parent)
        {
            switch (parent)
            {
                // By then, the arm has been chosen.
                case ISwitchOperation or ISwitchExpressionOperation:
                    continue;
                // A text that is put together in the handler of the call that takes it; any other text is put together after the await.
                case IInterpolatedStringHandlerCreationOperation { Type.IsRefLikeType: true }:
                    return true;
                case IForEachLoopOperation { Syntax: CommonForEachStatementSyntax loop } turns when child != turns.Collection && model.GetForEachStatementInfo(loop).GetEnumeratorMethod?.ReturnType.IsRefLikeType == true:
                    return true;
            }

            if (parent.ChildOperations.TakeWhile(o => o != child).Any(o => IsOnStack(o, parent)))
                return true;
        }

        return false;
    }

    private static bool IsOnStack(IOperation before, IOperation parent) => before switch
    {
        IArgumentOperation argument => argument.Value.Type?.IsRefLikeType == true || (argument.Parameter?.RefKind is not (null or RefKind.None) && IsReference(argument.Value)),
        { Type.IsRefLikeType: true } => true,
        _ => (parent is IAssignmentOperation || (parent is IInvocationOperation && before.Type?.IsValueType == true)) && IsReference(before),
    };

    // What is read through a reference is a value; what is changed through one needs it.
    private static bool IsReference(IOperation target) => target switch
    {
        IInvocationOperation { TargetMethod: { ReturnsByRef: true } or { ReturnsByRefReadonly: true } } => true,
        IPropertyReferenceOperation { Property: { ReturnsByRef: true } or { ReturnsByRefReadonly: true } } => true,
        IFieldReferenceOperation { Instance: { Type.IsValueType: true } instance } => IsReference(instance),
        _ => false,
    };
}
