using Microsoft.CodeAnalysis;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Memory;

/// <summary>
/// Every case is analysed and run: what is reported keeps memory for each run, and what is not reported does not. The rule is judged by the
/// heap, not by what somebody thinks of the code. Ten thousand runs of each; <c>PERFANALYZERS_MEMORY_RUNS=100000</c> takes a minute and a half.
/// </summary>
public sealed class MemoryCasesTests
{
    // Less than the smallest object, which has 24 bytes. The 8 KB that a thread sets aside to allocate from count as used now and then, before or after: 8 bytes a run.
    private const double KeptPerRun = 12;

    private static readonly string[] s_files = ["growth.cases", "growth-quiet.cases", "subscriptions.cases", "subscriptions-quiet.cases"];

    private static readonly Dictionary<string, Lazy<Task<ILookup<string, Diagnostic>>>> s_found =
        s_files.ToDictionary(f => f, f => new Lazy<Task<ILookup<string, Diagnostic>>>(() => MemoryProgram.AnalyzeAsync(MemoryCase.Read(f))));

    public static TheoryData<string> Files => [.. s_files];

    public static TheoryData<string, int, string> Cases
    {
        get
        {
            var rows = new TheoryData<string, int, string>();
            foreach (var file in s_files)
            {
                foreach (var @case in MemoryCase.Read(file))
                    rows.Add(file, @case.Number, @case.Title);
            }

            return rows;
        }
    }

    private static async Task<List<(MemoryCase Case, double Kept)>> OtherThanToldAsync(IReadOnlyList<MemoryCase> cases)
    {
        var kept = await MemoryProgram.RunAsync(cases);
        return [.. cases.Select(c => (Case: c, Kept: kept[c.Number])).Where(c => c.Case.Severity is null == c.Kept > KeptPerRun)];
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Is_reported_as_the_file_says(string file, int number, string title)
    {
        var @case = MemoryCase.Read(file)[number - 1];
        Assert.Equal(title, @case.Title);
        var marks = Markup.Parse(@case.ToFile().Text).Spans.Select(m => m.Span).Order().ToList();
        var found = (await s_found[file].Value)[@case.Name].ToList();

        Assert.Equal(@case.Severity is null, marks.Count == 0);
        Assert.True(
            marks.SequenceEqual(found.Select(d => d.Location.SourceSpan).Order()) && found.TrueForAll(d => d.Severity.ToString() == @case.Severity),
            $"expected {@case.Severity ?? "nothing"} at {string.Join(", ", marks)}, but:\n{string.Join("\n", found)}");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task What_is_reported_keeps_memory_for_each_run_and_nothing_else_does(string file)
    {
        var cases = MemoryCase.Read(file);
        var wrong = await OtherThanToldAsync(cases);

        // On a machine that is busy with something else memory is given back late. What keeps it keeps it again.
        if (wrong.Count > 0)
            wrong = await OtherThanToldAsync([.. wrong.Select(w => w.Case)]);

        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Select(w => $"{w.Case} keeps {w.Kept} bytes a run")));
    }
}
