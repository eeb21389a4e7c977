using System.Text.Json;
using System.Xml.Linq;
using PerfAnalyzers.Tool.Tests.Importing;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary>Reading verbs on captures themselves, and what they hand over to other viewers.</summary>
public sealed class CaptureReadingTests : IDisposable
{
    private const string Stacks = "root;a;b 30\nroot;a 10\nroot;c 60\n";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Top_lists_the_functions_of_other_runtimes()
    {
        var file = _directory.Write("work.folded", Stacks);
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "top", file, "--json");
        using var json = JsonDocument.Parse(result.Output);
        var profile = json.RootElement.GetProperty("profiles")[0];
        Assert.Equal("samples", profile.GetProperty("unit").GetString());
        Assert.Equal(
            [("c", 60.0, 60.0), ("b", 30, 30), ("a", 10, 40), ("root", 0, 100)],
            profile.GetProperty("rows").EnumerateArray().Select(r => (r.GetProperty("member").GetString()!, r.GetProperty("ownSamples").GetDouble(), r.GetProperty("totalSamples").GetDouble())));
    }

    [Fact]
    public async Task The_tree_has_the_most_expensive_first_and_counts_what_it_leaves_out()
    {
        var file = _directory.Write("work.folded", Stacks);
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "tree", file, "--json", "--min-percent", "35");
        using var json = JsonDocument.Parse(result.Output);
        var root = json.RootElement.GetProperty("trees")[0].GetProperty("children")[0];
        Assert.Equal(("root", 100.0), (root.GetProperty("name").GetString(), root.GetProperty("total").GetDouble()));
        Assert.Equal([("c", 60.0), ("a", 40)], root.GetProperty("children").EnumerateArray().Select(c => (c.GetProperty("name").GetString()!, c.GetProperty("total").GetDouble())));
        Assert.Equal(1, root.GetProperty("children")[1].GetProperty("smallerChildren").GetInt32());

        var inverted = await Programs.PerfEvidenceAsync(_directory.Path, "tree", file, "--json", "--inverted");
        using var callers = JsonDocument.Parse(inverted.Output);
        var first = callers.RootElement.GetProperty("trees")[0].GetProperty("children")[0];
        Assert.Equal(("c", "root"), (first.GetProperty("name").GetString(), first.GetProperty("children")[0].GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Threads_that_wait_are_left_out_unless_asked_for()
    {
        var file = Samples.File("dotnet/shop-sampled.speedscope.json");
        var without = await Programs.PerfEvidenceAsync(_directory.Path, "tree", file);
        Assert.DoesNotContain("Monitor.Wait", without.Output, StringComparison.Ordinal);
        var with = await Programs.PerfEvidenceAsync(_directory.Path, "tree", file, "--waits");
        Assert.Contains("Monitor.Wait", with.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_has_no_stacks_and_says_so()
    {
        var file = _directory.Write("a.perfevidence", "perfevidence\t1\nprofile\ta\nmethod\tM:A.B\tself-ms=1\n");
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "tree", file);
        Assert.Equal(5, result.ExitCode);
        Assert.Contains("no stacks", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_handed_to_other_viewers_comes_back_the_same()
    {
        var file = _directory.Write("work.folded", Stacks);
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "report", file, "--folded", "again.folded", "--speedscope", "again.speedscope.json", "--svg", "again.svg");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(Stacks.Split('\n').Order(StringComparer.Ordinal), (await File.ReadAllLinesAsync(_directory["again.folded"])).Append("").Order(StringComparer.Ordinal));

        var top = await Programs.PerfEvidenceAsync(_directory.Path, "top", file, "--json");
        var again = await Programs.PerfEvidenceAsync(_directory.Path, "top", "again.speedscope.json", "--json");
        Assert.Equal(top.Output.Replace("\"work\"", "\"again\"", StringComparison.Ordinal), again.Output);

        var titles = XDocument.Load(_directory["again.svg"]).Descendants("{http://www.w3.org/2000/svg}title").Select(t => t.Value).ToList();
        Assert.Contains("c: 60 samples (60 %), own 60", titles);
        Assert.Contains("a: 40 samples (40 %), own 10", titles);
        Assert.False(File.Exists(_directory["perfreport.html"]));
    }

    [Fact]
    public async Task A_report_says_whether_an_endpoint_waits_for_round_trips()
    {
        _directory.Write("a.perfevidence",
            "perfevidence\t1\nprofile\ta\nendpoint\tGET /report\tcount=9\tp50-ms=3900\tcpu-ms=40\tio-ms=3960\tround-trips=848\n" +
            "endpoint\tGET /format\tcount=9\tp50-ms=10\tcpu-ms=10\tio-ms=1\tround-trips=1\nendpoint\tGET /unknown\tcount=1\tp50-ms=5\n");
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "report", "a.perfevidence", "--json");
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(
            [("GET /report", "I/O-bound"), ("GET /format", "CPU-bound"), ("GET /unknown", "not known")],
            json.RootElement.GetProperty("profiles")[0].GetProperty("endpoints").EnumerateArray().Select(e => (e.GetProperty("name").GetString()!, e.GetProperty("verdict").GetString()!)));
    }
}
