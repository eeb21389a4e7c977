namespace PerfAnalyzers.Tool.Fetching;

/// <summary>Something to ask a system for; the versions of one have it at different addresses.</summary>
/// <param name="Name">What the answer's file is called.</param>
/// <param name="Path">Where it is.</param>
internal sealed record FetchQuestion(string Name, string Path)
{
    /// <summary>What is posted to <see cref="Path"/>, in protocol buffers; nothing to get.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Where it is got if there is no such address.</summary>
    public string? Otherwise { get; init; }

    /// <summary>Where it is got if there is none of that, either.</summary>
    public string? AtLast { get; init; }
}
