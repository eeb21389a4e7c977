using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>Awaits what a thread waits for, where it stands, in a function that is async or becomes it.</summary>
internal static class AwaitPlan
{
    /// <summary>The same for a call that has an asynchronous twin. What came of it is compiled: the twin may not be there for all arguments.</summary>
    public static async Task<Planned<Rewrite>> TryTwinAsync(FixRequest request, CancellationToken cancellationToken)
    {
        var (wait, noTwin) = WaitExpression.OfTwin(request, cancellationToken);
        if (wait is null)
            return new Refused(noTwin!);

        foreach (var candidate in wait.Token is null ? [wait] : new[] { wait, wait with { Token = null } })
        {
            var (rewrite, refusal) = await TryAsync(request, candidate, cancellationToken).ConfigureAwait(false);
            if (rewrite is null)
                return new Refused(refusal!);

            if (!await AsyncChain.AddsErrorsAsync(request.Document.Project.Solution, rewrite, cancellationToken).ConfigureAwait(false))
                return rewrite;
        }

        return new Refused("the changed code would not compile");
    }

    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, WaitExpression wait, CancellationToken cancellationToken)
    {
        var (document, root, model, _) = request;
        var edits = new AwaitEdits(ConfigureAwaitOf(root));
        if (AsyncFunction.Around(wait.Whole, model, cancellationToken) is not { } function)
            return new Refused("an initial value cannot await");

        if (function.Refusal(wait.Whole, cancellationToken) is { } refusal)
            return new Refused(refusal);

        Await(wait, edits);
        if (!wait.Namespaces.IsEmpty)
        {
            var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
            foreach (var change in UsingDirectives.Missing(model, wait.Whole.SpanStart, text, new Layout(text, wait.Whole).NewLine, [.. wait.Namespaces]))
                edits.Change(change);
        }

        if (function.IsAsync)
            return Rewrite(wait.NewName is null ? "Await it" : $"Await '{wait.NewName}'", document.Id, edits);

        if (!function.ReturnsTask)
            return await AsyncChain.TryAsync(request, function, edits, cancellationToken).ConfigureAwait(false);

        if (!function.CanRewriteReturns)
            return new Refused("a return would need braces");

        function.MakeAsync(edits);
        return Rewrite($"Make {(function.Node is AnonymousFunctionExpressionSyntax ? "the lambda" : $"'{function.Symbol.Name}'")} async and await it", document.Id, edits);
    }

    /// <summary><c>.ConfigureAwait(false)</c> when the file has it on every task it awaits.</summary>
    public static string ConfigureAwaitOf(SyntaxNode root)
    {
        var awaits = root.DescendantNodes().OfType<AwaitExpressionSyntax>().ToList();
        return awaits.Count > 0 && awaits.TrueForAll(a => a.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" }, ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { Token.Text: "false" } }] })
            ? ".ConfigureAwait(false)"
            : "";
    }

    private static void Await(WaitExpression wait, AwaitEdits edits)
    {
        if (wait.Task is { } task)
        {
            edits.Await(wait.Whole, task);
            return;
        }

        var call = (InvocationExpressionSyntax)wait.Whole;
        var name = call.Expression switch
        {
            MemberAccessExpressionSyntax access when wait.NewName!.IndexOf('.') < 0 => access.Name,
            var other => other,
        };
        edits.Change(name is GenericNameSyntax generic ? generic.Identifier.Span : name.Span, wait.NewName!);
        if (wait.Token is { } token)
            edits.InsertLast(call.ArgumentList.CloseParenToken.SpanStart, (call.ArgumentList.Arguments.Count > 0 ? ", " : "") + token);

        edits.Await(wait.Whole, wait.Whole);
    }

    private static Rewrite Rewrite(string title, DocumentId document, AwaitEdits edits)
    {
        var all = new Edits();
        all.Add(document, edits.ToChanges());
        return all.ToRewrite(title);
    }
}
