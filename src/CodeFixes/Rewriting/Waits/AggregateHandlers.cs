using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Waits;

/// <summary>Handlers that count on the <see cref="AggregateException"/> in which a thread that waits finds what its task has thrown.</summary>
internal static class AggregateHandlers
{
    /// <summary>Whether a clause catches one by its name, or catches whatever it is and looks for one, or for what is in it.</summary>
    public static bool Includes(CatchClauseSyntax clause, SemanticModel model)
    {
        if (clause.Declaration is not { Type: var type } || model.GetTypeInfo(type).Type is not { } caught)
            return false;

        return IsOfSystem(caught, "AggregateException") || (IsOfSystem(caught, "Exception") && clause.DescendantNodes().OfType<SimpleNameSyntax>().Any(n => model.GetSymbolInfo(n).Symbol switch
        {
            ITypeSymbol named => IsOfSystem(named, "AggregateException"),
            { Name: "InnerException" or "InnerExceptions" or "GetBaseException" or "Flatten" or "Handle", ContainingType: { } owner } => IsOfSystem(owner, "Exception") || IsOfSystem(owner, "AggregateException"),
            _ => false,
        }));
    }

    private static bool IsOfSystem(ITypeSymbol type, string name) => type.Name == name && type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
}
