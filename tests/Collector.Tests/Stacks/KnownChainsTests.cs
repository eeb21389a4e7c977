using PerfAnalyzers.Collector.Stacks;
using PerfAnalyzers.Collector.Symbols;

namespace PerfAnalyzers.Collector.Tests.Stacks;

public sealed class KnownChainsTests
{
    [Fact]
    public void A_chain_that_lost_frames_to_the_JIT_or_to_an_await_is_the_one_it_was()
    {
        var chains = new KnownChains();
        var full = chains.Add(Chain("Find:3", "Load:7", "Main:1"));

        Assert.Same(full, chains.Add(Chain("Load:7", "Main:1")));
        Assert.Same(full, chains.Add(Chain("Find:3", "Main:1")));
        Assert.Same(full, chains.Add(Chain("Find:3")));
        Assert.Same(full, chains.Only);
    }

    [Fact]
    public void A_longer_form_replaces_what_was_known()
    {
        var chains = new KnownChains();
        chains.Add(Chain("Find:3"));
        var full = chains.Add(Chain("Find:3", "Load:7"));
        Assert.Same(full, chains.Only);
    }

    [Theory]
    [InlineData("Find:4", "Load:7")] // another line
    [InlineData("Find:3", "Save:7")] // another caller
    public void Another_place_is_another_chain(params string[] frames)
    {
        var chains = new KnownChains();
        chains.Add(Chain("Find:3", "Load:7"));
        var other = Chain(frames);
        Assert.Same(other, chains.Add(other));
        Assert.Null(chains.Only);
    }

    [Fact]
    public void What_may_be_a_short_form_of_two_chains_is_claimed_for_neither()
    {
        var chains = new KnownChains();
        chains.Add(Chain("Find:3", "Load:7"));
        chains.Add(Chain("Find:3", "Save:9"));
        var found = Chain("Find:3");
        Assert.Same(found, chains.Add(found));
    }

    [Fact]
    public void Walks_become_rare_in_a_long_loop()
    {
        Assert.All(Enumerable.Range(1, 64), n => Assert.True(WalkRate.IsWalked(n)));
        Assert.InRange(Enumerable.Range(1, 1_000_000).Count(n => WalkRate.IsWalked(n)), 100, 5_000);
    }

    private static CallChain Chain(params string[] frames) =>
        new([.. frames.Select(f => f.Split(':')).Select(f => new SourceFrame("M:" + f[0], "a.cs", int.Parse(f[1], System.Globalization.CultureInfo.InvariantCulture)))], truncated: false);
}
