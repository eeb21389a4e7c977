using Microsoft.CodeAnalysis;

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
}
