using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Testing;
using Xunit.Abstractions;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>
/// Runs generated programs before and after a fix, and compares what they use, in order, what they throw, what the context tracks, and
/// what is stored. Programs are compiled many at a time, because compiling costs more than running.
/// </summary>
internal sealed class Proof<TAnalyzer, TFix>(string provider, Func<Choices, string> generate, bool writes, string[] variants)
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : PerfCodeFix, new()
{
    private const int Few = 3;
    private const int Many = 17;

    /// <summary>Programs of one compilation.</summary>
    public const int BatchSize = 25;

    /// <summary>What is written are commands of their own, not saves.</summary>
    public bool CountsCommands { get; init; }

    /// <summary>A wrong fix, made on purpose: what it does to the fixed text must be noticed.</summary>
    public Func<string, string>? Spoil { get; init; }

    /// <summary>The fix may load rows that the loop did not come to, and the context tracks them.</summary>
    public bool LoadsMore { get; init; }

    /// <summary>What fails for one element may fail before the first is used.</summary>
    public bool FailsEarlier { get; init; }

    /// <summary>The fix spares rows: what it does not load, the context does not track.</summary>
    public bool SparesRows { get; init; }

    /// <summary>The seeds for which a fix was offered; all of them came out the same.</summary>
    public async Task<IReadOnlyList<int>> RunAsync(IReadOnlyList<int> seeds, ITestOutputHelper output)
    {
        var test = new AnalyzerTest<TAnalyzer> { TestCode = "// The programs are files of their own.", Sources = { Shop.Model, Entry.Source } };
        foreach (var seed in seeds)
            test.Sources.Add(new(FileOf(seed), TextOf(seed)));

        var solution = test.CreateSolution();
        var before = await CompiledProgram.LoadAsync(solution.Projects.Single());
        var (changed, texts) = await new TFix().ApplyAllAsync(solution, await AnalyzerTest<TAnalyzer>.GetDiagnosticsAsync(solution), [.. seeds.Select(FileOf)], Spoil);
        var offered = seeds.Where((_, i) => texts[i] is not null).ToList();
        output.WriteLine($"seeds {seeds[0]} to {seeds[^1]}: a fix is offered for {offered.Count} of {seeds.Count}");
        var after = await CompiledProgram.LoadAsync(changed.Projects.Single());
        await using var database = await TestDatabase.SeededAsync(provider, before);

        foreach (var seed in offered)
        {
            try
            {
                await CompareAsync(before, after, database, NameOf(seed), VariantsOf(seed, isAlone: seeds.Count == 1));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"seed {seed}; run it alone with {GeneratedProgramsTests.SeedVariable}={seed}\n{generate(new Choices(seed))}\n-- fixed --\n{texts.Where((_, i) => seeds[i] == seed).Single()}\n-- {e.Message}", e);
            }
        }

        return offered;
    }

    // The rows that a program runs on are one more choice of its seed; a seed that is run alone runs on all.
    private string[] VariantsOf(int seed, bool isAlone) => isAlone ? variants : [variants[seed % variants.Length]];

    private async Task CompareAsync(CompiledProgram before, CompiledProgram after, TestDatabase database, string name, string[] chosen)
    {
        foreach (var variant in chosen)
        {
            var counts = new List<int>();
            foreach (var size in (int[])[Few, Many])
            {
                var (expected, _, loaded) = await RunAsync(before, database, size, variant, name);
                var (actual, trips, loadedAfter) = await RunAsync(after, database, size, variant, name);
                if (SparesRows)
                    BeforeAndAfter.AssertSameUse(expected, actual);
                else if (FailsEarlier)
                    BeforeAndAfter.AssertSameUseOrFailure(expected, actual);
                else if (LoadsMore)
                    BeforeAndAfter.AssertSameUseOfMore(expected, actual);
                else
                    BeforeAndAfter.AssertSame(expected, actual, variant);

                // A reader that memory leaves early, for Any or Take, has not been asked for the end.
                Assert.True(!SparesRows || loadedAfter <= loaded + 1, $"{variant}: {loaded} rows before, {loadedAfter} after");
                counts.Add(trips);
            }

            Assert.True(counts[0] == counts[1], $"{variant}: {counts[0]} round trips for {Few} elements, {counts[1]} for {Many}");
        }
    }

    private async Task<(string Transcript, int RoundTrips, int Rows)> RunAsync(CompiledProgram program, TestDatabase original, int size, string variant, string name)
    {
        var database = writes ? await original.CopyAsync() : original;
        try
        {
            var (commands, saves) = (new CommandCounter(), new SaveCounter());
            string transcript;
            await using (var db = program.Open(provider, database.ConnectionString, database.Connection, writes && !CountsCommands ? saves : commands))
                transcript = await program.RunAsync(db, size, variant, name);

            if (writes)
            {
                await using var db = program.Open(provider, database.ConnectionString, database.Connection, null);
                transcript += "\n" + program.Stored(db);
            }

            // A read for nothing is spared when the loop has no element to read for: only growth counts.
            return (transcript, writes && !CountsCommands ? saves.Count : commands.Count, commands.Rows);
        }
        finally
        {
            if (writes)
                await database.DisposeAsync();
        }
    }

    // A program that has types of its own names them after a service that is none other's.
    private string TextOf(int seed)
    {
        var parts = generate(new Choices(seed)).Split(GeneratedServices.Types);
        var types = parts.Length > 1 ? parts[1].Replace("SERVICE", NameOf(seed), StringComparison.Ordinal) : "";
        return Entry.Body(parts[0].Replace("SERVICE", NameOf(seed), StringComparison.Ordinal)).Replace("class Service(", $"class {NameOf(seed)}(", StringComparison.Ordinal) + types;
    }

    private static string NameOf(int seed) => "Service" + seed.ToString(CultureInfo.InvariantCulture);

    private static string FileOf(int seed) => NameOf(seed) + ".cs";
}
