using System.Globalization;

namespace PerfAnalyzers.Benchmarks.Import;

/// <summary>A large file of traces, made of a small one and imported by the tool as users run it, in a process of its own.</summary>
internal sealed class OtlpImport(string sample, string tool, int megabytes)
{
    private const int Rounds = 3;

    /// <summary>Measures and prints the best time and the most memory.</summary>
    public int Run()
    {
        foreach (var file in new[] { sample, tool })
        {
            if (!File.Exists(file))
            {
                Console.Error.WriteLine($"{file}: no such file");
                return 2;
            }
        }

        var directory = Directory.CreateTempSubdirectory("import-benchmark-");
        try
        {
            var file = OtlpLines.Write(sample, directory.FullName, megabytes);
            var size = new FileInfo(file).Length / 1e6;
            var costs = Enumerable.Range(0, Rounds)
                .Select(_ => ProcessCost.Of("dotnet", [tool, "import", file, "-q", "-o", Path.Combine(directory.FullName, "a.perfevidence")]))
                .ToList();
            var seconds = costs.Min(c => c.Seconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{size:0} MB in {seconds:0.0} s ({size / seconds:0} MB/s), processor {costs.Min(c => c.ProcessorSeconds):0.0} s, memory {costs.Max(c => c.PeakMB):0} MB, best of {Rounds}"));
            return 0;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
