using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rewriting.Waits;

/// <summary>A task that a function returns, taken apart for an async function, which returns what is in it.</summary>
internal static class ReturnedTask
{
    /// <summary>Whether a task has come to its end well and has no result: <c>Task.CompletedTask</c>, or a <c>ValueTask</c> that was given nothing.</summary>
    public static bool IsNothing(ExpressionSyntax task, SemanticModel model) => task switch
    {
        MemberAccessExpressionSyntax { Expression: var type, Name.Identifier.Text: "CompletedTask" } => model.GetSymbolInfo(type).Symbol is INamedTypeSymbol owner && TaskTypes.IsTask(owner),
        DefaultExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression } or BaseObjectCreationExpressionSyntax { ArgumentList: { Arguments.Count: 0 }, Initializer: null } =>
            model.GetTypeInfo(task) is { ConvertedType: { Name: "ValueTask" } type } && TaskTypes.IsTask(type) && !TaskTypes.HasResult(type),
        _ => false,
    };

    /// <summary>What a task has been made of that has come to its end well: <c>x</c> of <c>Task.FromResult(x)</c> and <c>new ValueTask&lt;T&gt;(x)</c>; null for any other.</summary>
    public static ExpressionSyntax? ValueIn(ExpressionSyntax task, SemanticModel model) => task switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var type, Name.Identifier.Text: "FromResult" }, ArgumentList.Arguments: [{ Expression: var result }] }
            when model.GetSymbolInfo(type).Symbol is INamedTypeSymbol owner && TaskTypes.IsTask(owner) => result,
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var given }], Initializer: null } when GivenTo(task, model) is { } parameter && !TaskTypes.IsTask(parameter.Type) => given,
        // Of the task as of what is in it.
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression } when model.GetTypeInfo(task).ConvertedType is { IsValueType: true } type && TaskTypes.HasResult(type) => task,
        _ => null,
    };

    /// <summary>The task that another one stands for: <c>LoadAsync()</c> of <c>new ValueTask&lt;T&gt;(LoadAsync())</c>, or itself.</summary>
    public static ExpressionSyntax Inner(ExpressionSyntax task, SemanticModel model) =>
        task is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var given }], Initializer: null } && GivenTo(task, model) is { } parameter && TaskTypes.IsTask(parameter.Type) ? given : task;

    /// <summary>The tasks of which one is returned: the branches of a choice, or the one there is.</summary>
    public static IEnumerable<ExpressionSyntax> Branches(ExpressionSyntax task) => task switch
    {
        ConditionalExpressionSyntax either => Branches(either.WhenTrue).Concat(Branches(either.WhenFalse)),
        SwitchExpressionSyntax choice => choice.Arms.SelectMany(arm => Branches(arm.Expression)),
        ThrowExpressionSyntax => [],
        _ => [task],
    };

    /// <summary>
    /// Whether the value of a task may stand for it in a choice. Numbers of several types would become one of them, before anybody makes an object of it.
    /// </summary>
    public static bool KeepsType(ExpressionSyntax value, ExpressionSyntax task, SemanticModel model) =>
        value == task || model.GetTypeInfo(value).Type is not { IsValueType: true } type || SymbolEqualityComparer.Default.Equals(type, TaskTypes.ResultOf(model.GetTypeInfo(task).ConvertedType));

    private static IParameterSymbol? GivenTo(ExpressionSyntax creation, SemanticModel model) =>
        model.GetSymbolInfo(creation).Symbol is IMethodSymbol { ContainingType: { IsValueType: true } type, Parameters: [var parameter] } && TaskTypes.IsTask(type) ? parameter : null;
}
