using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Sources;

/// <summary>
/// The members of the assemblies that were built here, by name. A frame often has no more than a name; where only one member has it, its parameters, file and line are
/// known with it.
/// </summary>
/// <param name="files">Where the assemblies are.</param>
/// <param name="root">The repository.</param>
internal sealed class MemberIndex(AssemblyFiles files, string root)
{
    private readonly Dictionary<string, ILookup<string, SourceMember>?> _modules = new(StringComparer.OrdinalIgnoreCase);
    private readonly SourcePaths _paths = new(root);

    /// <summary>The one member that a frame can mean, or null.</summary>
    /// <param name="module">The assembly's simple name.</param>
    /// <param name="key">What the frame says about the member.</param>
    public SourceMember? Find(string? module, MemberKey key)
    {
        if (module is null || Members(module) is not { } members)
            return null;

        var named = members[key.Name].ToList();
        if (key.IsExact && named.Find(m => m.Id == key.Id) is { } exact)
            return exact;

        return named.Count == 1 ? named[0] : null;
    }

    private ILookup<string, SourceMember>? Members(string module)
    {
        if (_modules.TryGetValue(module, out var known))
            return known;

        var symbols = files.Candidates(module).Select(p => AssemblySymbols.Open(p, _paths)).FirstOrDefault(s => s is not null);
        return _modules[module] = symbols?.Members().ToLookup(m => new MemberKey(m.Id, IsExact: true).Name, StringComparer.Ordinal);
    }
}
