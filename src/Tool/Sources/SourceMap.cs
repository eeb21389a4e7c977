using PerfAnalyzers.Collector.Symbols;

namespace PerfAnalyzers.Tool.Sources;

/// <summary>
/// Files of captures as evidence names them. A capture holds the paths of the machine that built or ran the program; a file is found again by what the user says
/// about the roots, or because its path ends like just one file here.
/// </summary>
internal sealed class SourceMap
{
    private readonly string _root;
    private readonly SourcePaths _paths;
    private readonly RepositoryFiles _files;
    private readonly IReadOnlyList<(string From, string To)> _maps;
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>A map for a repository.</summary>
    /// <param name="root">Its directory.</param>
    /// <param name="files">Its files.</param>
    /// <param name="maps">Prefixes of captured paths, and what stands for them here; relative ones start at the root.</param>
    public SourceMap(string root, RepositoryFiles files, IReadOnlyList<(string From, string To)> maps)
    {
        _root = root;
        _files = files;
        _paths = new(root);
        _maps = [.. maps.Select(m => (Slashes(m.From).TrimEnd('/'), Slashes(Path.GetFullPath(m.To, root)).TrimEnd('/')))];
    }

    /// <summary>The file's name in evidence: relative to the repository, or the bare name of one that is not found in it.</summary>
    public string Name(string captured)
    {
        if (!_known.TryGetValue(captured, out var name))
            _known.Add(captured, name = Find(Slashes(captured)));

        return name;
    }

    /// <summary>The full path of a file that evidence names, or null when it is not here.</summary>
    public string? FullPath(string name)
    {
        try
        {
            var path = Path.GetFullPath(name, _root);
            return path.StartsWith(_root, StringComparison.Ordinal) && File.Exists(path) ? path : null;
        }
        catch (Exception e) when (e is ArgumentException or IOException or NotSupportedException)
        {
            return null;
        }
    }

    private string Find(string path)
    {
        foreach (var (from, to) in _maps)
        {
            if (path.StartsWith(from + "/", StringComparison.Ordinal))
                return _paths.Name(to + path[from.Length..]);
        }

        var inRoot = _paths.Name(path);
        if (inRoot.Contains('/') && FullPath(inRoot) is not null)
            return inRoot;

        return Longest(path) ?? inRoot[(inRoot.LastIndexOf('/') + 1)..];
    }

    // Among files of the same name, the one whose path agrees furthest from the end; none, when two agree equally far.
    private string? Longest(string path)
    {
        string? best = null;
        var (length, isUnique) = (0, false);
        var segments = path.Split('/');
        foreach (var candidate in _files.Named(segments[^1]))
        {
            var parts = candidate.Split('/');
            var same = 0;
            while (same < parts.Length && same < segments.Length && parts[^(same + 1)] == segments[^(same + 1)])
                same++;

            if (same > length)
                (best, length, isUnique) = (candidate, same, true);
            else if (same == length)
                isUnique = false;
        }

        return isUnique ? best : null;
    }

    private static string Slashes(string path) => path.Replace('\\', '/');
}
