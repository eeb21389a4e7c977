using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Sources;

/// <summary>From what a capture says about a place to what evidence says: member, file and line of this repository.</summary>
/// <param name="sources">Files of the repository.</param>
/// <param name="members">Members of what was built here.</param>
/// <param name="versions">What the files are like now, where that is what was measured as far as anybody knows; null where it is not.</param>
internal sealed class PlaceResolver(SourceMap sources, MemberIndex members, FileVersions? versions = null)
{
    private readonly SyntaxMembers _syntax = new(sources);
    private readonly Dictionary<CodePlace, ResolvedPlace?> _known = [];

    /// <summary>The resolver of the repository that the current directory is in.</summary>
    /// <param name="maps">Prefixes of captured paths, and what stands for them here.</param>
    /// <param name="symbols">Directories with the assemblies that ran.</param>
    public static PlaceResolver Here(IReadOnlyList<(string From, string To)> maps, IReadOnlyList<string> symbols)
    {
        var root = Reading.PerfDirectory.Root();
        var files = new RepositoryFiles(root);
        return new(new(root, files, maps), new(new(files, root, symbols), root), new(root));
    }

    /// <summary>The same for what was measured at another commit: what the files are like now is then no matter.</summary>
    public PlaceResolver WithoutVersions() => new(sources, members);

    /// <summary>The place of a frame's member.</summary>
    public ResolvedPlace? Of(Frame frame) => Of(new CodePlace(frame.Member, frame.File, frame.Line) { Module = frame.Module, Checksum = frame.Checksum });

    /// <summary>The file of another runtime's frame.</summary>
    public string FileName(string captured) => sources.Name(captured);

    /// <summary>The place, or null when nothing about it is known.</summary>
    /// <param name="place">What the capture says.</param>
    public ResolvedPlace? Of(CodePlace place)
    {
        if (!place.IsKnown)
            return null;

        if (!_known.TryGetValue(place, out var resolved))
            _known.Add(place, resolved = Resolve(place));

        return resolved;
    }

    private ResolvedPlace? Resolve(CodePlace place)
    {
        // A path that ends with a slash names no file.
        var file = place.File is { Length: > 0 } captured && sources.Name(captured).Trim() is { Length: > 0 } name ? name : null;
        var line = file is null ? null : place.Line;
        var key = place.Member ?? (file is not null && line is { } at ? _syntax.At(file, at) : null);
        if (key is null)
            return file is null ? null : new(MemberId.Unresolved + file, IsExact: false, file, line) { Checksum = versions?.Of(file) };

        // Debug information of the build that ran has the last word; what was built here may be another one.
        if (place.Checksum is null && members.Find(place.Module ?? ModuleOf(key), key) is { } member)
            return new(member.Id, IsExact: true, file ?? member.File, line ?? (member.Line > 0 ? member.Line : null)) { Checksum = versions?.Of(file ?? member.File) };

        return new(key.Id, key.IsExact, file, line) { Checksum = place.Checksum ?? versions?.Of(file) };
    }

    // Without an assembly's name, the first part of the namespace that one is called by.
    private static string? ModuleOf(MemberKey key)
    {
        var name = key.Name;
        var dot = name.IndexOf('.');
        return dot > 0 ? name[..dot] : null;
    }
}
