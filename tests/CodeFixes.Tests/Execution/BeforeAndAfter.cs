using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>
/// Runs a loop as it was written and as the fix leaves it, on the same rows: what it uses, in order, what it throws and what the
/// context tracks afterwards must be the same, and the number of commands must no longer depend on the number of elements.
/// </summary>
internal static partial class BeforeAndAfter
{
    private static readonly ConcurrentDictionary<(Type Fix, string File), Lazy<Task<Compiled>>> s_compiled = new();

    private const int Small = 3;
    private const int Large = 25;

    public static Task CompareAsync<TAnalyzer, TFix>(string provider, string file, params string[] variants)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : PerfCodeFix, new() => CompareAsync<TAnalyzer, TFix>(provider, file, loadsMore: false, variants);

    /// <summary>The same for a fix that may load rows which the loop did not come to.</summary>
    public static async Task CompareAsync<TAnalyzer, TFix>(string provider, string file, bool loadsMore, params string[] variants)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : PerfCodeFix, new()
    {
        var (before, after, fixedText) = await CompileAsync<TAnalyzer, TFix>(file);
        await using var database = await TestDatabase.SeededAsync(provider, before);

        foreach (var variant in variants)
        {
            var (expected, one) = await RunAsync(before, database, Small, variant);
            var (small, few) = await RunAsync(after, database, Small, variant);
            Compare(expected, small);

            var (expectedMany, many) = await RunAsync(before, database, Large, variant);
            var (large, stillFew) = await RunAsync(after, database, Large, variant);
            Compare(expectedMany, large);

            Assert.True(few == stillFew, $"{variant}: {few} commands for {Small} elements, {stillFew} for {Large}");
            Assert.True(many > one || expectedMany.Contains("Exception", StringComparison.Ordinal), $"{variant}: the loop that was to be fixed runs {one} and {many} commands");

            void Compare(string before, string after)
            {
                if (loadsMore)
                    AssertSameUseOfMore(before, after);
                else
                    AssertSame(before, after, variant, fixedText);
            }
        }
    }

    /// <summary>The same for what is asked twice, and once afterwards.</summary>
    public static Task CompareTwiceAsync<TAnalyzer, TFix>(string provider, string file, params string[] variants)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : PerfCodeFix, new() => CompareTwiceAsync<TAnalyzer, TFix>(provider, file, less: 1, variants);

    /// <summary>The same with the number of commands that there are less.</summary>
    public static async Task CompareTwiceAsync<TAnalyzer, TFix>(string provider, string file, int less, params string[] variants)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : PerfCodeFix, new()
    {
        var (before, after, fixedText) = await CompileAsync<TAnalyzer, TFix>(file);
        await using var database = await TestDatabase.SeededAsync(provider, before);
        foreach (var variant in variants)
        {
            var (expected, commands) = await RunAsync(before, database, Small, variant);
            var (actual, fewer) = await RunAsync(after, database, Small, variant);
            AssertSame(expected, actual, variant, fixedText);
            Assert.Equal(commands - less, fewer);
        }
    }

    /// <summary>
    /// The same for loops that save, each run on a database of its own: what is stored in the end is the same, too, and was saved once.
    /// </summary>
    /// <param name="provider">The database.</param>
    /// <param name="file">The program.</param>
    /// <param name="isForAll">Whether each of its turns saves.</param>
    /// <param name="variants">What the elements are.</param>
    public static async Task CompareSavesAsync(string provider, string file, bool isForAll, params string[] variants)
    {
        var (before, after, fixedText) = await CompileAsync<SaveInLoopAnalyzer, SaveInLoopFix>(file);
        await using var original = await TestDatabase.SeededAsync(provider, before);

        foreach (var variant in variants)
        {
            foreach (var size in (int[])[Small, Large])
            {
                var (expected, saves) = await SaveAsync(before, original, size, variant);
                var (actual, once) = await SaveAsync(after, original, size, variant);
                AssertSame(expected, actual, variant, fixedText);
                Assert.True(isForAll ? saves >= size : saves > 1, $"{variant}: the loop that was to be fixed saves {saves} times for {size} elements");
                Assert.Equal(1, once);
            }
        }
    }

