using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Flow;

/// <summary>Is this code that nobody calls? What names say is enough: a method that nothing in its project names, and that whoever uses its class by its interface cannot name.</summary>
internal static class Uncalled
{
    /// <summary>Why a finding in <paramref name="member"/> may never run, as a clause; null when it does, as far as can be seen.</summary>
    public static string? Because(ISymbol member, Compilation compilation) =>
        member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsVirtual: false, IsAbstract: false, IsOverride: false, IsExtensionMethod: false, ContainingType: { TypeKind: TypeKind.Class } type } method &&
        method.GetAttributes().IsEmpty && IsHidden(method, type) && ReferenceEquals(method.ContainingAssembly, compilation.Assembly) &&
        NameGraph.KeyOf(method) is { } key && NameGraph.Of(compilation).Mentioning(key).All(m => Declares(m, method))
            ? "nothing calls it"
            : null;

    // The interface of its class, IOrders for Orders, does not have it.
    private static bool IsHidden(IMethodSymbol method, INamedTypeSymbol type) =>
        method.DeclaredAccessibility is not Accessibility.Private && type.AllInterfaces.Any(i => i.Name == "I" + type.Name) &&
        !type.AllInterfaces.Any(i => i.GetMembers().Any(m => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(m), method)));

    // It calls itself. A type that names it does so in the initial value of a field.
    private static bool Declares(SyntaxNode mentioning, IMethodSymbol method) =>
        mentioning is not TypeDeclarationSyntax && method.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == mentioning.SyntaxTree && r.Span.Contains(mentioning.Span));
}
