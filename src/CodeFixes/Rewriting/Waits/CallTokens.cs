using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Rewriting.Waits;

/// <summary>
/// The cancellation token that calls in a loop are given, and the edits with which they get another: instead of it, or where none was given and
/// the call takes one.
/// </summary>
/// <param name="Given">The token of the loop's own code; null when none is given.</param>
/// <param name="Edits">Where the other token goes: replacing what is there, or inserted with the text before it.</param>
internal sealed record CallTokens(ExpressionSyntax? Given, ImmutableArray<(TextSpan Span, string Before)> Edits)
{
    public static Planned<CallTokens> Of(IEnumerable<SyntaxNode> code, StatementSyntax loop, SemanticModel model)
    {
        var nodes = code.SelectMany(node => node.DescendantNodesAndSelf()).ToList();
        var given = nodes.OfType<ArgumentSyntax>().Select(argument => argument.Expression).Where(expression => IsFromOutside(expression, loop, model)).ToList();
        if (given.Select(token => token.ToString()).Distinct().Count() > 1)
            return new Refused("the calls have different cancellation tokens");

        return given.Count > 0
            ? new CallTokens(given[0], [.. given.Select(token => (token.Span, ""))])
            : new CallTokens(null, [.. nodes.OfType<AwaitExpressionSyntax>().Select(awaited => Place(awaited, model)).OfType<(TextSpan, string)>()]);
    }

    /// <summary>The code with the other token.</summary>
    public string TextOf(SyntaxNode node, string token)
    {
        var code = node.ToString();
        foreach (var (span, before) in Edits.Where(edit => node.Span.Contains(edit.Span)).OrderByDescending(edit => edit.Span.Start))
            code = code.Remove(span.Start - node.SpanStart, span.Length).Insert(span.Start - node.SpanStart, before + token);

        return code;
    }

    private static bool IsFromOutside(ExpressionSyntax expression, StatementSyntax loop, SemanticModel model) =>
        expression is IdentifierNameSyntax or MemberAccessExpressionSyntax && model.GetTypeInfo(expression).Type is { Name: "CancellationToken" }
        && model.GetSymbolInfo(expression).Symbol is (ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol { IsStatic: false }) and var symbol && !ReadScope.IsDeclaredIn(symbol, loop);

    private static (TextSpan, string)? Place(AwaitExpressionSyntax awaited, SemanticModel model) =>
        Awaiting.CallOf(awaited) is { } call && PlaceIn(call, model) is var (position, before) ? (new(position, 0), before) : null;

    /// <summary>Where a call gets a token that it was not given; null when it takes none, or has one.</summary>
    public static TokenPlace? PlaceIn(InvocationExpressionSyntax call, SemanticModel model)
    {
        if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol method)
            return null;

        // A parameter that was left out, or an overload with one more.
        var arguments = call.ArgumentList.Arguments;
        if (method.Parameters.LastOrDefault(p => p is { Type.Name: "CancellationToken", IsOptional: true }) is { } left)
        {
            return arguments.Any(a => model.GetTypeInfo(a.Expression).ConvertedType is { Name: "CancellationToken" })
                ? null
                : TokenPlace.Last(call, arguments.Count == left.Ordinal && arguments.All(a => a.NameColon is null), left.Name);
        }

        var isWider = arguments.Count == method.Parameters.Length && arguments.All(a => a.NameColon is null) && method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>()
            .Any(other => !other.IsStatic && other.Arity == method.Arity && other.Parameters.Length == method.Parameters.Length + 1 && other.Parameters[method.Parameters.Length].Type.Name == "CancellationToken"
                && method.OriginalDefinition.Parameters.Zip(other.Parameters, (x, y) => SymbolEqualityComparer.Default.Equals(x.Type, y.Type)).All(same => same) && model.IsAccessible(call.SpanStart, other));
        return isWider ? TokenPlace.Last(call, isByPosition: true, "") : null;
    }
}
