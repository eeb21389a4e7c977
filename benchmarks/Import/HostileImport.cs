using System.Diagnostics;
using System.Globalization;
using PerfAnalyzers.Tool.Importing;
using PerfAnalyzers.Tool.Tests.Importing;

namespace PerfAnalyzers.Benchmarks.Import;

/// <summary>
/// Every importer on files that were cut off, damaged, or swollen until their names fill the memory: in processes that may use one processor and 768 MB of managed
/// heap, one after the other. What is done is in the log, so that it goes on there when it is started again.
/// </summary>
/// <param name="samples">The directory of samples.</param>
/// <param name="log">The log, one line for each process that has ended.</param>
/// <param name="mutations">How many of each format.</param>
internal sealed class HostileImport(string samples, string log, int mutations)
{
    private const int Chunk = 1000;
    private const int SwollenMegabytes = 300;

    /// <summary>Runs what the log does not have yet, and prints the sums.</summary>
    public int Run()
    {
        if (!Directory.Exists(samples))
        {
            Console.Error.WriteLine($"{samples}: no such directory");
            return 2;
        }

        var done = File.Exists(log) ? File.ReadLines(log).Select(HostileResult.Parse).OfType<HostileResult>().Select(r => r.Key).ToHashSet() : [];

        // A thousand of each format, then the next thousand: whenever it is stopped, every format has been tried.
        foreach (var (format, sample, attempt, _) in Attempts().Where(a => !done.Contains((a.Sample, a.Attempt))).OrderBy(a => a.From))
            File.AppendAllText(log, Attempt(format, sample, attempt) + "\n");

        var results = File.ReadLines(log).Select(HostileResult.Parse).OfType<HostileResult>().ToList();
        HostileResult.Print(results);
        return results.Exists(r => r.Failure.Length > 0) ? 1 : 0;
    }

    private IEnumerable<(string Format, string Sample, string Attempt, int From)> Attempts()
    {
        var files = Directory.GetFiles(samples, "*", SearchOption.AllDirectories)
            .Where(f => new FileInfo(f).Length > 0)
            .Select(f => (Sample: Path.GetRelativePath(samples, f).Replace('\\', '/'), Format: DamagedCapture.FormatOf(f), Size: DamagedCapture.Unpacked(f).Length))
            .Where(f => f.Format is not null)
            .ToList();

        // Quick ones first, and of each format mostly the small ones: a mutation of a small file finds as much as one of a large file, in less time.
        foreach (var format in files.GroupBy(f => f.Format!).OrderBy(g => g.Min(f => f.Size)))
        {
            var shares = format.Sum(f => 1.0 / f.Size);
            foreach (var (sample, _, size) in format)
            {
                yield return (format.Key, sample, "cut", 0);
                yield return (format.Key, sample, "swollen", 1);
                var share = Math.Max(10, (int)Math.Ceiling(mutations / (double)size / shares));
                for (var from = 0; from < share; from += Chunk)
                    yield return (format.Key, sample, string.Create(CultureInfo.InvariantCulture, $"{from}-{Math.Min(share, from + Chunk)}"), from);
            }
        }

        foreach (var unseen in CaptureFormats.All.Select(f => f.Name).Except(files.Select(f => f.Format!)))
            Console.Error.WriteLine($"{unseen}: no sample");
    }

    private HostileResult Attempt(string format, string sample, string attempt)
    {
        var start = new ProcessStartInfo("dotnet", [Environment.GetCommandLineArgs()[0], "import-hostile-one", Path.Combine(samples, sample), attempt, SwollenMegabytes.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in new[] { ("DOTNET_GCHeapHardLimit", "0x30000000"), ("DOTNET_PROCESSOR_COUNT", "1"), ("DOTNET_gcConcurrent", "0"), ("DOTNET_TieredCompilation", "1") })
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var last = "";
        while (process.StandardOutput.ReadLine() is { } line)
            last = line;

        process.WaitForExit();
        if (process.ExitCode == 0 && HostileResult.OfProcess(format, sample, attempt, last) is { } result)
            return result;

        return new(format, sample, attempt, 0, 0, 0, 0, "", $"exit code {process.ExitCode} after '{last}': {error.Result}");
    }
}
