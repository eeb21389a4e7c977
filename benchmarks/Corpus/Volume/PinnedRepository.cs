namespace PerfAnalyzers.Corpus.Volume;

/// <summary>A repository at a commit.</summary>
/// <param name="Name">Owner and name.</param>
/// <param name="Commit">The commit.</param>
internal sealed record PinnedRepository(string Name, string Commit)
{
    /// <summary>Reads lines of name and commit; <c>#</c> starts a comment.</summary>
    public static IReadOnlyList<PinnedRepository> Parse(IEnumerable<string> lines) =>
    [
        .. lines.Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Select(parts => parts.Length == 2 ? new PinnedRepository(parts[0], parts[1]) : throw new FormatException($"expected 'owner/name commit': {string.Join(' ', parts)}")),
    ];
}
