using System.Diagnostics;
using System.Globalization;
using PerfAnalyzers.Tool.Tests.Importing;

namespace PerfAnalyzers.Benchmarks.Import;

/// <summary>The process that reads the damaged files of one attempt. It prints what it is about to read, and at last what became of them.</summary>
internal static class HostileFiles
{
    // A damaged file takes longer than a sound one only if something is wrong.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    public static int Run(string sample, string attempt, int megabytes)
    {
        var directory = Directory.CreateTempSubdirectory("import-hostile-");
        try
        {
            var file = Path.Combine(directory.FullName, Path.GetFileName(sample));
            var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
            var (clock, slowest, files) = (Stopwatch.StartNew(), TimeSpan.Zero, 0);
            foreach (var what in Written(sample, attempt, megabytes, file))
            {
                Console.WriteLine(what);
                var before = clock.Elapsed;
                var reading = Task.Run(() => DamagedCapture.Read(file));
                if (!reading.Wait(attempt == "swollen" ? 10 * s_limit : s_limit))
                {
                    Console.Error.WriteLine($"{what}: does not end");
                    return 1;
                }

                outcomes[reading.Result] = outcomes.GetValueOrDefault(reading.Result) + 1;
                slowest = clock.Elapsed - before > slowest ? clock.Elapsed - before : slowest;
                files++;
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{files}\t{clock.Elapsed.TotalSeconds:0.00}\t{slowest.TotalSeconds:0.000}\t{PeakMB():0}\t{string.Join(", ", outcomes.Select(o => $"{o.Key} {o.Value}"))}\t"));
            return 0;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    // Each time the file is another one.
    private static IEnumerable<string> Written(string sample, string attempt, int megabytes, string file)
    {
        if (attempt == "swollen")
        {
            SwollenCapture.Write(sample, file, megabytes);
            yield return "swollen";
            yield break;
        }

        var content = DamagedCapture.Unpacked(sample);
        var (from, to) = attempt == "cut" ? (0, 100) : (int.Parse(attempt.Split('-')[0], CultureInfo.InvariantCulture), int.Parse(attempt.Split('-')[1], CultureInfo.InvariantCulture));
        for (var i = from; i < to; i++)
        {
            File.WriteAllBytes(file, attempt == "cut" ? content[..(int)(content.Length * (long)i / 100)] : DamagedCapture.Mutated(content, i));
            yield return i.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static double PeakMB()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }
}
