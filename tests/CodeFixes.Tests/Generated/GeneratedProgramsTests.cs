using System.Globalization;
using PerfAnalyzers.Rules;
using Xunit.Abstractions;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>
/// Generated programs of each fix, 500 for which it is offered, executed before and after. A program that differs names its seed;
/// <c>PERFANALYZERS_SEED=1234 dotnet test tests/CodeFixes.Tests --filter GeneratedPrograms</c> runs it alone.
/// </summary>
public sealed class GeneratedProgramsTests(ITestOutputHelper output)
{
    /// <summary>The seed that is run alone.</summary>
    public const string SeedVariable = "PERFANALYZERS_SEED";

    /// <summary>Programs that must be offered a fix: what is refused proves nothing.</summary>
    private const int Wanted = 500;

    /// <summary>Of the two kinds of programs that one fix is made for, the first, and the second.</summary>
    private const int Larger = 350;

    private const int Smaller = Wanted - Larger;

    /// <summary>Programs that are generated for it, at most.</summary>
    private const int Most = 1_000;

    private static Proof<QueryInLoopAnalyzer, QueryInLoopFix> Reads(string provider) =>
        new(provider, GeneratedLoops.KeyedRead, writes: false, ["plain", "duplicates missing nulls", "tracked"]);

    private static Proof<QueryInLoopAnalyzer, ReviewedReadFix> Reviewed(string provider) =>
        new(provider, GeneratedReviewed.KeyedRead, writes: false, ["plain", "duplicates missing nulls"]) { LoadsMore = true };

    private static Proof<QueryInLoopAnalyzer, ReviewedReadFix> Services(string provider) =>
        new(provider, GeneratedServices.KeyedCall, writes: false, ["plain", "duplicates missing nulls", "tracked"]) { FailsEarlier = true };

    private static Proof<QueryInLoopAnalyzer, QueryInLoopFix> Answers(string provider) =>
        new(provider, GeneratedAnswers.KeyedAnswer, writes: false, ["plain", "duplicates missing nulls"]);

    private static Proof<SaveInLoopAnalyzer, SaveInLoopFix> Saves(string provider) => new(provider, GeneratedLoops.Save, writes: true, ["plain", "duplicates missing"]);

    private static Proof<RedundantQueryAnalyzer, RedundantQueryFix> Questions(string provider) =>
        new(provider, GeneratedLoops.SameQuestion, writes: false, ["plain", "tracked"]);

    // The rows that are not loaded are not tracked, and what is tracked and changed is another value in memory than in the database.
    private static Proof<LoadThenFilterAnalyzer, LoadThenFilterFix> Lists(string provider) => new(provider, GeneratedLists.Any, writes: false, ["plain"]) { SparesRows = true };

    private static Proof<LoadThenFilterAnalyzer, LoadThenFilterFix> OrderedLists(string provider) =>
        new(provider, GeneratedLists.Ordered, writes: false, ["duplicates missing nulls"]) { SparesRows = true };

    private static Proof<LoadThenFilterAnalyzer, LoadThenFilterFix> UntrackedLists(string provider) => new(provider, GeneratedLists.Untracked, writes: false, ["tracked"]) { SparesRows = true };

    private static Proof<LoadThenFilterAnalyzer, LoadThenFilterFix> SkippedRows(string provider) => new(provider, GeneratedLists.Skipped, writes: false, ["plain", "duplicates missing nulls"]) { SparesRows = true };

    [Fact]
    public Task Rows_that_a_loop_skips_on_sqlite() => ProveAsync(SkippedRows("sqlite").RunAsync, Larger);

    [PostgresTheory]
    [InlineData(50)]
    public Task Rows_that_a_loop_skips_on_postgres(int wanted) => ProveAsync(SkippedRows("postgres").RunAsync, wanted);

    [Fact]
    public Task Loaded_rows_on_sqlite() => ProveAsync(Lists("sqlite").RunAsync, Larger);

