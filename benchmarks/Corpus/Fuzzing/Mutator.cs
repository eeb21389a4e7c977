using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Corpus.Fuzzing;

/// <summary>Damages a program where its syntax has joints, as somebody does who is in the middle of typing, moving and deleting. One seed, one result.</summary>
internal sealed class Mutator(int seed)
{
    private const int MostChanges = 6;

    /// <summary>Doubling what was doubled stops here.</summary>
    private const int LongestProgram = 200_000;

    private static readonly string[] s_aroundStatements =
    [
        "foreach (var e0 in ids) { $ }", "while (true) { $ }", "for (var i0 = 0; i0 < 10; i0++) { $ }", "await Task.WhenAll(ids.Select(async e1 => { $ }));",
        "void Local0() { $ } Local0();", "async Task Local1() { $ } await Local1();", "lock (this) { $ }", "try { $ } catch { }", "using (null) { $ }", "{ yield return $ }",
        "if (x0 is { } y0) { $ } else { $ }", "do { $ } while (ids.Any());", "Parallel.ForEach(ids, e2 => { $ });", "await foreach (var e3 in rows) { $ }", "checked { $ }",
    ];

    private static readonly string[] s_aroundExpressions =
    [
        "($)", "await $", "$.ToList()", "$.Result", "$?.Where(o => o.Id == 1)", "(() => $)()", "new { A = $ }", "$ switch { _ => $ }", "$ is { } z0 ? z0 : default", "from q0 in $ select q0",
        "nameof($)", "(object)$", "$ ?? throw null", "$ with { }", "[$]", "[.. $]", "$!", "&$", "ref $", "$[^1]", "default($)", "stackalloc[] { $ }", "$.GetAwaiter().GetResult()", "base.$", "$ + \"?\" + $", "$.Where(e4 => true)", "$.Take(1)", "true ? $ : $",
    ];

    private readonly Random _random = new(seed);

    /// <summary>One to six changes.</summary>
    public string Mutate(string program)
    {
        for (var changes = _random.Next(1, MostChanges + 1); changes > 0 && program.Length < LongestProgram; changes--)
            program = Once(program);

        return program;
    }

    private string Once(string program)
    {
        var root = CSharpSyntaxTree.ParseText(program).GetRoot();
        var nodes = root.DescendantNodes().ToList();
        if (nodes.Count == 0)
            return program;

        var node = Pick(nodes);
        return _random.Next(11) switch
        {
            0 => Replace(program, node.FullSpan, ""),
            1 => Replace(program, new(node.FullSpan.End, 0), node.ToFullString()),
            2 => Replace(program, node.Span, OfKindOf(node, nodes).ToString()),
            3 => Swap(program, node, OfKindOf(node, nodes)),
            4 => Replace(program, Pick([.. root.DescendantTokens()]).Span, ""),
            5 => Rename(program, root),
            6 => Around(program, nodes.OfType<ExpressionSyntax>(), s_aroundExpressions),
            7 => Around(program, nodes.OfType<StatementSyntax>(), s_aroundStatements),
            8 => Replace(program, Pick([.. root.DescendantTokens()]).Span, Pick([.. root.DescendantTokens()]).Text),
            9 => OfItself(program, root),
            _ => Replace(program, new(node.SpanStart, 0), Pick(nodes).ToFullString()),
        };
    }

    // Something that may stand there as well.
    private SyntaxNode OfKindOf(SyntaxNode node, List<SyntaxNode> nodes)
    {
        var alike = node switch
        {
            ExpressionSyntax => nodes.Where(n => n is ExpressionSyntax),
            StatementSyntax => nodes.Where(n => n is StatementSyntax),
            MemberDeclarationSyntax => nodes.Where(n => n is MemberDeclarationSyntax),
            _ => nodes.Where(n => n.RawKind == node.RawKind),
        };
        return Pick([.. alike]);
    }

    private string Around(string program, IEnumerable<SyntaxNode> nodes, string[] wrappers)
    {
        var all = nodes.ToList();
        if (all.Count == 0)
            return program;

        var node = Pick(all);
        return Replace(program, node.Span, Pick(wrappers).Replace("$", node.ToString(), StringComparison.Ordinal));
    }

    // url = url + query; tasks = tasks.Where(...): who follows variables back to what they are made of must come to an end.
    private string OfItself(string program, SyntaxNode root)
    {
        var places = root.DescendantNodes().Select(n => n switch
        {
            LocalDeclarationStatementSyntax { Declaration.Variables: [.., var variable] } => (Name: variable.Identifier.ValueText, At: n.Span.End),
            ForEachStatementSyntax { Statement: BlockSyntax block } loop => (Name: loop.Identifier.ValueText, At: block.OpenBraceToken.Span.End),
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax target, Parent: ExpressionStatementSyntax statement } => (Name: target.Identifier.ValueText, At: statement.Span.End),
            _ => default,
        }).Where(p => p.Name is { Length: > 0 }).ToList();
        return places.Count == 0 ? program : At(Pick(places));

        string At((string Name, int End) place) => Replace(program, new(place.End, 0), $" {place.Name} = {Pick(s_aroundExpressions).Replace("$", place.Name, StringComparison.Ordinal)};");
    }

    private string Rename(string program, SyntaxNode root)
    {
        var identifiers = root.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).ToList();
        return identifiers.Count == 0 ? program : Replace(program, Pick(identifiers).Span, Pick(identifiers).Text);
    }

    private static string Swap(string program, SyntaxNode first, SyntaxNode second)
    {
        if (first.Span.OverlapsWith(second.Span))
            return program;

        var (left, right) = first.SpanStart < second.SpanStart ? (first, second) : (second, first);
        return Replace(Replace(program, right.Span, left.ToString()), left.Span, right.ToString());
    }

    private T Pick<T>(IReadOnlyList<T> all) => all[_random.Next(all.Count)];

    private static string Replace(string program, TextSpan span, string text) => string.Concat(program.AsSpan(0, span.Start), text, program.AsSpan(span.End));
}
