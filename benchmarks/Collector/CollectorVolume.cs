using System.Globalization;

namespace PerfAnalyzers.Benchmarks.Collector;

/// <summary>What a recording keeps of very many commands: a day of 115 a second is ten million.</summary>
internal sealed class CollectorVolume(string program, string tool, int millions)
{
    private const int Rounds = 10;

    /// <summary>Runs it and prints what the heap holds after each tenth, beside that of the same program unmeasured.</summary>
    public int Run()
    {
        var directory = Directory.CreateTempSubdirectory("collector-benchmark-");
        try
        {
            var run = new LoadedRun(program, tool);
            var commands = (millions * 1_000_000 / Rounds).ToString(CultureInfo.InvariantCulture);
            var unmeasured = run.Rounds(MeasuringMode.Unmeasured, directory.FullName, "volume", "1", commands)[0];
            var measured = run.Rounds(MeasuringMode.RunWithoutSampling, directory.FullName, "volume", Rounds.ToString(CultureInfo.InvariantCulture), commands);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"unmeasured: {unmeasured.ProcessorMicroseconds:0.0} µs of processor a command, heap {unmeasured.HeapMB:0.00} MB"));
            for (var i = 0; i < measured.Count; i++)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(i + 1) * millions / (double)Rounds:0.0} million: {measured[i].ProcessorMicroseconds:0.0} µs, heap {measured[i].HeapMB:0.00} MB"));

            var evidence = Path.Combine(directory.FullName, MeasuringMode.RunWithoutSampling + ".perfevidence");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"evidence: {new FileInfo(evidence).Length} bytes"));
            foreach (var line in File.ReadLines(evidence).Where(l => l.StartsWith("site\t", StringComparison.Ordinal)))
                Console.WriteLine(line);

            return 0;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
