using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>The <see cref="NamedLeads"/> of some files of a program, by name. That of all files is kept while bodies are edited, and only the edited ones are looked up beside it.</summary>
internal sealed class NameIndex
{
    private readonly Dictionary<string, List<(int File, ImmutableArray<string> Leads)>> _leads = new(StringComparer.Ordinal);
    private readonly Lazy<Dictionary<string, List<(int File, SyntaxNode Member, string Key)>>> _mentioning;

    /// <param name="files">The files, each with its place among those of the compilation.</param>
    public NameIndex(ImmutableArray<(int File, SyntaxTree Tree)> files)
    {
        Files = files;
        _mentioning = new(Mentions);
        foreach (var (file, tree) in files)
        {
            foreach (var (_, key, leads) in SourceFile.Of(tree).Members)
                (_leads.TryGetValue(key, out var known) ? known : _leads[key] = []).Add((file, leads));
        }
    }

    /// <summary>The files, in the order of the compilation.</summary>
    public ImmutableArray<(int File, SyntaxTree Tree)> Files { get; }

    /// <summary>The keys of all members.</summary>
    public IEnumerable<string> Keys => _leads.Keys;

    /// <summary>What the members of a key lead to, each with its file.</summary>
    public IReadOnlyList<(int File, ImmutableArray<string> Leads)> Leads(string key) => _leads.TryGetValue(key, out var leads) ? leads : [];

    /// <summary>The members and types that lead to a key by themselves, each with its file and its own key, in the order of the files.</summary>
    public IReadOnlyList<(int File, SyntaxNode Member, string Key)> Mentioning(string key) => _mentioning.Value.TryGetValue(key, out var members) ? members : [];

    private Dictionary<string, List<(int File, SyntaxNode Member, string Key)>> Mentions()
    {
        var mentioning = new Dictionary<string, List<(int File, SyntaxNode Member, string Key)>>(StringComparer.Ordinal);
        foreach (var (file, tree) in Files)
        {
            foreach (var (member, key, leads) in SourceFile.Of(tree).Members)
            {
                foreach (var lead in leads)
                    (mentioning.TryGetValue(lead, out var members) ? members : mentioning[lead] = []).Add((file, member, key));
            }
        }

        return mentioning;
    }
}
