using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Facts;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// Which names running a member leads to, as far as syntax tells: what it calls and reads, what it creates, and what runs without being named (an
/// enumerator, a disposal, an indexer, a base constructor). Never fewer than binding finds; more, because a name may mean another member.
/// </summary>
internal static class NamedLeads
{
    /// <summary>A loop over a sequence, or a collection that it is spread into.</summary>
    public const string Loop = "foreach";

    /// <summary>Every operator and conversion: they run without being named.</summary>
    public const string Operators = "operator";

    /// <summary>What takes a value apart without being named.</summary>
    public const string Deconstruction = "Deconstruct";

    /// <summary>Every constructor: <c>new(...)</c> names none.</summary>
    public const string AnyConstructor = "new *";

    // Types of values that may be called. A delegate of a library with another name is not seen.
    private static readonly string[] s_delegates = ["Func", "Action", "Delegate", "Handler", "Callback", "Predicate", "Comparison", "Converter"];

    // The member that the compiler makes of the statements of a file.
    private const string Main = WellKnownMemberNames.TopLevelStatementsEntryPointMethodName;

    /// <summary>The constructors of the types of a name.</summary>
    public static string Constructor(string type) => "new " + type;

    /// <summary>The same when they are given something, which a collection goes through.</summary>
    public static string Filled(string type) => "new " + type + "(";

    /// <summary>The members of a file, each with the key by which others lead to it and the keys that it leads to. A type is the constructors of it.</summary>
    public static IEnumerable<(SyntaxNode Member, string Key, ImmutableArray<string> Leads)> In(SyntaxTree tree)
    {
        var delegates = tree.GetRoot().DescendantNodes(IsOutsideMembers).OfType<DelegateDeclarationSyntax>().Select(d => d.Identifier.ValueText).ToImmutableHashSet();
        foreach (var member in DeclaredMembers.In(tree, default))
        {
            var leads = LeadsOf(member.Syntax).ToBuilder();
            if (member.Syntax is MemberDeclarationSyntax { AttributeLists: { Count: > 0 } attributes })
                leads.AddRange(attributes.SelectMany(l => l.Attributes).Select(a => LastName(a.Name)).OfType<string>().Select(n => Constructor(n.EndsWith("Attribute", StringComparison.Ordinal) ? n : n + "Attribute")));

            if (member.Syntax is VariableDeclaratorSyntax or BasePropertyDeclarationSyntax && IsDelegate(member.Type, delegates) &&
                member.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } holder)
            {
                leads.Add(Whole(holder));
            }

            yield return (member.Syntax, KeyOf(member), leads.ToImmutable());
        }

        if (tree.GetRoot() is CompilationUnitSyntax unit && unit.Members.Any(SyntaxKind.GlobalStatement))
            yield return (unit, Main, LeadsOf(unit.Members.OfType<GlobalStatementSyntax>()));