    /// <summary>The same for loops that save what they read, of which the reads are batched: the saves stay, and what they store.</summary>
    public static async Task CompareStoredAsync<TAnalyzer, TFix>(string provider, string file, params string[] variants)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : PerfCodeFix, new()
    {
        var (before, after, fixedText) = await CompileAsync<TAnalyzer, TFix>(file);
        await using var original = await TestDatabase.SeededAsync(provider, before);

        foreach (var variant in variants)
        {
            var (expected, saves) = await SaveAsync(before, original, Large, variant);
            var (actual, still) = await SaveAsync(after, original, Large, variant);
            AssertSame(expected, actual, variant, fixedText);
            Assert.True(saves > 1 && saves == still, $"{variant}: {saves} and {still} saves");
        }
    }

    /// <summary>The same for what a thread waited for: everything stays, the number of commands included, but that nobody waits.</summary>
    public static async Task CompareAwaitsAsync<TAnalyzer, TFix>(string file)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : PerfCodeFix, new()
    {
        var (before, after, fixedText) = await CompileAsync<TAnalyzer, TFix>(file);
        await using var database = await TestDatabase.SeededAsync("sqlite", before);

        var (expected, commands) = await RunAsync(before, database, Small, "plain");
        var (actual, commandsAfter) = await RunAsync(after, database, Small, "plain");
        Assert.True(expected == actual, $"{expected}\n-- after --\n{actual}\n{fixedText}");
        Assert.Equal(commands, commandsAfter);
        Assert.Contains("await", fixedText, StringComparison.Ordinal);
        Assert.NotEqual("--\n", expected);
    }

    /// <summary>What a program writes down as it was written, and as the fix leaves it.</summary>
    public static async Task<(string Before, string After)> RunBothAsync<TAnalyzer, TFix>(string file)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : PerfCodeFix, new()
    {
        var (before, after, _) = await CompileAsync<TAnalyzer, TFix>(file);
        await using var database = await TestDatabase.SeededAsync("sqlite", before);
        return ((await RunAsync(before, database, Small, "plain")).Transcript, (await RunAsync(after, database, Small, "plain")).Transcript);
    }

    /// <summary>A program runs on several databases and is compiled once.</summary>
    private static Task<Compiled> CompileAsync<TAnalyzer, TFix>(string file)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : PerfCodeFix, new() => s_compiled.GetOrAdd((typeof(TFix), file), _ => new(() => CompileOnceAsync<TAnalyzer, TFix>(file))).Value;

    private static async Task<Compiled> CompileOnceAsync<TAnalyzer, TFix>(string file)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : PerfCodeFix, new()
    {
        var test = new AnalyzerTest<TAnalyzer> { TestCode = file, Sources = { Shop.Model, Entry.Source } };
        var solution = test.CreateSolution();
        var before = await CompiledProgram.LoadAsync(solution.Projects.Single());
        var fixedProject = (await FixAsync(solution, await AnalyzerTest<TAnalyzer>.GetDiagnosticsAsync(solution), new TFix())).Projects.Single();
        return new(before, await CompiledProgram.LoadAsync(fixedProject), (await fixedProject.Documents.First().GetTextAsync()).ToString());
    }

    private static async Task<(string Transcript, int Saves)> SaveAsync(CompiledProgram program, TestDatabase original, int size, string variant)
    {
        await using var database = await original.CopyAsync();
        var counter = new SaveCounter();
        string transcript;
        await using (var db = program.Open(database.Provider, database.ConnectionString, database.Connection, counter))
            transcript = await program.RunAsync(db, size, variant);

        await using (var db = program.Open(database.Provider, database.ConnectionString, database.Connection, null))
            return (transcript + "\n" + program.Stored(db), counter.Count);
    }

