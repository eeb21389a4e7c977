using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using PerfAnalyzers.Tool.Converting;
using PerfAnalyzers.Tool.Importing;
using PerfAnalyzers.Tool.Listing;
using PerfAnalyzers.Tool.Reporting;
using PerfAnalyzers.Tool.Sources;
using Capture = PerfAnalyzers.Tool.Capturing.Capture;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>
/// Files that were cut off, damaged or made to do harm, in every format that there is a sample of. Whatever a reader makes of them, it ends, it throws nothing but
/// its own error, and what it leaves is sound evidence.
/// </summary>
public sealed class HostileCaptureTests : IDisposable
{
    /// <summary>Of each sample; <c>benchmarks -- import-hostile</c> makes 10,000 for each format (docs/threat-model.md).</summary>
    private const int Mutations = 30;

    // A damaged file takes longer than a sound one only if something is wrong.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    // Large, and a good part of a second for each attempt.
    private static readonly string[] s_slow = [".nettrace", ".gcdump"];

    // Of the format and from the tool of another sample that is a seventh of its size.
    private static readonly string[] s_again = ["dotnet/shop-gcverbose.nettrace.gz", "dotnet/shop-waithandle.nettrace.gz"];

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Files => [.. Samples.All.Where(f => !Array.Exists(s_again, s => f == s))];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_ends_early_is_an_error_or_said_to_be_partial(string sample)
    {
        var content = Unpacked(sample);
        var step = IsSlow(sample) ? 20 : content.Length > 2_000_000 ? 10 : 1;
        for (var percent = 0; percent < 100; percent += step)
            await ReadAsync(content[..(int)(content.Length * (long)percent / 100)], sample, $"cut at {percent} %");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_damaged_file_does_no_harm(string sample)
    {
        var content = Unpacked(sample);
        var mutations = IsSlow(sample) ? 3 : content.Length > 500_000 ? 6 : Mutations;
        for (var seed = 0; seed < mutations; seed++)
            await ReadAsync(DamagedCapture.Mutated(content, seed), sample, $"seed {seed}");
    }

    // In every format that is text: what is written can be read, and what is shown of the capture itself has no number without end.
    [Theory]
    [InlineData("1e308")]
    [InlineData("-1e308")]
    [InlineData("999999999999999999999999999999999999999999999999")]
    [InlineData("-7")]
    public void Numbers_that_nothing_measured_has_do_no_harm(string number)
    {
        var (shown, refused) = (0, 0);
        foreach (var sample in Samples.All.Where(s => !IsSlow(s)))
        {
            var content = Unpacked(sample);
            if (content.Length > 300_000 || content.AsSpan().Contains((byte)0))
                continue;

            for (var seed = 0; seed < 4; seed++)
            {
                var random = new Random(seed);
                var text = Regex.Replace(Encoding.UTF8.GetString(content), @"(?<![\w.])\d+(\.\d+)?(?![\w.])", m => random.Next(4) == 0 ? number : m.Value);
                var path = _directory.Write(Path.GetFileName(sample), text);
                DamagedCapture.Read(path);

                var capture = new Capture();
                if (!CaptureReader.Read(path, capture, [], quiet: true))
                {
                    refused++;
                    continue;
                }

                var profile = new CaptureEvidence(capture, PlaceResolver.Here([], [])).Profile("hostile", null);
                new ReportData([new(profile, capture)], [], _directory.Path, null).Write(Stream.Null);
                TopJson.Write(TextWriter.Null, [FlatList.Of(profile, TopSort.Of("own"), 0)]);
                shown++;
            }
        }

        Assert.True(shown > 20 && refused + shown > 60, $"{shown} shown, {refused} refused");
    }

    // Seeds that once became records that evidence cannot have.
    [Theory]
    [InlineData("efcore-log/console-json.log", 2176)]
    [InlineData("postgres/pg_stat_statements-comment-merge.csv", 1387)]
    public Task What_once_did_harm_does_none(string sample, int seed) => ReadAsync(DamagedCapture.Mutated(Unpacked(sample), seed), sample, $"seed {seed}");

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_packed_file_that_is_cut_off_does_no_harm(string sample)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Unpacked(sample));

