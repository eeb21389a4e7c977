using PerfAnalyzers.Collector.Stacks;
using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>
/// The debug information of the assemblies that ran: that of the file where the trace says it is, of directories that the user names, of the repository's build output.
/// Only the very build that ran will do, because a method's number says nothing about another one.
/// </summary>
internal sealed class ModuleSymbols
{
    private readonly AssemblyFiles _files;
    private readonly UserCode _userCode;
    private readonly Dictionary<ModuleImage, (AssemblySymbols? Symbols, bool IsUser)> _known = [];
    private readonly SortedSet<string> _otherBuilds = new(StringComparer.Ordinal);

    /// <summary>Symbols for the assemblies of a trace.</summary>
    /// <param name="modules">The assemblies that were loaded.</param>
    /// <param name="files">Where assemblies are.</param>
    public ModuleSymbols(IEnumerable<ModuleImage> modules, AssemblyFiles files)
    {
        _files = files;

        // The program's own list of what came from packages lies beside its entry assembly; the trace names every assembly that was loaded.
        var dependencies = modules
            .Where(m => AssemblyFiles.IsLocal(m.Path))
            .Select(m => System.IO.Path.ChangeExtension(m.Path, ".deps.json"))
            .Where(File.Exists);
        _userCode = new(SourcePaths.AsBuilt, PackageAssemblies.Read(string.Join(';', dependencies)));
    }

    /// <summary>Assemblies of which only another build is here.</summary>
    public IReadOnlyCollection<string> OtherBuilds => _otherBuilds;

    /// <summary>The symbols of an assembly, or null; and whether it can be the program's own.</summary>
    public (AssemblySymbols? Symbols, bool IsUser) Of(ModuleImage module)
    {
        if (!_known.TryGetValue(module, out var found))
        {
            var isUser = module.Path.Length > 0 && _userCode.IsCandidate(module.Name, module.Path);
            _known.Add(module, found = (isUser ? Open(module) : null, isUser));
        }

        return found;
    }

    private AssemblySymbols? Open(ModuleImage module)
    {
        foreach (var path in _files.Candidates(module.Name, module.Path))
        {
            if (AssemblySymbols.Open(path, SourcePaths.AsBuilt) is not { } symbols)
                continue;

            if (symbols.DebugId == module.DebugId && module.DebugId != Guid.Empty)
                return symbols;

            _otherBuilds.Add(module.Name);
        }

        return null;
    }
}
