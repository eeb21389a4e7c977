namespace PerfAnalyzers.CodeFixes.Tests.Catalogue;

/// <summary>
/// PERF1004 against Entity Framework itself: what is reported is missing when the program runs, and what is not reported is there. Where
/// lazy loading is off something missing shows in what the program reads; where it is on, in the queries that reading it costs.
/// </summary>
public sealed class MissingIncludeCatalogueTests
{
    /// <summary>Groups of programs in which something is missing and that nobody is told of, each for a reason that the rule's page gives.</summary>
    private const string Unreported = "Not reported";

    /// <summary>A lazy loader does not know of what is set by hand: it loads the same again.</summary>
    private const string SetByHand = "It is set by hand";

    public static TheoryData<string> Names => [.. IncludeCatalogue.Cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task What_the_rule_says_where_lazy_loading_is_off(string name) => AnalyzeAsync(IncludeCatalogue.Plain, name);

    [Theory]
    [MemberData(nameof(Names))]
    public Task What_the_rule_says_where_lazy_loading_is_on(string name) => AnalyzeAsync(IncludeCatalogue.Lazy, name);

    [Theory]
    [MemberData(nameof(Names))]
    public Task What_Entity_Framework_does(string name) => VerifyAsync(name, c => c.On10);

    [Theory]
    [MemberData(nameof(Names))]
    public Task What_the_fix_leaves(string name) => VerifyFixedAsync(name, c => c.On10);

    /// <summary>Fails when a program does something else than it is listed for.</summary>
    internal static async Task VerifyAsync(string name, Func<IncludeCatalogue, CatalogueRuns> version)
    {
        var number = IncludeCatalogue.NumberOf(name);
        var @case = IncludeCatalogue.Cases[number];
        var (plain, _) = await version(IncludeCatalogue.Plain).OriginalAsync(p => p.RunAsync($"Case{number}"));
        var (lazy, lazyLoads) = await version(IncludeCatalogue.Lazy).OriginalAsync(p => p.RunAsync($"Case{number}"));
        var said = $"{lazyLoads} lazy loads\n-- lazy loading off --\n{plain}\n-- lazy loading on --\n{lazy}";
        Assert.DoesNotContain("Exception", lazy, StringComparison.Ordinal);
        Assert.True(lazy.Length > 0, "nothing is used");

        var isMissing = @case.IsReported || @case.Group.StartsWith(Unreported, StringComparison.Ordinal);
        Assert.True(@case.Group == SetByHand || isMissing == lazyLoads > 0, said);
        if (!isMissing)
            Assert.Equal(lazy, plain);
        else if (@case.IsReportedWithoutLazyLoading)
            Assert.True(plain != lazy, said);
    }

    /// <summary>Fails when something is still missing after the fix.</summary>
    internal static async Task VerifyFixedAsync(string name, Func<IncludeCatalogue, CatalogueRuns> version)
    {
        var number = IncludeCatalogue.NumberOf(name);
        var @case = IncludeCatalogue.Cases[number];
        var (reported, refusal) = await IncludeCatalogue.Lazy.FixAsync(number);
        Assert.Equal(@case.NoFix, refusal);
        if (!@case.IsReported || refusal is not null)
            return;

        var (lazy, lazyLoads) = await version(IncludeCatalogue.Lazy).ChangedAsync(p => p.RunAsync($"Case{number}"));
        Assert.Empty(reported);
        Assert.Equal(0, lazyLoads);
        Assert.Equal((await version(IncludeCatalogue.Lazy).OriginalAsync(p => p.RunAsync($"Case{number}"))).Transcript, lazy);
        if (@case.IsReportedWithoutLazyLoading)
        {
            var (stillReported, refusedWithout) = await IncludeCatalogue.Plain.FixAsync(number);
            Assert.Null(refusedWithout);
            Assert.Empty(stillReported);
            Assert.Equal(lazy, (await version(IncludeCatalogue.Plain).ChangedAsync(p => p.RunAsync($"Case{number}"))).Transcript);
        }
    }

    private static async Task AnalyzeAsync(IncludeCatalogue catalogue, string name)
    {
        var (reported, expected) = await catalogue.AnalyzeAsync(IncludeCatalogue.NumberOf(name));
        Assert.True(expected.SequenceEqual(reported.Select(d => d.Location.SourceSpan)), $"expected {string.Join(" ", expected)}, reported:\n{string.Join('\n', reported)}");
    }
}
