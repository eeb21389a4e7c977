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
    public async Task The_tree_of_a_dotnet_program_is_that_of_its_own_members_unless_asked_for_all()
    {
        var file = Samples.File("dotnet/shop-sampled.speedscope.json");
        var own = await Programs.PerfEvidenceAsync(_directory.Path, "tree", file, "--json");
        using var json = JsonDocument.Parse(own.Output);
        var tree = json.RootElement.GetProperty("trees")[0];

        // What 'top' lists is what the tree is made of.
        var top = await Programs.PerfEvidenceAsync(_directory.Path, "top", file, "--json", "-n", "0");
        using var list = JsonDocument.Parse(top.Output);
        Assert.Equal(list.RootElement.GetProperty("profiles")[0].GetProperty("ownMs").GetDouble(), tree.GetProperty("total").GetDouble(), 2);
        Assert.True(tree.GetProperty("leftOut").GetDouble() > 1000);
        Assert.DoesNotContain("Kestrel", own.Output, StringComparison.Ordinal);

        var all = await Programs.PerfEvidenceAsync(_directory.Path, "tree", file, "--all");
        Assert.Contains("Kestrel", all.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_started_asynchronous_method_resumes_is_the_same_call()
    {
        var file = _directory.Write("async.folded",
            "Shop!Program.Main(string[]);Shop!Shop.Report.BuildAsync(int32);System.Private.CoreLib!System.Runtime.CompilerServices.AsyncMethodBuilderCore.Start(!!0&);Shop!Shop.Report+<BuildAsync>d__3.MoveNext();System.Private.CoreLib!System.String.Concat(string,string) 7\n");
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "tree", file, "--json");
        using var json = JsonDocument.Parse(result.Output);
        var main = json.RootElement.GetProperty("trees")[0].GetProperty("children")[0];
        var build = Assert.Single(main.GetProperty("children").EnumerateArray());
        Assert.Equal(("Shop.Report.BuildAsync", 7.0, 0), (build.GetProperty("name").GetString(), build.GetProperty("own").GetDouble(), build.GetProperty("children").GetArrayLength()));
    }

    [Fact]
    public async Task A_capture_that_cannot_be_read_as_a_whole_is_shown_and_answered_with_7()
    {
        var file = _directory.Write("work.folded", Stacks + string.Concat(Enumerable.Repeat(Stacks, 9)) + "no number\n");
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "top", file);
        Assert.Equal(7, result.ExitCode);
        Assert.Contains("work.folded(31): 1 lines are not", result.Error, StringComparison.Ordinal);
        Assert.Contains("600", result.Output, StringComparison.Ordinal);

        // A file that is missing is worse than one that is cut, in any order.
        var both = await Programs.PerfEvidenceAsync(_directory.Path, "top", "missing.folded", file);
        Assert.Equal(5, both.ExitCode);
        Assert.Contains("missing.folded: no such file", both.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Captures_are_compared_as_evidence_is()
    {
        var before = _directory.Write("before.folded", Stacks);
        var after = _directory.Write("after.perfevidence", "perfevidence\t1\nprofile\tafter\nfunction\tc\tself-samples=3\n");
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "diff", before, after);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("before -> after", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Types_are_listed_where_no_function_is_known()
    {
        var file = _directory.Write("heap.perfevidence", "perfevidence\t1\nprofile\theap\ntype\tT:Shop.Entry\tbytes=300\tcount=10\ntype\tT:System.String\tbytes=700\tcount=20\n");
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "top", file, "--json");
        using var json = JsonDocument.Parse(result.Output);
        var profile = json.RootElement.GetProperty("profiles")[0];
        Assert.Equal("bytes by type", profile.GetProperty("measures").GetString());
        Assert.Equal(
            [("T:System.String", 700.0, 20.0, 70.0), ("T:Shop.Entry", 300, 10, 30)],
            profile.GetProperty("rows").EnumerateArray().Select(r => (r.GetProperty("member").GetString()!, r.GetProperty("ownBytes").GetDouble(), r.GetProperty("calls").GetDouble(), r.GetProperty("percent").GetDouble())));
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
