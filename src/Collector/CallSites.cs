using PerfAnalyzers.Collector.Spans;

namespace PerfAnalyzers.Collector;

/// <summary>Writes into traces which line of the program a call came from, so that <c>perfevidence import</c> and <c>fetch</c> can say it of production.</summary>
public static class CallSites
{
    /// <summary>
    /// Sets <c>code.function.name</c>, <c>code.file.path</c> and <c>code.line.number</c> on the spans of calls that leave the process (client and producer spans), whatever records them:
    /// OpenTelemetry, an exporter of your own. Spans that nobody records cost nothing. Call it once, when the program starts.
    /// </summary>
    /// <param name="maxShare">
    /// The share of one processor that walking stacks may take. Beyond it a database span gets the line that its statement has always come from, and any other span none.
    /// </param>
    /// <returns>What ends it when it is disposed.</returns>
    public static IDisposable StampSpans(double maxShare = 0.01)
    {
        if (maxShare is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(maxShare), maxShare, "A share is more than 0 and at most 1.");

        return new SpanStamper(new(maxShare));
    }
}
