using System.Diagnostics;
using System.Reflection;

namespace PerfAnalyzers.Tool.Tests;

/// <summary>The tool and the program it measures, as built beside these tests.</summary>
internal static class Programs
{
    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    public static string MeasuredApp { get; } = Built("MeasuredApp", "MeasuredApp.dll");

    public static string LoadedApp { get; } = Built("LoadedApp", "LoadedApp.dll");

    public static string Shop { get; } = Built("Shop", "Shop.dll");

    private static string Tool { get; } = Built("PerfAnalyzers.Tool", "perfevidence.dll");

    /// <summary>Runs the real tool in a process of its own.</summary>
    public static async Task<ProgramResult> PerfEvidenceAsync(string directory, params string[] arguments)
    {
        using var process = Start(directory, arguments);
        return await ResultAsync(process);
    }

    /// <summary>The same with variables in its environment.</summary>
    public static async Task<ProgramResult> PerfEvidenceAsync(string directory, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(directory, environment, arguments);
        return await ResultAsync(process);
    }

    public static Process Start(string directory, params string[] arguments) => Start(directory, new Dictionary<string, string>(), arguments);

    public static Process Start(string directory, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var command = Signalled(Command(arguments));
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        return Process.Start(start)!;
    }

    /// <summary>The program and its arguments that run the tool.</summary>
    public static string[] Command(params string[] arguments) => ["dotnet", Tool, .. arguments];

    /// <summary>The same program, told of signals. What these tests are run by may ignore them, as nohup and a script's background do, and what it starts would, too.</summary>
    public static string[] Signalled(string[] command) => OperatingSystem.IsLinux() ? ["env", "--default-signal=INT,TERM,HUP", .. command] : command;

    public static async Task<ProgramResult> ResultAsync(Process process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return new(process.ExitCode, await output, await error);
    }

    private static string Built(string project, string file) =>
        Path.Combine(RepositoryRoot, "artifacts", "bin", project, Metadata("Configuration"), file);

    private static string Metadata(string key) =>
        typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
