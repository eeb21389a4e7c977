using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>
/// A method that reads by its key and goes on with what it has read: it maps the row, adds to it, gives up when there is none. Of many keys, all is read first, and the method goes on for each of them in a
/// local function, which may return wherever the method did.
/// </summary>
/// <param name="Method">The method.</param>
/// <param name="Call">The call that reads.</param>
/// <param name="Hoisted">The declarations that the call needs, which do not know the key.</param>
/// <param name="Block">The <c>using</c> that declares one of them, if one does.</param>
internal sealed record GoingOn(MethodDeclarationSyntax Method, InvocationExpressionSyntax Call, ImmutableArray<LocalDeclarationStatementSyntax> Hoisted, UsingStatementSyntax? Block)
{
    /// <summary>The read, with the await around it.</summary>
    public ExpressionSyntax Whole => Awaiting.Of(Call).Whole;

    /// <summary>The first call in a body that may be the read: it runs whenever the method does, and nothing that it needs comes of the key but the key.</summary>
    public static Planned<GoingOn> Of(MethodDeclarationSyntax method, IParameterSymbol key, ReadScope scope)
    {
        var model = scope.Model;
        var call = method.DescendantNodes(n => !ElementLoop.IsFunction(n) || n == method).OfType<InvocationExpressionSyntax>().FirstOrDefault(c => MayRead(c, key, model));
        if (call is null)
            return new Refused($"'{key.ContainingSymbol.Name}' does more than read by its parameter");

        if (scope.IsAssigned(key) || (TaskTypes.HasResult(key.ContainingSymbol is IMethodSymbol { ReturnType: var type } ? type : key.Type) && !method.Modifiers.Any(SyntaxKind.AsyncKeyword)))
            return new Refused($"'{key.ContainingSymbol.Name}' has a form that has no plural");

        SyntaxNode statement = method.ExpressionBody is { } arrow ? arrow : call.FirstAncestorOrSelf<StatementSyntax>()!;
        var block = statement.Parent is BlockSyntax { Parent: UsingStatementSyntax { AwaitKeyword.RawKind: 0, Declaration: not null } around } && around.Parent == method.Body ? around : null;
        if (statement is not (LocalDeclarationStatementSyntax or ExpressionStatementSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax) || (block is null && statement.Parent != method.Body && statement.Parent != method) || !RunsAlways(Awaiting.Of(call).Whole, statement))
            return new Refused($"'{key.ContainingSymbol.Name}' reads under a condition");

        var needed = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var hoisted = new List<LocalDeclarationStatementSyntax>();
        var usesBlock = false;
        var pending = new Stack<SyntaxNode>([call]);
        while (pending.Count > 0)
        {
            foreach (var local in pending.Pop().DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(n => model.GetSymbolInfo(n).Symbol).OfType<ILocalSymbol>().Where(l => !ReadScope.IsDeclaredIn(l, call)))
            {
                if (!needed.Add(local))
                    continue;

                if (scope.IsAssigned(local) || local.DeclaringSyntaxReferences is not [var reference] || reference.GetSyntax() is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration }
                    || scope.Varies(declaration, call))
                {
                    return new Refused($"what '{key.ContainingSymbol.Name}' reads with is made for each key");
                }

                if (declaration.Parent == block && block is not null)
                    usesBlock = true;
                else if (declaration.Parent is LocalDeclarationStatementSyntax own && (own.Parent == method.Body || own.Parent == block?.Statement))
                    hoisted.Add(own);
                else
                    return new Refused($"what '{key.ContainingSymbol.Name}' reads with is made for each key");

                pending.Push(declaration);
            }
        }

