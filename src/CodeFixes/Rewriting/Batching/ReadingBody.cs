using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>
/// The body of a method that reads and returns what it read: the returned expression, and what stands before it, which makes the repository or the context
/// that is read from.
/// </summary>
/// <param name="Returned">The read.</param>
/// <param name="Before">Declarations before it.</param>
/// <param name="Block">The statement in whose block all this stands, if it is one that disposes.</param>
internal sealed record ReadingBody(ExpressionSyntax Returned, ImmutableArray<StatementSyntax> Before, UsingStatementSyntax? Block)
{
    /// <param name="method">The method.</param>
    /// <param name="key">Its parameter: what stands before the read must not know it.</param>
    /// <param name="isReviewed">Whether anything may stand before the read.</param>
    public static ReadingBody? Of(MethodDeclarationSyntax method, string key, bool isReviewed)
    {
        if (method.ExpressionBody is { Expression: var expression })
            return new(expression, [], null);

        var block = method.Body is { Statements: [UsingStatementSyntax { AwaitKeyword.RawKind: 0, Statement: BlockSyntax } @using] } ? @using : null;
        var statements = (block?.Statement as BlockSyntax ?? method.Body)?.Statements.ToImmutableArray() ?? [];
        if (statements.LastOrDefault() is not ReturnStatementSyntax { Expression: { } returned })
            return null;

        var before = statements.RemoveAt(statements.Length - 1);
        if (returned is IdentifierNameSyntax { Identifier.Text: var name }
            && before.LastOrDefault() is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: [{ Initializer.Value: { } value, Identifier.Text: var local }] } && local == name)
        {
            (returned, before) = (value, before.RemoveAt(before.Length - 1));
        }

        var isOwn = before.All(s => s is LocalDeclarationStatementSyntax && !Mentions(s, key)) && (block is null || (block.Declaration is { } declaration && !Mentions(declaration, key)));
        return (before.IsEmpty && block is null) || (isReviewed && isOwn) ? new(returned, before, block) : null;
    }

    /// <summary>Other statements in place of the read.</summary>
    public IEnumerable<string> With(IReadOnlyList<string> statements, Layout layout)
    {
        var inner = Before.Select(statement => statement.ToString()).Concat(statements);
        return Block is null ? inner : [$"using ({Block.Declaration})", "{", .. inner.Select(line => line.Length == 0 ? line : layout.Step + line), "}"];
    }

    private static bool Mentions(Microsoft.CodeAnalysis.SyntaxNode node, string name) => node.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.Text == name);
}
