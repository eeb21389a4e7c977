using System.Runtime.InteropServices;

namespace PerfAnalyzers.Tool;

/// <summary>Files and directories that are gone when the tool is done. An interrupt ends it without its own code running, so that it has to be known what is there.</summary>
internal static class Leftovers
{
    private static readonly HashSet<string> s_paths = new(StringComparer.Ordinal);

    /// <summary>From now on the path is deleted when the tool is interrupted.</summary>
    public static void Add(string path)
    {
        lock (s_paths)
            s_paths.Add(Path.GetFullPath(path));
    }

    /// <summary>The path is gone, or what it holds is no longer temporary.</summary>
    public static void Remove(string path)
    {
        lock (s_paths)
            s_paths.Remove(Path.GetFullPath(path));
    }

    /// <summary>Until it is disposed, Ctrl-C, a termination signal and a terminal that is closed delete what is left; then they end the tool as they always do.</summary>
    public static IDisposable DeletedOnInterrupt() => new Registrations();

    private static void Delete()
    {
        lock (s_paths)
        {
            foreach (var path in s_paths)
            {
                try
                {
                    if (Directory.Exists(path))
                        Directory.Delete(path, recursive: true);
                    else
                        File.Delete(path);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // Somebody is still writing; there is no time to wait for it.
                }
            }
        }
    }

    private sealed class Registrations : IDisposable
    {
        private readonly PosixSignalRegistration _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Delete());
        private readonly PosixSignalRegistration _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Delete());
        private readonly PosixSignalRegistration _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => Delete());

        public void Dispose()
        {
            _hangUp.Dispose();
            _terminate.Dispose();
            _interrupt.Dispose();
        }
    }
}
