using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ProfileFirst.Measuring;

/// <summary>Asks another process to end, which .NET has no call for.</summary>
internal static class StopSignal
{
    // Not an interrupt: what a script starts in the background ignores those, and every program that is started from it does, too.
    private const int SigTerm = 15;
    private const uint CtrlC = 0;

    public static void Send(Process process)
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Kill(process.Id, SigTerm);
            return;
        }

        // Windows interrupts everything on the console, so this program has to overlook its own share.
        Console.CancelKeyPress += Overlook;
        _ = GenerateConsoleCtrlEvent(CtrlC, 0);
    }

    private static void Overlook(object? sender, ConsoleCancelEventArgs e)
    {
        e.Cancel = true;
        Console.CancelKeyPress -= Overlook;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);

    [DllImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GenerateConsoleCtrlEvent(uint controlEvent, uint processGroup);
}
