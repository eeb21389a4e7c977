using PerfAnalyzers.Tool.Tests.Fetching;
using PerfAnalyzers.Tool.Tests.Importing;

namespace PerfAnalyzers.Tool.Tests.Asking;

/// <summary>How the tool behaves in a script: no colours in a pipe, nothing to say when it is asked to be quiet, nothing left behind when it is interrupted.</summary>
public sealed class TerminalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("top", "a.perfevidence")]
    [InlineData("diff", "a.perfevidence", "b.perfevidence")]
    [InlineData("check", "a.perfevidence", "--budgets", "x.perfbudgets")]
    [InlineData("--help")]
    public async Task There_are_no_colours_in_a_pipe(params string[] arguments)
    {
        const string Evidence = "perfevidence\t1\nprofile\tcheckout\troots=1000\troot-ms=4000\nendpoint\tPOST /orders\tcount=1000\tmax-round-trips=14\tp50-ms=4\n";
        _directory.Write("a.perfevidence", Evidence);
        _directory.Write("b.perfevidence", Evidence.Replace("=14", "=3", StringComparison.Ordinal));
        _directory.Write("x.perfbudgets", "perfbudgets 1\nPOST /orders max-round-trips=3\n");

        var result = await Programs.PerfEvidenceAsync(_directory.Path, new Dictionary<string, string> { ["TERM"] = "xterm-256color", ["COLORTERM"] = "truecolor" }, arguments);
        Assert.NotEmpty(result.Output);
        Assert.DoesNotContain('\u001b', result.Output + result.Error);
    }

    [Fact]
    public async Task Quiet_says_nothing()
    {
        var loud = await Programs.PerfEvidenceAsync(_directory.Path, "import", Samples.File("python/work.prof"), "-o", _directory["a.perfevidence"]);
        var quiet = await Programs.PerfEvidenceAsync(_directory.Path, "import", Samples.File("python/work.prof"), "-o", _directory["b.perfevidence"], "--quiet");
        Assert.Equal((0, 0), (loud.ExitCode, quiet.ExitCode));
        Assert.NotEqual("", loud.Output + loud.Error);
        Assert.Equal("", quiet.Output + quiet.Error);
        Assert.True(File.Exists(_directory["b.perfevidence"]));
    }

    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public async Task An_interrupt_leaves_nothing_behind(string signal)
    {
        if (OperatingSystem.IsWindows())
            return;

        // It answers the first question, and never the one for the traces.
        using var server = new RecordedServer().On("/api/services", """{"data":["shop"]}""").Hanging("/api/traces");
        Directory.CreateDirectory(_directory["tmp"]);
        using var fetch = Programs.Start(_directory.Path, new Dictionary<string, string> { ["TMPDIR"] = _directory["tmp"] }, "fetch", server.Url, "--from", "jaeger", "-o", _directory["a.perfevidence"]);
        var ended = Programs.ResultAsync(fetch);
        while (!server.Requests.Any(r => r.Path.StartsWith("/api/traces", StringComparison.Ordinal)) && !ended.IsCompleted)
            await Task.Delay(20);

        Assert.NotEmpty(Directory.EnumerateDirectories(_directory["tmp"], "perfevidence-*"));
        using (var kill = System.Diagnostics.Process.Start("kill", [signal, fetch.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();

        var result = await ended;
        Assert.NotEqual(0, result.ExitCode);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory["a.perfevidence"]));
        Assert.Empty(Directory.EnumerateDirectories(_directory["tmp"], "perfevidence-*"));
        Assert.Empty(Directory.EnumerateFiles(_directory.Path, "*.tmp"));
    }
}