        return new GoingOn(method, call, [.. hoisted.OrderBy(h => h.SpanStart)], usesBlock ? block : null);
    }

    /// <summary>The statements of the plural.</summary>
    /// <param name="read">What reads for all keys.</param>
    /// <param name="lookUp">What of that is for one key.</param>
    /// <param name="names">The parameter that has all keys, the parameter of the method, a local for what is found and a function for one key.</param>
    /// <param name="types">The type of a key, that of a result, and that of the method.</param>
    /// <param name="layout">How lines are indented.</param>
    public IEnumerable<string> Statements(IReadOnlyList<string> read, string lookUp, (string Keys, string Key, string Found, string One) names, (string Key, string Result, string Declared) types, Layout layout)
    {
        var (keys, key, found, one) = names;
        var inner = Block is null ? null : (BlockSyntax)Block.Statement;
        var before = Hoisted.Where(h => h.Parent == Method.Body).Select(h => h.ToString());
        var within = new List<string>([.. Hoisted.Where(h => h.Parent != Method.Body).Select(h => h.ToString()), .. read]);
        var rest = Rest(lookUp).ToList();
        var isAsync = IsAsync;
        if (isAsync)
        {
            var pair = $"KeyValuePair<{types.Key}, {types.Result}>";
            within.AddRange([$"var {found} = new List<{pair}>();", $"foreach (var {key} in {keys}.Distinct())", $"{layout.Step}{found}.Add(new {pair}({key}, await {one}({key})));", "", $"return {found}.ToLookup(pair => pair.Key, pair => pair.Value);"]);
        }
        else
        {
            within.Add($"return {keys}.Distinct().ToLookup({key} => {key}, {key} => {one}({key}));");
        }

        within.AddRange(["", $"{(isAsync ? "async " : "")}{(isAsync ? types.Declared : types.Result)} {one}({types.Key} {key})", "{"]);
        within.AddRange(rest.Select(line => line.Length == 0 ? line : layout.Step + line));
        within.Add("}");
        return inner is null
            ? [.. before, .. within]
            : [.. before, $"using ({Block!.Declaration})", "{", .. within.Select(line => line.Length == 0 ? line : layout.Step + line), "}"];
    }

    /// <summary>Whether something else than the read is awaited.</summary>
    public bool IsAsync => Method.ExpressionBody is { } expression ? expression.DescendantNodes().Any(n => n is AwaitExpressionSyntax && n != Whole) : Kept().Any(s => s.DescendantNodes(n => !ElementLoop.IsFunction(n)).Any(n => n is AwaitExpressionSyntax && n != Whole || n is CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } || n is LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 } || n is UsingStatementSyntax { AwaitKeyword.RawKind: not 0 })
        || s is LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 });

    // The statements of the method without what is done once for all keys, and without the using that is.
    private IEnumerable<StatementSyntax> Kept() => Method.Body is null ? [] : Method.Body.Statements
        .SelectMany(s => s == Block ? ((BlockSyntax)Block.Statement).Statements.AsEnumerable() : [s])
        .Where(s => !Hoisted.Contains(s));

    private IEnumerable<string> Rest(string lookUp)
    {
        if (Method.ExpressionBody is { Expression: var returned })
        {
            foreach (var line in LinesOf(returned, "return ", lookUp, ";"))
                yield return line;
        }

        var isFirst = true;
        foreach (var statement in Kept())
        {
            var trivia = statement.GetLeadingTrivia();
            if (!isFirst && trivia.FirstOrDefault(t => !t.IsKind(SyntaxKind.WhitespaceTrivia)).IsKind(SyntaxKind.EndOfLineTrivia))
                yield return "";

            isFirst = false;
            foreach (var comment in trivia.Where(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia)))
                yield return comment.ToString();

            foreach (var line in LinesOf(statement, "", lookUp, ""))
                yield return line;
        }
    }

    // The lines of a node, indented as if its first one were not.
    private IEnumerable<string> LinesOf(SyntaxNode node, string before, string lookUp, string after)
    {
        var text = node.ToString();
        if (node.Span.Contains(Whole.Span))
        {
            var replaced = Whole.Parent is ParenthesizedExpressionSyntax parenthesized ? parenthesized : Whole;
            text = text.Substring(0, replaced.SpanStart - node.SpanStart) + lookUp + text.Substring(replaced.Span.End - node.SpanStart);
        }

        var first = node is StatementSyntax ? node : Method;
        var indent = string.Concat(first.GetFirstToken().LeadingTrivia.Reverse().TakeWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse().Select(t => t.ToString()));
        return (before + text + after).Split('\n').Select(l => l.TrimEnd('\r')).Select(line => line.StartsWith(indent, StringComparison.Ordinal) ? line.Substring(indent.Length) : line.TrimStart());
    }

    private static bool MayRead(InvocationExpressionSyntax call, IParameterSymbol key, SemanticModel model) =>
        model.GetSymbolInfo(call).Symbol is IMethodSymbol method && (QueryApis.KindOf(method) is not null || (method.Locations.Any(l => l.IsInSource) && method.MethodKind == MethodKind.Ordinary))
        && call.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.Text == key.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(n).Symbol, key));

    private static bool RunsAlways(ExpressionSyntax whole, SyntaxNode statement)
    {
        for (SyntaxNode node = whole; node.Parent is { } parent && node != statement; node = parent)
        {
            var isConditional = parent switch
            {
                ConditionalExpressionSyntax conditional => node != conditional.Condition,
                BinaryExpressionSyntax binary => node == binary.Right && binary.Kind() is SyntaxKind.CoalesceExpression or SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression,
                ConditionalAccessExpressionSyntax access => node == access.WhenNotNull,
                SwitchExpressionSyntax @switch => node != @switch.GoverningExpression,
                AssignmentExpressionSyntax assignment => assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression),
                _ => ElementLoop.IsFunction(parent),
            };
            if (isConditional)
                return false;
        }

        return true;
    }
}
