using System.Globalization;

namespace PerfAnalyzers.CodeFixes.Tests.Catalogue;

/// <summary>
/// PERF1005, 1006 and 1009 against Entity Framework and SQLite: what is reported reads a table from end to end, or rows and columns that a better program does not read,
/// and for what is not reported there is none.
/// </summary>
public sealed class QueryCatalogueTests
{
    /// <summary>Groups of programs that could be better and that nobody is told of, each for a reason that the rule's page gives.</summary>
    private const string Unreported = "Not reported";

    public static TheoryData<string, string> All => Of("PERF1005", "PERF1006", "PERF1009");

    public static TheoryData<string, string> Filters => Of("PERF1005");

    public static TheoryData<string, string> Loads => Of("PERF1006");

    public static TheoryData<string, string> Includes => Of("PERF1009");

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_the_rule_says(string rule, string name)
    {
        var (reported, expected) = await QueryCatalogue.AnalyzeAsync(QueryCatalogue.NumberOf(rule, name));
        Assert.True(expected.SequenceEqual(reported.Select(d => d.Location.SourceSpan)), $"expected {string.Join(" ", expected)}, reported:\n{string.Join('\n', reported)}");
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public Task Which_tables_are_read_from_end_to_end(string rule, string name) => VerifyFilterAsync(rule, name, QueryCatalogue.On10);

    [Theory]
    [MemberData(nameof(Loads))]
    public Task What_is_loaded_for_nothing(string rule, string name) => VerifyLoadAsync(rule, name, QueryCatalogue.On10);

    [Theory]
    [MemberData(nameof(Includes))]
    public Task What_comes_back_as_a_product(string rule, string name) => VerifyIncludeAsync(rule, name, QueryCatalogue.On10);

    /// <summary>Fails when the database finds rows in another way than the program is listed for.</summary>
    internal static async Task VerifyFilterAsync(string rule, string name, CatalogueRuns runs)
    {
        var (number, @case) = Find(rule, name);
        var run = await runs.OriginalAsync(p => p.RunAsync($"Case{number}", isSplit: false, ""));
        var plans = string.Join('\n', run.Plans);
        Assert.True(run.Transcript.Length > 0 && !run.Failed, run.Transcript);
        Assert.True(run.ReadsTable == (@case.IsReported || @case.Group.StartsWith(Unreported, StringComparison.Ordinal)), plans);
        if (!@case.IsReported)
            return;

        // With the index that is asked for, the answer is the same and the database uses it.
        foreach (var diagnostic in (await QueryCatalogue.AnalyzeAsync(number)).Reported)
        {
            var columns = string.Join(", ", diagnostic.Properties["perf.columns"]!.Split(',').Select(c => $"\"{c}\""));
            var table = diagnostic.Properties["perf.entity"]!.Split('.')[^1] + "s";
            var indexed = await runs.OriginalAsync(p => p.RunAsync($"Case{number}", isSplit: false, $"CREATE INDEX advised ON \"{table}\" ({columns})"));
            Assert.Equal(run.Transcript, indexed.Transcript);
            Assert.True(indexed.Plans.Any(p => p.Contains(" advised", StringComparison.Ordinal)), string.Join('\n', indexed.Plans));
        }
    }

    /// <summary>Fails when a better program does not load less where that is said, or does where it is not.</summary>
    internal static async Task VerifyLoadAsync(string rule, string name, CatalogueRuns runs)
    {
        var (number, @case) = Find(rule, name);
        var run = await runs.OriginalAsync(p => p.RunAsync($"Case{number}", isSplit: false, ""));
        Assert.True(run.Transcript.Length > 0 && !run.Failed, run.Transcript);
        var (left, refusal) = await QueryCatalogue.FixAsync(number);
        Assert.Equal(@case.NoFix, refusal);
        if (@case.IsReported && refusal is null)
        {
            var repaired = await runs.ChangedAsync(p => p.RunAsync($"Case{number}", isSplit: false, ""));
            Assert.Empty(left);
            Assert.True(IsBetter(repaired, run), Say(run, repaired));
        }
        else
        {
            var instead = await runs.ChangedAsync(p => p.RunAsync($"Instead{number}", isSplit: false, ""));
            Assert.True(IsBetter(instead, run) == (@case.IsReported || @case.Group.StartsWith(Unreported, StringComparison.Ordinal)), Say(run, instead));
        }
    }

    /// <summary>Fails when split queries do not return fewer rows where that is said, or do where it is not.</summary>
    internal static async Task VerifyIncludeAsync(string rule, string name, CatalogueRuns runs)
    {
        var (number, @case) = Find(rule, name);
        var run = await runs.OriginalAsync(p => p.RunAsync($"Case{number}", isSplit: false, ""));
        var split = await runs.OriginalAsync(p => p.RunAsync($"Case{number}", isSplit: true, ""));
        Assert.True(run.Transcript.Length > 0 && !run.Failed, run.Transcript);
        Assert.Equal(run.Transcript, split.Transcript);
        Assert.True(split.Rows < run.Rows == (@case.IsReported || @case.Group.StartsWith(Unreported, StringComparison.Ordinal)), Say(run, split));
        var (left, refusal) = await QueryCatalogue.FixAsync(number);
        Assert.Equal(@case.NoFix, refusal);
        if (@case.IsReported && refusal is null)
        {
            var repaired = await runs.ChangedAsync(p => p.RunAsync($"Case{number}", isSplit: false, ""));
            Assert.Empty(left);
            Assert.Equal(run.Transcript, repaired.Transcript);
            Assert.True(repaired.Rows < run.Rows, Say(run, repaired));
        }
    }

    [Fact]
    public async Task Where_every_query_is_split_nothing_is_a_product() => Assert.DoesNotContain(await QueryCatalogue.AnalyzeSplitAsync("PERF1009"), d => d.Id == "PERF1009");

    private static bool IsBetter(QueryRun other, QueryRun run) => !other.Failed && other.Transcript == run.Transcript && other.Fields < run.Fields;

    private static string Say(QueryRun run, QueryRun other) => string.Create(
        CultureInfo.InvariantCulture, $"{run.Rows} rows and {run.Fields} fields, {other.Rows} and {other.Fields} instead\n-- as it stands --\n{run.Transcript}\n-- instead --\n{other.Transcript}");

    private static (int Number, CatalogueCase Case) Find(string rule, string name)
    {
        var number = QueryCatalogue.NumberOf(rule, name);
        return (number, QueryCatalogue.Cases[number].Case);
    }

    private static TheoryData<string, string> Of(params string[] rules)
    {
        var data = new TheoryData<string, string>();
        foreach (var (rule, @case) in QueryCatalogue.Cases.Where(c => rules.Contains(c.Rule)))
            data.Add(rule, @case.Name);

        return data;
    }
}