    private static async Task<(string Transcript, int Commands)> RunAsync(CompiledProgram program, TestDatabase database, int size, string variant)
    {
        var counter = new CommandCounter();
        await using var db = program.Open(database.Provider, database.ConnectionString, database.Connection, counter);
        var transcript = await program.RunAsync(db, size, variant);
        return (transcript, counter.Count);
    }

    /// <summary>Fails when two runs of one program differ in more than what a loop that throws has not come to.</summary>
    public static void AssertSame(string expected, string actual, string variant, string? fixedText = null)
    {
        // A loop that throws has not come to all its elements, so it has not read the rows of the last ones.
        if (expected.Contains("Exception", StringComparison.Ordinal))
        {
            var (used, tracked) = Parts(expected);
            var (usedAfter, trackedAfter) = Parts(actual);
            Assert.Equal(used, usedAfter);
            Assert.Superset(tracked.ToHashSet(), trackedAfter.ToHashSet());
            return;
        }

        if (expected != actual)
            Assert.Fail($"{variant}:\n{expected}\n-- after --\n{actual}\n{fixedText}");
    }

    /// <summary>Fails when two runs of one program use anything else; the second may load, and so track, less.</summary>
    public static void AssertSameUse(string expected, string actual)
    {
        var (used, tracked) = Parts(expected);
        var (usedAfter, trackedAfter) = Parts(actual);
        Assert.Equal(Plain(used), Plain(usedAfter));
        Assert.Subset(tracked.ToHashSet(), trackedAfter.ToHashSet());

        // LINQ and the provider have words of their own for what is not there, and iterators names.
        static string Plain(string transcript) => NameOfSequence().Replace(NotThere().Replace(transcript, "$1"), "[");
    }

    /// <summary>Fails when two runs of one program use anything else; the second may load, and so track, more.</summary>
    public static void AssertSameUseOfMore(string expected, string actual)
    {
        var (used, tracked) = Parts(expected);
        var (usedAfter, trackedAfter) = Parts(actual);
        Assert.Equal(used, usedAfter);
        Assert.Superset(tracked.ToHashSet(), trackedAfter.ToHashSet());
    }

    /// <summary>The same, where what fails for one element may fail before anything is used: by the same kind of exception.</summary>
    public static void AssertSameUseOrFailure(string expected, string actual)
    {
        if (Failure().Match(expected) is { Success: true } failure)
            Assert.Equal(failure.Value, Failure().Match(actual).Value);
        else
            AssertSameUseOfMore(expected, actual);
    }

    [GeneratedRegex(@"[\w.]+Exception(?=:)")]
    private static partial Regex Failure();

    [GeneratedRegex("(InvalidOperationException): .*")]
    private static partial Regex NotThere();

    [GeneratedRegex(@"[A-Za-z]+(`[1-9])?(\[\])*\[")]
    private static partial Regex NameOfSequence();

    private static (string Used, string[] Tracked) Parts(string transcript) => transcript.Split("--\n") is [var used, var tracked]
        ? (used, tracked.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        : throw new FormatException(transcript);

    private static async Task<Solution> FixAsync(Solution solution, IEnumerable<Diagnostic> diagnostics, PerfCodeFix fix)
    {
        // Analyzers run side by side: what is reported first is not the first of the file each time.
        var diagnostic = diagnostics.Where(candidate => candidate.Location.GetLineSpan().Path.EndsWith("Test0.cs", StringComparison.Ordinal)).OrderBy(candidate => candidate.Location.SourceSpan.Start).First();
        var document = solution.Projects.Single().Documents.Single(candidate => candidate.Name == "Test0.cs");
        if (await fix.ApplyAsync(document, diagnostic) is { } changed)
            return changed;

        var (_, refusal) = await fix.PlanAsync((await FixRequest.CreateAsync(document, diagnostic, default))!, default);
        throw new InvalidOperationException("No fix is offered: " + refusal);
    }

    /// <summary>The program as it was, the program as the fix leaves it, and the text of the latter.</summary>
    private sealed record Compiled(CompiledProgram Before, CompiledProgram After, string Fixed);
}
