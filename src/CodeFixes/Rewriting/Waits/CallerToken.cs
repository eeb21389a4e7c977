using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Waits;

/// <summary>Where a call that takes a cancellation token and has none would get it, and what has to be written in front of it.</summary>
internal readonly record struct TokenPlace(int Position, string Before)
{
    /// <summary>Behind the other arguments of a call, by name where one of them is named or left out.</summary>
    public static TokenPlace Last(InvocationExpressionSyntax call, bool isByPosition, string parameter) =>
        new(call.ArgumentList.CloseParenToken.SpanStart, (call.ArgumentList.Arguments.Count > 0 ? ", " : "") + (isByPosition ? "" : parameter + ": "));
}

/// <summary>The cancellation token that a function was given.</summary>
internal static class CallerToken
{
    /// <summary>The name of the only one in scope; null where there is none, where only a person knows which of two is meant, and where something is cleaned up.</summary>
    public static string? For(SyntaxNode call, SemanticModel model)
    {
        if (IsCleaningUp(call))
            return null;

        var tokens = model.LookupSymbols(call.SpanStart).OfType<IParameterSymbol>().Where(p => p.Type is { Name: "CancellationToken", ContainingNamespace.Name: "Threading" }).ToList();
        return tokens.Count == 1 ? tokens[0].Name : null;
    }

    /// <summary>Whether something is undone or cleaned up, which has to be done also when nobody waits for the rest any more.</summary>
    public static bool IsCleaningUp(SyntaxNode call) =>
        call.Ancestors().TakeWhile(n => n is not (MemberDeclarationSyntax or LocalFunctionStatementSyntax)).Any(n => n is CatchClauseSyntax or FinallyClauseSyntax);
}
