using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;
using PerfAnalyzers.CodeFixes.Rewriting.Waits;

namespace PerfAnalyzers.CodeFixes.Rewriting.Concurrency;

/// <summary>The text of a loop whose calls overlap: the first part of each turn in <c>Parallel.ForEachAsync</c>, the rest in the loop as it was.</summary>
internal sealed class ConcurrentCallsCode(TurnSplit split, ForEachStatementSyntax loop, ILocalSymbol element, SemanticModel model, SourceText text)
{
    private const string Title = "Make a limited number of calls at the same time";

    /// <summary>How many at the same time: what a service bears without being asked. Whoever reviews the change knows better.</summary>
    private const int AtOnce = 4;

    private readonly Layout _layout = new(text, loop);
    private readonly Names _names = new(loop.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax) ?? loop.SyntaxTree.GetRoot(), model, loop.SpanStart);

    public Planned<Rewrite> Rewrite(Document document, InvocationExpressionSyntax call)
    {
        if (CallTokens.Of(split.Concurrent, loop, model) is { Value: var tokens, Refusal: var noTokens } && tokens is null)
            return new Refused(noTokens!);

        var options = _names.Take("options", "parallelOptions");
        var inner = tokens!.Edits.IsEmpty ? "_" : _names.Take("token", "cancellation");
        var end = $"){(Awaiting.Of(call).ConfigureAwait is { } argument ? $".ConfigureAwait({argument})" : "")};";
        var declaration = $"var {options} = new ParallelOptions {{ MaxDegreeOfParallelism = {AtOnce}{(tokens.Given is { } given ? $", CancellationToken = {given}" : "")} }};";
        return split.Answer is null ? Whole(document, declaration, options, inner, end, tokens) : InTwo(document, call, declaration, options, inner, end, tokens);
    }

    // All of the turn: the loop itself becomes the call.
    private Planned<Rewrite> Whole(Document document, string declaration, string options, string inner, string end, CallTokens tokens)
    {
        var edits = new Edits();
        edits.Add(document.Id, _layout.Before([declaration]));
        edits.Add(document.Id, new TextChange(TextSpan.FromBounds(loop.SpanStart, loop.CloseParenToken.Span.End), $"await Parallel.ForEachAsync({loop.Expression}, {options}, async ({loop.Identifier.Text}, {inner}) =>"));
        edits.Add(document.Id, tokens.Edits.Select(edit => new TextChange(edit.Span, edit.Before + inner)));
        switch (loop.Statement)
        {
            case BlockSyntax block:
                edits.Add(document.Id, new TextChange(new(block.Span.End, 0), end));
                break;
            case ExpressionStatementSyntax statement:
                edits.Add(document.Id, new TextChange(statement.SemicolonToken.Span, end));
                break;
            default:
                return new Refused("the loop's body has no braces");
        }

        edits.Add(document.Id, UsingDirectives.Missing(model, loop.SpanStart, text, _layout.NewLine, "System.Threading.Tasks"));
        return edits.ToRewrite(Title);
    }

    private Planned<Rewrite> InTwo(Document document, InvocationExpressionSyntax call, string declaration, string options, string inner, string end, CallTokens tokens)
    {
        if (LoopSource.Indexed(loop, element, model, _names) is { Value: var source, Refusal: var noSource } && source is null)
            return new Refused(noSource!);

        if (split.Tail.IsEmpty && (split.IsUnused || IsLocal))
            return new Refused("nothing is done with the answers");

        var answer = split.IsUnused ? "" : IsLocal ? split.Local!.Identifier.Text : AnswerName(call);
        var answers = split.IsUnused ? "" : _names.Take(Names.Plural(answer.TrimStart('@')), answer + "List");
        var index = _names.Take("i", "index");
        if ((split.IsUnused ? "" : ArrayOf(source!.Count)) is not { } array)
            return new Refused("the answer's type has no name");

        var lines = new List<string>();
        if (source!.Declaration is { } list)
            lines.Add(list);

        if (array.Length > 0)
            lines.Add($"var {answers} = {array};");

        lines.Add(declaration);
        lines.Add($"await Parallel.ForEachAsync(Enumerable.Range(0, {source.Count}), {options}, async ({index}, {inner}) =>");
        lines.Add("{");
        if (Uses(split.Concurrent))
            lines.Add($"{_layout.Step}var {loop.Identifier.Text} = {source.Elements}[{index}];");

        foreach (var statement in split.Head)
            lines.AddRange(Moved(statement, tokens.TextOf(statement, inner)));

        var target = split.IsUnused ? "" : $"{answers}[{index}] = ";
        lines.AddRange(Moved(IsConsumerGone ? split.Consumer : null, $"{target}{tokens.TextOf(split.Answer!, inner)};"));
        lines.Add("}" + end);
        var edits = new Edits();
        edits.Add(document.Id, _layout.Before(lines));
        Rest(document, edits, source, answer, answers);
        edits.Add(document.Id, UsingDirectives.Missing(model, loop.SpanStart, text, _layout.NewLine, "System.Linq", "System.Threading.Tasks"));
        return edits.ToRewrite(Title);
    }

    // A foreach variable is as good as the local, unless something else is put into it later.
    private bool IsLocal => split.Local is { } local && model.GetDeclaredSymbol(local) is ILocalSymbol symbol && !Assignments.In(loop, model).Contains(symbol)
        && SymbolEqualityComparer.Default.Equals(symbol.Type, model.GetTypeInfo(split.Answer!).Type);

    private bool IsConsumerGone => IsLocal || split.IsUnused;

    // With its comments. What goes on over several lines stays as deep as it was: it was in a block of the loop, and is in one again.
    private IEnumerable<string> Moved(StatementSyntax? statement, string code)
    {
        var comments = statement?.GetLeadingTrivia().Where(IsComment).Select(trivia => _layout.Step + trivia) ?? [];
        var after = statement?.GetTrailingTrivia().Where(IsComment).Select(trivia => " " + trivia) ?? [];
        var lines = code.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        return
        [
            .. comments,
            .. lines.Select((line, i) => (i == 0 ? _layout.Step + line : line.StartsWith(_layout.Indent, StringComparison.Ordinal) ? line.Substring(_layout.Indent.Length) : line)
                + (i == lines.Count - 1 ? string.Concat(after) : "")),
        ];
    }

    // The loop goes over the answers, and over the elements when the rest needs them.
    private void Rest(Document document, Edits edits, LoopSource source, string answer, string answers)
    {
        if (!split.IsUnused)
        {
            var head = Uses(split.Ordered, split.Answer) ? $"var ({loop.Identifier.Text}, {answer}) in {source.Elements}.Zip({answers})" : $"var {answer} in {answers}";
            edits.Add(document.Id, new TextChange(TextSpan.FromBounds(loop.Type.SpanStart, loop.Expression.Span.End), head));
        }
        else if (source.Declaration is not null)
        {
            edits.Add(document.Id, new TextChange(loop.Expression.Span, source.Elements));
        }

        List<StatementSyntax> gone = [.. split.Head, .. IsConsumerGone ? [split.Consumer!] : Array.Empty<StatementSyntax>()];
        if (gone.Count > 0)
            edits.Add(document.Id, new TextChange(Layout.WithBlankLine(TextSpan.FromBounds(gone[0].FullSpan.Start, gone[gone.Count - 1].FullSpan.End), text), ""));

        if (!IsConsumerGone)
            edits.Replace(document.Id, split.Answer!, answer, isPrimary: true);
    }

    private string AnswerName(InvocationExpressionSyntax call)
    {
        var name = model.GetTypeInfo(split.Answer!).Type is { SpecialType: SpecialType.None } and not IArrayTypeSymbol and var type && model.GetSymbolInfo(call).Symbol is IMethodSymbol method
            ? HoistPlan.NameFor(type, method) : "answer";
        return SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? _names.Take("answer") : _names.Take(name, "answer");
    }

    // new Price?[skus.Count], new byte[skus.Count][]
    private string? ArrayOf(string count)
    {
        if (model.GetTypeInfo(split.Answer!).Type is not { } type)
            return null;

        // (await ...)!: the question mark that the code answers stays with its answer.
        SyntaxNode answer = split.Answer!;
        while (answer.Parent is ParenthesizedExpressionSyntax)
            answer = answer.Parent;

        if (type.IsReferenceType && answer.Parent.IsKind(SyntaxKind.SuppressNullableWarningExpression))
            type = type.WithNullableAnnotation(NullableAnnotation.Annotated);

        if (type is not IArrayTypeSymbol)
            return $"new {Nullability.TextOf(type, model, loop.SpanStart)}[{count}]";

        var name = Nullability.TextOf(type, model, loop.SpanStart);
        return type.NullableAnnotation == NullableAnnotation.Annotated ? null : $"new {name.Insert(name.IndexOf('['), $"[{count}]")}";
    }

    private bool Uses(IEnumerable<SyntaxNode> nodes, SyntaxNode? except = null) => nodes.SelectMany(node => node.DescendantNodesAndSelf()).OfType<IdentifierNameSyntax>()
        .Any(name => except?.Span.Contains(name.Span) != true && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, element));

    private static bool IsComment(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);
}
