using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>A call with the await that belongs to it.</summary>
/// <param name="Whole">The await expression, or the call itself when it is not awaited on the spot.</param>
/// <param name="ConfigureAwait">The argument of the <c>ConfigureAwait</c> between them.</param>
internal readonly record struct Awaiting(ExpressionSyntax Whole, ExpressionSyntax? ConfigureAwait)
{
    public static Awaiting Of(InvocationExpressionSyntax call) => call.Parent switch
    {
        AwaitExpressionSyntax awaited => new(awaited, null),
        MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax awaited } configured } =>
            new(awaited, configured.ArgumentList.Arguments[0].Expression),
        _ => new(call, null),
    };

    /// <summary>The type argument of a task, or the type itself.</summary>
    public static ITypeSymbol ResultOf(ITypeSymbol type) => IsTask(type) ? ((INamedTypeSymbol)type).TypeArguments[0] : type;

    public static bool IsTask(ITypeSymbol type) => type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.Length: 1, ContainingNamespace: { Name: "Tasks" } };
}
