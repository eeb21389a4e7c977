using System.Globalization;

namespace PerfAnalyzers.Benchmarks.Import;

/// <summary>What became of the files that one process was given.</summary>
/// <param name="Format">The format that the undamaged file has.</param>
/// <param name="Sample">The undamaged file.</param>
/// <param name="Attempt"><c>cut</c>, <c>swollen</c>, or the seeds of mutations.</param>
/// <param name="Files">How many files.</param>
/// <param name="Seconds">For all of them.</param>
/// <param name="Slowest">For the slowest, in seconds.</param>
/// <param name="PeakMB">Most memory of the process, resident.</param>
/// <param name="Outcomes">What users are told, and how often.</param>
/// <param name="Failure">What went wrong; empty when nothing did.</param>
internal sealed record HostileResult(string Format, string Sample, string Attempt, int Files, double Seconds, double Slowest, double PeakMB, string Outcomes, string Failure)
{
    /// <summary>What is done once.</summary>
    public (string Sample, string Attempt) Key => (Sample, Attempt);

    public static HostileResult? Parse(string line) => line.Split('\t') is [var format, var sample, var attempt, var files, var seconds, var slowest, var peak, var outcomes, var failure]
        ? new(format, sample, attempt, int.Parse(files, CultureInfo.InvariantCulture), Number(seconds), Number(slowest), Number(peak), outcomes, failure)
        : null;

    /// <summary>From the last line that the process printed; null when that is not a result.</summary>
    public static HostileResult? OfProcess(string format, string sample, string attempt, string line) => Parse($"{format}\t{sample}\t{attempt}\t{line}");

    public static void Print(IReadOnlyList<HostileResult> results)
    {
        Console.WriteLine("| format | mutations | cuts | slowest, s | memory, MB | swollen: told | time, s | memory, MB |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var format in results.GroupBy(r => r.Format).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var (swollen, others) = (format.Where(r => r.Attempt == "swollen").ToList(), format.Where(r => r.Attempt != "swollen").ToList());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {format.Key} | {others.Where(r => r.Attempt != "cut").Sum(r => r.Files):N0} | {others.Where(r => r.Attempt == "cut").Sum(r => r.Files)} | {Most(others, r => r.Slowest):0.00} | {Most(others, r => r.PeakMB):0} | {string.Join(", ", swollen.Select(r => r.Outcomes.Split(' ')[0]).Distinct())} | {Most(swollen, r => r.Slowest):0.0} | {Most(swollen, r => r.PeakMB):0} |"));
        }

        foreach (var failed in results.Where(r => r.Failure.Length > 0))
            Console.WriteLine($"{failed.Sample} {failed.Attempt}: {failed.Failure}");
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Format}\t{Sample}\t{Attempt}\t{Files}\t{Seconds:0.00}\t{Slowest:0.000}\t{PeakMB:0}\t{Outcomes}\t{Failure.ReplaceLineEndings(" ").Replace('\t', ' ')}");

    private static double Most(List<HostileResult> results, Func<HostileResult, double> of) => results.Count == 0 ? 0 : results.Max(of);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
