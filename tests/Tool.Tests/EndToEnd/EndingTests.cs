using System.Diagnostics;
using System.Globalization;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary>However a measured program ends, it ends as it would by itself, and what it did until then is measured.</summary>
public sealed class EndingTests : IDisposable
{
    private const string Key = "M:MeasuredApp.Ending.Ask(System.Int32)";

    private readonly TemporaryDirectory _directory = new();
    private readonly TemporaryDirectory _session = new();

    public void Dispose()
    {
        _directory.Dispose();
        _session.Dispose();
    }

    [Theory]
    [InlineData("throw")]
    [InlineData("thread")]
    public async Task A_program_that_dies_of_an_exception_leaves_all_that_it_did(string way)
    {
        if (OperatingSystem.IsWindows())
            return;

        var result = await Programs.PerfEvidenceAsync(_directory.Path, Run("--ending", way));
        Assert.Equal(128 + 6, result.ExitCode);
        Assert.Contains("System.InvalidOperationException: thrown on purpose", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("killed", result.Error, StringComparison.Ordinal);
        AssertWhole(10);
    }

    [Fact]
    public async Task Of_a_program_that_fails_fast_is_kept_what_was_written_and_nothing_else_is_claimed()
    {
        if (OperatingSystem.IsWindows())
            return;

        var result = await Programs.PerfEvidenceAsync(_directory.Path, Run("--ending", "failfast"));
        Assert.Equal(128 + 6, result.ExitCode);
        Assert.Contains("failed on purpose", result.Error, StringComparison.Ordinal);
        Assert.Contains(" was killed or still runs: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("no .NET 8", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_program_does_first_is_written_before_a_second_has_passed()
    {
        if (OperatingSystem.IsWindows())
            return;

        var result = await Programs.PerfEvidenceAsync(_directory.Path, Run("--ending", "failfast-later"));
        Assert.Equal(128 + 6, result.ExitCode);
        Assert.Contains("what it did in its last second may be missing", result.Error, StringComparison.Ordinal);
        var profile = Read();
        Assert.Equal("true", profile.Header[Field.Partial]);
        Assert.Equal("http", Assert.Single(profile.OfKind(RecordKind.Site), s => s.Key == "M:MeasuredApp.Ending.FailFast(System.Int32)").Operation);
    }

    [Theory]
    [InlineData("INT", "group")]
    [InlineData("INT", "tool")]
    [InlineData("INT", "program")]
    public async Task A_program_that_handles_an_interrupt_ends_itself(string signal, string whom)
    {
        if (OperatingSystem.IsWindows())
            return;

        var result = await SignalledAsync(signal, whom, Run("--ending", "cancelled", "--exit-code", "4", "--asked", _directory["asked"]));
        Assert.Contains("finished", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("killed", result.Error, StringComparison.Ordinal);
        Assert.Equal(whom == "program" ? 4 : 0, result.ExitCode);
        AssertWhole(new FileInfo(_directory["asked"]).Length);
    }

    [Theory]
    [InlineData("INT", "group")]
    [InlineData("TERM", "group")]
    [InlineData("HUP", "group")]
    [InlineData("INT", "tool")]
    [InlineData("TERM", "tool")]
    [InlineData("HUP", "tool")]
    public async Task A_program_that_handles_no_signal_is_ended_by_it_and_all_that_it_did_is_kept(string signal, string whom)
    {
        if (OperatingSystem.IsWindows())
            return;

        var result = await SignalledAsync(signal, whom, Run("--ending", "never", "--asked", _directory["asked"]));
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.DoesNotContain("killed", result.Error, StringComparison.Ordinal);

        // It goes on while it is written down what it did, and may have asked once more than it noted.
        var asked = new FileInfo(_directory["asked"]).Length;
        AssertWhole(asked - 20, asked + 1);
        Assert.Empty(Directory.GetFileSystemEntries(_session.Path, "perfevidence-*"));
    }

    [Fact]
    public async Task A_program_that_is_sampled_ends_as_well()
    {
        if (OperatingSystem.IsWindows())
            return;

        var result = await SignalledAsync("INT", "group", ["run", "-o", _directory["ended.perfevidence"], "--", "dotnet", Programs.MeasuredApp, "--ending", "cancelled", "--asked", _directory["asked"]]);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("finished", result.Output, StringComparison.Ordinal);
        AssertWhole(new FileInfo(_directory["asked"]).Length);
    }

    [Fact]
    public async Task A_program_that_somebody_else_ends_has_its_own_answer()
    {
        if (OperatingSystem.IsWindows())
            return;

        var result = await SignalledAsync("TERM", "program", Run("--ending", "never", "--asked", _directory["asked"]));
        Assert.Equal(128 + 15, result.ExitCode);
        AssertWhole(new FileInfo(_directory["asked"]).Length - 20, long.MaxValue);
    }

    [Fact]
    public async Task A_program_in_a_shell_that_ends_first_is_waited_for()
    {
        if (OperatingSystem.IsWindows())
            return;

        var result = await SignalledAsync("TERM", "group", ["run", "--no-sampling", "-o", _directory["ended.perfevidence"], "--", "sh", "-c", "dotnet \"$0\" --ending never --asked \"$1\"; true", Programs.MeasuredApp, _directory["asked"]]);
        Assert.True(result.ExitCode == 0, result.Error);
        AssertWhole(new FileInfo(_directory["asked"]).Length - 20, long.MaxValue);
    }

    [Fact]
    public async Task Interrupts_that_are_ignored_do_not_keep_a_program_from_being_stopped()
    {
        if (OperatingSystem.IsWindows())
            return;

        string[] command = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", .. Programs.Command("run", "--no-sampling", "--for", "3s", "-o", _directory["ended.perfevidence"], "--", "dotnet", Programs.MeasuredApp, "--ending", "never", "--asked", _directory["asked"])];
        using var run = Start(command);
        var result = await Programs.ResultAsync(run);
        Assert.True(result.ExitCode == 0, result.Error);
        AssertWhole(new FileInfo(_directory["asked"]).Length - 20, long.MaxValue);
    }

    private string[] Run(params string[] arguments) => ["run", "--no-sampling", "-o", _directory["ended.perfevidence"], "--", "dotnet", Programs.MeasuredApp, .. arguments];

    // The tool leads a group of its own, as in a terminal, so that the group can be told and nobody else is.
    private async Task<ProgramResult> SignalledAsync(string signal, string whom, string[] arguments)
    {
        using var run = Start(["setsid", .. Programs.Signalled(Programs.Command(arguments))]);
        var ended = Programs.ResultAsync(run);
        while (!(File.Exists(_directory["asked"]) && new FileInfo(_directory["asked"]).Length > 20) && !ended.IsCompleted)
            await Task.Delay(20);

        var to = whom == "group" ? -run.Id : whom == "tool" ? run.Id : Measured();
        using var kill = Process.Start("kill", ["-" + signal, "--", to.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await ended;
    }

    private int Measured()
    {
        var session = Directory.GetDirectories(_session.Path, "perfevidence-*").Single();
        return int.Parse(Path.GetFileNameWithoutExtension(Directory.GetFiles(session, "process-*.started").Single()).AsSpan("process-".Length), CultureInfo.InvariantCulture);
    }

    private Process Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = _directory.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TMPDIR"] = _session.Path;
        return Process.Start(start)!;
    }

    private void AssertWhole(long asked) => AssertWhole(asked, asked);

    private void AssertWhole(long least, long most)
    {
        var profile = Read();
        Assert.Null(profile.Header[Field.Partial]);
        Assert.InRange(Asked(profile), least, most);
    }

    // A run that is sampled may have seen the line wait as well.
    private static long Asked(EvidenceProfile profile) => (long)Assert.Single(profile.OfKind(RecordKind.Site), s => s.Key == Key && s.Operation == "db.read" && s.Via is null).Calls!.Value;

    private EvidenceProfile Read()
    {
        using var reader = File.OpenText(_directory["ended.perfevidence"]);
        var document = EvidenceParser.Read(reader);
        Assert.Empty(document.Problems);
        return Assert.Single(document.Profiles);
    }
}
