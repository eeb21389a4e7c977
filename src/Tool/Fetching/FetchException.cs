namespace PerfAnalyzers.Tool.Fetching;

/// <summary>A running system that does not give what it was asked for. The message is for the user, and holds nothing that was sent to log in.</summary>
internal sealed class FetchException(string reason) : Exception(reason);
