using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Facts;

/// <summary>A member as its syntax shows it.</summary>
/// <param name="Name">The name by which source calls it.</param>
/// <param name="Syntax">The declaration.</param>
/// <param name="Type">The type of its value.</param>
internal sealed record DeclaredMember(string Name, SyntaxNode Syntax, TypeSyntax? Type)
{
    /// <summary>Stands for indexers, which no name calls.</summary>
    public const string Indexer = "this[]";

    /// <summary>The names that its body mentions, filled by <see cref="FindMentions"/>.</summary>
    public HashSet<string> Mentions { get; private set; } = [];

    /// <summary>Whether its value may be enumerated later than it is returned.</summary>
    public bool ReturnsSequence => Type is not null && Type.DescendantTokens().Any(t =>
        t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText is "IEnumerable" or "IAsyncEnumerable" or "IOrderedEnumerable");

    /// <summary>Whether an attribute says that calling it leaves the process.</summary>
    public bool SaysRoundTrip => Syntax is MemberDeclarationSyntax { AttributeLists: { Count: > 0 } lists } &&
        lists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString().Contains("RoundTrip"));

    /// <summary>Whether its type mentions one of these.</summary>
    public bool IsTypedAs(HashSet<string> types) => Type is not null && Type.DescendantTokens().Any(t => t.IsKind(SyntaxKind.IdentifierToken) && types.Contains(t.ValueText));

    /// <summary>Collects the relevant names that it mentions, <paramref name="enumeration"/> for a loop over a sequence.</summary>
    public HashSet<string> FindMentions(Func<string, bool> isRelevant, string enumeration)
    {
        var mentions = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in Syntax.DescendantNodes(static n => n is not AttributeListSyntax))
        {
            switch (node)
            {
                case SimpleNameSyntax { Identifier.ValueText: var name } when isRelevant(name):
                    mentions.Add(name);
                    break;
                case CommonForEachStatementSyntax:
                    mentions.Add(enumeration);
                    break;
                case ElementAccessExpressionSyntax:
                    mentions.Add(Indexer);
                    break;
            }
        }

        return Mentions = mentions;
    }
}
