using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Rewriting.Declarations;

/// <summary>An attribute of <c>PerfAnalyzers.Annotations</c> on the member that a finding stands in.</summary>
internal static class AttributePlan
{
    private const string Namespace = "PerfAnalyzers";

    // A member has an attribute with the same first argument once.
    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, string attribute, string first, string arguments, string title, CancellationToken cancellationToken)
    {
        var (document, _, model, _) = request;
        if (model.Compilation.GlobalNamespace.GetNamespaceMembers().FirstOrDefault(n => n.Name == Namespace)?.GetTypeMembers(attribute + "Attribute").IsEmpty != false)
            return new Refused($"the project does not know [{attribute}]");

        var member = request.Enclosing<MemberDeclarationSyntax>();
        if (member is not (BaseMethodDeclarationSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax) || model.GetDeclaredSymbol(member, cancellationToken) is not { } symbol)
            return new Refused("there is no member that could have an attribute");

        if (symbol.GetAttributes().Any(a => a.AttributeClass is { ContainingNamespace.Name: Namespace } type && type.Name == attribute + "Attribute" && a.ConstructorArguments is [{ Value: string known }] && known == first))
            return new Refused($"the member has [{attribute}] already");

        // Where the name does not bind, in code that somebody is in the middle of typing, the text tells.
        if (member.AttributeLists.SelectMany(l => l.Attributes).Any(a => Is(a, attribute, first)))
            return new Refused($"the member has [{attribute}] already");

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var layout = new Layout(text, member);
        var edits = new Edits();
        edits.Add(document.Id, new TextChange(new(member.SpanStart, 0), $"[{attribute}({arguments})]{layout.NewLine}{layout.Indent}"));
        edits.Add(document.Id, UsingDirectives.Missing(model, member.SpanStart, text, layout.NewLine, Namespace));
        var rewrite = edits.ToRewrite(title);
        return Has(document.Id, rewrite, request, text, attribute, first, cancellationToken) ? rewrite : new Refused("the code around the member is not complete");
    }

    // Behind an expression or a member that has no end yet, an attribute would be an index, or another member's.
    private static bool Has(DocumentId document, Rewrite rewrite, FixRequest request, SourceText text, string attribute, string first, CancellationToken cancellationToken)
    {
        var changes = rewrite.Edits[document];
        var root = CSharpSyntaxTree.ParseText(text.WithChanges(changes), (CSharpParseOptions)request.Model.SyntaxTree.Options, cancellationToken: cancellationToken).GetRoot(cancellationToken);
        var at = request.Span.Start + changes.Where(c => c.Span.Start <= request.Span.Start).Sum(c => c.NewText!.Length - c.Span.Length);
        return root.FindToken(at).Parent?.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.AttributeLists.SelectMany(l => l.Attributes).Any(a => Is(a, attribute, first)) == true;
    }

    private static bool Is(AttributeSyntax written, string attribute, string first) =>
        written.Name.ToString() == attribute && written.ArgumentList?.Arguments.FirstOrDefault()?.Expression is LiteralExpressionSyntax literal && literal.Token.ValueText == first;

    /// <summary>A text as C# writes it.</summary>
    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
