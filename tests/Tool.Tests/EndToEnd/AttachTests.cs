using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Tests.Importing;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary>The real tool on a real program that runs already and counts its own commands.</summary>
public sealed class AttachTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Commands_and_requests_of_a_process_that_runs_already_have_the_program_s_own_counts()
    {
        if (OperatingSystem.IsWindows())
            return;

        using var app = StartApp();
        using var client = new HttpClient { BaseAddress = new(await AddressAsync()) };

        // In the repository, where the sources of the program are.
        using var attach = Programs.Start(
            Programs.RepositoryRoot, "attach", "--pid", Id(app), "--for", "5s", "--profile", "live", "-o", _directory.Path);
        Assert.Contains("tracing process", await attach.StandardError.ReadLineAsync(), StringComparison.Ordinal);
        for (var i = 0; i < 10; i++)
        {
            await client.GetStringAsync(new Uri("accounts/1/report", UriKind.Relative));
            await client.GetStringAsync(new Uri("accounts/2/waiting", UriKind.Relative));
            await client.GetStringAsync(new Uri("accounts/3/count", UriKind.Relative));
        }

        var result = await Programs.ResultAsync(attach);
        Assert.True(result.ExitCode == 0, result.Error);
        var truth = await StopAsync(app);

        var profile = ImportedSample.Read(_directory["live.perfevidence"]);
        Assert.StartsWith("perfevidence-attach/", profile.Header[Field.Tool], StringComparison.Ordinal);
        var direct = profile.OfKind(RecordKind.Site).Where(s => s.Via is null && s.Operation == "db.read").ToList();
        var lines = Assert.Single(direct, s => s.Key == "M:MeasuredApp.OrderLines.OfAsync(System.Int32)");
        Assert.Equal((truth["lines"], 20, 25), (lines.Calls, lines.Roots, lines.PerRoot));
        Assert.Equal("tests/MeasuredApp/OrderLines.cs", lines.File);
        Assert.Equal(truth["count"], Assert.Single(direct, s => s.Key == "M:MeasuredApp.Reports.CountOf(System.Int32)").Calls);
        Assert.Equal(truth["lines"] + truth["count"] + truth["orders"], direct.Sum(s => s.Calls));

        // Two lines for each order, and the read that finds no more.
        Assert.Equal(3 * truth["lines"], lines.Number(Field.Rows));
        var loop = Assert.Single(profile.OfKind(RecordKind.Site), s => s.Key.StartsWith("M:MeasuredApp.Reports.BuildAsync(", StringComparison.Ordinal) && s.Via == lines.Key);
        Assert.Equal((truth["lines"], SourceLine("tests/MeasuredApp/Reports.cs", "await lines.OfAsync")), (loop.Calls, loop.SourceLine));

        var endpoints = profile.OfKind(RecordKind.Endpoint).ToDictionary(e => e.Key);
        Assert.Equal(["GET /accounts/{id}/count", "GET /accounts/{id}/report", "GET /accounts/{id}/waiting"], endpoints.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((10, 26), (endpoints["GET /accounts/{id}/waiting"].Number(Field.Count), endpoints["GET /accounts/{id}/waiting"].Number(Field.MaxRoundTrips)));
        Assert.Contains(profile.OfKind(RecordKind.Method), m => m.Key.StartsWith("M:MeasuredApp.", StringComparison.Ordinal) && m.SelfMs > 0);
        Assert.DoesNotContain("Data Source", await File.ReadAllTextAsync(_directory["live.perfevidence"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_ends_first_and_an_interrupt_both_keep_what_was_measured()
    {
        if (OperatingSystem.IsWindows())
            return;

        // The program computes for three seconds and ends. How much of it is seen depends on how soon the tracer is there; a sample more or less is a tenth at most.
        using var app = Process.Start(new ProcessStartInfo("dotnet", [Programs.MeasuredApp, "--spin", "3000"]) { RedirectStandardOutput = true })!;
        var profile = await AttachAsync(app, interrupt: false);
        Assert.InRange(Assert.Single(profile.OfKind(RecordKind.Method), m => m.Key == "M:MeasuredApp.Spinning.Heavy(System.Int32)").TotalMs!.Value, 500, 3300);

        using var other = Process.Start(new ProcessStartInfo("dotnet", [Programs.MeasuredApp, "--spin", "8000"]) { RedirectStandardOutput = true })!;
        profile = await AttachAsync(other, interrupt: true);
        other.Kill();
        Assert.Contains(profile.OfKind(RecordKind.Method), m => m.Key == "M:MeasuredApp.Spinning.Heavy(System.Int32)");
    }

    [Theory]
    [InlineData(2, "attach")]
    [InlineData(2, "attach", "--pid", "many")]
    [InlineData(2, "attach", "--pid", "1", "--for", "soon")]
    [InlineData(127, "attach", "--pid", "2147480000", "--for", "1s")]
    public async Task What_cannot_be_attached_to_is_an_error(int exitCode, params string[] arguments)
    {
        var result = await Programs.PerfEvidenceAsync(_directory.Path, arguments);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_directory[".perf"]) && Directory.EnumerateFiles(_directory[".perf"]).Any());
    }

    private static string Id(Process process) => process.Id.ToString(CultureInfo.InvariantCulture);

    private static int SourceLine(string file, string text) =>
        Array.FindIndex(File.ReadAllLines(Path.Combine(Programs.RepositoryRoot, file)), l => l.Contains(text, StringComparison.Ordinal)) + 1;

    private async Task<EvidenceProfile> AttachAsync(Process app, bool interrupt)
    {
        using var attach = Programs.Start(Programs.RepositoryRoot, "attach", "--pid", Id(app), "--for", "60s", "--profile", "spin", "-o", _directory.Path);
        Assert.Contains("tracing process", await attach.StandardError.ReadLineAsync(), StringComparison.Ordinal);
        if (interrupt)
        {
            await Task.Delay(1500);
            await InterruptAsync(attach);
        }

        var result = await Programs.ResultAsync(attach);
        Assert.True(result.ExitCode == 0, result.Error);
        return ImportedSample.Read(_directory["spin.perfevidence"]);
    }

    private Process StartApp()
    {
        var command = Programs.Signalled(["dotnet", Programs.MeasuredApp, "--address", _directory["address"], "--truth", _directory["truth.json"]]);
        return Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
    }

    private async Task<Dictionary<string, int>> StopAsync(Process app)
    {
        await InterruptAsync(app);
        await app.WaitForExitAsync();
        return JsonSerializer.Deserialize<Dictionary<string, int>>(await File.ReadAllTextAsync(_directory["truth.json"]))!;
    }

    private static async Task InterruptAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", Id(process)]);
        await kill.WaitForExitAsync();
    }

    // The file exists a moment before it has its content.
    private async Task<string> AddressAsync()
    {
        while (true)
        {
            if (File.Exists(_directory["address"]) && await File.ReadAllTextAsync(_directory["address"]) is { Length: > 0 } text)
                return text;

            await Task.Delay(20);
        }
    }
}
