using System.ComponentModel;
using System.Diagnostics;
using PerfAnalyzers.Collector.Session;

namespace PerfAnalyzers.Tool.Running;

/// <summary>The command as a child process that inherits the terminal, with the collector in every .NET process it starts.</summary>
internal sealed class MeasuredCommand : IDisposable
{
    private const string StartupHooks = "DOTNET_STARTUP_HOOKS";

    private readonly Process _process;

    private MeasuredCommand(Process process) => _process = process;

    /// <summary>Starts the command; null when it cannot be started, see <see cref="WhyNot"/>.</summary>
    public static MeasuredCommand? TryStart(IReadOnlyList<string> command, string session, string root, bool sampling, bool noInline)
    {
        var start = new ProcessStartInfo(command[0]) { UseShellExecute = false };
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);

        // A hook that is already there keeps its place after ours.
        var hook = typeof(SessionEnvironment).Assembly.Location;
        start.Environment[StartupHooks] = start.Environment.TryGetValue(StartupHooks, out var others) && !string.IsNullOrEmpty(others)
            ? hook + Path.PathSeparator + others
            : hook;
        start.Environment[SessionEnvironment.Session] = session;
        start.Environment[SessionEnvironment.Root] = root;
        start.Environment[SessionEnvironment.Sampling] = sampling ? "1" : "0";

        // A test host that has done its tests is given a tenth of a second and then killed, which is less than writing down what it did may take.
        start.Environment.TryAdd("VSTEST_TESTHOST_SHUTDOWN_TIMEOUT", "10000");
        if (noInline)
            start.Environment["DOTNET_JitNoInline"] = "1";

        try
        {
            return Process.Start(start) is { } process ? new(process) : null;
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Why a command cannot be started, for whoever typed it.</summary>
    public static string WhyNot(string program) =>
        Directory.Exists(program) ? "it is a directory"
        : !File.Exists(program) ? "no such program"
        : !OperatingSystem.IsWindows() && (File.GetUnixFileMode(program) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0 ? "the file is not executable"
        : "it is no program that this system can run";

    /// <summary>Waits for the command to end; false when it was still running at the token's cancellation.</summary>
    public async Task<bool> WaitAsync(CancellationToken cancellation)
    {
        try
        {
            await _process.WaitForExitAsync(cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return _process.HasExited;
        }
    }

    /// <summary>Waits for the command to end for at most this long.</summary>
    public async Task<bool> WaitAsync(TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        return await WaitAsync(timeout.Token);
    }

    /// <summary>The command's answer, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended in the meantime.
        }
    }

    public void Dispose() => _process.Dispose();
}
