using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Reporting;

namespace PerfAnalyzers.Tool.Tests.Reporting;

public sealed class EndpointVerdictTests
{
    [Theory]
    [InlineData("cpu-ms=40\tio-ms=3960\tround-trips=848", "I/O-bound", "PERF1001")]
    [InlineData("cpu-ms=40\tio-ms=3960\tround-trips=2", "I/O-bound", "EXPLAIN")]
    [InlineData("cpu-ms=40\tio-ms=60\tround-trips=2", "I/O-bound", "EXPLAIN")]
    [InlineData("cpu-ms=41\tio-ms=59\tround-trips=20", "mixed", "PERF1004")]
    [InlineData("cpu-ms=60\tio-ms=40\tround-trips=2", "CPU-bound", "dotnet-trace")]
    [InlineData("cpu-ms=100\tio-ms=0\tround-trips=0", "CPU-bound", "dotnet-trace")]
    [InlineData("p50-ms=9", "not known", "perfevidence run")]
    public void The_greater_part_of_the_time_decides(string fields, string word, string next)
    {
        var (verdict, _) = Judge($"endpoint\tGET /\tcount=10\t{fields}\n");
        Assert.Equal(word, verdict.Word);
        Assert.Contains(next, verdict.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fast_endpoint_that_is_next_to_nothing_is_left_alone()
    {
        const string Busy = "endpoint\tGET /report\tcount=10\tcpu-ms=40\tio-ms=3960\tround-trips=848\n";
        Assert.StartsWith("Leave it", Judge("endpoint\tGET /health\tcount=10\tcpu-ms=2\tio-ms=0\tround-trips=0\n" + Busy).Verdict.Next, StringComparison.Ordinal);
        Assert.DoesNotContain("Leave it", Judge("endpoint\tGET /health\tcount=200\tcpu-ms=20\tio-ms=0\tround-trips=0\n" + Busy).Verdict.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocked_threads_are_waiting_and_not_computing()
    {
        var (verdict, _) = Judge(
            "endpoint\tGET /\tmember=M:Shop.Home.Get\tcount=10\tcpu-ms=100\tio-ms=10\tround-trips=1\n" +
            "site\tM:Shop.Home.Get\tfile=src/Home.cs\tline=7\top=wait\tcalls=10\ttotal-ms=800\n");
        Assert.Equal("waiting", verdict.Word);
        Assert.Contains("800 ms", verdict.Next, StringComparison.Ordinal);
        Assert.Contains("Home.Get (src/Home.cs:7)", verdict.Next, StringComparison.Ordinal);
        Assert.Contains("PERF2001", verdict.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_that_the_sampler_does_not_explain_is_waiting()
    {
        Assert.Equal("waiting", Judge("endpoint\tGET /\tcount=10\tcpu-ms=100\tio-ms=1\nmethod\tM:A.B\tself-ms=100\ttotal-ms=100\n").Verdict.Word);
        Assert.Equal("CPU-bound", Judge("endpoint\tGET /\tcount=10\tcpu-ms=100\tio-ms=1\nmethod\tM:A.B\tself-ms=700\ttotal-ms=700\n").Verdict.Word);
    }

    [Fact]
    public void The_line_that_most_round_trips_come_from_is_named()
    {
        // Below the handler where its lines are known; otherwise the greatest, where the endpoint is most of the profile.
        const string Sites =
            "site\tM:Shop.Other.Get\tfile=src/Other.cs\tline=3\top=db.read\tcalls=1\ttotal-ms=4000\n" +
            "site\tM:Shop.Lines.Get\tfile=src/Lines.cs\tline=12\top=db.read\tcalls=847\ttotal-ms=3900\n" +
            "site\tM:Shop.Home.Report\tfile=src/Home.cs\tline=9\top=db.read\tcalls=847\ttotal-ms=3900\tvia=M:Shop.Lines.Get\n";
        var own = Judge("endpoint\tGET /report\tmember=M:Shop.Home.Report\tcount=1\tcpu-ms=40\tio-ms=3960\tround-trips=848\n" + Sites).Verdict;
        Assert.Contains("most of it from Lines.Get (src/Lines.cs:12)", own.Next, StringComparison.Ordinal);

        var most = Judge("endpoint\tGET /report\tcount=1\tcpu-ms=40\tio-ms=3960\tround-trips=848\nendpoint\tGET /\tcount=1\tcpu-ms=1\tio-ms=60\tround-trips=3\n" + Sites).Verdict;
        Assert.Contains("most of it from Other.Get (src/Other.cs:3)", most.Next, StringComparison.Ordinal);

        var few = Judge("endpoint\tGET /\tcount=1\tcpu-ms=1\tio-ms=60\tround-trips=3\nendpoint\tGET /report\tcount=1\tcpu-ms=40\tio-ms=3960\tround-trips=848\n" + Sites).Verdict;
        Assert.DoesNotContain("most of it from", few.Next, StringComparison.Ordinal);
    }

    private static (EndpointVerdict Verdict, EvidenceProfile Profile) Judge(string records)
    {
        var document = EvidenceParser.Read(new StringReader("perfevidence\t1\nprofile\tp\n" + records));
        Assert.Empty(document.Problems);
        var profile = document.Profiles[0];
        return (new EndpointVerdicts(profile, hasStacks: false).Of(profile.OfKind(RecordKind.Endpoint).First()), profile);
    }
}
