using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Facts;

/// <summary>The names that a declaration mentions, each with how.</summary>
internal static class Mentions
{
    /// <summary>The loop over a sequence, or what spreads it, which runs a query without calling anything.</summary>
    public const string Enumeration = "foreach";

    /// <summary>What is mentioned, each once.</summary>
    public static HashSet<Mention> In(SyntaxNode declaration, Func<string, bool> isRelevant)
    {
        var mentions = new HashSet<Mention>();
        foreach (var node in declaration.DescendantNodes(static n => n is not AttributeListSyntax))
        {
            switch (node)
            {
                case SimpleNameSyntax { Identifier.ValueText: var name } simple when isRelevant(name):
                    mentions.Add(Of(simple));
                    break;
                case ImplicitObjectCreationExpressionSyntax { Parent: EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type: SimpleNameSyntax type } } } creation:
                    mentions.Add(new(type.Identifier.ValueText, MentionUse.Creation, creation.ArgumentList.Arguments.Count));
                    break;
                case CommonForEachStatementSyntax or SpreadElementSyntax or FromClauseSyntax { Parent: QueryBodySyntax }:
                    mentions.Add(new(Enumeration, MentionUse.Value));
                    break;
                case ElementAccessExpressionSyntax:
                    mentions.Add(new(DeclaredMember.Indexer, MentionUse.Value));
                    break;
            }
        }

        return mentions;
    }

    /// <summary>How a name is mentioned.</summary>
    public static Mention Of(SimpleNameSyntax node)
    {
        var name = node.Identifier.ValueText;
        SyntaxNode outermost = node;
        while (outermost.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax)
            outermost = outermost.Parent;

        if (outermost.Parent is ObjectCreationExpressionSyntax creation && creation.Type == outermost)
            return new(name, MentionUse.Creation, creation.ArgumentList?.Arguments.Count ?? 0);

        if (outermost != node || SyntaxFacts.IsInTypeOnlyContext(node))
            return new(name, MentionUse.Type);

        SyntaxNode called = node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? access : node.Parent is MemberBindingExpressionSyntax binding ? binding : node;
        return called.Parent is InvocationExpressionSyntax invocation && invocation.Expression == called
            ? new(name, MentionUse.Call, invocation.ArgumentList.Arguments.Count)
            : new(name, MentionUse.Value);
    }
}
