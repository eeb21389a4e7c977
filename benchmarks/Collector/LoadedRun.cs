using System.Diagnostics;
using System.Globalization;

namespace PerfAnalyzers.Benchmarks.Collector;

/// <summary>One run of the program that does nothing but query.</summary>
/// <param name="program">The program, <c>LoadedApp.dll</c>.</param>
/// <param name="tool">The tool, <c>perfevidence.dll</c>.</param>
internal sealed class LoadedRun(string program, string tool)
{
    /// <summary>The rounds of a run.</summary>
    public IReadOnlyList<Round> Rounds(MeasuringMode mode, string directory, params string[] arguments)
    {
        var evidence = Path.Combine(directory, mode + ".perfevidence");
        string[] command = mode switch
        {
            MeasuringMode.Run => [tool, "run", "-o", evidence, "--", "dotnet", program, .. arguments],
            MeasuringMode.RunWithoutSampling => [tool, "run", "--no-sampling", "-o", evidence, "--", "dotnet", program, .. arguments],
            _ => [program, .. arguments],
        };
        using var process = Start(command);
        using var attached = mode == MeasuringMode.Attach
            ? Start([tool, "attach", "--pid", process.Id.ToString(CultureInfo.InvariantCulture), "--for", "30m", "-o", evidence, "--quiet"])
            : null;
        var error = process.StandardError.ReadToEndAsync();
        var rounds = new List<Round>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.Split(' ') is ["round", var cpu, var wall, var heap])
                rounds.Add(new(Number(cpu), Number(wall), Number(heap)));
        }

        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} failed: {error.Result}");

        attached?.WaitForExit();
        return mode == MeasuringMode.Unmeasured || File.Exists(evidence) ? rounds : throw new InvalidOperationException($"{mode} has measured nothing: {error.Result}");
    }

    private static Process Start(string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
