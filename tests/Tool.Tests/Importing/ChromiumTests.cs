using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Tests.Importing;

public sealed class ChromiumTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // Both were made by dotnet-trace out of one trace.
    [Fact]
    public async Task What_dotnet_trace_converts_says_the_same_in_either_format()
    {
        var chromium = (await ImportedSample.OfAsync(_directory, "dotnet/shop-sampled.chromium.json.gz")).OfKind(RecordKind.Method).ToDictionary(m => m.Key);
        var speedscope = (await ImportedSample.OfAsync(_directory, "dotnet/shop-sampled.speedscope.json")).OfKind(RecordKind.Method).ToDictionary(m => m.Key);
        Assert.Equal(speedscope.Keys.Order(StringComparer.Ordinal), chromium.Keys.Order(StringComparer.Ordinal));
        Assert.All(speedscope, m => Assert.Equal(m.Value.TotalMs!.Value, chromium[m.Key].TotalMs!.Value, 0.01));
        Assert.All(speedscope, m => Assert.Equal(m.Value.SelfMs!.Value, chromium[m.Key].SelfMs!.Value, 0.01));
    }

    // Chromium 156, a page that computes 10 times for 75 and for 25 ms; numbers from a few lines of Python over the ProfileChunk events.
    [Fact]
    public async Task A_page_s_profile_is_that_of_its_functions_and_not_of_the_browser_s_tasks()
    {
        var functions = (await ImportedSample.OfAsync(_directory, "chromium/page.json.gz")).OfKind(RecordKind.Function).ToDictionary(f => f.Key);
        Assert.Equal((767.821, 767.821), (functions["heavy"].SelfMs, functions["heavy"].TotalMs));

        // The last sample is inner's, and what it stands for is not in the file: at most the 0.494 ms that a sample stands for on average.
        Assert.Equal(1.466, functions["light"].SelfMs);
        Assert.InRange(functions["light"].TotalMs!.Value, 304.965, 305.459);
        Assert.InRange(functions["inner"].SelfMs!.Value, 303.499, 303.993);
        Assert.Equal(("app.js", 3), (functions["inner"].File, functions["inner"].SourceLine));
        Assert.DoesNotContain("RunTask", functions.Keys);
        Assert.DoesNotContain("secret123", await File.ReadAllTextAsync(_directory["imported.perfevidence"]), StringComparison.Ordinal);
    }

    // Node 20: V8.DeserializeIsolate is one event of 7296 microseconds with nothing in it.
    [Fact]
    public async Task Events_of_node_are_a_tree_of_what_lies_within_what()
    {
        var profile = await ImportedSample.OfAsync(_directory, "chromium/node-events.json");
        Assert.Equal(7.296, Assert.Single(profile.OfKind(RecordKind.Function), f => f.Key == "V8.DeserializeIsolate").SelfMs);
        Assert.Null(profile.Header[Field.Sampled]);
    }

    [Theory]
    [InlineData("""[{"name":"outer","ph":"B","ts":0,"pid":1,"tid":1},{"ph":"E","ts":10000,"pid":1,"tid":1},{"name":"inner","ph":"X","ts":2000,"dur":3000,"pid":1,"tid":1}]""")]
    [InlineData("""[{"name":"inner","ph":"X","ts":2000,"dur":3000,"pid":1,"tid":1},{"name":"outer","ph":"X","ts":0,"dur":10000,"pid":1,"tid":1},{"name":"other","ph":"i","ts":1}""")]
    [InlineData("""{"displayTimeUnit":"ns","traceEvents":[{"ts":0,"ph":"B","tid":1,"pid":1,"name":"outer"},{"ts":2000,"ph":"B","tid":1,"pid":1,"name":"inner"},{"ts":5000,"ph":"E","tid":1,"pid":1},{"ts":10000,"ph":"E","tid":1,"pid":1}]}""")]
    [InlineData("\uFEFF" + """{"traceEvents":[{"ts":0.0,"dur":1e4,"ph":"X","tid":"1","pid":1,"name":"outer"},{"ts":2000,"dur":3000,"ph":"X","tid":"1","pid":1,"name":"inner"}],"stackFrames":{}}""")]
    public async Task Order_and_kind_of_the_events_make_no_difference(string text)
    {
        var functions = (await ImportedSample.OfFileAsync(_directory, _directory.Write("a.json", text))).OfKind(RecordKind.Function).ToDictionary(f => f.Key);
        Assert.Equal((7, 10), (functions["outer"].SelfMs, functions["outer"].TotalMs));
        Assert.Equal((3, 3), (functions["inner"].SelfMs, functions["inner"].TotalMs));
    }

    // As Hermes writes it: samples and frames apart from the events, numbers as texts.
    [Fact]
    public async Task Samples_may_stand_beside_the_events()
    {
        const string text = """
            {"traceEvents":[{"name":"process_name","ph":"M","cat":"__metadata","pid":7,"ts":"1","tid":"-1","args":{"name":"hermes"}}],
            "samples":[{"cpu":"-1","name":"","ts":"10","pid":7,"tid":"9","weight":"1","sf":1},{"cpu":"-1","name":"","ts":"11","pid":7,"tid":"9","weight":"1","sf":2},{"cpu":"-1","name":"","ts":"12","pid":7,"tid":"9","weight":"1","sf":2}],
            "stackFrames":{"1":{"name":"[root]","category":"root"},"2":{"name":"render","category":"JavaScript","parent":1}}}
            """;
        var functions = (await ImportedSample.OfFileAsync(_directory, _directory.Write("a.json", text))).OfKind(RecordKind.Function).ToDictionary(f => f.Key);
        Assert.Equal((2, 2), (functions["render"].Number(Field.SelfSamples), functions["render"].Number(Field.TotalSamples)));
        Assert.Equal((1, 3), (functions["[root]"].Number(Field.SelfSamples), functions["[root]"].Number(Field.TotalSamples)));
    }

    [Fact]
    public async Task Samples_with_stack_frames_are_counted_and_names_hold_no_addresses()
    {
        const string text = """
            {"traceEvents":[{"name":"s","ph":"P","ts":1,"sf":2,"pid":1,"tid":1},{"name":"s","ph":"P","ts":2,"sf":2,"pid":1,"tid":1},
            {"name":"GET https://shop.example/users/38?token=abc ann@shop.example","ph":"X","ts":0,"dur":5,"pid":1,"tid":1}],
            "stackFrames":{"1":{"name":"main"},"2":{"name":"work","category":"app","parent":"1"}}}
            """;
        var functions = (await ImportedSample.OfFileAsync(_directory, _directory.Write("a.json", text))).OfKind(RecordKind.Function).ToDictionary(f => f.Key);
        Assert.Equal(2, functions["main"].Number(Field.TotalSamples));
        Assert.Equal(2, functions["work"].Number(Field.SelfSamples));
        Assert.Equal("GET /users/{id} (address)", Assert.Single(functions.Keys, k => k.StartsWith("GET", StringComparison.Ordinal)));
    }
}
