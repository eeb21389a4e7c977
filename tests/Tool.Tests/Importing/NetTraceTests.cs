using System.Text.Json;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Importing;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>
/// Traces of dotnet-trace 10 on .NET 10. Expected numbers are those that TraceEvent 4.0 (<c>TraceLog</c>, another reader of the format) finds in the same files, or follow
/// from what the traced program was told to do.
/// </summary>
public sealed class NetTraceTests : IDisposable
{
    private const string Lines = "M:Shop.OrderLineRepository.GetAsync(System.Int32,System.Threading.CancellationToken)";
    private const string Build = "M:Shop.OrderReport.BuildAsync(System.Int32,System.Threading.CancellationToken)";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Sampled_time_is_what_dotnet_trace_makes_of_it()
    {
        // The trace lists all methods, so that it knows signatures that no stack shows.
        var ours = (await ImportAsync("dotnet/shop-sampled.nettrace.gz")).OfKind(RecordKind.Method).ToDictionary(m => m.Key.Split('(')[0]);
        var theirs = (await ImportAsync("dotnet/shop-sampled.speedscope.json")).OfKind(RecordKind.Method).ToDictionary(m => m.Key.Split('(')[0]);
        Assert.Equal(theirs.Keys.Order(StringComparer.Ordinal), ours.Keys.Order(StringComparer.Ordinal));

        // A sample's time is counted from the one before here and to the one after there, so that a few of them differ.
        foreach (var (key, method) in theirs.Where(m => m.Value.TotalMs > 30))
            Assert.InRange(ours[key].TotalMs!.Value / method.TotalMs!.Value, 0.85, 1.15);
    }

    [Theory]
    [InlineData("dotnet/shop-sampled.nettrace.gz", "WallMs", 1000)]
    [InlineData("dotnet/store-allocate.nettrace.gz", "AllocatedBytes", 10_000_000)]
    public void The_samples_of_a_part_of_the_time_stand_for_the_whole(string trace, string kind, double atLeast)
    {
        var (value, samples) = Sampled(scale: 1);
        var (scaledValue, scaledSamples) = Sampled(scale: 40);

        Assert.True(value > atLeast, $"only {value} of {kind} were sampled");
        Assert.Equal(40, scaledValue / value, precision: 6);
        Assert.Equal(samples, scaledSamples);

        (double Value, long Samples) Sampled(double scale)
        {
            var capture = new PerfAnalyzers.Tool.Capturing.Capture();
            using var packed = new System.IO.Compression.GZipStream(File.OpenRead(Samples.File(trace)), System.IO.Compression.CompressionMode.Decompress);
            new PerfAnalyzers.Tool.Importing.NetTrace.NetTraceReader(capture, [], scale).Read(packed, "shop");
            var tree = Assert.Single(capture.Trees, t => t.Kind.ToString() == kind);
            return (tree.Total, tree.Nodes.Sum(n => n.Count));
        }
    }

