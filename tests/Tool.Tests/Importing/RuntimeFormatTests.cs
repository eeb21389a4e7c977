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

    // The list beside the profile is what the tool prints of it: 25 functions.
    [Fact]
    public void The_list_that_pprof_prints_says_what_its_profile_says()
    {
        var printed = Import(Samples.File("go/cpu-top.txt"), "pprof-text");
        var profile = Import(Samples.File("go/cpu.pb.gz"), "pprof").OfKind(RecordKind.Function).ToDictionary(f => f.Key);
        Assert.Equal("cpu", printed.Header[Field.Unit]);
        Assert.Equal(25, printed.OfKind(RecordKind.Function).Count());
        Assert.All(printed.OfKind(RecordKind.Function), f => Assert.Equal((profile[f.Key].SelfMs, profile[f.Key].TotalMs), (f.SelfMs, f.TotalMs)));
        Assert.Equal((760, 780), (Record(printed, RecordKind.Function, "main.sortSlow").SelfMs, Record(printed, RecordKind.Function, "main.sortSlow").TotalMs));
    }

    // As 'go tool pprof -top -sample_index=...' prints the heap beside it; and what it prints of counts, and of two profiles.
    [Theory]
    [InlineData("inuse_space", "22.82MB", Field.Bytes)]
    [InlineData("alloc_space", "22.90MB", Field.AllocatedBytes)]
    public void Bytes_that_pprof_prints_are_held_or_allocated(string type, string printed, string field)
    {
        var text = $"File: gop\nType: {type}\nShowing nodes accounting for 31.07MB, 100% of 31.07MB total\nDropped 3 nodes (cum <= 0.16MB)\n      flat  flat%   sum%        cum   cum%\n   {printed} 73.45% 73.45%    30.07MB 96.78%  main.(*OrderService).Report\n         0     0%   100%    31.07MB   100%  main.main\n";
        var record = Record(Import(_directory.Write("top.txt", text), "pprof-text"), RecordKind.Function, "main.(*OrderService).Report");
        Assert.Equal(double.Parse(printed[..^2], System.Globalization.CultureInfo.InvariantCulture) * 1024 * 1024, record.Number(field));
    }

    [Theory]
    [InlineData("   12 73.45% 73.45%    17 96.78%  main.work\n", "neither times nor bytes")]
    [InlineData("  -12ms 73.45% 73.45%    17ms 96.78%  main.work\n", "a comparison of two profiles")]
    public async Task A_list_of_pprof_that_measures_nothing_is_refused(string row, string reason)
    {
        var file = _directory.Write("top.txt", "Type: goroutine\n      flat  flat%   sum%        cum   cum%\n" + row);
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "import", file);
        Assert.Equal(5, result.ExitCode);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
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

    // As v8-profiler and Chrome 57 wrote it: a tree of objects, times in microseconds, lines from 1. Of four samples two are work's, with 2 and 3 ms behind them; the last is as long as the mean.
    [Fact]
    public void A_cpuprofile_of_old_versions_is_a_tree_of_objects()
    {
        var file = _directory.Write("old.cpuprofile", """
            {"head":{"functionName":"(root)","url":"","lineNumber":0,"id":1,"scriptId":0,"hitCount":0,"children":[{"functionName":"main","url":"/srv/app/a.js","lineNumber":5,"callUID":2,"positionTicks":[{"line":5,"ticks":2}],"id":2,"hitCount":2,
              "children":[{"functionName":"work","url":"/srv/app/a.js","lineNumber":9,"id":3,"hitCount":2,"children":[]}]}]},"startTime":163140,"endTime":163140,"samples":[2,3,3,2],"timestamps":[1000,2000,4000,7000]}
            """);
        var profile = Import(file, "cpuprofile");
        var (main, work) = (Record(profile, RecordKind.Function, "main"), Record(profile, RecordKind.Function, "work"));
        Assert.Equal((5.0, 5.0, "a.js", 9), (work.SelfMs, work.TotalMs, work.File, work.SourceLine));
        Assert.Equal((2.5, 7.5, 5), (main.SelfMs, main.TotalMs, main.SourceLine));
        Assert.Equal(6, profile.Header.Number(Field.DurationMs));
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

    // The text that pstats prints of the same profile: counts are equal, times are rounded to a millisecond.
    [Fact]
    public void The_list_that_pstats_prints_says_what_its_profile_says()
    {
        var printed = Import(Samples.File("python/work.pstats.txt"), "pstats-text").OfKind(RecordKind.Function).ToList();
        var profile = Import(Samples.File("python/work.prof"), "pstats").OfKind(RecordKind.Function).ToDictionary(f => (f.Key, f.SourceLine));
        Assert.Equal(12, printed.Count);
        Assert.All(printed, f =>
        {
            var exact = profile[(f.Key, f.SourceLine)];
            Assert.Equal((exact.Calls, exact.File), (f.Calls, f.File));
            Assert.Equal(exact.SelfMs!.Value, f.SelfMs!.Value, 0.5001);
            Assert.Equal(exact.TotalMs!.Value, f.TotalMs!.Value, 0.5001);
        });
        Assert.Equal((40.0, 3.0, 419.0), (printed.Single(f => f.Key == "query").Calls, printed.Single(f => f.Key == "query").SelfMs, printed.Single(f => f.Key == "query").TotalMs));
    }

    // A recursive function has two counts, and a list says when it was shortened.
    [Fact]
    public void A_list_of_pstats_counts_all_calls_and_says_what_is_not_in_it()
    {
        var capture = Imported.Text("         12 function calls (3 primitive calls) in 0.500 seconds\n\n   Ordered by: internal time\n   List reduced from 13 to 1 due to restriction <1>\n\n   ncalls  tottime  percall  cumtime  percall filename:lineno(function)\n     10/1    0.250    0.025    0.500    0.500 /srv/app/tree.py:7(walk)\n", "pstats-text");
        var record = Assert.Single(Imported.Records(capture, RecordKind.Function));
        Assert.Equal(("walk", "tree.py", 7, 10.0, 250.0, 500.0), (record.Key, record.File, record.SourceLine, record.Calls, record.SelfMs, record.TotalMs));
        Assert.Contains(capture.Remarks, r => r.Contains("1 of 13 functions", StringComparison.Ordinal));
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

        // Statistics.Median is 204.29 ns.
        Assert.Equal(("0.000204", "336"), (endpoint[Field.P50Ms], endpoint[Field.AllocatedBytes]));
        Assert.Equal("operation", profile.Header[Field.Root]);
        Assert.Equal("0.0142", Record(profile, RecordKind.Endpoint, "Shop.Bench.FormatBench.Concat [N=200]")[Field.P50Ms]);
        var method = Record(profile, RecordKind.Method, "M:Shop.Bench.FormatBench.Concat");
        Assert.True(method.Number(Field.AllocatedBytes) >= 336.0 * 2_097_152);
    }

    // go tool pprof -top -sample_index=alloc_space and inuse_space: 22.90 MB, 6.67 MB and 22.82 MB.
    [Theory]
    [InlineData("main.(*OrderService).Report", Field.AllocatedBytes, 22.90)]
    [InlineData("main.sortSlow", Field.AllocatedBytes, 6.67)]
    [InlineData("main.(*OrderService).Report", Field.Bytes, 22.82)]
    public void Bytes_are_those_that_pprof_prints(string function, string field, double megabytes) =>
        Assert.Equal(megabytes, Math.Round(Record(Import(Samples.File("go/heap.pb.gz"), "pprof"), RecordKind.Function, function).Number(field)!.Value / 1024 / 1024, 2));

    // A profile of one sample, 30 ms, in code of libc that has no symbols, called by 'work'; written by hand after profile.proto, values not packed.
    [Fact]
    public void Code_without_symbols_is_called_by_its_file()
    {
        byte[] message =
        [
            0x0A, 4, 0x08, 1, 0x10, 2,
            0x12, 9, 0x08, 1, 0x08, 2, 0x10, 0x80, 0x87, 0xA7, 0x0E,
            0x1A, 4, 0x08, 1, 0x28, 4,
            0x22, 4, 0x08, 1, 0x10, 1,
            0x22, 6, 0x08, 2, 0x22, 2, 0x08, 1,
            0x2A, 4, 0x08, 1, 0x10, 3,
            0x32, 0, 0x32, 3, (byte)'c', (byte)'p', (byte)'u', 0x32, 11, .. "nanoseconds"u8, 0x32, 4, .. "work"u8, 0x32, 18, .. "/usr/lib/libc.so.6"u8,
        ];
        var path = _directory["symbols.pb"];
        File.WriteAllBytes(path, message);
        var profile = Import(path, "pprof");
        Assert.Equal(30, Record(profile, RecordKind.Function, "[libc.so.6]").SelfMs);
        Assert.Equal((0.0, 30.0), (Record(profile, RecordKind.Function, "work").SelfMs, Record(profile, RecordKind.Function, "work").TotalMs));
    }

    // The text itself: 134 ticks of slowSort, and 2 and 1 more where it calls what has no symbols; 266 in all.
    [Fact]
    public void The_text_of_prof_process_has_ticks_and_callers()
    {
        var profile = Import(Samples.File("node/prof-processed.txt"), "node-prof");
        var record = Record(profile, RecordKind.Function, "slowSort");
        Assert.Equal((134.0, 137.0, "work.js", 3), (record.Number(Field.SelfSamples), record.Number(Field.TotalSamples), record.File, record.SourceLine));
        Assert.Equal("266", profile.Header[Field.Samples]);
        Assert.Equal(78, Record(profile, RecordKind.Function, "(unaccounted)").Number(Field.SelfSamples));
        Assert.Equal(15, Record(profile, RecordKind.Function, "[libc.so.6]").Number(Field.SelfSamples));
    }

    [Fact]
    public void A_frame_of_a_Python_sampler_has_its_file_and_line()
    {
        var record = Record(Import(_directory.Write("raw.txt", "main (work.py:20);slow (work.py:7) 30\nmain (work.py:20) 2\n"), "folded"), RecordKind.Function, "slow");
        Assert.Equal(("work.py", 7, 30.0), (record.File, record.SourceLine, record.Number(Field.SelfSamples)));
    }

    // As py-spy writes it: one sampled profile for each thread, in seconds.
    [Fact]
    public void Py_spy_s_speedscope_file_is_read()
    {
        var file = _directory.Write("py.json", """
            {"$schema":"https://www.speedscope.app/file-format-schema.json","profiles":[{"type":"sampled","name":"Thread 7 \"MainThread\"","unit":"seconds","startValue":0.0,"endValue":0.3,"samples":[[0,1],[0,1],[0]],"weights":[0.1,0.1,0.1]}],
             "shared":{"frames":[{"name":"main","file":"/srv/app/work.py","line":20,"col":null},{"name":"slow","file":"/srv/app/work.py","line":7,"col":null}]},"activeProfileIndex":null,"exporter":"py-spy@0.4.0","name":"py-spy profile"}
            """);
        var profile = Import(file, "speedscope");
        Assert.Equal((200.0, 200.0), (Math.Round(Record(profile, RecordKind.Function, "slow").SelfMs!.Value, 3), Math.Round(Record(profile, RecordKind.Function, "slow").TotalMs!.Value, 3)));
        Assert.Equal(("work.py", 300.0), (Record(profile, RecordKind.Function, "main").File, Math.Round(Record(profile, RecordKind.Function, "main").TotalMs!.Value, 3)));
    }

    [Theory]
    [InlineData("PK\u0003\u0004 and more", "packed with zip")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n", "Git LFS")]
    [InlineData("{\"clock\":{\"hrtime\":[1,2]},\"nodeVersions\":{\"node\":\"20\"}}", "Clinic.js")]
    [InlineData("<!DOCTYPE html>\n<html></html>", "a web page")]
    public async Task A_file_of_another_kind_is_named_with_what_to_do(string content, string reason)
    {
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "import", _directory.Write("file", content));
        Assert.Equal(5, result.ExitCode);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    // Python: V8.GCScavenger are seven events of 14,100 microseconds together, each within one of MinorGC, whose begins and ends are 15,428 apart.
    [Fact]
    public void A_directory_of_Clinic_has_trace_events()
    {
        var capture = new Capture();
        Assert.True(CaptureReader.Read(Samples.File("node/clinic-doctor"), capture, [], quiet: true));
        Assert.Equal("chromium", Assert.Single(capture.Formats));
        Assert.Contains(capture.Remarks, r => r.Contains("format of its own", StringComparison.Ordinal));
        var functions = Imported.Records(capture, RecordKind.Function).ToDictionary(f => f.Key);
        Assert.Equal((14.1, 14.1), (Math.Round(functions["V8.GCScavenger"].SelfMs!.Value, 3), Math.Round(functions["V8.GCScavenger"].TotalMs!.Value, 3)));
        Assert.Equal((1.328, 15.428), (Math.Round(functions["MinorGC"].SelfMs!.Value, 3), Math.Round(functions["MinorGC"].TotalMs!.Value, 3)));
    }

    [Theory]
    [InlineData("node/clinic-doctor/9896.clinic-doctor-systeminfo", "import the whole directory")]
    [InlineData("node/clinic-doctor/9896.clinic-doctor-processstat", "the file is empty")]
    public async Task A_sample_that_holds_no_measurements_is_named_with_what_to_do(string sample, string advice)
    {
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "import", Samples.File(sample));
        Assert.Equal(5, result.ExitCode);
        Assert.Contains(advice, result.Error, StringComparison.Ordinal);
    }

    // By hand: 120 of 300 ticks at 100 a second are Load's, 80 Main's own, which has 250 with what it calls.
    [Fact]
    public void A_flame_graph_of_Pyroscope_is_a_tree_of_bars()
    {
        var methods = Import(Samples.File("pyroscope/render.json"), "flamebearer").OfKind(RecordKind.Method).ToDictionary(m => m.Key);
        Assert.Equal((1200.0, 1200.0), (methods["M:Shop.Orders.Load(System.Int32)"].SelfMs, methods["M:Shop.Orders.Load(System.Int32)"].TotalMs));
        Assert.Equal((500.0, 500.0), (methods["M:Shop.Orders.Format(Shop.Order)"].SelfMs, methods["M:Shop.Orders.Format(Shop.Order)"].TotalMs));
        Assert.Equal((800.0, 2500.0), (methods["M:Shop.Program.Main"].SelfMs, methods["M:Shop.Program.Main"].TotalMs));
    }
}
