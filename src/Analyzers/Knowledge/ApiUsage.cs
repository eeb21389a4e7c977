using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Knowledge;

/// <summary>Which sections of the tables count in a compilation: the cheap look at it that spares all others.</summary>
internal sealed class ApiUsage
{
    // Weak by compilation: while a file is edited, the projects it refers to stay as they are.
    private static readonly ConditionalWeakTable<Compilation, ApiUsage> s_ofReferences = new();

    private readonly Compilation _compilation;
    private readonly HashSet<string> _assemblies;
    private readonly Lazy<HashSet<string>> _namespaces;
    private readonly Lazy<ImmutableArray<ApiUsage>> _below;
    private readonly ConcurrentDictionary<string, bool> _mentions = new(StringComparer.Ordinal);

    public ApiUsage(Compilation compilation)
    {
        _compilation = compilation;
        _assemblies = new(compilation.ReferencedAssemblyNames.Select(a => a.Name), StringComparer.OrdinalIgnoreCase);
        _namespaces = new(() => ImportedNamespaces(compilation));
        _below = new(() => [.. Referenced(compilation)]);
    }

    /// <summary>Whether the compilation uses what the section is about.</summary>
    public bool Uses(ApiSection section) =>
        (section.Assemblies.IsEmpty && section.Namespaces.IsEmpty && section.Mentions.IsEmpty) ||
        section.Assemblies.Any(_assemblies.Contains) ||
        section.Namespaces.Any(n => _namespaces.Value.Contains(n)) ||
        section.Mentions.Any(IsMentioned);

    /// <summary>Whether a project whose bodies are in sight from the compilation does: what is called there does the same, whoever calls it.</summary>
    // An assembly that a project refers to is one that those above it refer to as well.
    public bool IsUsedBelow(ApiSection section) => !(section.Namespaces.IsEmpty && section.Mentions.IsEmpty) && _below.Value.Any(u => u.Uses(section));

    // HttpClient is in a namespace that every new project imports, so only its name in the text says that it is used.
    private bool IsMentioned(string word) => _mentions.TryGetValue(word, out var known) ? known : _mentions.GetOrAdd(word, _compilation.SyntaxTrees.Any(t => SourceFile.Of(t).Mentions(word)));

    private static IEnumerable<ApiUsage> Referenced(Compilation compilation)
    {
        var seen = new HashSet<Compilation>();
        var pending = new Stack<Compilation>([compilation]);
        while (pending.Count > 0)
        {
            foreach (var referenced in pending.Pop().References.OfType<CompilationReference>().Select(r => r.Compilation).Where(seen.Add))
            {
                pending.Push(referenced);
                yield return s_ofReferences.GetValue(referenced, static c => new(c));
            }
        }
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
