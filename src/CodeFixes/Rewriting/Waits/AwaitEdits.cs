using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;

namespace PerfAnalyzers.CodeFixes.Rewriting.Waits;

/// <summary>
/// The edits of one document that put <c>await</c> in front of expressions: insertions, so that an awaited call within another one can
/// have its own.
/// </summary>
internal sealed class AwaitEdits(string configureAwait)
{
    private readonly List<(int Position, bool IsBefore, int Length, string Text)> _insertions = [];
    private readonly List<TextChange> _changes = [];
    private readonly Dictionary<string, int> _namespaces = [];

    /// <summary>Awaits an expression, of which what follows <paramref name="task"/> up to its end goes away.</summary>
    public void Await(ExpressionSyntax whole, ExpressionSyntax task)
    {
        var needsParentheses = NeedsParentheses(whole);
        var configured = configureAwait.Length > 0 && !IsConfigured(task);
        var isApart = IsLoose(task) || (configured && IsBare(task));
        Insert(task.SpanStart, isBefore: true, whole.Span.Length, (needsParentheses ? "(" : "") + "await " + (isApart ? "(" : ""));
        Insert(whole.Span.End, isBefore: false, whole.Span.Length, (isApart ? ")" : "") + (configured ? configureAwait : "") + (needsParentheses ? ")" : ""));
        if (task.Span.End < whole.Span.End)
            _changes.Add(new(TextSpan.FromBounds(task.Span.End, whole.Span.End), ""));
    }

    /// <summary>
    /// Awaits the rows that a loop or a call goes through: with <paramref name="operator"/>, all of them before the first turn, which leaves the connection to the loop; a loop that may end early takes them one by one, as before.
    /// </summary>
    public void AwaitRows(ExpressionSyntax rows, string @operator, string? token)
    {
        var isBare = IsBare(rows);
        if (rows.Parent is CommonForEachStatementSyntax loop && ElementLoop.MayEndEarly(loop) is not false)
        {
            Insert(loop.ForEachKeyword.SpanStart, "await ");
            Insert(rows.SpanStart, isBefore: true, rows.Span.Length, isBare ? "(" : "");
            Insert(rows.Span.End, isBefore: false, rows.Span.Length, (isBare ? ")" : "") + ".AsAsyncEnumerable()" + (token is null ? "" : $".WithCancellation({token})") + configureAwait);
            return;
        }

        Insert(rows.SpanStart, isBefore: true, rows.Span.Length, isBare ? "await (" : "await ");
        Insert(rows.Span.End, isBefore: false, rows.Span.Length, (isBare ? ")" : "") + $".{@operator}({token})" + configureAwait);
    }

    public void Insert(int position, string text) => Insert(position, isBefore: true, int.MaxValue, text);

    /// <summary>Inserts behind everything else that ends there.</summary>
    public void InsertLast(int position, string text) => Insert(position, isBefore: false, int.MaxValue, text);

    public void Change(TextSpan span, string text) => _changes.Add(new(span, text));

    public void Change(TextChange change) => _changes.Add(change);

    /// <summary>What is written at a position names types of a namespace.</summary>
    public void Need(string name, int position) => _namespaces[name] = position;

    /// <summary>All edits, those of one position as one, and the usings that they need.</summary>
    public async Task<IEnumerable<TextChange>> ToChangesAsync(Document document, CancellationToken cancellationToken)
    {
        if (_namespaces.Count == 0)
            return ToChanges([]);

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var position = _namespaces.Values.Min();
        return ToChanges(UsingDirectives.Missing(model!, position, text, new Layout(text, root!.FindToken(position).Parent!).NewLine, [.. _namespaces.Keys]));
    }

    private IEnumerable<TextChange> ToChanges(IEnumerable<TextChange> usings)
    {
        var changes = _changes.Concat(usings).Distinct().ToList();
        foreach (var at in _insertions.Distinct().GroupBy(i => i.Position))
        {
            // What closes comes before what opens; of two that open, the longer expression is outside.
            var text = string.Concat(at.Where(i => !i.IsBefore).OrderBy(i => i.Length).Concat(at.Where(i => i.IsBefore).OrderByDescending(i => i.Length)).Select(i => i.Text));
            var removed = changes.FindIndex(c => c.Span.End == at.Key && c.Span.Length > 0 && c.NewText!.Length == 0);
            if (removed >= 0)
                changes[removed] = new(changes[removed].Span, text);
            else
                changes.Add(new(new(at.Key, 0), text));
        }

        return changes.OrderBy(c => c.Span.Start).ThenBy(c => c.Span.Length);
    }

    private void Insert(int position, bool isBefore, int length, string text)
    {
        if (text.Length > 0)
            _insertions.Add((position, isBefore, length, text));
    }

    private static bool NeedsParentheses(ExpressionSyntax whole) => whole.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == whole,
        ElementAccessExpressionSyntax access => access.Expression == whole,
        ConditionalAccessExpressionSyntax access => access.Expression == whole,
        InvocationExpressionSyntax call => call.Expression == whole,
        PostfixUnaryExpressionSyntax or RangeExpressionSyntax or SwitchExpressionSyntax or WithExpressionSyntax => true,
        _ => false,
    };

    // What a member can be asked of as it is written.
    private static bool IsBare(ExpressionSyntax expression) =>
        expression is not (InvocationExpressionSyntax or MemberAccessExpressionSyntax or SimpleNameSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax or ThisExpressionSyntax);

    // Of which an await would take the first part only: of a ?? b it would await a.
    private static bool IsLoose(ExpressionSyntax expression) => expression is BinaryExpressionSyntax or AssignmentExpressionSyntax or ConditionalExpressionSyntax or SwitchExpressionSyntax or WithExpressionSyntax
        or RangeExpressionSyntax or IsPatternExpressionSyntax or QueryExpressionSyntax or AnonymousFunctionExpressionSyntax;

    private static bool IsConfigured(ExpressionSyntax task) => task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" } };
}