    [Fact]
    public Task Loaded_rows_in_an_order_on_sqlite() => ProveAsync(OrderedLists("sqlite").RunAsync, Smaller);

    [Fact]
    public Task Loaded_rows_without_tracking_on_sqlite() => ProveAsync(UntrackedLists("sqlite").RunAsync, 50);

    [PostgresTheory]
    [InlineData(50)]
    public Task Loaded_rows_on_postgres(int wanted) => ProveAsync(Lists("postgres").RunAsync, wanted);

    [Fact]
    public Task Keyed_reads_on_sqlite() => ProveAsync(Reads("sqlite").RunAsync, Larger);

    private static Proof<QueryInLoopAnalyzer, QueryInLoopFix> NestedReads(string provider) => new(provider, GeneratedLoops.NestedRead, writes: false, ["plain", "tracked"]);

    [Fact]
    public Task Nested_reads_on_sqlite() => ProveAsync(NestedReads("sqlite").RunAsync, Smaller);

    [PostgresTheory]
    [InlineData(25)]
    public Task Nested_reads_on_postgres(int wanted) => ProveAsync(NestedReads("postgres").RunAsync, wanted);

    [Fact]
    public Task Reviewed_reads_on_sqlite() => ProveAsync(Reviewed("sqlite").RunAsync, Larger);

    private static Proof<QueryInLoopAnalyzer, BulkMemberFix> Members(string provider) =>
        new(provider, GeneratedMembers.KeyedRead, writes: false, ["plain", "duplicates missing nulls"]) { LoadsMore = true };

    private static Proof<SaveInLoopAnalyzer, BulkMemberFix> SavesOfMany(string provider) => new(provider, GeneratedMembers.Save, writes: true, ["plain"]);

    private static Proof<SaveInLoopAnalyzer, BulkMemberFix> CommandsOfMany(string provider) => new(provider, GeneratedMembers.Command, writes: true, ["duplicates missing nulls"]) { CountsCommands = true };

    private static Proof<QueryInLoopAnalyzer, ExplicitLoadFix> Loads(string provider) => new(provider, GeneratedLoads.ExplicitLoad, writes: false, ["plain", "tracked"]) { LoadsMore = true };

    [Fact]
    public Task Members_for_many_on_sqlite() => ProveAsync(Members("sqlite").RunAsync, 300);

    [Fact]
    public Task Saves_of_many_on_sqlite() => ProveAsync(SavesOfMany("sqlite").RunAsync, 100);

    [Fact]
    public Task Commands_of_many_on_sqlite() => ProveAsync(CommandsOfMany("sqlite").RunAsync, 100);

    [Fact]
    public Task Explicit_loads_on_sqlite() => ProveAsync(Loads("sqlite").RunAsync, Wanted);

    private static Proof<QueryInLoopAnalyzer, ReviewedReadFix> Pairs(string provider) =>
        new(provider, GeneratedReviewed.PairRead, writes: false, ["plain", "duplicates missing nulls", "tracked"]) { LoadsMore = true };

    [Fact]
    public Task Pairs_on_sqlite() => ProveAsync(Pairs("sqlite").RunAsync, 100);

    [PostgresTheory]
    [InlineData(25)]
    public Task Pairs_on_postgres(int wanted) => ProveAsync(Pairs("postgres").RunAsync, wanted);

    [Fact]
    public Task Services_on_sqlite() => ProveAsync(Services("sqlite").RunAsync, Smaller);

    [PostgresTheory]
    [InlineData(25)]
    public Task Reviewed_reads_on_postgres(int wanted) => ProveAsync(Reviewed("postgres").RunAsync, wanted);

    [Fact]
    public Task Keyed_answers_on_sqlite() => ProveAsync(Answers("sqlite").RunAsync, Smaller);

    private static Proof<SaveInLoopAnalyzer, SaveInLoopFix> Commands(string provider) => new(provider, GeneratedCommands.Body, writes: true, ["plain", "duplicates missing nulls"]) { CountsCommands = true };

    [Fact]
    public Task Commands_on_sqlite() => ProveAsync(Commands("sqlite").RunAsync, Smaller);