        foreach (var declaration in tree.GetRoot().DescendantNodes(IsOutsideMembers))
        {
            switch (declaration)
            {
                case TypeDeclarationSyntax type:
                    yield return (type, Constructor(type.Identifier.ValueText), Creating(type));
                    // Another part of the type may have the field.
                    if (type.Modifiers.Any(SyntaxKind.PartialKeyword) || type.Members.Any(m => IsDelegate(TypeOf(m), delegates)))
                        yield return (type, Whole(type), LeadsOf(type));

                    break;
                case UsingDirectiveSyntax { Alias.Name.Identifier.ValueText: var alias, NamespaceOrType: var target } when LastName(target) is { } named:
                    yield return (declaration, Constructor(alias), [Constructor(named)]);
                    break;
            }
        }
    }

    private static bool IsOutsideMembers(SyntaxNode node) => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax;

    private static string KeyOf(DeclaredMember member) => member.Syntax switch
    {
        ConstructorDeclarationSyntax => Constructor(member.Name),
        OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax => Operators,
        _ => member.Name,
    };

    private static TypeSyntax? TypeOf(MemberDeclarationSyntax member) => member switch
    {
        BasePropertyDeclarationSyntax property => property.Type,
        BaseFieldDeclarationSyntax field => field.Declaration.Type,
        _ => null,
    };

    private static ImmutableArray<string> LeadsOf(SyntaxNode declaration) => LeadsOf([declaration]);

    private static ImmutableArray<string> LeadsOf(IEnumerable<SyntaxNode> declarations)
    {
        var leads = new HashSet<string>(StringComparer.Ordinal);
        foreach (var declaration in declarations)
            Collect(declaration, leads);

        return [.. leads];
    }

    /// <summary>All members of a type with a delegate in a field: what it runs was put there by any of them.</summary>
    public static string Whole(TypeDeclarationSyntax type) => "all of " + type.Identifier.ValueText;

    private static bool IsDelegate(TypeSyntax? type, ImmutableHashSet<string> delegates) => type is not null && type.DescendantTokens().Any(t =>
        t.IsKind(SyntaxKind.IdentifierToken) && (delegates.Contains(t.ValueText) || (!IsInterface(t.ValueText) && Array.Exists(s_delegates, d => t.ValueText.EndsWith(d, StringComparison.Ordinal)))));

    private static bool IsInterface(string name) => name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]);

    // The constructors of the base, what it is given, and the initial values of the type's own fields and properties.
    private static ImmutableArray<string> Creating(TypeDeclarationSyntax type)
    {
        var leads = new HashSet<string>(StringComparer.Ordinal);
        foreach (var based in type.BaseList?.Types ?? default)
        {
            if (LastName(based.Type) is { } name)
                leads.Add(Constructor(name));

            if (based is PrimaryConstructorBaseTypeSyntax { ArgumentList: var arguments })
                Collect(arguments, leads);
        }

        foreach (var member in type.Members)
        {
            switch (member)
            {
                case FieldDeclarationSyntax field:
                    foreach (var variable in field.Declaration.Variables)
                        Collect(variable, leads);
                    break;
                case PropertyDeclarationSyntax { Initializer: { } value }:
                    Collect(value, leads);
                    break;
            }
        }

        return [.. leads];
    }

    private static void Collect(SyntaxNode declaration, HashSet<string> leads)
    {
        foreach (var node in declaration.DescendantNodesAndSelf(static n => n is not AttributeListSyntax))
        {
            switch (node)
            {
                case SimpleNameSyntax simple:
                    switch (Mentions.Of(simple))
                    {
                        case { Use: MentionUse.Creation, Name: var created, Arguments: var given }:
                            leads.Add(Constructor(created));
                            if (given > 0)
                                leads.Add(Filled(created));

                            break;
                        case { Use: not MentionUse.Type, Name: var name }:
                            leads.Add(name);
                            break;
                    }

                    break;
                case ImplicitObjectCreationExpressionSyntax creation:
                    var type = TypeOf(creation);
                    leads.Add(type is null ? AnyConstructor : Constructor(type));
                    if (type is not null && creation.ArgumentList.Arguments.Count > 0)
                        leads.Add(Filled(type));

                    break;
                // Of the second sequence of a query expression, SelectMany.
                case CommonForEachStatementSyntax or SpreadElementSyntax or FromClauseSyntax { Parent: QueryBodySyntax }:
                    leads.Add(Loop);
                    if (node is ForEachVariableStatementSyntax)
                        leads.Add(Deconstruction);

                    break;
                case AssignmentExpressionSyntax { Left: TupleExpressionSyntax or DeclarationExpressionSyntax } or PositionalPatternClauseSyntax:
                    leads.Add(Deconstruction);
                    break;
                case ElementAccessExpressionSyntax or ElementBindingExpressionSyntax:
                    leads.Add(DeclaredMember.Indexer);
                    break;
                case UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 }:
                    leads.Add("Dispose");
                    leads.Add("DisposeAsync");
                    break;
                case InitializerExpressionSyntax initialiser when initialiser.IsKind(SyntaxKind.CollectionInitializerExpression):
                    leads.Add("Add");
                    break;
            }
        }
    }

    // The declaration says what new(...) creates.
    private static string? TypeOf(ImplicitObjectCreationExpressionSyntax creation) => creation.Parent switch
    {
        EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type: var type } } => LastName(type),
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax { Type: var type } } => LastName(type),
        _ => null,
    };

    private static string? LastName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        NullableTypeSyntax nullable => LastName(nullable.ElementType),
        _ => null,
    };
}
