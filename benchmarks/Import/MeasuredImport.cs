using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace PerfAnalyzers.ImportBenchmarks;

/// <summary>Imports a file in a process of its own, several times, and prints the best time and the most memory.</summary>
internal static class MeasuredImport
{
    private const int Rounds = 3;

    /// <summary>The file of the repository.</summary>
    public static string InRepository(string relative) => Path.Combine(Metadata("RepositoryRoot"), relative);

    /// <summary>Measures the import of a file.</summary>
    /// <param name="write">Writes it into a directory, and gives its path.</param>
    public static async Task<int> RunAsync(Func<string, string> write)
    {
        var directory = Directory.CreateTempSubdirectory("perf-import-");
        try
        {
            var file = write(directory.FullName);
            var megabytes = new FileInfo(file).Length / 1e6;
            var (best, cpu, memory) = (TimeSpan.MaxValue, TimeSpan.MaxValue, 0L);
            for (var round = 0; round < Rounds; round++)
            {
                var (elapsed, processor, peak) = await ImportAsync(file, directory.FullName);
                (best, cpu, memory) = (elapsed < best ? elapsed : best, processor < cpu ? processor : cpu, Math.Max(memory, peak));
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileName(file)}: {megabytes:0} MB in {best.TotalSeconds:0.0} s ({megabytes / best.TotalSeconds:0} MB/s), processor {cpu.TotalSeconds:0.0} s, peak resident {memory / 1e6:0} MB, best of {Rounds}"));
            return 0;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<(TimeSpan Elapsed, TimeSpan Processor, long Peak)> ImportAsync(string file, string directory)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = directory, RedirectStandardOutput = true };
        start.ArgumentList.Add(InRepository(Path.Combine("artifacts", "bin", "PerfAnalyzers.Tool", Metadata("Configuration"), "perfevidence.dll")));
        foreach (var argument in (string[])["import", file, "-o", Path.Combine(directory, "measured.perfevidence")])
            start.ArgumentList.Add(argument);

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var peak = 0L;
        var processor = TimeSpan.Zero;
        while (!process.WaitForExit(50))
        {
            process.Refresh();
            try
            {
                (peak, processor) = (Math.Max(peak, process.PeakWorkingSet64), process.TotalProcessorTime);
            }
            catch (InvalidOperationException)
            {
                // It ended between the two lines.
            }
        }

        watch.Stop();
        Console.Write(await output);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"perfevidence answered {process.ExitCode}");

        return (watch.Elapsed, processor, peak);
    }

    private static string Metadata(string key) => typeof(MeasuredImport).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
