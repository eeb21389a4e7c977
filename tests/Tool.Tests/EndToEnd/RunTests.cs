using System.Text.Json;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary>The real tool on a real ASP.NET Core and EF Core program that counts its own commands.</summary>
public sealed class RunTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Requests_are_measured_with_the_program_s_own_counts()
    {
        // More than the first walks of each text, so that the counts between walks are in it too.
        var result = await Programs.PerfEvidenceAsync(
            Programs.RepositoryRoot, "run", "--profile", "shop", "--output", _directory.Path, "--",
            "dotnet", Programs.MeasuredApp, "--requests", "10", "--truth", _directory["truth.json"]);
        Assert.True(result.ExitCode == 0, result.Error);

        var profile = Read("shop.perfevidence");
        var truth = JsonSerializer.Deserialize<Dictionary<string, int>>(await File.ReadAllTextAsync(_directory["truth.json"]))!;
        var direct = profile.OfKind(RecordKind.Site).Where(s => s.Via is null && s.Operation != "wait").ToList();
        Assert.Equal(truth["all"], direct.Sum(s => s.Calls));

        var lines = Assert.Single(direct, s => s.Key == "M:MeasuredApp.OrderLines.OfAsync(System.Int32)");
        Assert.Equal(truth["lines"], lines.Calls);
        Assert.Equal((20, 25), (lines.Roots, lines.PerRoot));
        Assert.Equal(("distinct", "db.read", "tests/MeasuredApp/OrderLines.cs"), (lines[Field.Keys], lines.Operation, lines.File));
        Assert.Equal(Checking.BuiltAssembly.Checksum(Path.Combine(Programs.RepositoryRoot, lines.File!)), lines[Field.Checksum]);

        var loop = Assert.Single(
            profile.OfKind(RecordKind.Site), s => s.Key.StartsWith("M:MeasuredApp.Reports.BuildAsync(", StringComparison.Ordinal) && s.Via == lines.Key);
        Assert.Equal(truth["lines"], loop.Calls);
        Assert.Equal(SourceLine("tests/MeasuredApp/Reports.cs", "await lines.OfAsync"), loop.SourceLine);

        var counts = Assert.Single(direct, s => s.Key == "M:MeasuredApp.Reports.CountOf(System.Int32)");
        Assert.Equal(truth["count"], counts.Calls);
        Assert.Equal("same", counts[Field.Keys]);

        // The program fills its database before the first request.
        var seeds = direct.FindAll(s => s.Key == "M:MeasuredApp.ShopContext.Seed(System.Int32,System.Int32)");
        Assert.NotEmpty(seeds);
        Assert.All(seeds, s => Assert.Equal(("process", 1, s.Calls), (s[Field.Root], s.Roots, s.PerRoot)));
        Assert.Null(lines[Field.Root]);

        AssertEndpoints(profile);
        Assert.Null(profile.Header[Field.Root]);
        Assert.Equal(30, profile.Header.Number(Field.Roots));
        Assert.Contains(profile.OfKind(RecordKind.Method), m => m[Field.Sampled] == "true" && m.SelfMs > 0);
        Assert.All(profile.Records.Where(r => r.File is not null), r => Assert.Equal(16, r[Field.Checksum]?.Length));
    }

    [Fact]
    public async Task A_server_is_stopped_gracefully_after_the_time_given()
    {
        var result = await Programs.PerfEvidenceAsync(
            _directory.Path, "run", "--profile", "served", "--for", "6s", "--no-sampling", "--",
            "dotnet", Programs.MeasuredApp, "--truth", _directory["truth.json"]);
        Assert.True(result.ExitCode == 0, result.Error);

        // The program wrote this after its host had stopped: it was asked and not killed.
        Assert.True(File.Exists(_directory["truth.json"]));
        Assert.NotEmpty(Read(".perf/served.perfevidence").OfKind(RecordKind.Site));
    }

    [Fact]
    public async Task An_interrupt_stops_the_program_and_keeps_the_measurement()
    {
        if (OperatingSystem.IsWindows())
            return;

        using var run = Programs.Start(
            _directory.Path, "run", "--profile", "interrupted", "--",
            "dotnet", Programs.MeasuredApp, "--address", _directory["address"], "--truth", _directory["truth.json"]);
        var ended = Programs.ResultAsync(run);
        while (!File.Exists(_directory["address"]) && !ended.IsCompleted)
            await Task.Delay(50);

        using (var client = new HttpClient { BaseAddress = new(await AddressAsync()) })
            await client.GetStringAsync(new Uri("accounts/1/report", UriKind.Relative));

        using (var kill = System.Diagnostics.Process.Start("kill", ["-INT", run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();

        var result = await ended;
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.True(File.Exists(_directory["truth.json"]), "the program was killed and not asked to stop");
        var endpoint = Assert.Single(Read(".perf/interrupted.perfevidence").OfKind(RecordKind.Endpoint));
        Assert.Equal(("GET /accounts/{id}/report", 26), (endpoint.Key, endpoint.Number(Field.RoundTrips)));
    }

    [Fact]
    public async Task A_program_without_requests_is_one_operation()
    {
        var result = await Programs.PerfEvidenceAsync(
            _directory.Path, "run", "--no-sampling", "--", "dotnet", Programs.MeasuredApp, "--console", "--truth", _directory["truth.json"]);
        Assert.True(result.ExitCode == 0, result.Error);

        var profile = Read(".perf/MeasuredApp.perfevidence");
        var endpoint = Assert.Single(profile.OfKind(RecordKind.Endpoint));
        var truth = JsonSerializer.Deserialize<Dictionary<string, int>>(await File.ReadAllTextAsync(_directory["truth.json"]))!;
        Assert.Equal("process MeasuredApp", endpoint.Key);
        Assert.Equal("process", profile.Header[Field.Root]);
        Assert.Equal("M:Program.{Main}$(System.String[])", endpoint[Field.Member]);
        Assert.Equal(truth["all"], endpoint.Number(Field.RoundTrips));
        Assert.Contains("report", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Computing_is_sampled_where_it_happens()
    {
        var result = await Programs.PerfEvidenceAsync(
            _directory.Path, "run", "--profile", "spin", "--", "dotnet", Programs.MeasuredApp, "--spin", "2000");
        Assert.True(result.ExitCode == 0, result.Error);

        var methods = Read(".perf/spin.perfevidence").OfKind(RecordKind.Method).ToDictionary(m => m.Key);
        var heavy = methods["M:MeasuredApp.Spinning.Heavy(System.Int32)"].TotalMs!.Value;
        var light = methods["M:MeasuredApp.Spinning.Light(System.Int32)"].TotalMs!.Value;
        Assert.InRange(heavy, 1000, 2500);
        Assert.InRange(heavy / light, 2, 4.5);
        Assert.True(methods["M:MeasuredApp.Spinning.For(System.Int32)"].TotalMs >= heavy);
    }

    [Fact]
    public async Task Allocations_are_sampled_where_they_happen()
    {
        var result = await Programs.PerfEvidenceAsync(
            _directory.Path, "run", "--profile", "allocate", "--", "dotnet", Programs.MeasuredApp, "--allocate", "400");
        Assert.True(result.ExitCode == 0, result.Error);

        var methods = Read(".perf/allocate.perfevidence").OfKind(RecordKind.Method).ToDictionary(m => m.Key);
        var heavy = methods["M:MeasuredApp.Allocating.Heavy(System.Int32)"].Number(Field.AllocatedBytes)!.Value;
        var light = methods["M:MeasuredApp.Allocating.Light(System.Int32)"].Number(Field.AllocatedBytes)!.Value;
        // What the program itself counted, give or take what came before the session had begun.
        var truth = double.Parse(result.Output, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(truth, 400e6, 420e6);
        Assert.InRange((heavy + light) / truth, 0.85, 1.1);
        Assert.InRange(heavy / light, 2.5, 3.5);
    }

    // The runtime tells what threads wait for from .NET 9 on.
    [Fact]
    public async Task Threads_that_wait_are_told_with_the_line_and_the_time()
    {
        var result = await Programs.PerfEvidenceAsync(
            Programs.RepositoryRoot, "run", "--profile", "blocked", "--output", _directory.Path, "--", "dotnet", Programs.MeasuredApp, "--block", "4");
        Assert.True(result.ExitCode == 0, result.Error);

        var profile = Read("blocked.perfevidence");
        var wait = Assert.Single(profile.OfKind(RecordKind.Site), s => s.Operation == "wait");
        Assert.Equal(("M:MeasuredApp.Blocking.Times(System.Int32)", "tests/MeasuredApp/Blocking.cs"), (wait.Key, wait.File));

        // A thread that is woken before its time waits again, which the runtime tells as another wait.
        Assert.InRange(wait.Calls!.Value, 4, 4 * 4);
        Assert.Equal(SourceLine("tests/MeasuredApp/Blocking.cs", "LoadAsync().Result"), wait.SourceLine);
        // Four of 120 ms, less the time in which the thread still spins and the first of them is compiled.
        Assert.InRange(wait.TotalMs!.Value, 4 * 60, 4 * 1000);
        Assert.Contains(FormattableString.Invariant($"threads were blocked {wait.Calls} times"), result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_s_own_failure_is_the_answer_and_the_evidence_is_kept()
    {
        var result = await Programs.PerfEvidenceAsync(
            _directory.Path, "run", "--no-sampling", "--", "dotnet", Programs.MeasuredApp, "--console", "--exit-code", "42");
        Assert.Equal(42, result.ExitCode);
        Assert.NotEmpty(Read(".perf/MeasuredApp.perfevidence").Records);
    }

    [Fact]
    public async Task Nothing_recorded_leaves_no_file()
    {
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "run", "--profile", "none", "--", "dotnet", "--version");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("nothing was recorded", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_directory[".perf"]));
    }

    [Fact]
    public async Task An_output_that_is_a_link_stays_one()
    {
        if (OperatingSystem.IsWindows())
            return;

        _directory.Write("kept/old.perfevidence", "perfevidence\t1\n");
        File.CreateSymbolicLink(_directory["link.perfevidence"], "kept/old.perfevidence");
        File.CreateSymbolicLink(_directory["dangling.perfevidence"], "kept/new.perfevidence");
        foreach (var (link, target) in new[] { ("link.perfevidence", "kept/old.perfevidence"), ("dangling.perfevidence", "kept/new.perfevidence") })
        {
            var result = await Programs.PerfEvidenceAsync(_directory.Path, "run", "--no-sampling", "-o", link, "--", "dotnet", Programs.MeasuredApp, "--ending", "no", "--console");
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.Equal(target, new FileInfo(_directory[link]).LinkTarget);
            Assert.NotEmpty(Read(target).Records);
        }

        Assert.Equal(2, Directory.GetFiles(_directory["kept"]).Length);
    }

    // As in a single-file program, which has no file that debug information could be found beside.
    [Fact]
    public async Task That_no_command_has_a_line_is_told()
    {
        if (OperatingSystem.IsWindows())
            return;

        var built = Path.GetDirectoryName(Programs.MeasuredApp)!;
        Directory.CreateSymbolicLink(_directory["runtimes"], Path.Combine(built, "runtimes"));
        foreach (var file in Directory.GetFiles(built).Where(f => !f.EndsWith(".pdb", StringComparison.Ordinal)))
            File.Copy(file, _directory[Path.GetFileName(file)]);

        var result = await Programs.PerfEvidenceAsync(_directory.Path, "run", "--no-sampling", "-o", "x.perfevidence", "--", "dotnet", _directory["MeasuredApp.dll"], "--ending", "no");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains(" commands had no line of user code on their stack: nothing of it joins the code", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "run")]
    [InlineData(2, "run", "--for", "soon", "--", "dotnet")]
    [InlineData(2, "run", "--profile", "../up", "--", "dotnet")]
    [InlineData(2, "top", "--sort", "luck")]
    [InlineData(2, "top", "-n", "-1")]
    [InlineData(2, "nonsense")]
    [InlineData(4, "run", "--output", "file/below.perfevidence", "--", "dotnet")]
    [InlineData(5, "top", "missing.perfevidence")]
    [InlineData(5, "diff", "missing.perfevidence", "missing.perfevidence")]
    [InlineData(127, "run", "--", "no-such-program-anywhere")]
    public async Task What_cannot_be_done_has_its_own_exit_code(int exitCode, params string[] arguments)
    {
        _directory.Write("file", "");
        var result = await Programs.PerfEvidenceAsync(_directory.Path, arguments);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.StartsWith("perfevidence: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./plain", "the file is not executable")]
    [InlineData("./folder", "it is a directory")]
    [InlineData("./nothing", "no such program")]
    [InlineData("nothing-like-this", "no such program")]
    [InlineData("./empty", "it is no program that this system can run")]
    [InlineData("./script", "it is no program that this system can run")]
    public async Task What_cannot_be_started_is_called_what_it_is(string command, string reason)
    {
        if (OperatingSystem.IsWindows())
            return;

        const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        _directory.Write("plain", "no program");
        _directory.Write("folder/file", "");
        File.SetUnixFileMode(_directory.Write("empty", "no program"), Executable);
        File.SetUnixFileMode(_directory.Write("script", "#!/no/such/interpreter\n"), Executable);
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "run", "-o", "a.perfevidence", "--", command);
        Assert.Equal((127, $"perfevidence: cannot start '{command}': {reason}"), (result.ExitCode, result.Error.Trim()));
        Assert.False(File.Exists(_directory["a.perfevidence"]));
    }

    private static void AssertEndpoints(EvidenceProfile profile)
    {
        var endpoints = profile.OfKind(RecordKind.Endpoint).ToDictionary(e => e.Key);
        Assert.Equal(
            ["GET /accounts/{id}/count", "GET /accounts/{id}/report", "GET /accounts/{id}/waiting"], endpoints.Keys.Order(StringComparer.Ordinal));
        foreach (var endpoint in endpoints.Values)
        {
            Assert.Equal(10, endpoint.Number(Field.Count));
            Assert.Equal("M:Program.{Main}$(System.String[])", endpoint[Field.Member]);
            Assert.Equal(endpoint.Key.EndsWith("count", StringComparison.Ordinal) ? 2 : 26, endpoint.Number(Field.RoundTrips));
            Assert.True(endpoint.Number(Field.P50Ms) <= endpoint.Number(Field.P95Ms));
        }
    }

    // The file exists a moment before it has its content.
    private async Task<string> AddressAsync()
    {
        while (true)
        {
            var text = await File.ReadAllTextAsync(_directory["address"]);
            if (text.Length > 0)
                return text;

            await Task.Delay(20);
        }
    }

    private static int SourceLine(string file, string text) =>
        Array.FindIndex(File.ReadAllLines(Path.Combine(Programs.RepositoryRoot, file)), l => l.Contains(text, StringComparison.Ordinal)) + 1;

    private EvidenceProfile Read(string file)
    {
        using var reader = File.OpenText(_directory[file]);
        var document = EvidenceParser.Read(reader);
        Assert.Empty(document.Problems);
        return Assert.Single(document.Profiles);
    }
}
