using System.Globalization;

namespace PerfAnalyzers.Benchmarks.Collector;

/// <summary>
/// What being measured costs a program that does nothing but query, the worst case there is. Every way to measure runs in turn, after an unmeasured run, so that what else the machine does
/// falls on all of them. What is compared is the mean of what comes after the first seconds, when everything is compiled and whoever attaches has done so: the sampler's turns are in it. Three pairs take some eleven minutes.
/// </summary>
internal sealed class CollectorCost(string program, string tool, int pairs)
{
    // To find out how many queries a round of this machine has.
    private const int FirstQueries = 500;
    private const int FirstRounds = 20;

    private static readonly TimeSpan s_compiled = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan s_firstTurn = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_steady = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_run = TimeSpan.FromSeconds(14);
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(0.4);

    private readonly LoadedRun _run = new(program, tool);

    /// <summary>Measures and prints a table for each kind of query.</summary>
    public int Run()
    {
        var directory = Directory.CreateTempSubdirectory("collector-benchmark-");
        try
        {
            Table("a read by key on SQLite as a request does it, with a connection and a context of its own; processor time", directory.FullName, r => r.ProcessorMicroseconds, "requests");
            Table("the same with a context of a pool; processor time", directory.FullName, r => r.ProcessorMicroseconds, "pooled");
            Table("a read by key on SQLite in memory, one context for all; processor time", directory.FullName, r => r.ProcessorMicroseconds, "lookups");
            if (Environment.GetEnvironmentVariable("LOADEDAPP_DATABASE") is { Length: > 0 })
                Table("a query of a millisecond on PostgreSQL; time", directory.FullName, r => r.Microseconds, "milliseconds");
            else
                Console.WriteLine("LOADEDAPP_DATABASE has no connection string: nothing is measured on PostgreSQL");

            return 0;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private void Table(string title, string directory, Func<Round, double> value, string load)
    {
        var queries = (int)(s_round.TotalMicroseconds / Rounds(MeasuringMode.Unmeasured, FirstRounds, FirstQueries).Min(r => r.Microseconds));
        var rounds = (int)(s_run / s_round);
        var runs = new Dictionary<MeasuringMode, List<IReadOnlyList<Round>>>();
        for (var i = 0; i < pairs; i++)
        {
            foreach (var mode in Enum.GetValues<MeasuringMode>())
            {
                if (!runs.TryGetValue(mode, out var ofMode))
                    runs.Add(mode, ofMode = []);

                // Who is attached to is several times slower, and takes as long for fewer.
                ofMode.Add(Rounds(mode, mode == MeasuringMode.Attach ? rounds * 2 / 3 : rounds, queries));
            }
        }

        Console.WriteLine();
        Console.WriteLine($"### {title}");
        Console.WriteLine();
        Console.WriteLine("| measured with | unmeasured | measured | difference, median | least | most |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        Line("`run --no-sampling`", MeasuringMode.RunWithoutSampling, s_steady, TimeSpan.MaxValue);
        Line("`run`", MeasuringMode.Run, s_steady, TimeSpan.MaxValue);
        Line("`run`, its first two seconds", MeasuringMode.Run, s_compiled, s_firstTurn);
        Line("`attach`", MeasuringMode.Attach, s_steady, TimeSpan.MaxValue);

        IReadOnlyList<Round> Rounds(MeasuringMode mode, int count, int each) =>
            _run.Rounds(mode, directory, load, count.ToString(CultureInfo.InvariantCulture), each.ToString(CultureInfo.InvariantCulture));

        void Line(string name, MeasuringMode mode, TimeSpan from, TimeSpan until)
        {
            var before = runs[MeasuringMode.Unmeasured].ConvertAll(r => Between(r, from, until));
            var after = runs[mode].ConvertAll(r => Between(r, from, until));
            var ratios = before.Zip(after, (x, y) => (y / x) - 1).ToList();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {Median(before):0.0} µs | {Median(after):0.0} µs | {Median(ratios):+0.0 %;-0.0 %} | {ratios.Min():+0.0 %;-0.0 %} | {ratios.Max():+0.0 %;-0.0 %} |"));
        }

        double Between(IReadOnlyList<Round> of, TimeSpan from, TimeSpan until)
        {
            var (passed, sum, count) = (TimeSpan.Zero, 0.0, 0);
            foreach (var round in of)
            {
                var began = passed;
                passed += TimeSpan.FromMicroseconds(round.Microseconds * queries);
                if (began < from || passed > until)
                    continue;

                sum += value(round);
                count++;
            }

            return sum / count;
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
