using System.Diagnostics;
using System.Globalization;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary>Whatever goes wrong, an evidence file is complete or not there, and what went wrong is said.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TemporaryDirectory _session = new();

    public void Dispose()
    {
        _directory.Dispose();
        _session.Dispose();
    }

    [Fact]
    public async Task A_program_that_is_killed_leaves_what_it_had_written()
    {
        if (OperatingSystem.IsWindows())
            return;

        using var run = Start("run", "-o", _directory["killed.perfevidence"], "--", "dotnet", Programs.MeasuredApp, "--address", _directory["address"]);
        var ended = Programs.ResultAsync(run);
        var process = await MeasuredAsync(ended);
        await KillAsync(process);

        var result = await ended;
        Assert.Equal(128 + 9, result.ExitCode);
        Assert.Contains($"process {process} was killed or still runs", result.Error, StringComparison.Ordinal);
        Assert.Contains("what it did in its last second may be missing", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
        var profile = Read("killed.perfevidence");
        Assert.Equal("true", profile.Header[Field.Partial]);
        Assert.Equal(25, Assert.Single(profile.OfKind(RecordKind.Site), s => s.Via is null && s.Key.StartsWith("M:MeasuredApp.OrderLines.OfAsync(", StringComparison.Ordinal)).Calls);
    }

    [Fact]
    public async Task A_tool_that_is_killed_leaves_no_file_and_the_program_goes_on()
    {
        if (OperatingSystem.IsWindows())
            return;

        using var run = Start("run", "--no-sampling", "-o", _directory["none.perfevidence"], "--", "dotnet", Programs.MeasuredApp, "--address", _directory["address"]);
        var ended = Programs.ResultAsync(run);
        var process = await MeasuredAsync(ended);
        await KillAsync(run.Id);
        await run.WaitForExitAsync();

        // Its session goes with it, as when somebody clears the temporary directory.
        Directory.Delete(Directory.GetDirectories(_session.Path, "perfevidence-*").Single(), recursive: true);
        await AskAsync();
        await KillAsync(process);
        Assert.Empty(Directory.GetFiles(_directory.Path, "none.*"));
    }

    [MountFact]
    public async Task A_full_disk_leaves_no_half_written_file()
    {
        var result = await MountedAsync("size=4k", _directory.Path, "run", "--no-sampling", "-o", _directory["full.perfevidence"], "--", "dotnet", Programs.MeasuredApp, "--requests", "1");
        Assert.Equal((4, $"perfevidence: cannot write {_directory["full.perfevidence"]}: there is no space left"), (result.ExitCode, result.Error.Trim()));
        Assert.DoesNotContain("full.", result.Output, StringComparison.Ordinal);
    }

    [MountFact]
    public async Task A_read_only_directory_is_told_before_the_program_runs()
    {
        var result = await MountedAsync("ro", _directory.Path, "run", "-o", _directory["ro.perfevidence"], "--", "dotnet", Programs.MeasuredApp, "--console");
        Assert.Equal((4, $"perfevidence: cannot write {_directory["ro.perfevidence"]}: the file system is read-only", ""), (result.ExitCode, result.Error.Trim(), result.Output.Trim()));
    }

    [MountFact]
    public async Task A_read_only_temporary_directory_is_told_before_the_program_runs()
    {
        var result = await MountedAsync("ro", _session.Path, "run", "-o", _directory["ro.perfevidence"], "--", "dotnet", Programs.MeasuredApp, "--console");
        Assert.Equal((4, $"perfevidence: cannot write {_session.Path}/: the file system is read-only", ""), (result.ExitCode, result.Error.Trim(), result.Output.Trim()));
    }

    [MountFact]
    public async Task A_full_temporary_directory_is_told_before_the_program_runs()
    {
        var result = await MountedAsync("size=4k", _session.Path, "run", "-o", _directory["full.perfevidence"], "--", "dotnet", Programs.MeasuredApp, "--console");
        Assert.Equal((4, $"perfevidence: cannot write {_session.Path}/: there is no space left", ""), (result.ExitCode, result.Error.Trim(), result.Output.Trim()));
        Assert.False(File.Exists(_directory["full.perfevidence"]));
    }

    [MountFact]
    public async Task A_temporary_directory_that_fills_up_is_told_and_leaves_no_half_written_file()
    {
        var command = MountFactAttribute.WithEmpty(
            "size=64k", _session.Path,
            Programs.Command("run", "--no-sampling", "-o", _directory["full.perfevidence"], "--", "sh", "-c", $"{MountFactAttribute.Fill}; exec dotnet \"$0\" --requests 1", Programs.MeasuredApp, _session.Path));
        var result = await ResultAsync(command);
        Assert.Equal(4, result.ExitCode);
        Assert.Contains($" could not write into {_session.Path}/, there is no space left: nothing of it is kept", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory.Path, "full.*"));
    }

    [Fact]
    public async Task A_program_that_ends_at_once_has_its_own_answer_and_no_file()
    {
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "run", "-o", _directory["early.perfevidence"], "--", "dotnet", Programs.MeasuredApp, "--spin", "1", "--exit-code", "9");
        Assert.Equal(9, result.ExitCode);
        Assert.DoesNotContain("killed", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory.Path, "early.*.tmp"));
    }

    private static async Task KillAsync(int process)
    {
        using var kill = Process.Start("kill", ["-KILL", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private Process Start(params string[] arguments) => Programs.Start(_directory.Path, new Dictionary<string, string> { ["TMPDIR"] = _session.Path }, arguments);

    private Task<ProgramResult> MountedAsync(string options, string directory, params string[] arguments) =>
        ResultAsync(MountFactAttribute.With(options, directory, Programs.Command(arguments)));

    private async Task<ProgramResult> ResultAsync(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = "/",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = _session.Path },
        })!;
        return await Programs.ResultAsync(process);
    }

    // The process that is measured, once it has written what a request did.
    private async Task<int> MeasuredAsync(Task ended)
    {
        while (!File.Exists(_directory["address"]) && !ended.IsCompleted)
            await Task.Delay(50);

        await AskAsync();
        var session = Directory.GetDirectories(_session.Path, "perfevidence-*").Single();
        string? file = null;
        while (file is null || !File.ReadAllText(file).Contains("GET /accounts/{id}/report", StringComparison.Ordinal))
        {
            Assert.False(ended.IsCompleted);
            await Task.Delay(50);
            file = Directory.GetFiles(session, "process-*.perfevidence").SingleOrDefault();
        }

        return int.Parse(Path.GetFileNameWithoutExtension(file).AsSpan("process-".Length), CultureInfo.InvariantCulture);
    }

    private async Task AskAsync()
    {
        // The file exists a moment before it has its content.
        string address;
        while ((address = await File.ReadAllTextAsync(_directory["address"])).Length == 0)
            await Task.Delay(20);

        using var client = new HttpClient { BaseAddress = new(address) };
        await client.GetStringAsync(new Uri("accounts/1/report", UriKind.Relative));
    }

    private EvidenceProfile Read(string file)
    {
        using var reader = File.OpenText(_directory[file]);
        var document = EvidenceParser.Read(reader);
        Assert.Empty(document.Problems);
        return Assert.Single(document.Profiles);
    }
}