    [Fact]
    public async Task Commands_are_paired_and_nothing_of_the_connection_is_kept()
    {
        var sites = (await ImportAsync("dotnet/shop-database.nettrace.gz")).OfKind(RecordKind.Site).ToList();

        // 44 CommandExecuting: 40 with one statement, 2 and 2 with others; the durations are those that EF Core says in CommandExecuted.
        var direct = sites.Where(s => s.Via is null).ToDictionary(s => s.Key);
        Assert.Equal((40, 2, 2), (direct[Lines].Calls, direct["M:Shop.OrderReport.LoadOrdersAsync(System.Int32,System.Threading.CancellationToken)"].Calls, direct["M:Shop.AccountsController.CountAsync"].Calls));
        Assert.Equal(44, direct.Values.Sum(s => s.Calls));
        Assert.InRange(direct[Lines].TotalMs!.Value, 546.1, 546.4);
        Assert.All(sites, s => Assert.Equal("db.read", s.Operation));
        Assert.Equal(40, Assert.Single(sites, s => s.Key == Build && s.Via == Lines).Calls);

        var text = await File.ReadAllTextAsync(_directory["imported.perfevidence"]);
        Assert.All(["postgres", "54329", "127.0.0.1", "Database=", "/home/dev"], s => Assert.DoesNotContain(s, text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_thread_that_waits_is_a_site_with_the_time_it_was_blocked()
    {
        var profile = await ImportAsync("dotnet/shop-waithandle.nettrace.gz");
        var site = Assert.Single(profile.OfKind(RecordKind.Site));
        Assert.Equal(("M:Shop.AccountsController.Summary(System.Int32)", "wait", 20), (site.Key, site.Operation, site.Calls));
        Assert.Equal(12578.827, site.TotalMs!.Value, 2);

        // 28 adjustments because of blocked threads, 14 of them to more threads than before.
        Assert.Equal(14, profile.Header.Number(Field.PoolGrowth));
        Assert.Null(profile.Header[Field.Unattributed]);
    }

    [Fact]
    public async Task Waits_of_a_program_that_waited_25_times_20_milliseconds()
    {
        var site = Assert.Single((await ImportAsync("dotnet/store-wait.nettrace.gz")).OfKind(RecordKind.Site));
        Assert.Equal(("M:Store.Work.Block(System.Int32)", 25), (site.Key, site.Calls));
        Assert.InRange(site.TotalMs!.Value, 500, 520);
    }

    [Fact]
    public async Task Allocations_of_a_program_that_allocated_100_megabytes()
    {
        var profile = await ImportAsync("dotnet/store-allocate.nettrace.gz");
        var buffer = Assert.Single(profile.OfKind(RecordKind.Method), m => m.Key == "M:Store.Work.Buffer(System.Int32)");
        Assert.InRange(buffer.Number(Field.AllocatedBytes)!.Value, 100_000_000, 100_100_000);
        var bytes = profile.OfKind(RecordKind.Type).MaxBy(t => t.Number(Field.Bytes))!;
        Assert.Equal("T:System.Byte[]", bytes.Key);
        Assert.InRange(bytes.Number(Field.Bytes)!.Value, 100_000_000, 101_000_000);
    }

    // TraceEvent: of 60 allocation ticks 50 are those of the cache, 7.4 MB of 1,024 KB.
    [Fact]
    public async Task Allocations_of_a_cache_that_only_grows()
    {
        var profile = await ImportAsync("dotnet/shop-gcverbose.nettrace.gz");
        var touch = profile.OfKind(RecordKind.Method).MaxBy(m => m.Number(Field.AllocatedBytes) ?? 0)!;
        Assert.StartsWith("M:Shop.PriceCache.Touch", touch.Key, StringComparison.Ordinal);
        Assert.InRange(touch.Number(Field.AllocatedBytes)!.Value / 1024 / 1024, 7.35, 7.45);
    }

    // 3 of 4 milliseconds in one method, for two seconds.
    [Fact]
    public async Task Sampled_time_of_a_program_that_computed_for_two_seconds()
    {
        var methods = (await ImportAsync("dotnet/store-spin.nettrace.gz")).OfKind(RecordKind.Method).ToDictionary(m => m.Key);
        Assert.InRange(methods["M:Store.Work.Heavy(System.Int32)"].TotalMs!.Value, 1450, 1550);
        Assert.InRange(methods["M:Store.Work.Light(System.Int32)"].TotalMs!.Value, 450, 550);
        Assert.True(methods["M:Store.Work.Burn(System.Int32)"].SelfMs > 1900);
    }

    // Version 6 of the format, from perf events and a perf map.
    [Fact]
    public async Task Processor_time_of_collect_linux()
    {
        var profile = await ImportAsync("dotnet/store-linux.nettrace.gz");
        Assert.Equal("cpu", profile.Header[Field.Unit]);

        // Of 1326 samples of a millisecond each, those with the method on their stack.
        var burn = Assert.Single(profile.OfKind(RecordKind.Method), m => m.Key == "M:Store.Work.Burn(System.Int32)");
        Assert.Equal(1319, burn.TotalMs);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(70)]
    [InlineData(95)]
    public async Task A_trace_that_was_cut_off_says_what_happened_until_then(int percent)
    {
        byte[] content;
        using (var input = CaptureInput.Open(Samples.File("dotnet/shop-database.nettrace.gz")))
            content = input.ReadAll(int.MaxValue);

        await File.WriteAllBytesAsync(_directory["cut.nettrace"], content[..(int)(content.Length * (long)percent / 100)]);
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "import", _directory["cut.nettrace"], "-o", _directory["cut.perfevidence"]);
        Assert.Equal(7, result.ExitCode);
        Assert.Contains("cut.nettrace: the file ends early; what comes before it is used", result.Error, StringComparison.Ordinal);

        // All commands come before the list of methods that gives their stacks names.
        var profile = ImportedSample.Read(_directory["cut.perfevidence"]);
        Assert.Equal("true", profile.Header[Field.Partial]);
        Assert.Equal(44, profile.OfKind(RecordKind.Statement).Sum(s => s.Calls));
    }

    [Fact]
    public async Task An_assembly_of_another_build_gives_no_lines_and_the_user_is_told()
    {
        Directory.CreateDirectory(_directory["other"]);
        File.Copy(Programs.MeasuredApp, _directory["other/Store.dll"]);
        File.Copy(Path.ChangeExtension(Programs.MeasuredApp, ".pdb"), _directory["other/MeasuredApp.pdb"]);
        var result = await Programs.PerfEvidenceAsync(
            _directory.Path, "import", Samples.File("dotnet/store-wait.nettrace.gz"), "--symbols", _directory["other"], "-o", _directory["a.perfevidence"], "--json");
        Assert.True(result.ExitCode == 0, result.Error);

        var remarks = JsonDocument.Parse(result.Output).RootElement.GetProperty("remarks").EnumerateArray().Select(r => r.GetString()!);
        Assert.Contains(remarks, r => r.StartsWith("Store: the assembly here is another build", StringComparison.Ordinal));
        Assert.Null(Assert.Single(ImportedSample.Read(_directory["a.perfevidence"]).OfKind(RecordKind.Site)).SourceLine);
    }

    private Task<EvidenceProfile> ImportAsync(string sample) => ImportedSample.OfAsync(_directory, sample);
}
