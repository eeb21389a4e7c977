namespace PerfAnalyzers.Tool.Fetching;

/// <summary>A kind of running system that answers with captures over HTTP.</summary>
internal interface IFetchSource
{
    /// <summary>What users call it: <c>jaeger</c>.</summary>
    string Name { get; }

    /// <summary>Whether the system at the address is one.</summary>
    Task<bool> AnswersAsync(FetchClient client);

    /// <summary>Fetches captures into files, in formats that <c>import</c> knows.</summary>
    Task<IReadOnlyList<string>> FetchAsync(FetchClient client, FetchRequest request);
}
