using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>How new lines of a document look: its line ending, the indentation of their neighbours, and where a long query is broken.</summary>
internal sealed class Layout(SourceText text, SyntaxNode neighbour)
{
    private const int Width = 120;

    public string NewLine { get; } = text.Lines.Count > 1 && text.ToString(text.Lines[0].SpanIncludingLineBreak).EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    public string Indent { get; } = IndentOf(text.Lines.GetLineFromPosition(neighbour.SpanStart));

    public string Step => Indent.Contains('\t') ? "\t" : "    ";

    /// <summary>One statement; a query that is too long for a line has an operator on each.</summary>
    public string Statement(string start, IEnumerable<string> operators, string end, bool isBroken, string? indent = null)
    {
        indent ??= Indent;
        var parts = operators.Select(part => string.Join(NewLine + indent + Step + Step, part.Split('\n').Select(line => line.Trim()))).ToList();
        var line = start + string.Concat(parts) + end;
        return !isBroken && indent.Length + line.Length <= Width && !line.Contains('\n') ? line : start + string.Join(NewLine + indent + Step, parts) + end;
    }

    /// <summary>Puts the lines before the neighbour, below the blank line that sets it off and above the comment that explains it.</summary>
    public TextChange Before(IEnumerable<string> statements)
    {
        var token = neighbour.GetFirstToken();
        var own = text.Lines.GetLineFromPosition(token.SpanStart);

        if (text.ToString(TextSpan.FromBounds(own.Start, token.SpanStart)).Trim().Length > 0)
            return new(new(token.SpanStart, 0), string.Concat(statements.Select(statement => statement + NewLine + Indent)));

        var comment = token.LeadingTrivia.Any(trivia => trivia.IsDirective) ? default : token.LeadingTrivia.FirstOrDefault(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        var line = comment.RawKind == 0 ? own : text.Lines.GetLineFromPosition(comment.SpanStart);
        var isSetOff = line.LineNumber > 0 && text.ToString(text.Lines[line.LineNumber - 1].Span).Trim().Length == 0;
        return new(new(line.Start, 0), string.Concat(statements.Select(statement => statement.Length == 0 ? NewLine : Indent + statement + NewLine)) + (isSetOff ? NewLine : ""));
    }

    /// <summary>Puts the lines after the neighbour; null when its last line has other code on it.</summary>
    public TextChange? After(IEnumerable<string> statements)
    {
        var line = text.Lines.GetLineFromPosition(neighbour.Span.End);
        return text.ToString(TextSpan.FromBounds(neighbour.Span.End, line.End)).Trim() is "" or ['/', '/', ..]
            ? new(new(line.End, 0), NewLine + string.Concat(statements.Select(statement => NewLine + Indent + statement)))
            : null;
    }

    /// <summary>What stands between an expression and what is called on it: a line break with its indentation where each operator has a line of its own, a comment, or nothing.</summary>
    public static string Separator(MemberAccessExpressionSyntax access, SourceText text) => text.ToString(TextSpan.FromBounds(access.Expression.Span.End, access.OperatorToken.SpanStart));

    /// <summary>A statement with its lines, where it has them for itself.</summary>
    public static TextSpan LinesOf(StatementSyntax statement, SourceText text)
    {
        var (first, last) = (text.Lines.GetLineFromPosition(statement.SpanStart), text.Lines.GetLineFromPosition(statement.Span.End));
        return first.ToString().TrimStart().StartsWith(statement.GetFirstToken().ToString(), StringComparison.Ordinal) && text.ToString(TextSpan.FromBounds(statement.Span.End, last.End)).Trim().Length == 0
            ? TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak)
            : statement.FullSpan;
    }

    /// <summary>Lines with the blank one after them, which set them off and is gone with them.</summary>
    public static TextSpan WithBlankLine(TextSpan lines, SourceText text)
    {
        var next = text.Lines.GetLineFromPosition(lines.End);
        return next.Start == lines.End && next.ToString().Trim().Length == 0 ? TextSpan.FromBounds(lines.Start, next.EndIncludingLineBreak) : lines;
    }

    /// <summary>What a line begins with.</summary>
    public static string IndentOf(TextLine line)
    {
        var text = line.ToString();
        return text.Substring(0, text.Length - text.TrimStart().Length);
    }
}
