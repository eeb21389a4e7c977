namespace PerfAnalyzers.Tool.Importing;

/// <summary>A capture that cannot be read on from here. The message is for the user: a clause that says what is wrong, without a file name.</summary>
internal sealed class CaptureException(string reason, long? line = null) : Exception(reason)
{
    /// <summary>The 1-based line, in formats that have lines.</summary>
    public long? Line { get; } = line;
}
