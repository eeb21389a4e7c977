using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Rewriting.Queries;

/// <summary>What a loop skips at its start is left out by the query that loads its rows: <c>foreach (var order in orders) { if (order.AccountId != id) continue; ... }</c>.</summary>
internal static class SkippedRowsPlan
{
    /// <summary>Plans it for the expression that is reported: the call that runs the query, or the query that the loop goes through.</summary>
    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, ExpressionSyntax marked, CancellationToken cancellationToken)
    {
        var (document, _, model, _) = request;
        var run = marked as InvocationExpressionSyntax is { } call && InMemoryApis.RunsQuery(call, model) ? call : null;
        var query = run is null ? marked : InMemoryChain.ReceiverOf(run)!;
        if (LoopOver(run is null ? marked : Awaiting.Of(run).Whole, model, cancellationToken) is not { } loop || TestOf(loop) is not var (test, joining))
            return IntoQueryPlan.NoOperator;

        if (IntoQueryPlan.RefusalOfSource(query, model) is { } refusal)
            return new Refused(refusal);

        var member = (SyntaxNode?)loop.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax) ?? request.Root;
        var same = SameInSql.OfLoop(loop, model, Assignments.In(member, model, IsOfOwnRow), member.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.SpanStart >= query.SpanStart));
        var operands = Operands(test.Condition, joining).ToLookup(o => same.Test(o));
        if (!operands[true].Any())
            return new Refused(SameInSql.Predicate);

        var skips = joining is SyntaxKind.LogicalOrExpression;
        if (!skips && test.DescendantTokens().Any(t => t.GetLocation().GetLineSpan() is var lines && lines.StartLinePosition.Line != lines.EndLinePosition.Line))
            return new Refused("a text of several lines stands in the loop");

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        if (HasComment(test) || SeparatorOf(run, text) is not { } separator)
            return new Refused("a comment stands at the condition or in the query");

        var kept = string.Join(" && ", operands[true].Select(o => skips ? Negated(o) : Code(o)));
        var edits = new Edits();
        edits.Add(document.Id, new TextChange(new(query.Span.End, 0), $"{separator}.Where({loop.Identifier.Text} => {kept})"));
        edits.Add(document.Id, operands[false].Any()
            ? new TextChange(test.Condition.Span, string.Join(skips ? " || " : " && ", operands[false]))
            : skips ? new TextChange(Layout.WithBlankLine(Layout.LinesOf(test, text), text), "") : Unwrapped(test, text));
        edits.Add(document.Id, UsingDirectives.Missing(model, query.SpanStart, text, new Layout(text, loop).NewLine, "System.Linq"));
        var rewrite = edits.ToRewrite(IntoQueryPlan.LeavesOut);
        return await IntoQueryPlan.IsSoundAsync(rewrite, document, model, cancellationToken).ConfigureAwait(false) ? rewrite : new Refused("what is compared with is not known where the query is");

        // Each row is asked before its turn changes it.
        bool IsOfOwnRow(ExpressionSyntax target) => loop.Statement.Span.Contains(target.Span) && target is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: var changed } } && changed == loop.Identifier.Text;
    }

    // Its collection, or that of the one place that uses the variable which holds it.
    private static ForEachStatementSyntax? LoopOver(ExpressionSyntax rows, SemanticModel model, CancellationToken cancellationToken)
    {
        var outermost = rows.AncestorsAndSelf().TakeWhile(n => n == rows || n is ParenthesizedExpressionSyntax).OfType<ExpressionSyntax>().Last();
        var loop = outermost.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Parent: { } scope } } } variable }
            && scope.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.Text == variable.Identifier.Text && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(n, cancellationToken).Symbol, model.GetDeclaredSymbol(variable, cancellationToken))).ToList() is { Count: 1 } uses
                ? LoopOf(uses[0])
                : LoopOf(outermost);
        return loop is { AwaitKeyword.RawKind: 0 } && model.GetForEachStatementInfo(loop).ElementConversion.IsIdentity ? loop : null;

        static ForEachStatementSyntax? LoopOf(ExpressionSyntax collection) => collection.Parent is ForEachStatementSyntax loop && loop.Expression == collection ? loop : null;
    }

    // if (...) continue;  at the start, or an  if  around all that there is.
    private static (IfStatementSyntax Test, SyntaxKind Joining)? TestOf(ForEachStatementSyntax loop)
    {
        var statements = loop.Statement is BlockSyntax block ? block.Statements : SyntaxFactory.SingletonList(loop.Statement);
        return statements.FirstOrDefault() is IfStatementSyntax { Else: null } test
            ? IsContinue(test.Statement) ? statements.Count > 1 ? (test, SyntaxKind.LogicalOrExpression) : null : statements.Count == 1 && test.Statement is not BlockSyntax { Statements.Count: 0 } ? (test, SyntaxKind.LogicalAndExpression) : null
            : null;
    }

    private static bool IsContinue(StatementSyntax statement) => statement is ContinueStatementSyntax || (statement is BlockSyntax { Statements: { Count: 1 } only } && IsContinue(only[0]));

    private static IEnumerable<ExpressionSyntax> Operands(ExpressionSyntax condition, SyntaxKind joining) => condition switch
    {
        BinaryExpressionSyntax joined when joined.IsKind(joining) => Operands(joined.Left, joining).Concat(Operands(joined.Right, joining)),
        ParenthesizedExpressionSyntax { Expression: BinaryExpressionSyntax joined } when joined.IsKind(joining) => Operands(joined, joining),
        _ => [condition],
    };

    // Where something goes: all of a test that only skips, and of one around everything what is not inside.
    private static bool HasComment(IfStatementSyntax test)
    {
        var trivia = IsContinue(test.Statement)
            ? test.DescendantTrivia()
            : test.GetFirstToken().LeadingTrivia.Concat(test.Condition.DescendantTrivia()).Concat(test.CloseParenToken.TrailingTrivia)
                .Concat(test.Statement is BlockSyntax block ? [.. block.OpenBraceToken.LeadingTrivia, .. block.OpenBraceToken.TrailingTrivia, .. block.CloseBraceToken.LeadingTrivia] : []);
        return trivia.Any(t => !InMemoryChain.IsBlank(t));
    }

    // Between the query and what is called on it; null when somebody says something there.
    private static string? SeparatorOf(InvocationExpressionSyntax? run, SourceText text) =>
        run?.Expression is not MemberAccessExpressionSyntax access ? "" : Layout.Separator(access, text) is var separator && separator.Trim().Length == 0 ? separator : null;

    private static string Negated(ExpressionSyntax test) => test switch
    {
        ParenthesizedExpressionSyntax parenthesized => Negated(parenthesized.Expression),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var operand } => Code(operand is ParenthesizedExpressionSyntax { Expression: not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } and var inner } ? inner : operand),
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax } pattern => $"{pattern.Expression} == null",
        IsPatternExpressionSyntax pattern => $"{pattern.Expression} != null",
        BinaryExpressionSyntax comparison when OppositeOf(comparison.Kind()) is { } opposite => $"{comparison.Left} {SyntaxFacts.GetText(opposite)} {comparison.Right}",
        BinaryExpressionSyntax => $"!({test})",
        _ => $"!{test}",
    };

    private static SyntaxKind? OppositeOf(SyntaxKind kind) => kind switch
    {
        SyntaxKind.EqualsExpression => SyntaxKind.ExclamationEqualsToken,
        SyntaxKind.NotEqualsExpression => SyntaxKind.EqualsEqualsToken,
        SyntaxKind.LessThanExpression => SyntaxKind.GreaterThanEqualsToken,
        SyntaxKind.LessThanOrEqualExpression => SyntaxKind.GreaterThanToken,
        SyntaxKind.GreaterThanExpression => SyntaxKind.LessThanEqualsToken,
        SyntaxKind.GreaterThanOrEqualExpression => SyntaxKind.LessThanToken,
        _ => null,
    };

    // A query has no patterns.
    private static string Code(ExpressionSyntax test) => test is IsPatternExpressionSyntax { Pattern: var pattern } isNull ? $"{isNull.Expression} {(pattern is UnaryPatternSyntax ? "!=" : "==")} null" : test.ToString();

    // What the if contained, a step to the left.
    private static TextChange Unwrapped(IfStatementSyntax test, SourceText text)
    {
        var statements = test.Statement is BlockSyntax block ? block.Statements.ToImmutableArray() : [test.Statement];
        var inner = TextSpan.FromBounds(statements[0].FullSpan.Start, statements[statements.Length - 1].FullSpan.End);
        var step = Layout.IndentOf(text.Lines.GetLineFromPosition(statements[0].SpanStart)).Length - Layout.IndentOf(text.Lines.GetLineFromPosition(test.SpanStart)).Length;
        var newLine = new Layout(text, test).NewLine;
        var lines = text.ToString(inner).TrimEnd().Split('\n').Select(l => l.TrimEnd('\r'));
        return new(test.Span, string.Join(newLine, lines.Select(l => l.Length >= step && l.Substring(0, step).Trim().Length == 0 ? l.Substring(step) : l)).TrimStart());
    }
}
