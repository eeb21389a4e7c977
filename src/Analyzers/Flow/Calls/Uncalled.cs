using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// A method that is left over: its name stands nowhere in the program, and who is out of sight has its class by interfaces that do not have it.
/// </summary>
internal sealed class Uncalled(Compilation compilation, RequestPaths requests)
{
    /// <summary>Why a member never runs, as far as can be seen, as a clause; null when somebody calls it, or may.</summary>
    public string? Because(ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsOverride: false, IsVirtual: false, IsAbstract: false, ContainingType: { TypeKind: TypeKind.Class, IsAbstract: false } type } method &&
        type.Interfaces.Any(i => IsOwn(i) && !i.GetMembers().IsEmpty) && HasPlainBase(type) && method.GetAttributes().IsEmpty && !IsOfInterface(method, type) && !requests.IsHandler(method) &&
        method.Name != WellKnownMemberNames.EntryPointMethodName && !compilation.SyntaxTrees.Any(t => SourceFile.Of(t).HasName(method.Name))
            ? $"nobody in sight calls '{method.Name}'"
            : null;

    // A framework's base class may find methods by their names.
    private static bool HasPlainBase(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.SpecialType is not SpecialType.System_Object && !IsOwn(current))
                return false;
        }

        return true;
    }

    private static bool IsOwn(INamedTypeSymbol type) => type.OriginalDefinition.DeclaringSyntaxReferences.Length > 0;

    private static bool IsOfInterface(IMethodSymbol method, INamedTypeSymbol type) =>
        type.AllInterfaces.SelectMany(i => i.GetMembers(method.Name)).Any(m => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(m), method));
}
