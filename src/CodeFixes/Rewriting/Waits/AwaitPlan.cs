using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rewriting.Waits;

/// <summary>Awaits what a thread waits for, where it stands, in a function that is async or becomes it.</summary>
internal static class AwaitPlan
{
    /// <summary>For a call that has an asynchronous twin, which may not be there for all arguments.</summary>
    public static async Task<Planned<Rewrite>> TryTwinAsync(FixRequest request, CancellationToken cancellationToken)
    {
        var (wait, noTwin) = WaitExpression.OfTwin(request, cancellationToken);
        if (wait is null)
            return new Refused(noTwin!);

        if (InMemoryBecause(wait, request, cancellationToken) is { } because)
            return new Refused(because);

        var (rewrite, refusal) = await TryTaskAsync(request, wait, cancellationToken).ConfigureAwait(false);
        if (rewrite is null)
            return new Refused(refusal!);

        return (wait.Called is not null || wait.IsRows) && await TestDoubles.AgainstAsync(request.Document.Project.Solution, rewrite, wait.Called, cancellationToken).ConfigureAwait(false) is { } expected
            ? new Refused(expected)
            : rewrite;
    }

    /// <summary>For a task that is waited for. What comes of it is compiled, first with a token that its call was not given.</summary>
    public static async Task<Planned<Rewrite>> TryTaskAsync(FixRequest request, WaitExpression wait, CancellationToken cancellationToken)
    {
        var because = "";
        foreach (var candidate in wait.Token is null ? [wait] : new[] { wait, wait with { Token = null, TokenPlace = null } })
        {
            var (rewrite, refusal) = await TryAsync(request, candidate, cancellationToken).ConfigureAwait(false);
            because = refusal ?? "the changed code would not compile";
            if (rewrite is not null && !await CompilerErrors.AreAddedAsync(request.Document.Project.Solution, rewrite, cancellationToken).ConfigureAwait(false))
                return rewrite;
        }

        return new Refused(because);
    }

    // A query that may be rows in memory has nobody to await: the twin throws.
    private static string? InMemoryBecause(WaitExpression wait, FixRequest request, CancellationToken cancellationToken)
    {
        var session = AnalysisSession.For(request.Model.Compilation, request.Document.Project.AnalyzerOptions, cancellationToken);
        var operation = request.Model.GetOperation(wait.Whole, cancellationToken);
        var rows = wait.IsRows ? operation : operation is IInvocationOperation call && session.Apis.Find(call.TargetMethod, call.Instance?.Type) is { Effect: ApiEffect.Materialize } ? OperationShape.ReceiverOf(call) : null;
        return rows is null ? null : session.Synchronous.InMemoryBecause(rows, cancellationToken);
    }

    private static async Task<Planned<Rewrite>> TryAsync(FixRequest request, WaitExpression wait, CancellationToken cancellationToken)
    {
        var (document, root, model, _) = request;
        if (AsyncFunction.Around(wait.Whole, model, cancellationToken) is not { } function)
            return new Refused(wait.Whole.FirstAncestorOrSelf<ArrowExpressionClauseSyntax>() is { Parent: BasePropertyDeclarationSyntax } ? AsyncFunction.NoFunction : "an initial value cannot await");

        if (function.Refusal(wait.Whole, wait.Wraps, cancellationToken) is { } refusal)
            return new Refused(refusal);

        if (!function.IsAsync && !function.ReturnsTask)
            return await AsyncChain.TryAsync(request, function, wait, cancellationToken).ConfigureAwait(false);

        var edits = new AwaitEdits(ConfigureAwaitOf(root));
        Await(wait, edits);
        if (function.IsAsync)
            return await RewriteAsync(wait.NewName is null ? "Await it" : $"Await '{wait.NewName}'", document, edits, cancellationToken).ConfigureAwait(false);

        if (function.ReturnsRefusal(cancellationToken) is { } keeps)
            return new Refused(keeps);

        function.MakeAsync(edits);
        return await RewriteAsync($"Make {function.Title} async and await it", document, edits, cancellationToken).ConfigureAwait(false);
    }

    /// <summary><c>.ConfigureAwait(false)</c> when the file has it on every task it awaits.</summary>
    public static string ConfigureAwaitOf(SyntaxNode root)
    {
        var awaits = root.DescendantNodes().OfType<AwaitExpressionSyntax>().ToList();
        return awaits.Count > 0 && awaits.TrueForAll(a => a.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" }, ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { Token.Text: "false" } }] })
            ? ".ConfigureAwait(false)"
            : "";
    }

    /// <summary>Writes the <c>await</c> and what comes with it.</summary>
    public static void Await(WaitExpression wait, AwaitEdits edits)
    {
        foreach (var name in wait.Namespaces)
            edits.Need(name, wait.Whole.SpanStart);

        if (wait.IsRows)
        {
            edits.AwaitRows(wait.Whole, wait.NewName!, wait.Token);
            return;
        }

        if (wait is { Token: { } token, TokenPlace: { } place })
            edits.InsertLast(place.Position, place.Before + token);

        if (wait.Task is null)
        {
            var name = ((InvocationExpressionSyntax)wait.Whole).Expression switch
            {
                MemberAccessExpressionSyntax access when wait.NewName!.IndexOf('.') < 0 => access.Name,
                var other => other,
            };
            edits.Change(name is GenericNameSyntax generic ? generic.Identifier.Span : name.Span, wait.NewName!);
        }

        edits.Await(wait.Whole, wait.Task ?? wait.Whole);
    }

    private static async Task<Planned<Rewrite>> RewriteAsync(string title, Document document, AwaitEdits edits, CancellationToken cancellationToken)
    {
        var all = new Edits();
        all.Add(document.Id, await edits.ToChangesAsync(document, cancellationToken).ConfigureAwait(false));
        return all.ToRewrite(title);
    }
}