    [PostgresTheory]
    [InlineData(5)]
    public Task Commands_on_postgres(int wanted) => ProveAsync(Commands("postgres").RunAsync, wanted);

    [Fact]
    public Task Saves_on_sqlite() => ProveAsync(Saves("sqlite").RunAsync, Larger);

    [Fact]
    public Task Same_questions_on_sqlite() => ProveAsync(Questions("sqlite").RunAsync, Wanted);

    [PostgresTheory]
    [InlineData(50)]
    public Task Keyed_reads_on_postgres(int wanted) => ProveAsync(Reads("postgres").RunAsync, wanted);

    [PostgresTheory]
    [InlineData(50)]
    public Task Keyed_answers_on_postgres(int wanted) => ProveAsync(Answers("postgres").RunAsync, wanted);

    [PostgresTheory]
    [InlineData(5)]
    public Task Saves_on_postgres(int wanted) => ProveAsync(Saves("postgres").RunAsync, wanted);

    [PostgresTheory]
    [InlineData(50)]
    public Task Same_questions_on_postgres(int wanted) => ProveAsync(Questions("postgres").RunAsync, wanted);

    // The proof is worth what it notices: a fix that forgets missing rows, one that turns the order around, one that saves nothing.
    [Fact]
    public async Task A_wrong_fix_is_noticed()
    {
        int[] seeds = [.. Enumerable.Range(1, Proof<QueryInLoopAnalyzer, QueryInLoopFix>.BatchSize)];
        var missing = new Proof<QueryInLoopAnalyzer, QueryInLoopFix>("sqlite", GeneratedLoops.KeyedRead, false, ["duplicates missing nulls"])
        {
            Spoil = text => text.Replace(".FirstOrDefault()", ".First()", StringComparison.Ordinal).Replace(".SingleOrDefault()", ".Single()", StringComparison.Ordinal),
        };
        var order = new Proof<QueryInLoopAnalyzer, QueryInLoopFix>("sqlite", GeneratedLoops.KeyedRead, false, ["plain"])
        {
            Spoil = text => text.Replace("OrderBy(x => x.Id)", "OrderBy(x => -x.Id)", StringComparison.Ordinal),
        };
        var zero = new Proof<QueryInLoopAnalyzer, QueryInLoopFix>("sqlite", GeneratedAnswers.KeyedAnswer, false, ["duplicates missing nulls"])
        {
            Spoil = text => text.Replace(" existing", " !existing", StringComparison.Ordinal).Replace("Value = g.Count()", "Value = g.Count() + 1", StringComparison.Ordinal).Replace("var !", "var ", StringComparison.Ordinal),
        };
        var unsaved = new Proof<SaveInLoopAnalyzer, SaveInLoopFix>("sqlite", GeneratedLoops.Save, true, ["plain"])
        {
            Spoil = text => text.Replace("db.SaveChanges()", "db.ChangeTracker.Entries().Count()", StringComparison.Ordinal),
        };

        var all = new Proof<LoadThenFilterAnalyzer, LoadThenFilterFix>("sqlite", GeneratedLists.Any, false, ["plain"])
        {
            SparesRows = true,
            Spoil = text => text.Replace(" == ", " != ", StringComparison.Ordinal),
        };
        var many = new Proof<LoadThenFilterAnalyzer, LoadThenFilterFix>("sqlite", GeneratedLists.Any, false, ["plain"])
        {
            SparesRows = true,
            Spoil = text => text.Replace(".Where(x => ", ".Where(x => true || ", StringComparison.Ordinal),
        };
        var unskipped = new Proof<LoadThenFilterAnalyzer, LoadThenFilterFix>("sqlite", GeneratedLists.Skipped, false, ["plain"])
        {
            Spoil = text => text.Replace(".Where(x => ", ".Where(x => true || ", StringComparison.Ordinal),
        };

        var reviewed = new Proof<QueryInLoopAnalyzer, ReviewedReadFix>("sqlite", GeneratedReviewed.KeyedRead, false, ["duplicates missing nulls"])
        {
            LoadsMore = true,
            Spoil = text => text.Replace(".FirstOrDefault()", ".First()", StringComparison.Ordinal).Replace(".SingleOrDefault()", ".Single()", StringComparison.Ordinal),
        };

        var ofMany = new Proof<QueryInLoopAnalyzer, BulkMemberFix>("sqlite", GeneratedMembers.KeyedRead, false, ["duplicates missing nulls"])
        {
            LoadsMore = true,
            Spoil = text => text.Replace("].FirstOrDefault()", "].First()", StringComparison.Ordinal).Replace("].ToList()", "].Skip(1).ToList()", StringComparison.Ordinal),
        };
        var unwritten = new Proof<SaveInLoopAnalyzer, BulkMemberFix>("sqlite", GeneratedMembers.Save, true, ["plain"])
        {
            Spoil = text => text.Replace(".Count > 0)", ".Count > 4000)", StringComparison.Ordinal),
        };
        var unloaded = new Proof<QueryInLoopAnalyzer, ExplicitLoadFix>("sqlite", GeneratedLoads.ExplicitLoad, false, ["plain"])
        {
            LoadsMore = true,
            Spoil = text => text.Replace(".Include(", ".Where(x => true).Include(", StringComparison.Ordinal).Replace(".Take(ids.Count)", ".Take(2)", StringComparison.Ordinal),
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() => ofMany.RunAsync(seeds, output));
        await Assert.ThrowsAsync<InvalidOperationException>(() => unwritten.RunAsync(seeds, output));
        await Assert.ThrowsAsync<InvalidOperationException>(() => unloaded.RunAsync(seeds, output));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reviewed.RunAsync(seeds, output));
        await Assert.ThrowsAsync<InvalidOperationException>(() => all.RunAsync(seeds, output));
        await Assert.ThrowsAsync<InvalidOperationException>(() => many.RunAsync(seeds, output));
        await Assert.ThrowsAsync<InvalidOperationException>(() => unskipped.RunAsync(seeds, output));
        var condition = new Proof<SaveInLoopAnalyzer, SaveInLoopFix>("sqlite", GeneratedCommands.Body, true, ["plain"])
        {
            CountsCommands = true,
            Spoil = text => text.Replace(".Where(id => id % 3 != 0)", "", StringComparison.Ordinal).Replace(" && x.Quantity > 1", "", StringComparison.Ordinal),
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() => condition.RunAsync(seeds, output));
        await Assert.ThrowsAsync<InvalidOperationException>(() => missing.RunAsync(seeds, output));
        await Assert.ThrowsAsync<InvalidOperationException>(() => order.RunAsync(seeds, output));
        await Assert.ThrowsAsync<InvalidOperationException>(() => zero.RunAsync(seeds, output));
        await Assert.ThrowsAsync<InvalidOperationException>(() => unsaved.RunAsync(seeds, output));
    }

    private async Task ProveAsync(Func<IReadOnlyList<int>, ITestOutputHelper, Task<IReadOnlyList<int>>> run, int wanted)
    {
        if (Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } text)
        {
            await run([int.Parse(text, CultureInfo.InvariantCulture)], output);
            return;
        }

        // The families of one class run one after the other; their batches need not.
        var size = Math.Min(wanted, Proof<QueryInLoopAnalyzer, QueryInLoopFix>.BatchSize);
        var atOnce = wanted > size ? Environment.ProcessorCount : 1;
        var offered = 0;
        for (var first = 1; first <= Most && offered < wanted; first += size * atOnce)
        {
            var batches = Enumerable.Range(0, atOnce).Select(batch => Enumerable.Range(first + (batch * size), size).ToArray());
            offered += (await Task.WhenAll(batches.Select(seeds => Task.Run(() => run(seeds, output))))).Sum(found => found.Count);
        }

        Assert.True(offered >= wanted, $"a fix is offered for {offered} programs of {Most}; {wanted} are wanted");
    }
}
