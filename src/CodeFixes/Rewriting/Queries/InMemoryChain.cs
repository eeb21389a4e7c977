using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Queries;

/// <summary>
/// <c>(await db.Orders.ToListAsync(ct)).OrderBy(o => o.Id).Take(10)</c>, taken apart: the query, the call that runs it, and what is done in
/// memory with what it returns.
/// </summary>
/// <param name="Query">What the call that runs it is called on.</param>
/// <param name="Run">The call that runs it.</param>
/// <param name="Operators">The operators in memory that move, in the order of the code; the marked one is the last, or followed by others of its kind.</param>
/// <param name="Whole">The expression that is replaced: the last operator.</param>
/// <param name="Declaration">The statement of the local that holds the rows on the way; null when none does.</param>
internal sealed record InMemoryChain(
    ExpressionSyntax Query, InvocationExpressionSyntax Run, ImmutableArray<ExpressionSyntax> Operators, ExpressionSyntax Whole, LocalDeclarationStatementSyntax? Declaration)
{
    /// <summary>Whether the query is awaited.</summary>
    public bool IsAsync => Awaiting.Of(Run).Whole is AwaitExpressionSyntax;

    /// <summary>Reads the chain down from the marked operator, or says what it does not understand.</summary>
    public static Planned<InMemoryChain> Read(ExpressionSyntax marked, SemanticModel model, CancellationToken cancellationToken)
    {
        var operators = ImmutableArray.Create(marked);
        LocalDeclarationStatementSyntax? declaration = null;
        var current = Unwrapped(ReceiverOf(marked));
        while (true)
        {
            switch (current)
            {
                case InvocationExpressionSyntax run when InMemoryApis.RunsQuery(run, model):
                    return new InMemoryChain(ReceiverOf(run)!, run, operators, marked, declaration);
                case InvocationExpressionSyntax order when QueryApis.NameOf(order) is "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending":
                    operators = operators.Insert(0, order);
                    current = Unwrapped(ReceiverOf(order));
                    break;
                case IdentifierNameSyntax name when declaration is null && DeclarationOf(name, model, cancellationToken) is { } found:
                    if (RefusalOf(found, name) is { } refusal)
                        return new Refused(refusal);

                    declaration = found;
                    current = Unwrapped(found.Declaration.Variables[0].Initializer?.Value);
                    break;
                default:
                    return new Refused("the rows do not come from a query here");
            }
        }
    }

    /// <summary>What a call or a property is called on.</summary>
    public static ExpressionSyntax? ReceiverOf(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
        MemberAccessExpressionSyntax access => access.Expression,
        _ => null,
    };

    // Below parentheses, await and ConfigureAwait.
    private static ExpressionSyntax? Unwrapped(ExpressionSyntax? expression) => expression switch
    {
        ParenthesizedExpressionSyntax parenthesized => Unwrapped(parenthesized.Expression),
        AwaitExpressionSyntax awaited => Unwrapped(awaited.Expression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" } configured } => Unwrapped(configured.Expression),
        _ => expression,
    };

    private static LocalDeclarationStatementSyntax? DeclarationOf(IdentifierNameSyntax name, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetSymbolInfo(name, cancellationToken).Symbol is ILocalSymbol local && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken)
            is VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } declaration } }
            ? declaration
            : null;

    // The query moves down one statement: nothing may come between that it could see.
    private static string? RefusalOf(LocalDeclarationStatementSyntax declaration, IdentifierNameSyntax use)
    {
        if (declaration.Parent is not BlockSyntax block || use.FirstAncestorOrSelf<StatementSyntax>(s => s.Parent == block) is not { } statement ||
            block.Statements.IndexOf(statement) != block.Statements.IndexOf(declaration) + 1)
        {
            return "the rows are not used in the next statement";
        }

        if (declaration.GetLeadingTrivia().Concat(declaration.GetTrailingTrivia()).Any(t => !IsBlank(t)))
            return "a comment stands at the rows' declaration";

        return statement.DescendantNodes().Any(n => n is InvocationExpressionSyntax or AwaitExpressionSyntax or AssignmentExpressionSyntax && n.Span.End <= use.SpanStart)
            ? "something else runs between the query and its use"
            : null;
    }

    internal static bool IsBlank(SyntaxTrivia trivia) => trivia.ToString().Trim().Length == 0;
}
