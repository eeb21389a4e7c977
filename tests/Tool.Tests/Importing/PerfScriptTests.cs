using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Tests.Importing;

public sealed class PerfScriptTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // perf 6.1, -F 199 -g, 551 samples of cpu-clock. The samples of each method are those in the folded file beside it, which a folding script made; each stands for
    // 5,025,125 nanoseconds.
    [Fact]
    public async Task Samples_of_a_clock_are_processor_time()
    {
        var profile = await ImportedSample.OfAsync(_directory, "flamegraph/shop-perf.script.txt");
        Assert.Equal("cpu", profile.Header[Field.Unit]);
        var methods = profile.OfKind(RecordKind.Method).ToDictionary(m => m.Key);
        Assert.Equal(30 * 5.025125, methods["M:Shop.Pricing`1.Conv(System.Int32)"].SelfMs!.Value, 0.001);
        Assert.Equal(44 * 5.025125, methods["M:Shop.Pricing`1.Total"].SelfMs!.Value, 0.001);
        Assert.Equal(17 * 5.025125, methods["M:Shop.OrderReport.BuildAsync"].TotalMs!.Value, 0.001);
        Assert.Equal(93 * 5.025125, methods["M:Program.{Main}$(System.String[])"].TotalMs!.Value, 0.001);
    }

    // A few lines of Python: the samples of all stacks with the method, its lambdas and its local functions. Those of the second file stand for microseconds.
    [Theory]
    [InlineData("flamegraph/shop-perf.folded", 30, 44, 551)]
    [InlineData("flamegraph/shop-sampled.folded", 122_705, 431_639, 80_899_902)]
    public async Task Folded_stacks_are_counted_by_method(string sample, double conv, double total, double all)
    {
        var profile = await ImportedSample.OfAsync(_directory, sample);
        var methods = profile.OfKind(RecordKind.Method).ToDictionary(m => m.Key.Split('(')[0]);
        Assert.Equal((conv, total), (methods["M:Shop.Pricing`1.Conv"].Number(Field.TotalSamples), methods["M:Shop.Pricing`1.Total"].Number(Field.TotalSamples)));
        Assert.Equal(all, profile.Header.Number(Field.Samples));
    }

    [Theory]
    [InlineData("work 17 [001]  10.000001:   10000000 cpu-clock:pppH: \n\t  7f01 inner+0x19 (/srv/app/work)\n\t  7f02 outer+0x1 (/srv/app/work)\n\n", "ms", 10)]
    [InlineData("my work er 17/18  10.000001:   10000000 task-clock: \n\t  7f01 inner+0x19 (/srv/app/work)\n\t  7f02 outer+0x1 (/srv/app/work (deleted))\n\n", "ms", 10)]
    [InlineData("work 17  10.000001:     250000 cycles:P: \r\n\t  7f01 inner+0x19 (/srv/app/work)\r\n\t  7f02 outer+0x1 (/srv/app/work)\r\n\r\n", "samples", 1)]
    [InlineData("work 17  10.000001: cpu-clock: \n\t7f01 inner (/srv/app/work)\n\t7f02 outer (/srv/app/work)\n", "samples", 1)]
    [InlineData("work 17 cycles: \n7f012345 inner ([kernel.kallsyms])\n7f022345 outer (/srv/app/work)\n\n", "samples", 1)]
    [InlineData("work\t17 [007] 115.936601:\t\t10000000 task-clock:u:\n        b3cea6c4\tinner (/system/lib/libc.so)\n        b3cea535\touter (/srv/app/work)\n\n", "ms", 10)]
    [InlineData("# event : name = cpu-clock, , type = 1, { sample_period, sample_freq } = 100, freq = 1\nwork 17  10.000001: cpu-clock: \n\t7f01 inner (/srv/app/work)\n\t7f02 outer (/srv/app/work)\n", "ms", 10)]
    public async Task Parts_of_the_header_may_be_missing(string text, string unit, double value)
    {
        var functions = (await ImportedSample.OfFileAsync(_directory, _directory.Write("a.txt", text))).OfKind(RecordKind.Function).ToDictionary(f => f.Key);
        Assert.Equal(["inner", "outer"], functions.Keys.Order(StringComparer.Ordinal));
        var (own, total) = unit == "ms" ? (Field.SelfMs, Field.TotalMs) : (Field.SelfSamples, Field.TotalSamples);
        Assert.Equal((value, value), (functions["inner"].Number(own), functions["inner"].Number(total)));
        Assert.Equal((0, value), (functions["outer"].Number(own), functions["outer"].Number(total)));
    }

    [Fact]
    public async Task Compiled_code_of_several_runtimes_has_its_names()
    {
        const string text = """
            dotnet 1  1.0:   1000000 cpu-clock: 
            	7f00 instance float64 [Shop] Shop.Pricing`1[System.__Canon]::Conv(int32)[OptimizedTier1OSR]+0x19 (/tmp/perf-1.map)
            	7f01 [unknown] (/usr/lib/libcoreclr.so)
            	7f02 [unknown] (/usr/lib/libcoreclr.so)

            dotnet 1  1.1:   1000000 cpu-clock: 
            	7f03 instance float64 [Shop] Shop.Pricing`1[System.__Canon]::Conv(int32)[QuickJitted]+0x33 (/tmp/perf-1.map)

            node 2  1.2:   1000000 cpu-clock: 
            	7f04 JS:*heavy /srv/app/work.js:1:15+0x162 (/tmp/perf-2.map)
            	7f05 v8::internal::Execution::Call(v8::internal::Isolate*, int)+0x7a (/usr/bin/node)

            python 3  1.3:   1000000 cpu-clock: 
            	7f06 py::work:/srv/app/work.py+0x9 (/tmp/perf-3.map)


            """;
        var profile = await ImportedSample.OfFileAsync(_directory, _directory.Write("a.txt", text.ReplaceLineEndings("\n")));
        Assert.Equal(2, Assert.Single(profile.OfKind(RecordKind.Method), m => m.Key == "M:Shop.Pricing`1.Conv(System.Int32)").SelfMs);
        var tree = await Programs.PerfEvidenceAsync(_directory.Path, "import", _directory["a.txt"], "--json", "-o", _directory["b.perfevidence"]);
        Assert.True(tree.ExitCode == 0, tree.Error);
    }

    [Fact]
    public async Task Events_that_count_different_things_are_not_added()
    {
        const string text = "w 1  1.0: 5 cache-misses: \n\t7f a (/x)\n\nw 1  1.1: 5 cycles: \n\t7f b (/x)\n\nw 1  1.2: 2000000 cpu-clock: \n\t7f c (/x)\n\n";
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "import", _directory.Write("a.txt", text), "-o", _directory["a.perfevidence"]);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("samples of cycles are counted; those of cache-misses count something else", result.Error, StringComparison.Ordinal);
        var functions = ImportedSample.Read(_directory["a.perfevidence"]).OfKind(RecordKind.Function).ToDictionary(f => f.Key);
        Assert.Equal(["b", "c"], functions.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((1, 2), (functions["b"].Number(Field.SelfSamples), functions["c"].SelfMs));
    }

    // Windows PowerShell writes what is redirected in UTF-16.
    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Texts_of_two_bytes_a_letter_are_read(string encoding)
    {
        var bytes = System.Text.Encoding.GetEncoding(encoding);
        await File.WriteAllBytesAsync(_directory["a.folded"], [.. bytes.GetPreamble(), .. bytes.GetBytes("main;work 3\r\nmain 4\r\n")]);
        var functions = (await ImportedSample.OfFileAsync(_directory, _directory["a.folded"])).OfKind(RecordKind.Function).ToDictionary(f => f.Key);
        Assert.Equal((3, 7), (functions["work"].Number(Field.SelfSamples), functions["main"].Number(Field.TotalSamples)));
    }

    // Its last line has no end, and all of it is there.
    [Fact]
    public async Task A_sample_without_a_last_line_end_is_a_sample()
    {
        var functions = (await ImportedSample.OfFileAsync(_directory, _directory.Write("a.txt", "w 1  1.0: 1000000 cpu-clock: \n\t7f a (/x)\n\t8f main (/x)"))).OfKind(RecordKind.Function);
        Assert.Equal(["a", "main"], functions.Select(f => f.Key));
    }

    [Fact]
    public async Task A_stack_that_was_cut_off_is_left_out()
    {
        const string text = "w 1  1.0: 1000000 cpu-clock: \n\t7f a (/x)\n\nw 1  1.1: 1000000 cpu-clock: \n\t7f a (/x)\n\t8f half";
        var functions = (await ImportedSample.OfFileAsync(_directory, _directory.Write("a.txt", text), exitCode: 7)).OfKind(RecordKind.Function);
        Assert.Equal(("a", 1), (Assert.Single(functions).Key, functions.Single().SelfMs));
    }
}
