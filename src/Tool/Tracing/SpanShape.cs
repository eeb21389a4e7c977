using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Tracing;

/// <summary>What spans of one kind at one place have in common, in words that may be shown: no values, no query strings.</summary>
/// <param name="Name">What ran, for a waterfall; for a root also the endpoint.</param>
/// <param name="Operation"><c>db.read</c>, <c>http</c>, ... for a call that leaves the process; null for everything else.</param>
/// <param name="Statement">Its number in <see cref="StatementPool"/>, or <see cref="StatementPool.None"/>.</param>
/// <param name="Place">Where in the source.</param>
/// <param name="IsConnect">It opened a connection: time, but no round trip that a line asked for.</param>
internal sealed record SpanShape(string Name, string? Operation, int Statement, CodePlace Place, bool IsConnect)
{
    /// <summary>The number that shapes of the same name and statement share, wherever they were issued.</summary>
    public int Text { get; init; }

    /// <summary>The number that shapes of the same place and operation share.</summary>
    public int Site { get; init; }

    /// <summary>Whether it is a call to a database, cache aside.</summary>
    public bool IsDatabase => Operation is "db.read" or "db.write";
}
