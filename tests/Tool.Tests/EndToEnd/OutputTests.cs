using System.Diagnostics;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary>Where output cannot go: what is said then, and that no file that is there is written over for it.</summary>
public sealed class OutputTests : IDisposable
{
    private const string Evidence = "perfevidence\t1\nprofile\tcheckout\nendpoint\tPOST /orders\tcount=9\tmax-round-trips=3\nsite\tM:Shop.Orders.Load\tfile=a.cs\tline=3\top=db.read\tcalls=4\ttotal-ms=8\n";

    private readonly TemporaryDirectory _directory = new();

    public OutputTests()
    {
        _directory.Write("a.perfevidence", Evidence);
        _directory.Write("a.folded", "root;a 10\n");
        _directory.Write("x.perfbudgets", "perfbudgets 1\nPOST /orders max-round-trips=3\n");
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("> /dev/full", "top", "a.perfevidence")]
    [InlineData("> /dev/full", "top", "a.perfevidence", "--json")]
    [InlineData("> /dev/full", "diff", "a.perfevidence", "a.perfevidence")]
    [InlineData("> /dev/full", "tree", "a.folded")]
    [InlineData("> /dev/full", "report", "a.perfevidence", "--json")]
    [InlineData("> /dev/full", "check", "a.perfevidence", "--budgets", "x.perfbudgets")]
    [InlineData("> /dev/full", "import", "a.folded", "-o", "out.perfevidence")]
    [InlineData("> /dev/full", "--help")]
    [InlineData(">&-", "top", "a.perfevidence", "--json")]
    public async Task Standard_output_that_takes_nothing_is_one_line_and_an_answer(string redirection, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
            return;

        var result = await ShellAsync(redirection, arguments);
        Assert.Equal(4, result.ExitCode);
        Assert.StartsWith("perfevidence: standard output cannot be written", Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "2> /dev/full", "import", "a.folded", "-o", "out.perfevidence")]
    [InlineData(5, "2> /dev/full", "top", "missing.perfevidence")]
    [InlineData(4, "> /dev/full 2>&1", "top", "a.perfevidence")]
    public async Task Standard_error_that_takes_nothing_changes_no_answer(int code, string redirection, params string[] arguments)
    {
        if (OperatingSystem.IsLinux())
            Assert.Equal(code, (await ShellAsync(redirection, arguments)).ExitCode);
    }

