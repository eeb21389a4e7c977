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
            new(awaited, configured.ArgumentList.Arguments.FirstOrDefault()?.Expression),
        _ => new(call, null),
    };

    /// <summary>The other way round: the call that an await is for; null where it is for something else.</summary>
    public static InvocationExpressionSyntax? CallOf(AwaitExpressionSyntax awaited) =>
        (awaited.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait", Expression: var configured } } ? configured : awaited.Expression) as InvocationExpressionSyntax;

    /// <summary>The call with whatever waits for it: an await, <c>.Result</c>, <c>.GetAwaiter().GetResult()</c>, also around <c>Task.Run(() => call)</c>.</summary>
    public static ExpressionSyntax Waited(InvocationExpressionSyntax call) => Of(call).Whole is var whole && whole != call ? whole : call.Parent switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.Text: "Result" } result => result,
        MemberAccessExpressionSyntax { Name.Identifier.Text: "GetAwaiter", Parent: InvocationExpressionSyntax { Parent: MemberAccessExpressionSyntax { Name.Identifier.Text: "GetResult", Parent: InvocationExpressionSyntax result } } } => result,
        LambdaExpressionSyntax { AsyncKeyword.RawKind: 0, Parent: ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Run", Expression: IdentifierNameSyntax { Identifier.Text: "Task" } } } run } } } =>
            Waited(run) is var waited && waited != run ? waited : call,
        _ => call,
    };
}
