using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;
using PerfAnalyzers.Flow.Bodies;

namespace PerfAnalyzers.CodeFixes.Rewriting.Loops;

/// <summary>A row that is looked for and then loaded: loaded once, and tested for null. <c>if (!db.Orders.Any(o => o.Id == id)) return; var order = db.Orders.First(o => o.Id == id);</c></summary>
internal static class LookedForPlan
{
    /// <param name="request">The finding.</param>
    /// <param name="call">The call that loads the row.</param>
    /// <param name="question">That with whatever waits for it.</param>
    /// <param name="look">The call that has looked for the row.</param>
    /// <param name="cancellationToken">To give up.</param>
    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, InvocationExpressionSyntax call, ExpressionSyntax question, InvocationExpressionSyntax look, CancellationToken cancellationToken)
    {
        var (document, root, model, _) = request;
        var (condition, isMissing) = ConditionOf(HoistPlan.Awaited(look));
        if (condition.Parent is not IfStatementSyntax test || test.Condition != condition || !LoopSyntax.HasRoom(test))
            return new Refused("what was looked for decides about more than a branch");

        if (isMissing ? test.Else is not null || model.GetOperation(test.Statement, cancellationToken) is not { } otherwise || !DecidingConditions.GoesElsewhere(otherwise) || !test.Parent!.Span.Contains(question.Span) : !test.Statement.Span.Contains(question.Span))
            return new Refused("the row is loaded in another branch than that in which it was found");

        if (call.Expression is not MemberAccessExpressionSyntax { Name: IdentifierNameSyntax loads } || model.GetTypeInfo(question, cancellationToken).Type is not { IsReferenceType: true } type || model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method)
            return new Refused("what is loaded cannot be null");

        if (HoistPlan.NamedIn(question, model, cancellationToken).FirstOrDefault(s => s is ILocalSymbol && s.DeclaringSyntaxReferences.Any(r => r.Span.Start >= test.SpanStart)) is { } made)
            return new Refused($"'{made.Name}' is made after it was looked for");

        if (question.ToString().Contains('\n') && question.DescendantTrivia().Any(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia)))
            return new Refused("a comment stands in the query");

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var member = test.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax) ?? root;
        var declaration = DeclarationOf(question, isMissing ? test.Parent! : test.Statement, type, model, cancellationToken);
        var name = declaration?.Declaration.Variables[0].Identifier.Text ?? new Names(member, model, test.SpanStart).Take(HoistPlan.NameFor(type, method), "found");
        var load = question.ToString();
        if (loads.Identifier.Text.IndexOf("OrDefault", StringComparison.Ordinal) < 0)
            load = load.Insert(loads.SpanStart - question.SpanStart + loads.Identifier.Text.Replace("Async", "").Length, "OrDefault");

        var edits = new Edits();
        edits.Add(document.Id, new Layout(text, test).Before([$"var {name} = {load};"]));
        edits.Add(document.Id, new TextChange(condition.Span, isMissing ? $"{name} is null" : IsNotNull(name, root)));
        if (declaration is not null)
            edits.Add(document.Id, new TextChange(Layout.WithBlankLine(Layout.LinesOf(declaration, text), text), ""));
        else
            edits.Replace(document.Id, question, name, isPrimary: true);

        var rewrite = edits.ToRewrite("Load it once and test whether it is null");
        return await IntoQueryPlan.IsSoundAsync(rewrite, document, model, cancellationToken).ConfigureAwait(false) ? rewrite : new Refused("the changed code would not compile");
    }

    // !await db.Orders.AnyAsync(...): the condition, and whether it asks that there is none.
    private static (ExpressionSyntax Condition, bool IsMissing) ConditionOf(ExpressionSyntax looked)
    {
        while (looked.Parent is ParenthesizedExpressionSyntax parenthesized)
            looked = parenthesized;

        return looked.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not ? (not, true) : (looked, false);
    }

    // var order = db.Orders.First(...): the variable is there already, a few lines too late.
    private static LocalDeclarationStatementSyntax? DeclarationOf(ExpressionSyntax question, SyntaxNode scope, ITypeSymbol type, SemanticModel model, CancellationToken cancellationToken) =>
        question.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } declaration } } variable }
        && declaration.Parent == scope && !declaration.GetLeadingTrivia().Concat(declaration.GetTrailingTrivia()).Any(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia))
        && model.GetDeclaredSymbol(variable, cancellationToken) is ILocalSymbol local && SymbolEqualityComparer.Default.Equals(local.Type, type) ? declaration : null;

    private static string IsNotNull(string name, SyntaxNode root) => root.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp9 } ? $"{name} is not null" : $"{name} != null";
}
