using System.Globalization;

namespace PerfAnalyzers.Benchmarks.Collector;

/// <summary>
/// What being measured costs a program that does nothing but query, the worst case there is. Every way to measure runs in turn, each beside an unmeasured run just before it, so that what
/// else the machine does falls on both; of each run the last rounds count, when everything is compiled and the sampler is attached.
/// </summary>
internal sealed class CollectorCost(string program, string tool, int pairs)
{
    private static readonly MeasuringMode[] s_modes = [MeasuringMode.RunWithoutSampling, MeasuringMode.Run, MeasuringMode.Attach];

    private readonly LoadedRun _run = new(program, tool);

    /// <summary>Measures and prints a table for each kind of query.</summary>
    public int Run()
    {
        var directory = Directory.CreateTempSubdirectory("collector-benchmark-");
        try
        {
            Table("a read by key on SQLite in memory, processor time", directory.FullName, r => r.ProcessorMicroseconds, "lookups", "14", "20000");
            if (Environment.GetEnvironmentVariable("LOADEDAPP_DATABASE") is { Length: > 0 })
                Table("a query of a millisecond on PostgreSQL, time", directory.FullName, r => r.Microseconds, "milliseconds", "14", "1000");
            else
                Console.WriteLine("LOADEDAPP_DATABASE has no connection string: nothing is measured on PostgreSQL");

            return 0;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private void Table(string title, string directory, Func<Round, double> value, params string[] arguments)
    {
        Console.WriteLine();
        Console.WriteLine($"### {title}");
        Console.WriteLine();
        Console.WriteLine("| measured with | unmeasured | measured | difference, median | least | most |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var mode in s_modes)
        {
            var ratios = new List<double>();
            var (before, after) = (new List<double>(), new List<double>());
            for (var i = 0; i < pairs; i++)
            {
                before.Add(Steady(_run.Rounds(MeasuringMode.Unmeasured, directory, arguments), value));
                after.Add(Steady(_run.Rounds(mode, directory, arguments), value));
                ratios.Add((after[^1] / before[^1]) - 1);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {Name(mode)} | {Median(before):0.0} µs | {Median(after):0.0} µs | {Median(ratios):+0.0 %;-0.0 %} | {ratios.Min():+0.0 %;-0.0 %} | {ratios.Max():+0.0 %;-0.0 %} |"));
        }
    }

    private static string Name(MeasuringMode mode) => mode switch
    {
        MeasuringMode.RunWithoutSampling => "`run --no-sampling`",
        MeasuringMode.Run => "`run`",
        _ => "`attach`",
    };

    // Of the last half the median: what else happens on the machine makes single rounds longer.
    private static double Steady(IReadOnlyList<Round> rounds, Func<Round, double> value) => Median(rounds.Skip(rounds.Count / 2).Select(value));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
