using System.Diagnostics;
using System.Text;

namespace ProfileFirst.Scratch;

/// <summary>Starts <c>dotnet</c> as a user would.</summary>
internal static class DotnetCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs to the end.</summary>
    public static async Task<CommandResult> RunAsync(string directory, params string[] arguments)
    {
        using var process = Start(directory, arguments);
        var output = Collect(process);
        using var limit = new CancellationTokenSource(Limit);

        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new StepFailedException($"'dotnet {string.Join(' ', arguments)}' was still running after {Limit.TotalMinutes} minutes.");
        }

        return new($"dotnet {string.Join(' ', arguments)}", process.ExitCode, output());
    }

    /// <summary>Starts without waiting; the caller ends the process.</summary>
    public static Process Start(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };

        // `dotnet run` tells its children which MSBuild to use; the scratch copy finds its own.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";

        var process = new Process { StartInfo = start };
        process.Start();
        return process;
    }

    /// <summary>Reads both streams from now on; the result returns what came so far.</summary>
    public static Func<string> Collect(Process process)
    {
        var output = new StringBuilder();
        process.OutputDataReceived += (_, e) => Append(e.Data);
        process.ErrorDataReceived += (_, e) => Append(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        return () =>
        {
            lock (output)
                return output.ToString();
        };

        void Append(string? line)
        {
            if (line is null)
                return;

            lock (output)
                output.Append(line).Append('\n');
        }
    }
}
