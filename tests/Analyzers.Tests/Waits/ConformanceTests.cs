using Microsoft.CodeAnalysis;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Waits;

/// <summary>
/// What users of other analyzers asked for and complained about, one case each: <c>reported.cases</c> must be reported at their marks as the
/// line says, and <c>quiet.cases</c> not at all. All cases of a file are one program, so that hundreds of them cost one compilation.
/// </summary>
public sealed class ConformanceTests
{
    private static readonly Lazy<Task<ILookup<string, Diagnostic>>> s_reported = new(() => WaitProgram.AnalyzeAsync(WaitCase.Read("reported.cases"), WaitProgram.Rules));
    private static readonly Lazy<Task<ILookup<string, Diagnostic>>> s_quiet = new(() => WaitProgram.AnalyzeAsync(WaitCase.Read("quiet.cases"), WaitProgram.Rules));

    public static TheoryData<string, int> Reported => Rows("reported.cases");

    public static TheoryData<string, int> Quiet => Rows("quiet.cases");

    [Theory]
    [MemberData(nameof(Reported))]
    public async Task Is_reported(string text, int number)
    {
        var @case = WaitCase.Read("reported.cases")[number - 1];
        Assert.Equal(text, @case.ToString());
        var marks = Markup.Parse(@case.ToFile().Text).Spans.Select(m => m.Span).Order().ToList();
        var found = (await s_reported.Value)[@case.ClassName].ToList();

        Assert.NotEmpty(marks);
        Assert.True(
            marks.SequenceEqual(found.Select(d => d.Location.SourceSpan).Order()) && found.TrueForAll(d => $"{d.Id} {d.Severity}" == @case.Expected),
            $"expected {@case.Expected} at {string.Join(", ", marks)}, but:\n{string.Join("\n", found)}");
    }

    [Theory]
    [MemberData(nameof(Quiet))]
    public async Task Is_quiet(string text, int number)
    {
        var @case = WaitCase.Read("quiet.cases")[number - 1];
        Assert.Equal(text, @case.ToString());

        Assert.Empty((await s_quiet.Value)[@case.ClassName]);
    }

    [Fact]
    public void There_are_enough_of_both_and_each_answers_something()
    {
        var (reported, quiet) = (WaitCase.Read("reported.cases"), WaitCase.Read("quiet.cases"));
        WaitCase[] all = [.. reported, .. quiet];

        Assert.InRange(reported.Count, 200, int.MaxValue);
        Assert.InRange(quiet.Count, 200, int.MaxValue);
        Assert.Equal(["PERF2001", "PERF2002", "PERF2003", "PERF2004"], reported.Select(c => c.Expected.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(all.Length, all.DistinctBy(c => c.Place + c.Code).Count());
        Assert.All(all, c => Assert.Matches("^([^ ]+/[^ ]+#[0-9]+|lesson [0-9]+)$", c.Issue));
    }

    private static TheoryData<string, int> Rows(string file)
    {
        var rows = new TheoryData<string, int>();
        foreach (var @case in WaitCase.Read(file))
            rows.Add(@case.ToString(), @case.Number);

        return rows;
    }
}
