using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// May what a call works on come from a member of one of some names, as far as syntax tells? Operators and variables are followed back, as those who bind
/// them do. A "no" holds, and spares binding the body. For the calls of one file, so that a long member is read once and not for each of them.
/// </summary>
internal sealed class NamedSources(ImmutableHashSet<string> names)
{
    private readonly Dictionary<SyntaxNode, ILookup<string, ExpressionSyntax>> _definitions = [];
    private readonly Dictionary<SyntaxNode, bool> _naming = [];

    /// <summary>Whether the chain that ends in a call of a function may begin with a member of one of the names.</summary>
    public bool MayLeadTo(InvocationExpressionSyntax call, SyntaxNode function) => HasName(function) && IsBehind(call, new(StringComparer.Ordinal));

    private bool HasName(SyntaxNode function)
    {
        if (!_naming.TryGetValue(function, out var has))
            _naming[function] = has = function.DescendantNodes().OfType<SimpleNameSyntax>().Any(n => names.Contains(n.Identifier.ValueText));

        return has;
    }

    private bool MayCome(ExpressionSyntax value, HashSet<string> asked) => value switch
    {
        ParenthesizedExpressionSyntax parenthesized => MayCome(parenthesized.Expression, asked),
        CastExpressionSyntax cast => MayCome(cast.Expression, asked),
        AwaitExpressionSyntax awaited => MayCome(awaited.Expression, asked),
        PostfixUnaryExpressionSyntax certain => MayCome(certain.Operand, asked),
        InvocationExpressionSyntax { Expression: var called } call => IsNamed(called) || IsBehind(call, asked),
        MemberAccessExpressionSyntax or MemberBindingExpressionSyntax => IsNamed(value),
        IdentifierNameSyntax { Identifier.ValueText: var name } => names.Contains(name) || (asked.Add(name) && DefinitionsOf(name, value).Any(d => MayCome(d, asked))),
        LiteralExpressionSyntax or AnonymousFunctionExpressionSyntax or BaseObjectCreationExpressionSyntax or InstanceExpressionSyntax or TypeOfExpressionSyntax or InterpolatedStringExpressionSyntax => false,
        _ => true,
    };

    // orders.Where(...).ToList(), Enumerable.ToList(orders)
    private bool IsBehind(InvocationExpressionSyntax call, HashSet<string> asked)
    {
        var arguments = call.ArgumentList.Arguments;
        return (call.Expression is MemberAccessExpressionSyntax access && MayCome(access.Expression, asked)) || call.Expression is MemberBindingExpressionSyntax ||
            (arguments.Count > 0 && (arguments.Any(a => a.NameColon is not null) || MayCome(arguments[0].Expression, asked)));
    }

    private bool IsNamed(ExpressionSyntax expression) => NameInCode.In(expression) is { Identifier.ValueText: var name } && names.Contains(name);

    // What is given to a variable anywhere in its member; nothing for what is none.
    private IEnumerable<ExpressionSyntax> DefinitionsOf(string name, SyntaxNode use)
    {
        var member = use.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax) ?? use.SyntaxTree.GetRoot();
        if (!_definitions.TryGetValue(member, out var definitions))
            _definitions[member] = definitions = DefinitionsIn(member).ToLookup(d => d.Name, d => d.Value, StringComparer.Ordinal);

        return definitions[name];
    }

    private static IEnumerable<(string Name, ExpressionSyntax Value)> DefinitionsIn(SyntaxNode member)
    {
        foreach (var node in member.DescendantNodes())
        {
            if (node is VariableDeclaratorSyntax { Identifier.ValueText: var declared, Initializer.Value: var initial })
                yield return (declared, initial);
            else if (node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: var assigned }, Right: var value })
                yield return (assigned, value);
        }
    }
}
