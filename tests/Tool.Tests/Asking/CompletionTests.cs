using System.Globalization;

namespace PerfAnalyzers.Tool.Tests.Asking;

/// <summary>What a shell is offered while a command is typed: the protocol of dotnet-suggest, which the functions of <c>docs/evidence.md</c> speak.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public CompletionTests()
    {
        _directory.Write(".perf/checkout.perfevidence", "perfevidence\t1\n");
        _directory.Write(".perf/findings.perfbaseline", "perfbaseline 1\n");
        _directory.Write("before.perfevidence", "perfevidence\t1\n");
        _directory.Write("Shop.sln", "");
        _directory.Write("notes.txt", "");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Processes_that_listen_are_offered()
    {
        if (OperatingSystem.IsWindows())
            return;

        // This test is a .NET process itself.
        const string Typed = "perfevidence attach --pid ";
        var result = await Programs.PerfEvidenceAsync(_directory.Path, $"[suggest:{Typed.Length.ToString(CultureInfo.InvariantCulture)}]", Typed);
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), result.Output.Split('\n', StringSplitOptions.TrimEntries));
    }

    [Theory]
    [InlineData("perfevidence im", "import")]
    [InlineData("perfevidence top --so", "--sort")]
    [InlineData("perfevidence top --sort ", "calls own per-call total")]
    [InlineData("perfevidence top ch", ".perf/checkout.perfevidence")]
    [InlineData("perfevidence diff b", "before.perfevidence")]
    [InlineData("perfevidence report .perf/", ".perf/checkout.perfevidence")]
    [InlineData("perfevidence run --profile ", "checkout")]
    [InlineData("perfevidence scan S", "Shop.sln")]
    [InlineData("perfevidence check --baseline ", ".perf/findings.perfbaseline")]
    public async Task The_rest_of_a_word_is_offered(string typed, string offered)
    {
        var result = await Programs.PerfEvidenceAsync(_directory.Path, $"[suggest:{typed.Length.ToString(CultureInfo.InvariantCulture)}]", typed);
        Assert.Equal(0, result.ExitCode);
        var names = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct();
        // Behind a blank, options are offered besides.
        Assert.Equal(offered, string.Join(' ', names.Where(n => typed.EndsWith("--so", StringComparison.Ordinal) || n[0] is not ('-' or '/'))));
    }
}
