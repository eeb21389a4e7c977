using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>Collects the edits of a rewrite over documents.</summary>
internal sealed class Edits
{
    private readonly Dictionary<DocumentId, List<TextChange>> _changes = [];

    public void Add(DocumentId document, params IEnumerable<TextChange> changes)
    {
        if (!_changes.TryGetValue(document, out var list))
            _changes.Add(document, list = []);

        // Two rewrites of one document may both find a using missing.
        list.AddRange(changes.Where(change => !list.Contains(change)));
    }

    /// <summary>Replaces an expression, with parentheses where the new one needs them and without those that only the old one did.</summary>
    public void Replace(DocumentId document, ExpressionSyntax old, string text, bool isPrimary)
    {
        if (isPrimary && old.Parent is ParenthesizedExpressionSyntax parenthesized)
            Add(document, [new TextChange(parenthesized.Span, text)]);
        else if (isPrimary || old.Parent is EqualsValueClauseSyntax or ArgumentSyntax or ParenthesizedExpressionSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax || (old.Parent is AssignmentExpressionSyntax assignment && assignment.Right == old))
            Add(document, [new TextChange(old.Span, text)]);
        else
            Add(document, [new TextChange(old.Span, $"({text})")]);
    }

    public Rewrite ToRewrite(string title) => new(title, _changes.ToImmutableDictionary(
        pair => pair.Key, pair => pair.Value.OrderBy(change => change.Span.Start).ToImmutableArray()));
}
