using System.Diagnostics;
using System.Text;

namespace PerfAnalyzers.Package.Tests;

/// <summary>Runs <c>dotnet</c> as a user would, so that nothing of the test host's own MSBuild reaches it and nothing is left running after it.</summary>
internal static class DotnetCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs to the end and returns what was printed.</summary>
    public static async Task<CommandResult> RunAsync(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = directory };
        ForgetTheTestHost(start);
        return await RunAsync(start, $"dotnet {string.Join(' ', arguments)}", Limit);
    }

    /// <summary>Runs any program to its end, with nothing to read, and returns what it printed to both streams.</summary>
    public static async Task<CommandResult> RunAsync(ProcessStartInfo start, string command, TimeSpan limit)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = Encoding.UTF8;
        start.StandardErrorEncoding = Encoding.UTF8;
        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, e) => Append(output, e.Data);
        process.ErrorDataReceived += (_, e) => Append(output, e.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{command}' was still running after {limit}. Output so far:\n{output}");
        }

        lock (output)
            return new(command, process.ExitCode, output.ToString());
    }

    /// <summary><c>dotnet test</c> tells its children which MSBuild and SDK to use; a consumer's build must find its own, and leave nothing running.</summary>
    public static void ForgetTheTestHost(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(IsOfTheTestHost).ToList())
            start.Environment.Remove(name);

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        CompilerServer.Offer(start);
    }

    private static bool IsOfTheTestHost(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) ||
        name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase) ||
        name is "CI" or "DOTNET_HOST_PATH" or "DOTNET_STARTUP_HOOKS";

    private static void Append(StringBuilder output, string? line)
    {
        if (line is null)
            return;

        lock (output)
            output.Append(line).Append('\n');
    }
}
