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
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };

        ForgetTheTestHost(start);
        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, e) => Append(output, e.Data);
        process.ErrorDataReceived += (_, e) => Append(output, e.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'dotnet {string.Join(' ', arguments)}' was still running after {Limit}. Output so far:\n{output}");
        }

        lock (output)
            return new($"dotnet {string.Join(' ', arguments)}", process.ExitCode, output.ToString());
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
