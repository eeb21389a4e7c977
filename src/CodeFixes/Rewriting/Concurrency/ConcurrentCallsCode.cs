using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;
using PerfAnalyzers.CodeFixes.Rewriting.Waits;

namespace PerfAnalyzers.CodeFixes.Rewriting.Concurrency;

/// <summary>The text of a loop whose calls overlap: the first part of each turn in <c>Parallel.ForEachAsync</c>, the rest in the loop as it was.</summary>
internal sealed class ConcurrentCallsCode(TurnSplit split, ElementLoop loop, SourceText text)
{
    private const string Title = "Make a limited number of calls at the same time";

    /// <summary>How many at the same time: what a service bears without being asked. Whoever reviews the change knows better.</summary>
    private const int AtOnce = 4;

    private readonly SemanticModel _model = loop.Scope.Model;
    private readonly StatementSyntax _loop = loop.Statement;
    private readonly Layout _layout = new(text, loop.Statement);
    private readonly Names _names = new(loop.Statement.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax) ?? loop.Statement.SyntaxTree.GetRoot(), loop.Scope.Model, loop.Statement.SpanStart);

    public Planned<Rewrite> Rewrite(Document document, InvocationExpressionSyntax call)
    {
        if (CallTokens.Of(split.Concurrent, _loop, _model) is { Value: var tokens, Refusal: var noTokens } && tokens is null)
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
        var body = (StatementSyntax)loop.Body;
        var head = TextSpan.FromBounds(_loop.SpanStart, _loop.ChildTokens().Last(t => t.IsKind(SyntaxKind.CloseParenToken)).Span.End);
        var (elements, element) = _loop is ForStatementSyntax { Condition: BinaryExpressionSyntax { Right: var count } } ? ($"Enumerable.Range(0, {count})", Index) : (loop.Source.ToString(), Element);
        var edits = new Edits();
        edits.Add(document.Id, _layout.Before([declaration]));
        edits.Add(document.Id, new TextChange(head, $"await Parallel.ForEachAsync({elements}, {options}, async ({element}, {inner}) =>"));
        edits.Add(document.Id, tokens.Edits.Select(edit => new TextChange(edit.Span, edit.Before + inner)));
        edits.Add(document.Id, body.DescendantNodes().OfType<ContinueStatementSyntax>().Where(jump => LoopSyntax.LeftBy(jump) == _loop).Select(jump => new TextChange(jump.ContinueKeyword.Span, "return")));
        switch (body)
        {
            case BlockSyntax block:
                edits.Add(document.Id, new TextChange(new(block.Span.End, 0), end));
                break;
            case ExpressionStatementSyntax expression:
                edits.Add(document.Id, new TextChange(expression.SemicolonToken.Span, end));
                break;
            default:
                return new Refused("the loop's body has no braces");
        }

        edits.Add(document.Id, UsingDirectives.Missing(_model, _loop.SpanStart, text, _layout.NewLine, [.. _loop is ForStatementSyntax ? ["System.Linq"] : Array.Empty<string>(), "System.Threading.Tasks"]));
        return edits.ToRewrite(Title);
    }

    private Planned<Rewrite> InTwo(Document document, InvocationExpressionSyntax call, string declaration, string options, string inner, string end, CallTokens tokens)
    {
        if (LoopSource.Indexed(loop, _names) is { Value: var source, Refusal: var noSource } && source is null)
            return new Refused(noSource!);

        if (split.Tail.IsEmpty && (split.IsUnused || IsLocal))
            return new Refused("nothing is done with the answers");

        var answer = split.IsUnused ? "" : IsLocal ? split.Local!.Identifier.Text : split.Local is not null ? _names.Take("answer") : AnswerName(call);
        var answers = split.IsUnused ? "" : _names.Take(Names.Plural((split.Local?.Identifier.Text ?? answer).TrimStart('@')), answer + "List");
        var index = Index ?? _names.Take("i", "index");
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
        if (Index is null && Uses([.. split.Concurrent, .. split.Conditions]))
            lines.Add($"{_layout.Step}var {Element} = {source.Elements}[{index}];");

        var body = split.Head.SelectMany(statement => Moved(statement, tokens.TextOf(statement, inner)));
        var target = split.IsUnused ? "" : $"{answers}[{index}] = ";
        body = body.Concat(Moved(IsConsumerGone ? split.Consumer : null, $"{target}{tokens.TextOf(split.Answer!, inner)};"));
        lines.AddRange(split.Repeated.Reverse().Aggregate(body.SkipWhile(line => line.Length == 0), (inside, statement) => Behind(statement, inside)));
        lines.Add("}" + end);
        var edits = new Edits();
        edits.Add(document.Id, _layout.Before(lines));
        Rest(document, edits, source, answer, answers, index);
        edits.Add(document.Id, UsingDirectives.Missing(_model, _loop.SpanStart, text, _layout.NewLine, "System.Linq", "System.Threading.Tasks"));
        return edits.ToRewrite(Title);
    }

    // The name by which a for counts its elements, which the answers have then, too.
    private string? Index => (_loop as ForStatementSyntax)?.Declaration!.Variables[0].Identifier.Text;

    // As it is written: @event.
    private string Element => _loop is ForEachStatementSyntax each ? each.Identifier.Text : loop.Element.Name;

    // A foreach variable is as good as the local, unless the local is disposed of, something else is put into it later, or another has its name outside of what the local was known in.
    private bool IsLocal => !split.IsDisposed && split.Local is { } local && _model.GetDeclaredSymbol(local) is ILocalSymbol symbol && !Assignments.In(loop.Body, _model).Contains(symbol)
        && SymbolEqualityComparer.Default.Equals(symbol.Type, _model.GetTypeInfo(split.Answer!).Type)
        && !loop.Body.DescendantNodes().Any(node => node != local && node is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ParameterSyntax or ForEachStatementSyntax && _model.GetDeclaredSymbol(node)?.Name == symbol.Name);

    // A for goes on to count, and takes the answer where it had asked for it.
    private bool IsConsumerGone => (IsLocal && Index is null) || split.IsUnused;

    // With its comments. What goes on over several lines stays as deep below its first as it was.
    private IEnumerable<string> Moved(StatementSyntax? statement, string code)
    {
        var isSetOff = (statement ?? split.Consumer)?.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia) == true;
        var comments = statement?.GetLeadingTrivia().Where(IsComment).Select(trivia => _layout.Step + trivia) ?? [];
        var after = statement?.GetTrailingTrivia().Where(IsComment).Select(trivia => " " + trivia) ?? [];
        var lines = code.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        var depth = Math.Max(0, Layout.IndentOf(text.Lines.GetLineFromPosition((statement ?? split.Consumer!).SpanStart)).Length - _layout.Step.Length);
        return
        [
            .. isSetOff ? [""] : Array.Empty<string>(),
            .. comments,
            .. lines.Select((line, i) => (i == 0 ? _layout.Step + line : line.Length >= depth && line.Substring(0, depth).Trim().Length == 0 ? line.Substring(depth) : line)
                + (i == lines.Count - 1 ? string.Concat(after) : "")),
        ];
    }

    // The part that runs at the same time, behind what both parts begin with.
    private IEnumerable<string> Behind(StatementSyntax repeated, IEnumerable<string> inside) => repeated switch
    {
        IfStatementSyntax test when LoopSyntax.Skips(test) => test.Statement is BlockSyntax
            ? [.. Indented($"if ({test.Condition})", "{", _layout.Step + "return;", "}"), "", .. inside]
            : [.. Indented($"if ({test.Condition})", _layout.Step + "return;"), "", .. inside],
        IfStatementSyntax test => [.. Indented($"if ({test.Condition})", "{"), .. inside.Select(line => line.Length == 0 ? line : _layout.Step + line), .. Indented("}")],
        _ => [.. Indented(repeated.ToString()), .. inside],
    };

    private IEnumerable<string> Indented(params IEnumerable<string> lines) => lines.Select(line => _layout.Step + line);

    // The loop goes over the answers, and over the elements when the rest needs them.
    private void Rest(Document document, Edits edits, LoopSource source, string answer, string answers, string index)
    {
        if (_loop is not ForEachStatementSyntax each)
            answer = $"{answers}[{index}]";
        else if (!split.IsUnused)
            edits.Add(document.Id, new TextChange(TextSpan.FromBounds(each.Type.SpanStart, each.Expression.Span.End), IsElementUsed ? $"var ({Element}, {answer}) in {source.Elements}.Zip({answers})" : $"var {answer} in {answers}"));
        else if (source.Declaration is not null)
            edits.Add(document.Id, new TextChange(each.Expression.Span, source.Elements));

        foreach (var declaration in split.Repeated.Where(statement => statement is LocalDeclarationStatementSyntax && !IsElementUsed))
            edits.Add(document.Id, new TextChange(Layout.WithBlankLine(declaration.FullSpan, text), ""));

        List<StatementSyntax> gone = [.. split.Head, .. IsConsumerGone ? [split.Consumer!] : Array.Empty<StatementSyntax>()];
        if (gone.Count > 0)
            edits.Add(document.Id, new TextChange(Layout.WithBlankLine(TextSpan.FromBounds(gone[0].FullSpan.Start, gone[gone.Count - 1].FullSpan.End), text), ""));

        if (!IsConsumerGone)
            edits.Replace(document.Id, split.Answer!, answer, isPrimary: true);
    }

    private bool IsElementUsed => Uses([.. split.Ordered, .. split.Conditions], split.Answer);

    private string AnswerName(InvocationExpressionSyntax call)
    {
        var name = _model.GetTypeInfo(split.Answer!).Type is { SpecialType: SpecialType.None } and not IArrayTypeSymbol and var type && _model.GetSymbolInfo(call).Symbol is IMethodSymbol method
            ? HoistPlan.NameFor(type, method) : "answer";
        return SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? _names.Take("answer") : _names.Take(name, "answer");
    }

    // new Price?[skus.Count], new byte[skus.Count][]
    private string? ArrayOf(string count)
    {
        if (_model.GetTypeInfo(split.Answer!).Type is not { } type)
            return null;

        // (await ...)!: the question mark that the code answers stays with its answer.
        SyntaxNode answer = split.Answer!;
        while (answer.Parent is ParenthesizedExpressionSyntax)
            answer = answer.Parent;

        if (type.IsReferenceType && answer.Parent.IsKind(SyntaxKind.SuppressNullableWarningExpression))
            type = type.WithNullableAnnotation(NullableAnnotation.Annotated);

        if (type is not IArrayTypeSymbol)
            return $"new {Nullability.TextOf(type, _model, _loop.SpanStart)}[{count}]";

        var name = Nullability.TextOf(type, _model, _loop.SpanStart);
        return type.NullableAnnotation == NullableAnnotation.Annotated ? null : $"new {name.Insert(name.IndexOf('['), $"[{count}]")}";
    }

    private bool Uses(IEnumerable<SyntaxNode> nodes, SyntaxNode? except = null) => nodes.SelectMany(node => node.DescendantNodesAndSelf()).OfType<IdentifierNameSyntax>()
        .Any(name => except?.Span.Contains(name.Span) != true && SymbolEqualityComparer.Default.Equals(_model.GetSymbolInfo(name).Symbol, loop.Element));

    private static bool IsComment(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);
}
