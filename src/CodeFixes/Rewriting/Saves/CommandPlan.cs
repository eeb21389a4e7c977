using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.CodeFixes.Rewriting.Batching;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;

namespace PerfAnalyzers.CodeFixes.Rewriting.Saves;

/// <summary>A loop that does nothing but delete or update the rows of each element's key: one command for all keys.</summary>
internal static class CommandPlan
{
    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, InvocationExpressionSyntax call, CancellationToken cancellationToken)
    {
        var (document, root, model, _) = request;
        if (ElementLoop.Around(call, model) is { Value: var loop, Refusal: var noLoop } && loop is null)
            return new Refused(noLoop!);

        if (loop!.Turn is not ForEachStatementSyntax { Statement: var body } || loop.EndsEarly)
            return new Refused("the loop may end before its last element");

        if (new KeyedReadReader(loop.Scope, call).Command() is { Value: var command, Refusal: var noCommand } && command is null)
            return new Refused(noCommand!);

        var isDelete = QueryApis.IsDelete((IMethodSymbol)model.GetSymbolInfo(call, cancellationToken).Symbol!);
        if (Target(command!.Whole) is not { } target || (target.Length > 0 && !isDelete))
            return new Refused("the number of rows is used");

        if (!IsAll(body, command.Whole))
            return new Refused("the loop does something else, too");

        if (!LoopSyntax.HasRoom(loop.Statement))
            return new Refused("there is no place before the loop for a statement");

        if (Refusal(command, call, isDelete, model) is { } refusal)
            return new Refused(refusal);

        if (await Batch.OfAsync(command, model, document, isReviewed: false, cancellationToken).ConfigureAwait(false) is { Value: var batch, Refusal: var noBatch } && batch is null)
            return new Refused(noBatch!);

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var layout = new Layout(text, loop.Statement);
        var names = new Names(loop.Statement.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax) ?? root, model, loop.Statement.SpanStart);
        if (LoopSource.Of(loop, command.IsAsync, names) is { Value: var source, Refusal: var noSource } && source is null)
            return new Refused(noSource!);

        if (KeyList.Of(loop, source!, command.Key, names, needsReadOnlyCollection: false, batch!.CopiesArrays) is { Value: var keys, Refusal: var noKeys } && keys is null)
            return new Refused(noKeys!);

        var configure = command.ConfigureAwait is { } argument ? $".ConfigureAwait({argument})" : "";
        var run = $".{((MemberAccessExpressionSyntax)call.Expression).Name}{call.ArgumentList}{configure}";
        var statement = layout.Statement(target + (command.IsAsync ? "await " : ""), batch.Query(keys!.Name, command.RowName!).Append(run), ";", call.ToString().Contains('\n'));
        var edits = new Edits();
        List<string> lines = [.. new[] { source!.Declaration, keys.Declaration }.OfType<string>()];
        if (lines.Count > 0)
            edits.Add(document.Id, layout.Before(lines));

        edits.Add(document.Id, new TextChange(loop.Statement.Span, statement));
        edits.Add(document.Id, UsingDirectives.Missing(model, loop.Statement.SpanStart, text, layout.NewLine, "System.Linq", "Microsoft.EntityFrameworkCore"));
        return edits.ToRewrite(isDelete ? "Delete the rows of all elements with one command" : "Update the rows of all elements with one command");
    }

    // What stands before the command: nothing, or a sum of the rows.
    private static string? Target(ExpressionSyntax whole) => whole.Parent switch
    {
        ExpressionStatementSyntax => "",
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" } } discard when discard.Parent is ExpressionStatementSyntax => "_ = ",
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: IdentifierNameSyntax sum } total when total.Right == whole && total.Parent is ExpressionStatementSyntax => $"{sum} += ",
        _ => null,
    };

    // if (order.Id > 3) { await db...ExecuteDeleteAsync(); }, or behind if (...) continue;
    private static bool IsAll(StatementSyntax statement, ExpressionSyntax whole) => statement switch
    {
        BlockSyntax block => block.Statements.Count > 0 && IsAll(block.Statements.Last(), whole) && block.Statements.Take(block.Statements.Count - 1).All(s =>
            LoopSyntax.Skips(s) || s is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } && HasNoEffect(s)),
        IfStatementSyntax { Else: null } condition => IsAll(condition.Statement, whole),
        ExpressionStatementSyntax expression => expression.Span.Contains(whole.Span),
        _ => false,
    };

    private static bool HasNoEffect(StatementSyntax statement) =>
        !statement.DescendantNodes().Any(node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax);

    private static string? Refusal(KeyedRead command, InvocationExpressionSyntax call, bool isDelete, SemanticModel model)
    {
        if (!command.Operators.All(QueryApis.IsKeptOfGroups))
            return "the command does not pick its rows by conditions alone";

        // A condition that looks at other rows may see what an earlier command has done.
        if (command.Operators.SelectMany(o => o.ArgumentList.DescendantNodes()).OfType<InvocationExpressionSyntax>().Any(i => model.GetSymbolInfo(i).Symbol is not IMethodSymbol { ContainingType.SpecialType: SpecialType.System_String }))
            return "a condition asks for more than the row itself";

        if (isDelete)
            return null;

        foreach (var setter in QueryApis.Setters(call))
        {
            if (setter.ArgumentList.Arguments is not [{ Expression: SimpleLambdaExpressionSyntax { ExpressionBody: MemberAccessExpressionSyntax column } }, { Expression: not LambdaExpressionSyntax }])
                return "what is set depends on the row, and a key that comes twice is updated twice";

            if (SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(column).Symbol, command.Column))
                return "the key itself is set, so that a later element may find the row again";
        }

        return null;
    }
}
