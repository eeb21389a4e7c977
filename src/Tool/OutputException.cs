namespace PerfAnalyzers.Tool;

/// <summary>Standard output takes nothing any more. The message is for the user. It is no <see cref="IOException"/>, which whoever reads or writes a file would take for its own.</summary>
internal sealed class OutputException(string message) : Exception(message);
