using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>Adds the usings that new code needs and that neither the file nor the project's global usings have.</summary>
internal static class UsingDirectives
{
    public static IEnumerable<TextChange> Missing(SemanticModel model, int position, SourceText text, string newLine, params string[] namespaces)
    {
        var root = (CompilationUnitSyntax)model.SyntaxTree.GetRoot();
        var missing = namespaces.Where(name => !IsInScope(name, model, position)).OrderBy(name => name, StringComparer.Ordinal).ToList();

        if (missing.Count == 0)
            return [];

        var usings = root.Usings.Count > 0 ? root.Usings : root.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Usings ?? default;

        if (usings.Count == 0)
        {
            // Below a file header, which a blank line ends, and above the first member's own comment.
            var header = text.Lines.TakeWhile(line => text.ToString(line.Span).StartsWith("//", StringComparison.Ordinal) && !text.ToString(line.Span).StartsWith("///", StringComparison.Ordinal)).Count();
            var start = header > 0 && text.ToString(text.Lines[header].Span).Trim().Length == 0 ? text.Lines[header].EndIncludingLineBreak : 0;
            return [new(new(start, 0), string.Concat(missing.Select(name => $"using {name};{newLine}")) + newLine)];
        }

        return missing.Select(name =>
        {
            var next = usings.FirstOrDefault(directive => directive.GlobalKeyword.RawKind == 0 && directive.Alias is null && directive.StaticKeyword.RawKind == 0 && IsBefore(name, directive.Name!.ToString()));
            var indent = text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(usings[0].SpanStart).Start, usings[0].SpanStart));
            return next is not null
                ? new TextChange(new(next.SpanStart, 0), $"using {name};{newLine}{indent}")
                : new TextChange(new(usings[usings.Count - 1].Span.End, 0), $"{newLine}{indent}using {name};");
        });
    }

    // System first, then by name, as the default sort has it.
    private static bool IsBefore(string a, string b) => IsSystem(a) != IsSystem(b) ? IsSystem(a) : string.CompareOrdinal(a, b) < 0;

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);

    /// <summary>Whether what is written there can name a namespace's types.</summary>
    public static bool IsInScope(string name, SemanticModel model, int position)
    {
        if (model.GetImportScopes(position).Any(scope => scope.Imports.Any(import => import.NamespaceOrType.ToDisplayString() == name)))
            return true;

        for (var space = model.GetEnclosingSymbol(position)?.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space.ToDisplayString() == name)
                return true;
        }

        return false;
    }
}
