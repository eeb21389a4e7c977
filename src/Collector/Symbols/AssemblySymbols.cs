using System.Collections.Concurrent;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Collector.Symbols;

/// <summary>
/// Maps methods of one assembly on disk, and offsets in their code, back to the source they were compiled from. Needs the portable
/// debug information, beside the assembly or embedded; without it <see cref="Open"/> returns null and the assembly is not user code.
/// </summary>
internal sealed class AssemblySymbols
{
    // The name of the algorithm in portable debug information.
    private static readonly Guid Sha256 = new("8829d00f-11b8-4213-878b-770e8597ac16");

    private readonly MetadataReader _metadata;
    private readonly MetadataReader _debug;
    private readonly SourcePaths _paths;
    private readonly EnclosingMember _enclosing;
    private readonly ConcurrentDictionary<int, SourceMember?> _members = new();
    private readonly ConcurrentDictionary<DocumentHandle, string?> _checksums = new();

    // Both readers point into memory that these own.
    private readonly PEReader _image;
    private readonly MetadataReaderProvider _debugProvider;

    private AssemblySymbols(PEReader image, MetadataReaderProvider debugProvider, SourcePaths paths)
    {
        _image = image;
        _debugProvider = debugProvider;
        _metadata = _image.GetMetadataReader();
        _debug = _debugProvider.GetMetadataReader();
        _paths = paths;
        _enclosing = new(_metadata, _debug);
    }

    /// <summary>What the assembly and its debug information have in common with each other and with no other build; empty when it does not say.</summary>
    public Guid DebugId
    {
        get
        {
            foreach (var entry in _image.ReadDebugDirectory())
            {
                if (entry.Type == DebugDirectoryEntryType.CodeView)
                    return _image.ReadCodeViewDebugDirectoryData(entry).Guid;
            }

            return Guid.Empty;
        }
    }

    /// <summary>The symbols of an assembly, or null when it has no usable portable debug information.</summary>
    public static AssemblySymbols? Open(string assemblyPath, SourcePaths paths)
    {
        PEReader? image = null;
        try
        {
            // The file is read whole and closed: the measured program may replace or delete it while it runs.
            image = new(File.OpenRead(assemblyPath), PEStreamOptions.PrefetchEntireImage);
            if (image.HasMetadata &&
                image.TryOpenAssociatedPortablePdb(assemblyPath, OpenDebugFile, out var debug, out _) &&
                debug is not null)
            {
                return new(image, debug, paths);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidOperationException)
        {
            // Unreadable symbols are the same as none.
        }

        image?.Dispose();
        return null;
    }

    /// <summary>The member whose source a method's code came from, state machines, lambdas and local functions folded into it.</summary>
    public SourceMember? Member(int methodToken) => _members.GetOrAdd(methodToken, Resolve);

    /// <summary>The member and line at an offset of a method's code; an unknown (negative) offset gives the method's first line.</summary>
    public SourceFrame? Frame(int methodToken, int offset)
    {
        if (Member(methodToken) is not { } member)
            return null;

        var handle = Handle(methodToken);
        var point = VisiblePoint(handle, offset) ?? _enclosing.FirstPoint(handle);
        return point is { } p
            ? new(member.Id, FileName(p.Document), p.StartLine, Checksum(p.Document))
            : new(member.Id, member.File, member.Line, member.Checksum);
    }

    /// <summary>Whether the method itself has lines: a kick-off stub or a forwarding accessor has none.</summary>
    public bool HasLines(int methodToken) => VisiblePoint(Handle(methodToken), -1) is not null;

    /// <summary>Every member that was written and has code, once.</summary>
    public IEnumerable<SourceMember> Members() => _metadata.MethodDefinitions
        .Select(h => Member(MetadataTokens.GetToken(h)))
        .Where(m => m is { Line: > 0 })
        .Select(m => m!)
        .DistinctBy(m => m.Id);

    /// <summary>The <see cref="SourceChecksum"/> of every source file, by its name in evidence.</summary>
    public IReadOnlyDictionary<string, string> Checksums()
    {
        var checksums = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var document in _debug.Documents)
        {
            if (Checksum(document) is { } checksum)
                checksums.TryAdd(FileName(document), checksum);
        }

        return checksums;
    }

    private SourceMember? Resolve(int token)
    {
        var handle = Handle(token);
        if (handle.IsNil || MetadataTokens.GetRowNumber(handle) > _metadata.MethodDefinitions.Count)
            return null;

        var member = _enclosing.Of(handle);
        var first = _enclosing.FirstPoint(member) ?? _enclosing.FirstPoint(handle);
        return new(
            DocumentationId.Of(_metadata, member),
            first is { } point ? FileName(point.Document) : null,
            first?.StartLine ?? 0,
            first is { } start ? Checksum(start.Document) : null);
    }

    // Hidden points (0xfeefee) carry generated code: it belongs to the statement before it.
    private SequencePoint? VisiblePoint(MethodDefinitionHandle handle, int offset)
    {
        if (handle.IsNil || MetadataTokens.GetRowNumber(handle) > _debug.MethodDebugInformation.Count)
            return null;

        SequencePoint? best = null;
        foreach (var point in _debug.GetMethodDebugInformation(handle).GetSequencePoints())
        {
            if (point.IsHidden)
                continue;

            if (best is not null && (offset < 0 || point.Offset > offset))
                break;

            best = point;
        }

        return best;
    }

    private string FileName(DocumentHandle document) => _paths.Name(_debug.GetString(_debug.GetDocument(document).Name));

    // Old compilers write SHA-1, which nothing here can be compared with.
    private string? Checksum(DocumentHandle document) => _checksums.GetOrAdd(document, d =>
    {
        var source = _debug.GetDocument(d);
        return source.HashAlgorithm.IsNil || source.Hash.IsNil || _debug.GetGuid(source.HashAlgorithm) != Sha256
            ? null
            : SourceChecksum.FromHash(_debug.GetBlobBytes(source.Hash));
    });

    private static MethodDefinitionHandle Handle(int token) => (token >>> 24) == 0x06 ? MetadataTokens.MethodDefinitionHandle(token & 0xFFFFFF) : default;

    private static FileStream? OpenDebugFile(string path) => File.Exists(path) ? File.OpenRead(path) : null;
}
