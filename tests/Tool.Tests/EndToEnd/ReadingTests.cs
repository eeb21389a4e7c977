using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary><c>top</c> and <c>diff</c> as programs: what they print, and what a hostile file cannot make them print.</summary>
public sealed class ReadingTests : IDisposable
{
    private const string Sound = "perfevidence\t1\nprofile\tcheckout\nsite\tM:Shop.Orders.Load\tfile=src/Orders.cs\tline=3\top=db.read\tcalls=4\troots=2\ttotal-ms=8\n";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Top_finds_the_perf_directory_upwards()
    {
        _directory.Write(".perf/checkout.perfevidence", Sound);
        _directory.Write("src/deep/file.txt", "");
        var result = await Programs.PerfEvidenceAsync(_directory["src/deep"], "top");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("checkout", result.Output, StringComparison.Ordinal);
        Assert.Contains("Orders.Load", result.Output, StringComparison.Ordinal);
        Assert.Contains("src/Orders.cs:3", result.Output, StringComparison.Ordinal);
        Assert.Contains("100.0", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clone/.git/HEAD")]
    [InlineData("worktree/.git")]
    public async Task What_lies_above_the_repository_is_not_read(string git)
    {
        _directory.Write(".perf/checkout.perfevidence", Sound);
        _directory.Write(git, "");
        var repository = _directory[git[..git.IndexOf('/', StringComparison.Ordinal)]];
        var result = await Programs.PerfEvidenceAsync(repository, "top");
        Assert.Equal((5, "perfevidence: no evidence: there is no .perf directory here, or above in the repository, with a .perfevidence file in it"), (result.ExitCode, result.Error.Trim()));
    }

    [Fact]
    public async Task Top_and_diff_write_json()
    {
        var file = _directory.Write("a.perfevidence", Sound);
        var top = await Programs.PerfEvidenceAsync(_directory.Path, "top", file, "--json");
        using var list = JsonDocument.Parse(top.Output);
        var row = list.RootElement.GetProperty("profiles")[0].GetProperty("rows")[0];
        Assert.Equal(2, row.GetProperty("ownMsPerCall").GetDouble());

        var other = _directory.Write("b.perfevidence", Sound.Replace("calls=4", "calls=2", StringComparison.Ordinal));
        var diff = await Programs.PerfEvidenceAsync(_directory.Path, "diff", file, other, "--json");
        using var comparison = JsonDocument.Parse(diff.Output);
        var measure = comparison.RootElement.GetProperty("sites")[0].GetProperty("measures")[0];
        Assert.Equal(("per-root", 0.5, "better"), (
            measure.GetProperty("name").GetString(), measure.GetProperty("ratio").GetDouble(), measure.GetProperty("verdict").GetString()));
    }

    [Theory]
    [InlineData("Orders.Load", "top", "/dev/stdin")]
    [InlineData("no measurable change", "diff", "/dev/stdin", "a.perfevidence")]
    [InlineData("no measurable change", "diff", "a.perfevidence", "/dev/stdin", "--markdown")]
    [InlineData("1 met", "check", "/dev/stdin", "--budgets", "x.perfbudgets")]
    [InlineData("\"profiles\"", "report", "/dev/stdin", "--json")]
    public async Task Evidence_may_come_through_a_pipe(string said, params string[] arguments)
    {
        _directory.Write("a.perfevidence", Sound.Replace("roots=2", "roots=2\tper-root=2", StringComparison.Ordinal));
        _directory.Write("x.perfbudgets", "perfbudgets 1\nM:Shop.Orders.Load max-round-trips=3\n");
        if (!OperatingSystem.IsLinux())
            return;

        var result = await PipeAsync("a.perfevidence", arguments);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_capture_may_come_through_a_pipe_packed_or_not()
    {
        if (!OperatingSystem.IsLinux())
            return;

        _directory.Write("a.folded", "root;a 10\nroot;b 5\n");
        await using (var packed = new System.IO.Compression.GZipStream(File.Create(_directory["a.folded.gz"]), System.IO.Compression.CompressionLevel.Fastest))
            await packed.WriteAsync(await File.ReadAllBytesAsync(_directory["a.folded"]));

        var plain = await PipeAsync("a.folded", "tree", "/dev/stdin", "--json");
        Assert.Equal((0, ""), (plain.ExitCode, plain.Error));
        Assert.Equal(plain, await PipeAsync("a.folded.gz", "tree", "/dev/stdin", "--json"));
        Assert.Equal(0, (await PipeAsync("a.folded.gz", "import", "/dev/stdin", "-o", "out.perfevidence")).ExitCode);
    }

    [Fact]
    public async Task What_did_not_change_is_counted_where_a_comparison_is_long()
    {
        _directory.Write("many.perfevidence", Many(5_000, 1));
        var same = await Programs.PerfEvidenceAsync(_directory.Path, "diff", "many.perfevidence", "many.perfevidence");
        Assert.Equal((0, ""), (same.ExitCode, same.Error));
        Assert.Contains("… and 4980 more, none of them changed; -n 0 shows all", same.Output, StringComparison.Ordinal);
        Assert.True(same.Output.Length < 20_000, $"{same.Output.Length} characters");

        // What changed comes first, and of that what is worse.
        _directory.Write("other.perfevidence", Many(5_000, 1).Replace("M:A.B4900\top=db.read\tcalls=1", "M:A.B4900\top=db.read\tcalls=9", StringComparison.Ordinal));
        var other = await Programs.PerfEvidenceAsync(_directory.Path, "diff", "many.perfevidence", "other.perfevidence", "-n", "1");
        Assert.Contains("A.B4900 db.read", other.Output, StringComparison.Ordinal);
        Assert.Contains("… and 4999 more, none of them changed", other.Output, StringComparison.Ordinal);
        var all = await Programs.PerfEvidenceAsync(_directory.Path, "diff", "many.perfevidence", "other.perfevidence", "-n", "0");
        Assert.Equal(5_000, all.Output.Split('\n').Count(l => l.Contains("db.read", StringComparison.Ordinal)));
        Assert.DoesNotContain("more", all.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_has_room_for_what_diff_and_check_write()
    {
        var name = new string('|', 60_000);
        _directory.Write("a.perfevidence", Many(5_000, 1) + $"endpoint\t{name}\tround-trips=1\n");
        _directory.Write("b.perfevidence", Many(5_000, 2).Replace("M:A.B4900\top=db.read\tcalls=2", "M:A.B4900\top=db.read\tcalls=9", StringComparison.Ordinal) + $"endpoint\t{name}\tround-trips=3\n");
        var diff = await Programs.PerfEvidenceAsync(_directory.Path, "diff", "a.perfevidence", "b.perfevidence", "--markdown");
        Assert.Equal((0, ""), (diff.ExitCode, diff.Error));
        Assert.Contains("| A.B4900 db.read | per-root | 1 | 9 | 9x | **worse** |", diff.Output, StringComparison.Ordinal);
        Assert.Contains("| round-trips | 1 | 3 | 3x | **worse** |", diff.Output, StringComparison.Ordinal);
        var rows = diff.Output.Split('\n').Count(l => l.Contains("db.read", StringComparison.Ordinal));
        Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $"\n… and {10_000 - rows:N0} more rows, for which a comment has no room; `perfevidence diff -n 0` lists all.\n"), diff.Output, StringComparison.Ordinal);

        var budgets = new StringBuilder("perfbudgets 1\n");
        for (var i = 1; i <= 2_000; i++)
            budgets.Append(CultureInfo.InvariantCulture, $"M:A.B{i} max-round-trips={(i == 2_000 ? 1 : 3)}\n");

        _directory.Write("x.perfbudgets", budgets.ToString());
        var check = await Programs.PerfEvidenceAsync(_directory.Path, "check", "b.perfevidence", "--budgets", "x.perfbudgets", "--markdown");
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("| A.B2000 | max-round-trips | 1 | 2 | many | **broken** |", check.Output, StringComparison.Ordinal);
        Assert.Contains("error PERF9002: 'A.B2000'", check.Output, StringComparison.Ordinal);
        Assert.Contains("more rows, for which a comment has no room; `perfevidence check` lists all.\n", check.Output, StringComparison.Ordinal);
        Assert.InRange(diff.Output.Length + check.Output.Length, 40_000, 65_535);
    }

    [Fact]
    public async Task A_bad_line_is_named_and_the_rest_is_shown()
    {
        var file = _directory.Write("bad.perfevidence", Sound + "site\tM:Shop.Orders.Load\tcalls=many\n");
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "top", file);
        Assert.Equal(5, result.ExitCode);
        Assert.Contains($"{file}(4): field 'calls' is not a number of 0 or more: 'many'", result.Error, StringComparison.Ordinal);
        Assert.Contains("Orders.Load", result.Output, StringComparison.Ordinal);

        var diff = await Programs.PerfEvidenceAsync(_directory.Path, "diff", file, file);
        Assert.Equal(5, diff.ExitCode);
        Assert.Contains("(4): ", diff.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("top")]
    [InlineData("check", "--budgets", "x.perfbudgets")]
    public async Task A_file_that_may_be_cut_off_is_said_to_be(params string[] arguments)
    {
        _directory.Write("x.perfbudgets", "perfbudgets 1\nM:Shop.Orders.Load max-round-trips=3\n");
        _directory.Write("cut.perfevidence", Sound + "site\tM:Shop.Orders.Save\top=db.write\tcalls=84");
        _directory.Write("whole.perfevidence", Sound + "site\tM:Shop.Orders.Save\top=db.write\tcalls=84\n");
        var whole = await Programs.PerfEvidenceAsync(_directory.Path, [arguments[0], "whole.perfevidence", .. arguments[1..]]);
        Assert.Equal("", whole.Error);
        var cut = await Programs.PerfEvidenceAsync(_directory.Path, [arguments[0], "cut.perfevidence", .. arguments[1..]]);
        Assert.Equal("cut.perfevidence(4): no line break ends the last line: if the file was cut off, the line says less than it did, and there may have been more (it is read)", cut.Error.Trim());

        // It may as well have been edited by hand, and is then complete.
        Assert.Equal((whole.ExitCode, whole.Output), (cut.ExitCode, cut.Output));
    }

    [Fact]
    public async Task A_binary_file_is_refused_without_an_exception()
    {
        var bytes = new byte[5000];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(_directory["binary.perfevidence"], bytes);
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "top", "binary.perfevidence");
        Assert.Equal(5, result.ExitCode);
        Assert.Contains("binary.perfevidence(1): first line must be", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_cannot_act_on_the_terminal()
    {
        // Markup, an escape sequence that the format's own escapes cannot carry, line breaks and invisible characters.
        _directory.Write(
            "hostile.perfevidence",
            "perfevidence\t1\nprofile\t[red]a\\nb\u200B\nsite\tM:[link=http://x]Shop.Orders[/].Load\tfile=[/]\\n\\r/x.cs\tline=1\top=[bold]\tcalls=1\ttotal-ms=1\n" +
            "endpoint\tGET \u001b[2J\tcount=1\n");
        var top = await Programs.PerfEvidenceAsync(_directory.Path, "top", "hostile.perfevidence");
        Assert.Equal(5, top.ExitCode);
        Assert.Contains("[red]a", top.Output, StringComparison.Ordinal);
        Assert.Contains("[bold]", top.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', top.Output + top.Error);
        Assert.DoesNotContain('\u200B', top.Output);
        Assert.DoesNotContain('\r', top.Output.ReplaceLineEndings("\n"));

        var diff = await Programs.PerfEvidenceAsync(_directory.Path, "diff", "hostile.perfevidence", "hostile.perfevidence");
        Assert.DoesNotContain('\u001b', diff.Output + diff.Error);
        Assert.Contains("Orders[/].Load", diff.Output, StringComparison.Ordinal);
    }

    private static string Many(int count, int calls) => "perfevidence\t1\nprofile\tmany\n" + string.Concat(Enumerable.Range(1, count).Select(i => $"site\tM:A.B{i}\top=db.read\tcalls={calls}\troots=1\tmax-per-root={calls}\ttotal-ms=1\n"));

    private async Task<ProgramResult> PipeAsync(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", $"cat {file} | \"$@\"", "sh", .. Programs.Command(arguments)])
        {
            WorkingDirectory = _directory.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        return await Programs.ResultAsync(process);
    }
}
