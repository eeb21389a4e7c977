using System.Globalization;

namespace PerfAnalyzers.Benchmarks.Collector;

/// <summary>
/// What being measured costs a program that does nothing but query, the worst case there is. Every way to measure runs in turn, each beside an unmeasured run just before it, so that what
/// else the machine does falls on both; of a short run the last rounds count, when everything is compiled and the sampler is attached, and of a long one what comes after the seconds in
/// which thread time is sampled throughout.
/// </summary>
internal sealed class CollectorCost(string program, string tool, int pairs)
{
    // The sampler's ten seconds and its start.
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(13);

    private readonly LoadedRun _run = new(program, tool);

    /// <summary>Measures and prints a table for each kind of query.</summary>
    public int Run()
    {
        var directory = Directory.CreateTempSubdirectory("collector-benchmark-");
        try
        {
            Table("a read by key on SQLite as a request does it, a context and a connection for each, processor time", directory.FullName, r => r.ProcessorMicroseconds, 20_000, 75, "requests");
            Table("a read by key on SQLite in memory, one context for all, processor time", directory.FullName, r => r.ProcessorMicroseconds, 20_000, 0, "lookups");
            if (Environment.GetEnvironmentVariable("LOADEDAPP_DATABASE") is { Length: > 0 })
                Table("a query of a millisecond on PostgreSQL, time", directory.FullName, r => r.Microseconds, 1000, 0, "milliseconds");
            else
                Console.WriteLine("LOADEDAPP_DATABASE has no connection string: nothing is measured on PostgreSQL");

            return 0;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private void Table(string title, string directory, Func<Round, double> value, int queries, int longRounds, string load)
    {
        Console.WriteLine();
        Console.WriteLine($"### {title}");
        Console.WriteLine();
        Console.WriteLine("| measured with | unmeasured | measured | difference, median | least | most |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        Line("`run --no-sampling`", MeasuringMode.RunWithoutSampling, 14, Steady);
        Line("`run`, the first ten seconds", MeasuringMode.Run, 14, Steady);
        if (longRounds > 0)
            Line("`run`, after them", MeasuringMode.Run, longRounds, After);
        Line("`attach`", MeasuringMode.Attach, 14, Steady);

        void Line(string name, MeasuringMode mode, int rounds, Func<IReadOnlyList<Round>, double> figure)
        {
            var ratios = new List<double>();
            var (before, after) = (new List<double>(), new List<double>());
            for (var i = 0; i < pairs; i++)
            {
                before.Add(figure(Rounds(MeasuringMode.Unmeasured, rounds)));
                after.Add(figure(Rounds(mode, rounds)));
                ratios.Add((after[^1] / before[^1]) - 1);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {Median(before):0.0} µs | {Median(after):0.0} µs | {Median(ratios):+0.0 %;-0.0 %} | {ratios.Min():+0.0 %;-0.0 %} | {ratios.Max():+0.0 %;-0.0 %} |"));
        }

        IReadOnlyList<Round> Rounds(MeasuringMode mode, int rounds) =>
            _run.Rounds(mode, directory, load, rounds.ToString(CultureInfo.InvariantCulture), queries.ToString(CultureInfo.InvariantCulture));

        // Of the last half the median: what else happens on the machine makes single rounds longer.
        double Steady(IReadOnlyList<Round> rounds) => Median(rounds.Skip(rounds.Count / 2).Select(value));

        // The mean, because the sampler's turns are to be in it.
        double After(IReadOnlyList<Round> rounds)
        {
            var passed = TimeSpan.Zero;
            return rounds.SkipWhile(r => (passed += TimeSpan.FromMicroseconds(r.Microseconds * queries)) < s_first).Average(value);
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
