using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Converting;
using PerfAnalyzers.Tool.Importing;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>Profiles of other runtimes. Each expectation comes from the runtime's own tool, or from a few lines of another parser, as said beside it.</summary>
public sealed class RuntimeFormatTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private static EvidenceProfile Import(string path, string format)
    {
        var capture = new Capture();
        Assert.True(CaptureReader.Read(path, capture, [], quiet: true));
        Assert.Equal(format, Assert.Single(capture.Formats));
        Assert.False(capture.IsPartial, string.Join("; ", capture.Remarks));
        return new CaptureEvidence(capture, PlaceResolver.Here([], [])).Profile("p", null);
    }

    private static EvidenceRecord Record(EvidenceProfile profile, string kind, string key) => Assert.Single(profile.OfKind(kind), r => r.Key == key);

    // go tool pprof -top, beside the sample: flat and cum.
    [Theory]
    [InlineData("main.sortSlow", 760, 780)]
    [InlineData("runtime.asyncPreempt", 20, 20)]
    [InlineData("main.(*OrderService).Report", 0, 800)]
    [InlineData("main.main", 0, 800)]
    public void Pprof_has_what_its_own_tool_prints(string function, double own, double total)
    {
        var profile = Import(Samples.File("go/cpu.pb.gz"), "pprof");
        var record = Record(profile, RecordKind.Function, function);
        Assert.Equal((own, total), (record.SelfMs, record.TotalMs));
        Assert.Equal("cpu", profile.Header[Field.Unit]);
    }

    [Fact]
    public void A_heap_of_pprof_has_allocated_and_held_bytes()
    {
        var profile = Import(Samples.File("go/heap.pb.gz"), "pprof");
        Assert.Contains(profile.OfKind(RecordKind.Function), f => f.Number(Field.AllocatedBytes) > 0);
        Assert.Contains(profile.OfKind(RecordKind.Function), f => f.Number(Field.Bytes) > 0);
    }

    // Python: for each sample the delta of the next one, in microseconds, by function name.
    [Theory]
    [InlineData("slowSort", 196.573)]
    [InlineData("setupWebCrypto", 13.058)]
    [InlineData("(garbage collector)", 11.063)]
    public void A_cpuprofile_has_the_time_between_its_samples(string function, double own) =>
        Assert.Equal(own, Record(Import(Samples.File("node/work.cpuprofile"), "cpuprofile"), RecordKind.Function, function).SelfMs);

    [Fact]
    public void Lines_of_V8_count_from_one() =>
        Assert.Equal(3, Record(Import(Samples.File("node/work.cpuprofile"), "cpuprofile"), RecordKind.Function, "slowSort").SourceLine);

    [Fact]
    public void A_cpuprofile_without_samples_has_hits()
    {
        var file = _directory.Write("old.cpuprofile", """{"nodes":[{"id":1,"callFrame":{"functionName":"(root)","url":"","lineNumber":-1},"children":[2]},{"id":2,"hitCount":7,"callFrame":{"functionName":"f","url":"http://host/app.js?token=secret","lineNumber":4}}]}""");
        var record = Record(Import(file, "cpuprofile"), RecordKind.Function, "f");
        Assert.Equal(7, record.Number(Field.SelfSamples));
        Assert.Equal("app.js", record.File);
    }

    // Python: the sum of selfSize by functionName.
    [Fact]
    public void A_heapprofile_has_the_bytes_that_each_function_holds() =>
        Assert.Equal(524_544, Record(Import(Samples.File("node/work.heapprofile"), "heapprofile"), RecordKind.Function, "getEmbedderOptions").Number(Field.Bytes));

    // Python: the sum of self_size and the number of nodes by type.
    [Theory]
    [InlineData("T:(code)", 778_120)]
    [InlineData("T:(array)", 741_888)]
    [InlineData("T:(string)", 469_168)]
    public void A_heapsnapshot_has_bytes_by_kind(string type, double bytes) =>
        Assert.Equal(bytes, Record(Import(Samples.File("node/work.heapsnapshot.gz"), "heapsnapshot"), RecordKind.Type, type).Number(Field.Bytes));

    // pstats print_stats, and pstats.Stats(...).stats for the decimals.
    [Theory]
    [InlineData("query", 40, 3.469, 419.222)]
    [InlineData("<built-in method time.sleep>", 40, 415.753, 415.753)]
    [InlineData("<genexpr>", 2001, null, null)]
    public void Pstats_has_calls_own_and_cumulative_time(string function, double calls, double? own, double? total)
    {
        var record = Record(Import(Samples.File("python/work.prof"), "pstats"), RecordKind.Function, function);
        Assert.Equal(calls, record.Calls);
        if (own is not null)
            Assert.Equal((own, total), (record.SelfMs, record.TotalMs));
    }

    // 0.1 MiB over 801 occurrences, and 12.5 MiB over 800.
    [Fact]
    public void Memory_profiler_has_what_each_line_added()
    {
        var profile = Import(Samples.File("python/memory_profiler.txt"), "memory_profiler");
        var line = Record(profile, RecordKind.Function, "mem.py:6");
        Assert.Equal((12.5 * 1024 * 1024, 800.0), (line.Number(Field.AllocatedBytes), line.Calls));
        Assert.DoesNotContain(profile.Records, r => r.Key.Contains("CACHE", StringComparison.Ordinal));
    }

    // Statistics.Mean is 208.6 ns for N=10; OriginalValues has three iterations; Memory has 336 bytes for each operation.
    [Fact]
    public void A_benchmark_is_an_operation_of_its_method()
    {
        var profile = Import(Samples.File("benchmarkdotnet/Shop.Bench.FormatBench-report-full.json"), "benchmarkdotnet");
        var endpoint = Record(profile, RecordKind.Endpoint, "Shop.Bench.FormatBench.Concat [N=10]");
        Assert.Equal((3.0, "M:Shop.Bench.FormatBench.Concat"), (endpoint.Number(Field.Count), endpoint[Field.Member]));
        Assert.Equal("operation", profile.Header[Field.Root]);
        var method = Record(profile, RecordKind.Method, "M:Shop.Bench.FormatBench.Concat");
        Assert.True(method.Number(Field.AllocatedBytes) >= 336.0 * 2_097_152);
    }
}
