using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Knowledge;

/// <summary>Which sections of the tables count in a compilation: the cheap look at it that spares all others.</summary>
internal sealed class ApiUsage(Compilation compilation)
{
    private readonly HashSet<string> _assemblies = new(compilation.ReferencedAssemblyNames.Select(a => a.Name), StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<HashSet<string>> _namespaces = new(() => ImportedNamespaces(compilation));

    /// <summary>Whether the compilation uses what the section is about.</summary>
    public bool Uses(ApiSection section) =>
        (section.Assemblies.IsEmpty && section.Namespaces.IsEmpty && section.Mentions.IsEmpty) ||
        section.Assemblies.Any(_assemblies.Contains) ||
        section.Namespaces.Any(n => _namespaces.Value.Contains(n)) ||
        section.Mentions.Any(IsMentioned);

    // HttpClient is in a namespace that every new project imports, so only its name in the text says that it is used.
    private bool IsMentioned(string word)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (SourceFile.Of(tree).Mentions(word))
                return true;
        }

        return false;
    }

    private static HashSet<string> ImportedNamespaces(Compilation compilation)
    {
        var namespaces = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var imported in SourceFile.Of(tree).Imported)
                namespaces.Add(imported);
        }

        return namespaces;
    }
}
