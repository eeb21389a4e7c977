using System.Globalization;
using PerfAnalyzers.Rules;
using Xunit.Abstractions;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>
/// Five hundred generated loops that call another service, executed before and after. A program that differs names its seed;
/// <c>PERFANALYZERS_SEED=1234 dotnet test tests/CodeFixes.Tests --filter GeneratedCalls</c> runs it alone.
/// </summary>
public sealed class GeneratedCallsTests(ITestOutputHelper output)
{
    private const int Wanted = 500;
    private const int Most = 1_000;
    private const int BatchSize = 100;

    [Fact]
    public async Task What_is_used_is_the_same_and_calls_overlap_within_the_limit()
    {
        if (Environment.GetEnvironmentVariable(GeneratedProgramsTests.SeedVariable) is { Length: > 0 } text)
        {
            await ProveAsync([int.Parse(text, CultureInfo.InvariantCulture)], null);
            return;
        }

        var offered = 0;
        for (var first = 1; first <= Most && offered < Wanted; first += BatchSize)
            offered += await ProveAsync([.. Enumerable.Range(first, BatchSize)], null);

        Assert.True(offered >= Wanted, $"a fix is offered for {offered} programs of {Most}; {Wanted} are wanted");
    }

    // The proof is worth what it notices: answers in another order, one that is lost, no limit.
    [Theory]
    [InlineData("[i] = ", "[^(i + 1)] = ")]
    [InlineData("var sku = skus[i];", "var sku = skus[0];")]
    [InlineData("MaxDegreeOfParallelism = 4", "MaxDegreeOfParallelism = 40")]
    [InlineData("MaxDegreeOfParallelism = 4", "MaxDegreeOfParallelism = 1")]
    public Task A_wrong_fix_is_noticed(string right, string wrong) => Assert.ThrowsAsync<InvalidOperationException>(
        () => ProveAsync([.. Enumerable.Range(1, 25)], fixedText => fixedText.Replace(right, wrong, StringComparison.Ordinal)));

    private async Task<int> ProveAsync(IReadOnlyList<int> seeds, Func<string, string>? spoil)
    {
        var (before, after, texts) = await FixedPrograms.CompileAsync<RemoteCallInLoopAnalyzer, RemoteCallInLoopFix>([.. seeds.Select(seed => RemoteEntry.File(GeneratedCalls.Body(new(seed)), "", "Service" + seed.ToString(CultureInfo.InvariantCulture)).Replace("public record Price(string Sku, decimal Amount);", seed == seeds[0] ? "public record Price(string Sku, decimal Amount);" : "", StringComparison.Ordinal))], spoil);
        output.WriteLine($"seeds {seeds[0]} to {seeds[^1]}: a fix is offered for {texts.Count(t => t is not null)} of {seeds.Count}");
        // They mostly wait.
        await Parallel.ForEachAsync(Enumerable.Range(0, seeds.Count).Where(i => texts[i] is not null), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            try
            {
                await CompareAsync(before, after, "Service" + seeds[i].ToString(CultureInfo.InvariantCulture));
            }
            catch (Exception e) when (e is Xunit.Sdk.XunitException)
            {
                throw new InvalidOperationException($"seed {seeds[i]}; run it alone with {GeneratedProgramsTests.SeedVariable}={seeds[i]}\n{GeneratedCalls.Body(new(seeds[i]))}\n-- fixed --\n{texts[i]}\n-- {e.Message}", e);
            }
        });
        return texts.Count(t => t is not null);
    }

    private static async Task CompareAsync(System.Reflection.Assembly before, System.Reflection.Assembly after, string name)
    {
        foreach (var (size, source, failsOn) in ((int, string, string?)[])[(0, "list", null), (9, "list", null), (23, "array", null), (9, "list", "sxx4")])
        {
            var (expected, asked, one) = await RemoteProgram.RunAsync(before, name, size, failsOn, source, overlaps: false);
            var (actual, askedAfter, atOnce) = await RemoteProgram.RunAsync(after, name, size, failsOn, source, overlaps: true);

            // A call that fails ends both; what was used before it may differ, and what was asked after it.
            if (failsOn is not null)
            {
                Assert.Equal(expected.Contains("HttpRequestException", StringComparison.Ordinal), actual.Contains("HttpRequestException: NotFound", StringComparison.Ordinal));
                continue;
            }

            Assert.Equal(expected, actual);
            Assert.Equal(asked, askedAfter);
            Assert.Equal(Math.Min(size, 1), one);
            Assert.InRange(atOnce, Math.Min(size, 2), RemoteProgram.Limit);
        }
    }
}
