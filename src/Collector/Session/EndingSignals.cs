using System.Runtime.InteropServices;

namespace PerfAnalyzers.Collector.Session;

/// <summary>
/// The signals that end a program which does not handle them. What the program does about one is its own: here it is only heard, and where nobody has handled it yet, what was
/// recorded is written before the default ends the process.
/// </summary>
internal sealed class EndingSignals
{
    // As long as the tool waits. Afterwards it was one that the program lives with.
    private static readonly TimeSpan s_ending = TimeSpan.FromSeconds(10);

    private readonly PosixSignalRegistration[] _registrations;
    private long _last;

    /// <param name="ends">Called where the process may end next.</param>
    public EndingSignals(Action ends)
    {
        // From .NET 10 on the first to be registered is the last to be called; before, nobody knows here what others will do about it.
        PosixSignal[] all = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];
        _registrations = Array.ConvertAll(all, signal => PosixSignalRegistration.Create(signal, context =>
        {
            Interlocked.Exchange(ref _last, DateTime.UtcNow.Ticks);
            if (!context.Cancel)
                ends();
        }));
    }

    /// <summary>Whether one has come of late, so that the program may end at any moment.</summary>
    public bool HasJustCome => DateTime.UtcNow - Last < s_ending;

    /// <summary>When the last one came.</summary>
    public DateTime Last => new(Interlocked.Read(ref _last), DateTimeKind.Utc);

    /// <summary>Sends one to this process, as anybody else would; false where that cannot be done.</summary>
    public static bool TryRaise(PosixSignal signal)
    {
        // Windows knows the keys of a console, which are for all of its processes.
        if (OperatingSystem.IsWindows())
            return false;

        var number = signal switch { PosixSignal.SIGHUP => 1, PosixSignal.SIGINT => 2, PosixSignal.SIGQUIT => 3, _ => 15 };
        try
        {
            return Kill(Environment.ProcessId, number) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
