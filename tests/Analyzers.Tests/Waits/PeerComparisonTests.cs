using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Tests.Conventions;
using Xunit.Abstractions;

namespace PerfAnalyzers.Tests.Waits;

/// <summary>
/// The suite beside other analyzers, in one run: what each finds of what must be reported, and reports of what must not. Holds the table of
/// docs/comparison-waits.md to what was measured, and writes which cases they are.
/// </summary>
public sealed partial class PeerComparisonTests(ITestOutputHelper output)
{
    private const int Shown = 4;

    // A waterfall is no thread that waits, and none of the others has a rule about it.
    private static IReadOnlyList<WaitCase> Reported => [.. WaitCase.Read("reported.cases").Where(c => !c.Expected.StartsWith("PERF2004", StringComparison.Ordinal))];

    private static IReadOnlyList<WaitCase> Quiet => [.. WaitCase.Read("quiet.cases").Where(c => c.Place != "web")];

    [PeersFact]
    public async Task Side_by_side()
    {
        var folder = PeersFactAttribute.Folder!;
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"| analyzers | rules | found of {Reported.Count} | missed | reported of {Quiet.Count} that are fine |\n| --- | --- | --- | --- | --- |\n");
        await AppendAsync(table, new("PerfAnalyzers", ["PERF2001", "PERF2002", "PERF2003"]), WaitProgram.Rules);
        foreach (var peer in Peer.All)
        {
            var analyzers = peer.Load(folder);
            Assert.All(peer.Rules, r => Assert.Contains(analyzers, a => a.SupportedDiagnostics.Any(d => d.Id == r)));
            await AppendAsync(table, peer, analyzers);
        }

        output.WriteLine(table.ToString());
        Assert.Contains(table.ToString(), CheckedOut.Read("docs/comparison-waits.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_names_the_versions_that_are_pinned()
    {
        var (page, pinned) = (CheckedOut.Read("docs/comparison-waits.md"), CheckedOut.Read("Directory.Packages.props"));
        var project = CheckedOut.Read("benchmarks/Analyzers/Peers/Peers.csproj");

        Assert.All(Peer.All, peer =>
        {
            var property = Regex.Match(project, $"Include=\"{Regex.Escape(peer.Package)}\" Version=\"\\[\\$\\((\\w+)\\)\\]\"").Groups[1].Value;
            var version = Regex.Match(pinned, $"<{property}>(.+)</{property}>").Groups[1].Value;
            Assert.Matches(Version(), version);
            Assert.Contains($"{peer.Package} {version}", page, StringComparison.Ordinal);
        });
    }

    private async Task AppendAsync(StringBuilder table, Peer peer, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var missed = await ReportedAsync(Reported, isReported: false);
        var noise = await ReportedAsync(Quiet, isReported: true);
        table.Append(CultureInfo.InvariantCulture, $"| {peer.Package} | {string.Join(", ", peer.Rules)} | {Reported.Count - missed.Count} | {missed.Count} | {noise.Count} |\n");
        Show($"{peer.Package} misses", missed);
        Show($"{peer.Package} reports", noise);

        async Task<List<WaitCase>> ReportedAsync(IReadOnlyList<WaitCase> cases, bool isReported)
        {
            var found = await WaitProgram.AnalyzeAsync(cases, analyzers, [.. peer.Rules]);
            return [.. cases.Where(c => found[c.ClassName].Any(d => peer.Rules.Contains(d.Id)) == isReported)];
        }
    }

    // A few of each issue, so that a reader sees what kind it is.
    private void Show(string what, List<WaitCase> cases)
    {
        output.WriteLine($"{what} {cases.Count}:");
        foreach (var one in cases.GroupBy(c => c.Issue).OrderByDescending(g => g.Count()).Take(Shown))
            output.WriteLine($"  {one.Count()} of {one.Key}: {one.First().Code}");
    }

    [GeneratedRegex(@"^\d+(\.\d+)+$")]
    private static partial Regex Version();
}
