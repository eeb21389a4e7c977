using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// May what a call works on come from a member of one of some names, as far as syntax tells? Operators and variables are followed back, as those who bind
/// them do. A "no" holds, and spares binding the body.
/// </summary>
internal static class NamedSources
{
    /// <summary>Whether the chain that ends in a call may begin with a member of one of the names.</summary>
    public static bool MayLeadTo(InvocationExpressionSyntax call, ImmutableHashSet<string> names) => IsBehind(call, names, new(StringComparer.Ordinal));

    private static bool MayCome(ExpressionSyntax value, ImmutableHashSet<string> names, HashSet<string> asked) => value switch
    {
        ParenthesizedExpressionSyntax parenthesized => MayCome(parenthesized.Expression, names, asked),
        CastExpressionSyntax cast => MayCome(cast.Expression, names, asked),
        AwaitExpressionSyntax awaited => MayCome(awaited.Expression, names, asked),
        PostfixUnaryExpressionSyntax certain => MayCome(certain.Operand, names, asked),
        InvocationExpressionSyntax { Expression: var called } call => IsNamed(called, names) || IsBehind(call, names, asked),
        MemberAccessExpressionSyntax or MemberBindingExpressionSyntax => IsNamed(value, names),
        IdentifierNameSyntax { Identifier.ValueText: var name } => names.Contains(name) || (asked.Add(name) && DefinitionsOf(name, value).Any(d => MayCome(d, names, asked))),
        LiteralExpressionSyntax or AnonymousFunctionExpressionSyntax or BaseObjectCreationExpressionSyntax or InstanceExpressionSyntax or TypeOfExpressionSyntax or InterpolatedStringExpressionSyntax => false,
        _ => true,
    };

    // orders.Where(...).ToList(), Enumerable.ToList(orders)
    private static bool IsBehind(InvocationExpressionSyntax call, ImmutableHashSet<string> names, HashSet<string> asked)
    {
        var arguments = call.ArgumentList.Arguments;
        return (call.Expression is MemberAccessExpressionSyntax access && MayCome(access.Expression, names, asked)) || call.Expression is MemberBindingExpressionSyntax ||
            (arguments.Count > 0 && (arguments.Any(a => a.NameColon is not null) || MayCome(arguments[0].Expression, names, asked)));
    }

    private static bool IsNamed(ExpressionSyntax expression, ImmutableHashSet<string> names) => NameInCode.In(expression) is { Identifier.ValueText: var name } && names.Contains(name);

    // What is given to a variable anywhere in its member; nothing for what is none.
    private static IEnumerable<ExpressionSyntax> DefinitionsOf(string name, SyntaxNode use) => (use.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax) ?? use.SyntaxTree.GetRoot()).DescendantNodes()
        .Select(n => n switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } declarator when declarator.Identifier.ValueText == name => value,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax left, Right: var value } when left.Identifier.ValueText == name => value,
            _ => null,
        })
        .OfType<ExpressionSyntax>();
}
