using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Evidence;

/// <summary>A member as evidence may know it: by its id, by its name alone, or only by a line of its source.</summary>
internal sealed class MeasuredMember
{
    private readonly ImmutableArray<(string Path, int First, int Last)> _declarations;

    private MeasuredMember(ImmutableArray<string> ids, string? onlyName, ImmutableArray<(string, int, int)> declarations)
    {
        Ids = ids;
        OnlyName = onlyName;
        _declarations = declarations;
    }

    /// <summary>Its documentation ids, those of the property it belongs to included.</summary>
    public ImmutableArray<string> Ids { get; }

    /// <summary>
    /// Its id without parameters, under which a profiler that did not see them knows it; null when other members have it too, because then the measurement may be
    /// theirs.
    /// </summary>
    public string? OnlyName { get; }

    /// <summary>The bare names of the files it is declared in.</summary>
    public IEnumerable<string> Files => _declarations.Select(d => d.Path.Substring(d.Path.LastIndexOf('/') + 1)).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The member that contains a symbol's code.</summary>
    public static MeasuredMember Of(ISymbol symbol)
    {
        symbol = InnerFunctions.MemberOf(symbol);
        var ids = EvidenceIndex.IdsOf(symbol);
        var isAlone = symbol.ContainingType?.GetMembers(symbol.Name).Length == 1;
        var declarations = symbol.DeclaringSyntaxReferences
            .Select(r => (r.SyntaxTree.FilePath.Replace('\\', '/'), Lines: r.SyntaxTree.GetLineSpan(r.Span)))
            .Select(d => (d.Item1, d.Lines.StartLinePosition.Line + 1, d.Lines.EndLinePosition.Line + 1))
            .ToImmutableArray();
        return new(ids, isAlone && !ids.IsEmpty ? MemberId.WithoutOverload(ids[0]) : null, declarations);
    }

    /// <summary>Whether a record whose member is not known was measured within this one: the file's path ends alike, and the line lies in it.</summary>
    public bool Contains(EvidenceRecord record) =>
        record.File is { } file && record.SourceLine is { } line &&
        _declarations.Any(d => line >= d.First && line <= d.Last && EndsWith(d.Path, file));

    private static bool EndsWith(string path, string file) =>
        path.EndsWith(file, StringComparison.OrdinalIgnoreCase) && (path.Length == file.Length || path[path.Length - file.Length - 1] == '/');
}
