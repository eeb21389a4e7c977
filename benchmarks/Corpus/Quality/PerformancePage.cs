using System.Text;
using PerfAnalyzers.Corpus.Timing;

namespace PerfAnalyzers.Corpus.Quality;

/// <summary>The page of what the analyzers cost. Everything above the marker is written; below it people say what they found and mended.</summary>
internal sealed class PerformancePage(
    IReadOnlyList<Timed> times, IReadOnlyList<Latency> keystrokes, IReadOnlyList<GrowthStep> growth, IReadOnlyList<EvidenceCost> evidence)
{
    /// <summary>What separates what is written from what is kept.</summary>
    public const string Marker = "<!-- written by hand: everything below is kept -->";

    /// <summary>The page, with what the old one kept.</summary>
    public string Write(string? old)
    {
        var kept = old?.IndexOf(Marker, StringComparison.Ordinal) is >= 0 and var at ? old[(at + Marker.Length)..] : "\n";
        var page = new StringBuilder("""
            # What it costs

            Written by `benchmarks/Analyzers/run`; [its page](../benchmarks/Analyzers/README.md) says how to run it and what the figures mean. Compare
            figures of one table only: each table is one run on one machine, and everything in it was measured in turn.


            """.ReplaceLineEndings("\n"));
        if (times.Count > 0)
            page.Append(Times());
        if (keystrokes.Count > 0)
            page.Append(Keystrokes());
        if (growth.Count > 0)
            page.Append(Growth());
        if (evidence.Count > 0)
            page.Append(Evidence());

        return page.Append(Marker).Append(kept).ToString();
    }

    private const string Builds = """
        Each package alone, and ours once more together with Microsoft.CodeAnalysis.NetAnalyzers, which the SDK runs in every build. Bodies are bound once for all that look at them, so what ours adds to such a
        build is the difference between that row and the one above it.
        """;

    private string Times()
    {
        var table = new MarkdownTable("repository", "analyzers", "inside analyzers s", "wall s", "x compile", "cpu s", "x compile", "MB allocated");
        foreach (var repository in times.GroupBy(t => t.Repository))
        {
            foreach (var t in repository)
            {
                table.Add(
                    t.Repository, t.Who, t.ExecutionSeconds > 0 ? Terminal.Number(t.ExecutionSeconds, 2) : "", Terminal.Number(t.Seconds, 2), Terminal.Number(t.Ratio, 2),
                    Terminal.Number(t.CpuSeconds, 2), Terminal.Number(t.CpuRatio, 2), Terminal.Number(t.Megabytes, 0));
            }
        }

        return $"## Beside other analyzers, on real repositories\n\n{Builds.ReplaceLineEndings("\n")}\n\n{table}\n";
    }

    private string Keystrokes()
    {
        var table = new MarkdownTable("project", "files", "asked for", "analyzers", "median ms", "p95 ms", "longest ms", "MB each");
        foreach (var k in keystrokes)
        {
            table.Add(
                k.Project, Terminal.Number(k.Files, 0), k.Scope, k.Who, Terminal.Number(k.Median, 1), Terminal.Number(k.P95, 1),
                Terminal.Number(k.Longest, 1), Terminal.Number(k.Megabytes, 1));
        }

        return $"## After a keystroke\n\n{table}\n";
    }

    private string Growth()
    {
        var table = new MarkdownTable(GrowthStep.Columns);
        foreach (var step in growth)
            table.Add(step.Cells);

        return $"## From small to large\n\n{table}\n";
    }

    private string Evidence()
    {
        var table = new MarkdownTable("MB of evidence", "records", "read ms", "MB allocated", "analysis cpu s without", "with");
        foreach (var e in evidence)
        {
            table.Add(
                Terminal.Number(e.Megabytes, 1), Terminal.Number(e.Records, 0), Terminal.Number(e.ReadMilliseconds, 0), Terminal.Number(e.ReadMegabytes, 0),
                Terminal.Number(e.WithoutSeconds, 2), Terminal.Number(e.WithSeconds, 2));
        }

        return $"## With large evidence\n\n{table}\n";
    }
}
