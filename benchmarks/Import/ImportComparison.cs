using System.Globalization;

namespace PerfAnalyzers.Benchmarks.Import;

/// <summary>
/// One file, read by <c>perfevidence import</c> and by a public tool that does the same work, in turns and each in a process of its own, so that what else the machine does
/// falls on both.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="tool">The assembly of perfevidence.</param>
/// <param name="other">The name of the other tool's command.</param>
/// <param name="program">The other tool.</param>
/// <param name="arguments">What it is started with, given the file and a directory for what it writes.</param>
internal sealed class ImportComparison(string file, string tool, string other, string program, Func<string, string, string[]> arguments)
{
    /// <summary>A <c>.nettrace</c>, beside <c>dotnet-trace convert</c>.</summary>
    public static ImportComparison WithDotnetTrace(string trace, string tool, string dotnetTrace) =>
        new(trace, tool, "dotnet-trace convert", dotnetTrace, (file, directory) => ["convert", file, "--format", "Speedscope", "-o", Path.Combine(directory, "a.speedscope.json")]);

    /// <summary>A profile of pprof, beside <c>go tool pprof -top</c>.</summary>
    public static ImportComparison WithPprof(string profile, string tool, string pprof) =>
        new(profile, tool, "go tool pprof -top", pprof, (file, directory) => ["-top", "-output", Path.Combine(directory, "top.txt"), file]);

    private const int Rounds = 5;

    /// <summary>Measures and prints both and their ratio.</summary>
    public int Run()
    {
        foreach (var path in new[] { file, tool, program })
        {
            if (!File.Exists(path))
            {
                Console.Error.WriteLine($"{path}: no such file");
                return 2;
            }
        }

        var directory = Directory.CreateTempSubdirectory("import-benchmark-");
        try
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}: {new FileInfo(file).Length / 1e6:0.0} MB"));
            var ours = new List<ProcessCost>();
            var theirs = new List<ProcessCost>();
            for (var i = 0; i < Rounds; i++)
            {
                ours.Add(ProcessCost.Of("dotnet", [tool, "import", file, "-q", "-o", Path.Combine(directory.FullName, "a.perfevidence")]));
                theirs.Add(ProcessCost.Of(program, arguments(file, directory.FullName)));
            }

            Print("perfevidence import", ours);
            Print(other, theirs);
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
