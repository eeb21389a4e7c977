using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Sources;

/// <summary>The member that contains a line, from the source file alone: for captures that know a line and no name.</summary>
internal sealed class SyntaxMembers(SourceMap sources)
{
    private const long MaxFile = 10_000_000;

    private readonly Dictionary<string, SyntaxTree?> _trees = new(StringComparer.Ordinal);

    /// <summary>The member around a line of a file as evidence names it; null when there is none, or no such file.</summary>
    public MemberKey? At(string file, int line)
    {
        if (!_trees.TryGetValue(file, out var tree))
            _trees.Add(file, tree = Parse(file));

        if (tree is null || line < 1 || line > tree.GetText().Lines.Count)
            return null;

        var span = tree.GetText().Lines[line - 1].Span;
        var node = tree.GetRoot().FindToken(FirstCode(tree, span)).Parent;
        for (; node is not null; node = node.Parent)
        {
            if (NameOf(node) is { } name && TypeOf(node) is { } type)
                return new($"M:{type}.{name}", HasNoParameters(node));

            if (node is GlobalStatementSyntax)
                return new("M:Program.{Main}$(System.String[])", IsExact: true);
        }

        return null;
    }

    private static int FirstCode(SyntaxTree tree, Microsoft.CodeAnalysis.Text.TextSpan line)
    {
        var text = tree.GetText().ToString(line);
        return line.Start + text.Length - text.TrimStart().Length;
    }

    private static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax m => m.ExplicitInterfaceSpecifier is null ? m.Identifier.ValueText : null,
        ConstructorDeclarationSyntax c => c.Modifiers.Any(SyntaxKind.StaticKeyword) ? "#cctor" : "#ctor",
        DestructorDeclarationSyntax => "Finalize",
        AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax p } a => (a.IsKind(SyntaxKind.GetAccessorDeclaration) ? "get_" : "set_") + p.Identifier.ValueText,
        PropertyDeclarationSyntax { ExpressionBody: not null } p => "get_" + p.Identifier.ValueText,
        _ => null,
    };

    private static bool HasNoParameters(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax m => m.ParameterList.Parameters.Count == 0 && m.TypeParameterList is null,
        ConstructorDeclarationSyntax c => c.ParameterList.Parameters.Count == 0,
        AccessorDeclarationSyntax a => a.IsKind(SyntaxKind.GetAccessorDeclaration),
        _ => true,
    };

    // Shop.Outer`1.Inner
    private static string? TypeOf(SyntaxNode member)
    {
        var parts = new List<string>();
        foreach (var ancestor in member.Ancestors())
        {
            if (ancestor is TypeDeclarationSyntax type)
                parts.Add(type.Identifier.ValueText + (type.TypeParameterList is { Parameters.Count: > 0 and var arity } ? "`" + arity : ""));
            else if (ancestor is BaseNamespaceDeclarationSyntax space)
                parts.Add(space.Name.ToString());
        }

        parts.Reverse();
        return parts.Count == 0 ? null : string.Join('.', parts);
    }

    private SyntaxTree? Parse(string file)
    {
        if (!file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) || sources.FullPath(file) is not { } path)
            return null;

        try
        {
            return new FileInfo(path).Length > MaxFile ? null : CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
