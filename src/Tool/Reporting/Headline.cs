using System.Globalization;
using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.Tool.Listing;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>What a profile without endpoints says first.</summary>
/// <param name="Text">Where most of it is.</param>
/// <param name="Next">What to look at next.</param>
internal sealed record Headline(string Text, string Next)
{
    public static Headline? Of(FlatList list)
    {
        if (list.Rows.Count == 0 || list.Rows[0] is not { Share: > 0 } top)
            return null;

        var share = (top.Share * 100).ToString(top.Share < 0.1 ? "0.#" : "0", CultureInfo.InvariantCulture) + " %";
        var text = $"{MemberName.Short(top.Member)} has {share} of {(list.Unit == FlatUnit.Time ? "the time" : "all " + list.Unit.Measures.Replace("bytes by type", "bytes", StringComparison.Ordinal))}";
        return new(text, NextOf(list, top));
    }

    private static string NextOf(FlatList list, TopRow top)
    {
        if (list.Unit == FlatUnit.Types || list.Unit == FlatUnit.Held)
            return "One measurement says what is held, two of one process what grows. Look for collections that are only ever added to and for subscriptions that stay: PERF3001 and PERF3002.";

        if (list.Unit == FlatUnit.Allocated)
            return "Look at who calls it, and at what is made anew for each element: PERF3003.";

        return top.Operation switch
        {
            "wait" => "A thread waits there. Let it await instead: PERF2001.",
            "function" or null => "Find it in the flame graph, and look at who calls it: a function that is called too often is mended at its caller.",
            _ => "Look at its plan with `EXPLAIN (ANALYZE, BUFFERS)`, and at how often it runs: PERF1001, PERF1005 and PERF1006.",
        };
    }
}
