using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Knowledge;

/// <summary>By which name does code mention a member? The one by which it is looked for before anything is bound.</summary>
internal static class NameInCode
{
    /// <summary>A constructor's type, an accessor's property, and of an explicit implementation what stands behind its interface.</summary>
    public static string Of(ISymbol member)
    {
        if (member is IMethodSymbol { MethodKind: MethodKind.Constructor })
            return member.ContainingType.Name;

        var name = ((member as IMethodSymbol)?.AssociatedSymbol ?? member).Name;
        return name.Substring(name.LastIndexOf('.') + 1);
    }

    /// <summary>The name that an expression ends with: <c>Load</c> of <c>orders.Load</c>, of <c>.Load</c> after a question mark and of <c>Load&lt;Order&gt;</c>; null when it ends with none.</summary>
    public static SimpleNameSyntax? In(SyntaxNode expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };
}