    [Fact]
    public async Task A_name_of_no_file_is_told_in_words()
    {
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "report", "a.folded", "-o", "");
        Assert.Equal((4, "perfevidence: '' cannot be written: that is no name of a file"), (result.ExitCode, result.Error.Trim()));
        Assert.Empty(Directory.EnumerateFiles(_directory.Path, "*.tmp"));
    }

    [Fact]
    public async Task A_reader_that_has_seen_enough_is_no_error()
    {
        if (!OperatingSystem.IsLinux())
            return;

        _directory.Write("many.perfevidence", "perfevidence\t1\nprofile\tp\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"site\tM:A.B{i}\top=db.read\tcalls={i}\ttotal-ms=1\n")));
        var result = await ShellAsync("| head -1", "top", "many.perfevidence", "-n", "0", "--json");
        Assert.Equal(("{", ""), (result.Output.Trim(), result.Error));
    }

    [Fact]
    public async Task Other_profiles_of_a_file_stay_as_they_are()
    {
        const string Before = "perfevidence\t1\n# ours\nprofile\tadmin\n# theirs\nsite\tM:Shop.Admin.Load\tcalls=many\nprofile\tcheckout\nsite\tM:Shop.Orders.Load\top=db.read\tcalls=4\n";
        const string After = "profile\tzero\nfuture\tx\ty=1\n";
        _directory.Write("several.perfevidence", Before + After[..^1]);
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "import", "a.folded", "--profile", "checkout", "-o", "several.perfevidence");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var written = await File.ReadAllTextAsync(_directory["several.perfevidence"]);
        Assert.StartsWith(Before[..Before.IndexOf("profile\tcheckout", StringComparison.Ordinal)] + "profile\tcheckout\ttool=", written, StringComparison.Ordinal);
        Assert.DoesNotContain("M:Shop.Orders.Load", written, StringComparison.Ordinal);
        Assert.EndsWith("\n" + After, written, StringComparison.Ordinal);

        // Again, and under another name: in the order of their names.
        await Programs.PerfEvidenceAsync(_directory.Path, "import", "a.folded", "--profile", "checkout", "-o", "several.perfevidence");
        await Programs.PerfEvidenceAsync(_directory.Path, "import", "a.folded", "--profile", "more", "-o", "several.perfevidence");
        Assert.Equal(
            ["admin", "checkout", "more", "zero"],
            (await File.ReadAllLinesAsync(_directory["several.perfevidence"])).Where(l => l.StartsWith("profile\t", StringComparison.Ordinal)).Select(l => l.Split('\t')[1]));
    }

    [Theory]
    [InlineData("perfevidence\t2\nprofile\tcheckout\n", "the file that is there has version 2 of the format, this tool writes 1; update it, or name another file")]
    [InlineData("my notes\n", "the file that is there is no evidence, and stays; name another, or remove it")]
    public async Task What_this_version_cannot_have_written_is_not_written_over(string content, string reason)
    {
        var file = _directory.Write("there.perfevidence", content);
        var import = await Programs.PerfEvidenceAsync(_directory.Path, "import", "a.folded", "--profile", "checkout", "-o", "there.perfevidence");
        Assert.Equal((4, $"perfevidence: cannot write {file}: {reason}"), (import.ExitCode, import.Error.Trim()));

        // Nor is a command run whose measurement could not be kept.
        var run = await Programs.PerfEvidenceAsync(_directory.Path, "run", "--profile", "checkout", "-o", "there.perfevidence", "--", "touch", "ran");
        Assert.Equal((4, import.Error), (run.ExitCode, run.Error));
        Assert.False(File.Exists(_directory["ran"]));
        Assert.Equal(content, await File.ReadAllTextAsync(file));
    }

    [Theory]
    [InlineData("--output and --svg", "report", "a.folded", "-o", "same", "--svg", "same")]
    [InlineData("--svg and --folded", "report", "a.folded", "--svg", "same", "--folded", "./sub/../same")]
    [InlineData("--speedscope and the file that is read", "report", "a.folded", "--speedscope", "a.folded")]
    [InlineData("--sarif and --junit", "check", "a.perfevidence", "--sarif", "same", "--junit", "same")]
    [InlineData("--sarif and the file that is read", "check", "a.perfevidence", "--sarif", "./a.perfevidence")]
    [InlineData("--junit and --budgets", "check", "a.perfevidence", "--budgets", "x.perfbudgets", "--junit", "x.perfbudgets")]
    [InlineData("--sarif and --facts", "scan", "a.csproj", "--sarif", "same.perffacts", "--facts", "same.perffacts")]
    public async Task Two_outputs_do_not_share_a_file(string which, params string[] arguments)
    {
        var result = await Programs.PerfEvidenceAsync(_directory.Path, arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"{which}: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(" would be written over", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory["same"]));
        Assert.Equal(Evidence, await File.ReadAllTextAsync(_directory["a.perfevidence"]));
    }

    [Fact]
    public async Task Two_outputs_may_share_a_device()
    {
        if (OperatingSystem.IsLinux())
            Assert.Equal(0, (await Programs.PerfEvidenceAsync(_directory.Path, "check", "a.perfevidence", "--budgets", "x.perfbudgets", "--sarif", "/dev/null", "--junit", "/dev/null")).ExitCode);
    }

    private async Task<ProgramResult> ShellAsync(string redirection, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", $"\"$@\" {redirection}", "sh", .. Programs.Command(arguments)])
        {
            WorkingDirectory = _directory.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        return await Programs.ResultAsync(process);
    }
}
