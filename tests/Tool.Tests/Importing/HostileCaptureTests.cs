using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Converting;
using PerfAnalyzers.Tool.Importing;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>
/// Files that were cut off, damaged or made to do harm, in every format that there is a sample of. Whatever a reader makes of them, it ends, it throws nothing but
/// its own error, and what it leaves is sound evidence.
/// </summary>
public sealed class HostileCaptureTests : IDisposable
{
    /// <summary>
    /// How many mutations of each sample. <c>PERFANALYZERS_MUTATIONS=10000</c> is how many of each format, most of them of its small samples; what they took is then appended to the file
    /// that <c>PERFANALYZERS_MUTATIONS_REPORT</c> names.
    /// </summary>
    private static readonly int s_mutations = int.TryParse(Environment.GetEnvironmentVariable("PERFANALYZERS_MUTATIONS"), out var count) ? count : 60;

    private static readonly string? s_report = Environment.GetEnvironmentVariable("PERFANALYZERS_MUTATIONS_REPORT");

    // A damaged file takes longer than a sound one only if something is wrong.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    // Read by a library that converts the whole file first: a second for each attempt.
    private static readonly string[] s_slow = [".nettrace", ".gcdump"];

    // One for all: it lists the files of the repository when it is first asked.
    private static readonly PlaceResolver s_places = PlaceResolver.Here([], []);

    private readonly TemporaryDirectory _directory = new();

    private static readonly List<string> s_files = [.. Samples.All.Where(f => !f.EndsWith(".md", StringComparison.Ordinal) && !f.EndsWith(".txt.expected", StringComparison.Ordinal))];

    public static TheoryData<string> Files => [.. s_files];

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
        var mutations = s_report is not null ? SharesOf(FormatOf(sample))[sample] : IsSlow(sample) ? 3 : content.Length > 500_000 ? 6 : s_mutations;
        var (slowest, clock) = (TimeSpan.Zero, Stopwatch.StartNew());
        for (var seed = 0; seed < mutations; seed++)
        {
            var before = clock.Elapsed;
            await ReadAsync(Mutated(content, seed), sample, $"seed {seed}");
            slowest = clock.Elapsed - before > slowest ? clock.Elapsed - before : slowest;
        }

        if (s_report is not null)
            await File.AppendAllTextAsync(s_report, string.Create(CultureInfo.InvariantCulture, $"{FormatOf(sample)}\t{sample}\t{content.Length}\t{mutations}\t{clock.Elapsed.TotalSeconds:0.0} s\tslowest {slowest.TotalSeconds:0.00} s\n"));
    }

    private static string FormatOf(string sample)
    {
        using var input = CaptureInput.Open(Samples.File(sample));
        return CaptureFormats.Of(input.Head)?.Name ?? "none";
    }

    // A mutation of a small file finds as much as one of a large file, in less time.
    private static Dictionary<string, int> SharesOf(string format)
    {
        var samples = s_files.Where(f => FormatOf(f) == format).ToDictionary(f => f, f => Math.Max(1.0, Math.Sqrt(Unpacked(f).Length)));
        var all = samples.Values.Sum(size => 1 / size);
        return samples.ToDictionary(s => s.Key, s => Math.Max(10, (int)Math.Ceiling(s_mutations / s.Value / all)));
    }

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

    private static byte[] Unpacked(string sample)
    {
        using var input = CaptureInput.Open(Samples.File(sample));
        return input.ReadAll(int.MaxValue);
    }

    // A few bytes are flipped, a piece is left out, doubled or filled with something else.
    private static byte[] Mutated(byte[] content, int seed)
    {
        var random = new Random(seed);
        var bytes = content.ToArray();
        if (bytes.Length == 0)
            return bytes;

        for (var i = random.Next(1, 8); i > 0; i--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

        var at = random.Next(bytes.Length);
        var length = random.Next(1, Math.Max(2, Math.Min(200, bytes.Length - at)));
        return (seed % 5) switch
        {
            1 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + length)..]],
            2 => [.. bytes[..at], .. bytes.AsSpan(at, Math.Min(length, bytes.Length - at)), .. bytes[at..]],
            3 => [.. bytes[..at], .. "99999999999999999999"u8, .. bytes[at..]],
            4 => [.. bytes[..at], .. "-1"u8, .. bytes[at..]],
            _ => bytes,
        };
    }

    private async Task ReadAsync(byte[] content, string sample, string what)
    {
        var path = _directory[Path.GetFileName(sample)];
        await File.WriteAllBytesAsync(path, content);
        var reading = Task.Run(() => Read(path));
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

    private static void Read(string path)
    {
        var capture = new Capture();
        try
        {
            using var input = CaptureInput.Open(path);
            CaptureFormats.Of(input.Head)?.Read(input, capture);
        }
        catch (Exception e) when (e is CaptureException or EndOfStreamException || (IsSlow(path) && CaptureReader.IsOfContent(e)))
        {
            // What the user is told; what was read until then is written all the same.
        }

        var profile = new CaptureEvidence(capture, s_places).Profile("hostile", null);
        using var writer = new StringWriter();
        EvidenceWriter.Write(writer, [profile]);
        using var reader = new StringReader(writer.ToString());
        var problems = EvidenceParser.Read(reader).Problems;
        if (problems.Count > 0)
            throw new InvalidOperationException($"written evidence is malformed at {problems[0].Line}: {problems[0].Reason}");
    }
}
