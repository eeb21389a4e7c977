using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Sources;

/// <summary>From what a capture says about a place to what evidence says: member, file and line of this repository.</summary>
internal sealed class PlaceResolver(SourceMap sources, MemberIndex members)
{
    private readonly SyntaxMembers _syntax = new(sources);
    private readonly Dictionary<(string?, CodePlace), ResolvedPlace?> _known = [];

    /// <summary>The resolver of the repository that the current directory is in.</summary>
    /// <param name="maps">Prefixes of captured paths, and what stands for them here.</param>
    /// <param name="symbols">Directories with the assemblies that ran.</param>
    public static PlaceResolver Here(IReadOnlyList<(string From, string To)> maps, IReadOnlyList<string> symbols)
    {
        var root = Reading.PerfDirectory.Root();
        var files = new RepositoryFiles(root);
        return new(new(root, files, maps), new(files, root, symbols));
    }

    /// <summary>The place of a frame's member.</summary>
    public ResolvedPlace? Of(Frame frame) => Of(new(frame.Member, frame.File, frame.Line), frame.Module);

    /// <summary>The file of another runtime's frame.</summary>
    public string FileName(string captured) => sources.Name(captured);

    /// <summary>The place, or null when nothing about it is known.</summary>
    /// <param name="place">What the capture says.</param>
    /// <param name="module">The assembly's simple name, where it is known.</param>
    public ResolvedPlace? Of(CodePlace place, string? module = null)
    {
        if (!place.IsKnown)
            return null;

        if (!_known.TryGetValue((module, place), out var resolved))
            _known.Add((module, place), resolved = Resolve(place, module));

        return resolved;
    }

    private ResolvedPlace? Resolve(CodePlace place, string? module)
    {
        var file = place.File is { Length: > 0 } captured ? sources.Name(captured) : null;
        var line = file is null ? null : place.Line;
        var key = place.Member ?? (file is not null && line is { } at ? _syntax.At(file, at) : null);
        if (key is null)
            return file is null ? null : new(ResolvedPlace.Unresolved + file, IsExact: false, file, line);

        return members.Find(module ?? ModuleOf(key), key) is { } member
            ? new(member.Id, IsExact: true, file ?? member.File, line ?? (member.Line > 0 ? member.Line : null))
            : new(key.Id, key.IsExact, file, line);
    }

    // Without an assembly's name, the first part of the namespace that one is called by.
    private static string? ModuleOf(MemberKey key)
    {
        var name = key.Name;
        var dot = name.IndexOf('.');
        return dot > 0 ? name[..dot] : null;
    }
}
