using System.Diagnostics;
using System.Globalization;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Tests.Importing;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary>The heap of a real program, looked at twice: from beside it, and while it runs under the tool.</summary>
public sealed class HeapTests : IDisposable
{
    private const string Nodes = "T:Node[System.String,MeasuredApp.Growing.Entry]";
    private const string Entries = "T:Entry";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_process_that_runs_already_says_what_grows()
    {
        using var app = Process.Start(new ProcessStartInfo("dotnet", [Programs.MeasuredApp, "--grow", "60000"]) { RedirectStandardOutput = true })!;
        await Task.Delay(1000);
        var result = await Programs.PerfEvidenceAsync(
            Programs.RepositoryRoot, "attach", "--pid", app.Id.ToString(CultureInfo.InvariantCulture), "--for", "2s", "--heap", "--no-sampling", "--profile", "grows", "-o", _directory.Path);
        app.Kill();
        Assert.True(result.ExitCode == 0, result.Error);

        AssertGrows(ImportedSample.Read(_directory["grows.perfevidence"]));
    }

    [Fact]
    public async Task A_program_that_is_run_says_what_grew_until_it_was_stopped()
    {
        var result = await Programs.PerfEvidenceAsync(
            Programs.RepositoryRoot, "run", "--heap", "--no-sampling", "--for", "9s", "--profile", "grows", "-o", _directory.Path, "--", "dotnet", Programs.MeasuredApp, "--grow", "60000");
        Assert.True(result.ExitCode == 0, result.Error);

        AssertGrows(ImportedSample.Read(_directory["grows.perfevidence"]));
    }

    [Fact]
    public async Task A_program_that_ends_too_soon_is_said_to()
    {
        var result = await Programs.PerfEvidenceAsync(
            _directory.Path, "run", "--heap", "--no-sampling", "--profile", "short", "--", "dotnet", Programs.MeasuredApp, "--console");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("the heap was not looked at twice", result.Error, StringComparison.Ordinal);
        Assert.Empty(ImportedSample.Read(_directory[".perf/short.perfevidence"]).OfKind(RecordKind.Type));
    }

    private static void AssertGrows(EvidenceProfile profile)
    {
        var types = profile.OfKind(RecordKind.Type).ToDictionary(t => t.Key);
        var (entries, nodes) = (types[Entries], types[Nodes]);

        // One of each for each key, of 24 and 48 bytes in a process of 64 bits; while the dictionary grows, the nodes of its new table beside those of the old. An entry is there a moment before its node.
        Assert.InRange(nodes.Number(Field.Count)!.Value, entries.Number(Field.Count)!.Value - 1, 2 * entries.Number(Field.Count)!.Value);
        Assert.Equal((24, 48), (entries.Number(Field.Bytes) / entries.Number(Field.Count), nodes.Number(Field.Bytes) / nodes.Number(Field.Count)));
        Assert.True(nodes.Number(Field.GrowthBytesPerMin) > 100_000, nodes[Field.GrowthBytesPerMin]);
        Assert.True(types["T:Limited"] is var limited && limited.Number(Field.Count) == 1_000 && limited.Number(Field.GrowthBytesPerMin) == 0, "a full cache does not grow");
    }
}
