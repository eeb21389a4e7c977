using System.Globalization;

namespace PerfAnalyzers.Benchmarks.Import;

/// <summary>
/// One trace, read by <c>perfevidence import</c> and converted by <c>dotnet-trace convert</c>, in turns and each in a process of its own, so that what else the machine does
/// falls on both.
/// </summary>
internal sealed class ImportComparison(string trace, string tool, string dotnetTrace)
{
    private const int Rounds = 5;

    /// <summary>Measures and prints both and their ratio.</summary>
    public int Run()
    {
        foreach (var file in new[] { trace, tool, dotnetTrace })
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
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(trace)}: {new FileInfo(trace).Length / 1e6:0.0} MB"));
            var ours = new List<ProcessCost>();
            var theirs = new List<ProcessCost>();
            for (var i = 0; i < Rounds; i++)
            {
                ours.Add(ProcessCost.Of("dotnet", [tool, "import", trace, "-q", "-o", Path.Combine(directory.FullName, "a.perfevidence")]));
                theirs.Add(ProcessCost.Of(dotnetTrace, ["convert", trace, "--format", "Speedscope", "-o", Path.Combine(directory.FullName, "a.speedscope.json")]));
            }

            Print("perfevidence import", ours);
            Print("dotnet-trace convert", theirs);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: {Median(ours, c => c.Seconds) / Median(theirs, c => c.Seconds):0.00} of the time, {Median(ours, c => c.PeakMB) / Median(theirs, c => c.PeakMB):0.00} of the memory"));
            return 0;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static void Print(string name, List<ProcessCost> costs) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-22} {Median(costs, c => c.Seconds):0.00} s ({costs.Min(c => c.Seconds):0.00} to {costs.Max(c => c.Seconds):0.00}), processor {Median(costs, c => c.ProcessorSeconds):0.00} s, memory {Median(costs, c => c.PeakMB):0} MB"));

    private static double Median(List<ProcessCost> costs, Func<ProcessCost, double> of) => costs.Select(of).Order().ElementAt(costs.Count / 2);
}
