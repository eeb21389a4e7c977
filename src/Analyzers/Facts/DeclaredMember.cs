using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Facts;

/// <summary>A member as its syntax shows it.</summary>
/// <param name="name">The name by which source calls it.</param>
/// <param name="syntax">The declaration.</param>
/// <param name="type">The type of its value.</param>
internal sealed class DeclaredMember(string name, SyntaxNode syntax, TypeSyntax? type)
{
    /// <summary>Stands for indexers, which no name calls.</summary>
    public const string Indexer = "this[]";

    /// <summary>The name by which source calls it.</summary>
    public string Name { get; } = name;

    /// <summary>The declaration.</summary>
    public SyntaxNode Syntax { get; } = syntax;

    /// <summary>The type of its value.</summary>
    public TypeSyntax? Type { get; } = type;

    /// <summary>Whether its value may be enumerated later than it is returned.</summary>
    public bool ReturnsSequence => Type is not null && Type.DescendantTokens().Any(t =>
        t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText is "IEnumerable" or "IAsyncEnumerable" or "IOrderedEnumerable");

    /// <summary>Whether an attribute says that calling it leaves the process.</summary>
    public bool SaysRoundTrip => Syntax is MemberDeclarationSyntax { AttributeLists: { Count: > 0 } lists } &&
        lists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString().Contains("RoundTrip"));

    /// <summary>Whether its type mentions one of these.</summary>
    public bool IsTypedAs(HashSet<string> types) => Type is not null && Type.DescendantTokens().Any(t => t.IsKind(SyntaxKind.IdentifierToken) && types.Contains(t.ValueText));

    /// <summary>Whether a mention of its name may mean it.</summary>
    public bool MayBe(Mention mention) => Syntax switch
    {
        MethodDeclarationSyntax method => mention.Use switch
        {
            MentionUse.Value => true,
            MentionUse.Call => Takes(method.ParameterList, mention.Arguments) ||
                // Called as an extension method.
                (method.ParameterList.Parameters.FirstOrDefault() is { Modifiers.Count: > 0 } && Takes(method.ParameterList, mention.Arguments + 1)),
            _ => false,
        },
        ConstructorDeclarationSyntax constructor => mention.Use is MentionUse.Creation && Takes(constructor.ParameterList, mention.Arguments),
        // An operator is called where a value of its type is; the mention of the type is all that shows.
        OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax => mention.Use is MentionUse.Type or MentionUse.Creation,
        DestructorDeclarationSyntax => false,
        // Who reads a field does not run what it begins with: that runs with the constructors.
        VariableDeclaratorSyntax field => mention.Use is MentionUse.Value or MentionUse.Call && MayHoldCode(field),
        // A property may hold a delegate that is called.
        _ => mention.Use is MentionUse.Value or MentionUse.Call,
    };

    // A lambda, or a name that may be a method's, by itself or handed to what is created: Lazy<T>, a wrapper of the program.
    private static bool MayHoldCode(VariableDeclaratorSyntax field) => field.Initializer is { Value: var value } && value.DescendantNodesAndSelf()
        .Any(n => n is AnonymousFunctionExpressionSyntax || (n is SimpleNameSyntax or MemberAccessExpressionSyntax && n.Parent is EqualsValueClauseSyntax or ArgumentSyntax or AssignmentExpressionSyntax or InitializerExpressionSyntax or ExpressionElementSyntax));

    private static bool Takes(ParameterListSyntax parameters, int arguments)
    {
        if (arguments < 0)
            return true;

        var required = 0;
        foreach (var parameter in parameters.Parameters)
        {
            if (parameter.Modifiers.Any(SyntaxKind.ParamsKeyword))
                return arguments >= required;

            if (parameter.Default is null)
                required++;
        }

        return arguments >= required && arguments <= parameters.Parameters.Count;
    }
}
