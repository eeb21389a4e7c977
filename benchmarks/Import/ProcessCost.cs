using System.Diagnostics;

namespace PerfAnalyzers.Benchmarks.Import;

/// <summary>What a process cost.</summary>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="ProcessorSeconds">Processor time of all its threads.</param>
/// <param name="PeakMB">Most memory at one time, as far as it was seen.</param>
internal sealed record ProcessCost(double Seconds, double ProcessorSeconds, double PeakMB)
{
    public static ProcessCost Of(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var (peak, processor) = (0L, 0.0);
        while (!process.WaitForExit(10))
        {
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
                processor = process.TotalProcessorTime.TotalSeconds;
            }
            catch (InvalidOperationException)
            {
                // It ended between the two lines.
            }
        }

        var seconds = clock.Elapsed.TotalSeconds;
        if (process.ExitCode is not (0 or 7))
            throw new InvalidOperationException($"{program} failed: {output.Result}{error.Result}");

        return new(seconds, processor, peak / 1e6);
    }
}
