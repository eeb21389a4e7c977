namespace PerfAnalyzers.Corpus.Sites;

/// <summary>Sites of the corpus that no analyzer should be asked about, with the reason.</summary>
internal sealed class OutOfScope
{
    private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);

    /// <summary>Reads lines of an id and a reason; <c>#</c> starts a comment.</summary>
    public static OutOfScope Parse(IEnumerable<string> lines)
    {
        var sites = new OutOfScope();
        foreach (var line in lines.Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            var parts = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
            sites._reasons.Add(parts[0], parts.Length == 2 ? parts[1] : throw new FormatException($"out of scope without a reason: {line}"));
        }

        return sites;
    }

    /// <summary>Why a site is out of scope, or null.</summary>
    public string? ReasonFor(string id) => _reasons.GetValueOrDefault(id);
}
