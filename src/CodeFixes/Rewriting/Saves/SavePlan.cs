using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;
using PerfAnalyzers.Flow.Loops;

namespace PerfAnalyzers.CodeFixes.Rewriting.Saves;

/// <summary>A save in each turn of a loop, of a context or of a unit of work: one save after the loop.</summary>
internal static class SavePlan
{
    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, CancellationToken cancellationToken)
    {
        var (document, _, model, _) = request;
        if (request.Enclosing<InvocationExpressionSyntax>() is not { } call || model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method ||
            !await OnlyCall.SavesAsync(method, model.Compilation, document.Project.Solution, cancellationToken).ConfigureAwait(false))
        {
            return new Refused("the marked place is no save of a context");
        }

        if (call.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax save || !IsWhole(save.Expression, call))
            return new Refused("the number of saved rows is used");

        if (SaveTurn.Of(save) is { Value: var turn, Refusal: var noTurn } && turn is null)
            return new Refused(noTurn!);

        var loop = turn!.Loop;
        if (!LoopSyntax.HasRoom(loop))
            return new Refused("there is no place after the loop for a statement");

        if (Refusal(save, loop, model) is { } refusal)
            return new Refused(refusal);

        if (model.GetOperation(loop, cancellationToken) is not ILoopOperation operation)
            return new Refused("the loop does not compile");

        var session = AnalysisSession.For(model.Compilation, document.Project.AnalyzerOptions, cancellationToken);
        var finds = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        foreach (var called in operation.Body.Descendants().OfType<IInvocationOperation>().Select(c => c.TargetMethod).Distinct<IMethodSymbol>(SymbolEqualityComparer.Default))
        {
            if (await OnlyCall.FindsAsync(called, model.Compilation, document.Project.Solution, cancellationToken).ConfigureAwait(false))
                finds.Add(called);
        }

        foreach (var around in turn.Loops)
        {
            if (model.GetOperation(around, cancellationToken) is ILoopOperation own && new SavedBefore(own, save, finds, session).Refusal(cancellationToken) is { } saved)
                return new Refused(saved);
        }

        if (Neighbour(operation, save, finds, session, cancellationToken) is { } neighbour)
            return new Refused($"'{neighbour}' in the loop goes to the database or another service, and may count on what was saved");

        if (turn.Refusal(model, finds, session, cancellationToken) is { } unsaved)
            return new Refused(unsaved);

        var effects = new LoopEffects(document.Project.Solution, trustsUnknown: true) { TellsUnsaved = true };
        foreach (var part in turn.Parts)
        {
            if (await effects.DisturbanceAsync(part, model, cancellationToken).ConfigureAwait(false) is { } disturbance)
                return new Refused(disturbance);
        }

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return Move(document, save, loop, text) is { } edits ? edits.ToRewrite("Save once after the loop") : new Refused("the save shares its line with other code");
    }

    private static bool IsWhole(ExpressionSyntax expression, InvocationExpressionSyntax call) => expression switch
    {
        AwaitExpressionSyntax awaited => IsWhole(awaited.Expression, call),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait", Expression: var configured } } => configured == call,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" }, Right: var right } => IsWhole(right, call),
        _ => expression == call,
    };

    private static string? Refusal(ExpressionStatementSyntax save, StatementSyntax loop, SemanticModel model)
    {
        var assigned = Assignments.In(loop, model);
        foreach (var name in save.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (model.GetSymbolInfo(name).Symbol is { Kind: SymbolKind.Local or SymbolKind.Parameter or SymbolKind.Field or SymbolKind.Property } symbol &&
                (assigned.Contains(symbol) || ReadScope.IsDeclaredIn(symbol, loop)))
            {
                return $"'{symbol.Name}' is made or changed in the loop";
            }
        }

        foreach (var node in LoopSyntax.BodyOf(loop)!.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            switch (node)
            {
                case AssignmentExpressionSyntax assignment when QueryApis.ChangesState(assignment, model) && !IsModified(assignment):
                    return "the loop changes the state of a tracked entity";
                case InvocationExpressionSyntax call when model.GetSymbolInfo(call).Symbol is IMethodSymbol { ContainingType.Name: "DatabaseFacade" or "RelationalDatabaseFacadeExtensions" or "IDbContextTransaction" } method:
                    return $"'{method.Name}' in the loop belongs to a transaction or a command of its own";
            }
        }

        return null;

        // db.Entry(order).State = EntityState.Modified, of the turn's own row: what db.Update(order) does.
        bool IsModified(AssignmentExpressionSyntax assignment) =>
            assignment is { Left: MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: IdentifierNameSyntax row }] } }, Right: MemberAccessExpressionSyntax { Name.Identifier.Text: "Modified" } } &&
            model.GetSymbolInfo(row).Symbol is ILocalSymbol own && ReadScope.IsDeclaredIn(own, loop);
    }

    // A row by its primary key comes from what is tracked, saved or not. Anything else that goes out may see the difference.
    private static string? Neighbour(ILoopOperation loop, ExpressionStatementSyntax save, HashSet<IMethodSymbol> finds, AnalysisSession session, CancellationToken cancellationToken)
    {
        foreach (var operation in loop.Body.DescendantsAndSelf())
        {
            if (save.Span.Contains(operation.Syntax.Span) || operation is not (IInvocationOperation or IPropertyReferenceOperation or IObjectCreationOperation or IMethodReferenceOperation or IForEachLoopOperation))
                continue;

            if (operation is IInvocationOperation { TargetMethod: var method })
            {
                if (finds.Contains(method))
                    continue;

                if (method.MethodKind is MethodKind.DelegateInvoke)
                    return "the delegate";
            }

            foreach (var question in RepeatedRoundTrips.Questions)
            {
                if (session.Effects.Find(operation, question, cancellationToken) is { } path)
                    return path.Steps[0].Name;
            }
        }

        return null;
    }

    private static Edits? Move(Document document, ExpressionStatementSyntax save, StatementSyntax loop, SourceText text)
    {
        var first = text.Lines.GetLineFromPosition(save.SpanStart);
        var last = text.Lines.GetLineFromPosition(save.Span.End);
        if (text.ToString(TextSpan.FromBounds(first.Start, save.SpanStart)).Trim().Length > 0 || !IsCommentOrNothing(save.Span.End, last) || save.GetFirstToken().LeadingTrivia.Any(t => t.IsDirective))
            return null;

        // Its own comments go with it, and the blank line that set it off goes.
        var start = first.LineNumber;
        while (start > 0 && text.ToString(text.Lines[start - 1].Span).Trim().StartsWith("//", StringComparison.Ordinal))
            start--;

        var moved = Enumerable.Range(start, last.LineNumber - start + 1).Select(n => text.ToString(text.Lines[n].Span)).ToList();
        while (start > 0 && text.ToString(text.Lines[start - 1].Span).Trim().Length == 0)
            start--;

        var layout = new Layout(text, loop);
        var inner = new Layout(text, save).Indent;
        var edits = new Edits();
        edits.Add(document.Id, new TextChange(TextSpan.FromBounds(text.Lines[start].Start, last.EndIncludingLineBreak), ""));
        if (layout.After(moved.Select(line => line.StartsWith(inner, StringComparison.Ordinal) ? line.Substring(inner.Length) : line.TrimStart())) is not { } after)
            return null;

        edits.Add(document.Id, after);
        return edits;

        bool IsCommentOrNothing(int position, TextLine line) =>
            text.ToString(TextSpan.FromBounds(position, line.End)).Trim() is "" or ['/', '/', ..];
    }
}
