using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Corpus.Loading;

/// <summary>
/// Takes the errors out of declarations and leaves as much of them as possible: a member whose parameter has an unknown type is still
/// called, so the type becomes <c>object</c>; an unknown base type or attribute goes.
/// </summary>
internal static class DeclarationRepair
{
    private static readonly TypeSyntax s_object = SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.ObjectKeyword));

    /// <summary>The compilation with fewer errors, or itself when nothing can be done.</summary>
    public static CSharpCompilation Repair(CSharpCompilation compilation, IEnumerable<Diagnostic> problems, bool wholeMembers)
    {
        var errors = problems.Where(p => p.Severity == DiagnosticSeverity.Error && p.Location.SourceTree is not null);
        foreach (var file in errors.GroupBy(e => e.Location.SourceTree!))
        {
            var root = file.Key.GetRoot();
            var changed = file.Select(e => ChangedBecauseOf(root.FindNode(e.Location.SourceSpan, getInnermostNodeForTie: true), e, wholeMembers))
                .OfType<SyntaxNode>().Distinct().ToList();
            if (changed.Count > 0)
                compilation = compilation.ReplaceSyntaxTree(file.Key, file.Key.WithRootAndOptions(Changed(root, changed), file.Key.Options));
        }

        return compilation;
    }

    private static SyntaxNode Changed(SyntaxNode root, List<SyntaxNode> nodes)
    {
        var tracked = root.TrackNodes(nodes);
        tracked = tracked.ReplaceNodes(tracked.GetCurrentNodes(nodes.OfType<TypeSyntax>()), (_, now) => s_object.WithTriviaFrom(now));
        var gone = nodes.Where(n => n is not TypeSyntax).SelectMany(n => tracked.GetCurrentNodes(n));
        return tracked.RemoveNodes(gone, SyntaxRemoveOptions.KeepNoTrivia) ?? SyntaxFactory.CompilationUnit();
    }

    // A type becomes object; everything else is taken out.
    private static SyntaxNode? ChangedBecauseOf(SyntaxNode node, Diagnostic error, bool wholeMembers)
    {
        var replaceable = !wholeMembers && IsUnknownName(error) && !MustBeName(node);
        foreach (var part in node.AncestorsAndSelf())
        {
            switch (part)
            {
                case AttributeListSyntax or BaseTypeSyntax or UsingDirectiveSyntax or ExternAliasDirectiveSyntax or TypeParameterConstraintClauseSyntax:
                    return part;
                case ExplicitInterfaceSpecifierSyntax or EqualsValueClauseSyntax:
                    return MemberOf(part);
                // Of A.B.C, all of it.
                case TypeSyntax type when replaceable && type.Parent is not (QualifiedNameSyntax or AliasQualifiedNameSyntax):
                    return type;
                case BaseTypeDeclarationSyntax { BaseList: { } bases } when error.Id is "CS0534" or "CS0535" or "CS0311" or "CS0738":
                    return bases;
                case MemberDeclarationSyntax:
                    return MemberOf(part);
            }
        }

        return null;
    }

    private static bool IsUnknownName(Diagnostic error) => error.Id is "CS0246" or "CS0234" or "CS0400" or "CS0305" or "CS0308" or "CS0104";

    // Where the grammar wants a name, no keyword can stand.
    private static bool MustBeName(SyntaxNode node) => node.Ancestors().Any(a =>
        a is AttributeListSyntax or UsingDirectiveSyntax or ExplicitInterfaceSpecifierSyntax or NameEqualsSyntax or MemberAccessExpressionSyntax);

    private static MemberDeclarationSyntax? MemberOf(SyntaxNode node) =>
        node.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault(m => m is not BaseNamespaceDeclarationSyntax);
}
