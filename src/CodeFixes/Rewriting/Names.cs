using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>Names for new variables of a member: derived from what they hold, different from every name that is in use there.</summary>
internal sealed class Names
{
    private readonly HashSet<string> _used;

    public Names(SyntaxNode member, SemanticModel model, int position) =>
        _used =
        [
            .. model.LookupSymbols(position).Where(symbol => symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol or IRangeVariableSymbol).Select(symbol => symbol.Name),
            .. member.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is not IdentifierNameSyntax
                { Parent: MemberAccessExpressionSyntax }).Select(token => token.ValueText),
        ];

    /// <summary>The first of the proposals that is free, numbered if none is.</summary>
    public string Take(params string[] proposals)
    {
        var name = proposals.FirstOrDefault(proposal => !_used.Contains(proposal));

        for (var i = 2; name is null; i++)
            name = _used.Contains(proposals[0] + i) ? null : proposals[0] + i;

        _used.Add(name);
        return SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
    }

    /// <summary>Keeps a name that the caller declares from being taken.</summary>
    public void Reserve(string name) => _used.Add(name);

    /// <summary>orderLine of OrderLine.</summary>
    public static string Camel(string name) => name.TrimStart('_', '@') is { Length: > 0 } bare ? char.ToLowerInvariant(bare[0]) + bare.Substring(1) : name;

    /// <summary>OrderId of orderId.</summary>
    public static string Pascal(string name) => name.TrimStart('_', '@') is { Length: > 0 } bare ? char.ToUpperInvariant(bare[0]) + bare.Substring(1) : name;

    public static string Plural(string name) => name switch
    {
        _ when Ends(name, "s") || Ends(name, "x") || Ends(name, "z") || Ends(name, "ch") || Ends(name, "sh") => name + "es",
        _ when Ends(name, "y") && name.Length > 1 && !"aeiou".Contains(char.ToLowerInvariant(name[name.Length - 2])) => name.Substring(0, name.Length - 1) + "ies",
        _ => name + "s",
    };

    /// <summary>orderLine of orderLines; "element" where a name has no plural.</summary>
    public static string Singular(string name) => name.TrimStart('_', '@') switch
    {
        var bare when Ends(bare, "ies") && bare.Length > 4 => Camel(bare.Substring(0, bare.Length - 3) + "y"),
        var bare when Ends(bare, "s") && !Ends(bare, "ss") && bare.Length > 2 => Camel(bare.Substring(0, bare.Length - 1)),
        _ => "element",
    };

    private static bool Ends(string name, string end) => name.EndsWith(end, StringComparison.OrdinalIgnoreCase);
}
