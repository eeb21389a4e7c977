namespace PerfAnalyzers.Tool.Fetching;

/// <summary>The systems that can be asked over HTTP.</summary>
internal static class FetchSources
{
    /// <summary>The name of what is asked by its own protocol.</summary>
    public const string Postgres = "postgresql";

    /// <summary>All of them, those that are told most surely first.</summary>
    public static IReadOnlyList<IFetchSource> All { get; } = [new JaegerSource(), new ZipkinSource(), new TempoSource(), new PyroscopeSource()];

    /// <summary>The names for <c>--from</c>.</summary>
    public static IEnumerable<string> Names => All.Select(s => s.Name).Append(Postgres);

    /// <summary>The system at an address, or the one that the user says it is.</summary>
    public static async Task<IFetchSource> AtAsync(FetchClient client, string? name)
    {
        if (name is not null)
            return All.First(s => s.Name == name);

        foreach (var source in All)
        {
            if (await source.AnswersAsync(client).ConfigureAwait(false))
                return source;
        }

        throw new FetchException("not a system that is known here: " + string.Join(", ", Names) + "; name it with --from if it is one of them");
    }
}