        var bytes = packed.ToArray();
        foreach (var percent in IsSlow(sample) ? new[] { 50 } : [1, 30, 60, 99])
            await ReadAsync(bytes[..(int)(bytes.Length * (long)percent / 100)], sample, $"packed, cut at {percent} %");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("{\"nodes\":[],\"samples\":[")]
    [InlineData("{\"resourceSpans\":[")]
    [InlineData("{\"head\":{\"children\":[")]
    [InlineData("{\"traceEvents\":[{\"args\":")]
    [InlineData("[{\"Plan\":{\"Plans\":[")]
    [InlineData("{\"shared\":{\"frames\":[")]
    [InlineData("{\"log\":{\"entries\":[")]
    [InlineData("{\"data\":[{\"traceID\":\"5b\",\"spans\":[")]
    [InlineData("[{\"traceId\":\"5b\",\"id\":\"1\",\"tags\":")]
    [InlineData("{\"flamebearer\":{\"levels\":[")]
    [InlineData("{\"snapshot\":{\"meta\":{\"node_fields\":[")]
    [InlineData("{\"query_block\":{\"nested_loop\":[")]
    [InlineData("{\"Title\":\"t\",\"HostEnvironmentInfo\":{},\"Benchmarks\":[")]
    [InlineData("{\"timestamp\":\"2026-11-22 11:07:49.640 UTC\",\"error_severity\":\"LOG\",\"message\":[")]
    [InlineData("{\"EventId\":20101,\"State\":")]
    public async Task JSON_a_million_levels_deep_does_no_harm(string opening)
    {
        var last = opening[^1] == '[' ? "[" : "{\"a\":";
        var text = new StringBuilder(opening);
        for (var i = 0; i < 1_000_000; i++)
            text.Append(last);

        await ReadAsync(Encoding.UTF8.GetBytes(text.ToString()), "deep", opening);
    }

    [Fact]
    public async Task What_unpacks_to_far_more_than_captures_do_is_refused()
    {
        var path = _directory["bomb.json.gz"];
        await using (var file = File.Create(path))
        await using (var gzip = new GZipStream(file, CompressionLevel.SmallestSize))
        {
            await gzip.WriteAsync("{\"shared\":{\"frames\":[]},\"profiles\":[],\"more\":[0"u8.ToArray());
            var zeros = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(",0", 500_000)));
            for (var i = 0; i < 300; i++)
                await gzip.WriteAsync(zeros);
        }

        var result = await Programs.PerfEvidenceAsync(_directory.Path, "import", path);
        Assert.Equal(5, result.ExitCode);
        Assert.Contains("unpacks to more than", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_directory[".perf"]) && Directory.EnumerateFiles(_directory[".perf"]).Any());
    }

    // 48 MB of stacks, none twice, in a process that may have 192 MB of heap: a third of that is what reading may take.
    [Fact]
    public async Task What_names_more_than_fits_is_read_as_far_as_it_fits()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 1_000_000; i++)
            text.Append("main;handler").Append(i).Append(";work").Append(i * 7).Append(";write").Append(i % 1000).Append(" 1\n");

        var environment = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0xC000000" };
        var result = await Programs.PerfEvidenceAsync(_directory.Path, environment, "import", _directory.Write("many.folded", text.ToString()), "-o", _directory["many.perfevidence"]);
        Assert.True(result.ExitCode == 7, result.Error);
        Assert.Contains("what it names takes more than 67 MB of memory; what comes before it is used", result.Error, StringComparison.Ordinal);
        Assert.Equal("true", ImportedSample.Read(_directory["many.perfevidence"]).Header["partial"]);
    }

    // In every format that is text: names that turn the direction of writing, act on a terminal or on a page, and files that lead out of the repository.
    [Fact]
    public void What_a_capture_names_can_do_nothing_where_it_is_written()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sample in Samples.All.Where(s => !IsSlow(s)))
        {
            var content = Unpacked(sample);
            if (content.Length > 1_200_000 || content.AsSpan().Contains((byte)0))
                continue;

            var text = Encoding.UTF8.GetString(content);
            foreach (var name in (string[])["Shop", "Orders", "orders", "slowSort", "MinorGC", "query", "sortSlow", "Format", "mem"])
                text = Regex.Replace(text, $"(?<![\"'\\w]){name}(?!\\w*\"? ?:)|(?<=[\"/!.]){name}(?!\\w*\"? ?:)", name + "\u202Ex<b>\u2066\u0085");

            text = text.Replace("/home/dev/", "/home/dev/../../../../etc/../", StringComparison.Ordinal);
            var path = _directory.Write("hostile", text);
            if (DamagedCapture.FormatOf(path) is not { } format)
                continue;

            var capture = new Capture();
            CaptureReader.Read(path, capture, [], quiet: true);
            var written = Imported.Everything(capture);
            Assert.DoesNotContain(written, c => c is '\u202E' or '\u2066' or '\u0085' || (char.IsControl(c) && c is not ('\n' or '\t')));
            Assert.DoesNotContain("../", written, StringComparison.Ordinal);
            if (written.Contains("x<b>", StringComparison.Ordinal))
                reached.Add(format);
        }

        Assert.True(reached.Count >= 15, $"planted names were written for {string.Join(", ", reached)} only");
    }

    [Fact]
    public async Task A_file_of_no_known_format_is_named()
    {
        var path = _directory.Write("notes.bin", "\0\u0001\u0002 nothing that is known");
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "import", path);
        Assert.Equal(5, result.ExitCode);
        Assert.Contains($"{path}: not a format that is known here", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_cannot_act_on_the_terminal_or_break_the_file()
    {
        var path = _directory.Write("hostile.folded", "App!A.B\u202E\u001b[2J.C();main\tx=y \u2066 3\nApp!A.D();[red]e[/] 4\n");
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "import", path, "-o", _directory["a.perfevidence"]);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.DoesNotContain('\u001b', result.Output + result.Error);
        var top = await Programs.PerfEvidenceAsync(_directory.Path, "top", _directory["a.perfevidence"]);
        Assert.True(top.ExitCode == 0, top.Error);
        Assert.DoesNotContain('\u202E', top.Output);
    }

    private static bool IsSlow(string sample) => Array.Exists(s_slow, s => sample.Contains(s, StringComparison.Ordinal));

    private static byte[] Unpacked(string sample) => DamagedCapture.Unpacked(Samples.File(sample));

    private async Task ReadAsync(byte[] content, string sample, string what)
    {
        var path = _directory[Path.GetFileName(sample)];
        await File.WriteAllBytesAsync(path, content);
        var reading = Task.Run(() => DamagedCapture.Read(path));
        if (await Task.WhenAny(reading, Task.Delay(s_limit)) != reading)
            Assert.Fail($"{sample}, {what}: does not end");

        try
        {
            await reading;
        }
        catch (Exception e)
        {
            Assert.Fail($"{sample}, {what}: {e}");
        }
    }
}
