using System.Diagnostics;
using PerfAnalyzers.Collector.Session;

namespace PerfAnalyzers.Tool.Running;

/// <summary>The directory in which the tool and the processes it measures meet, gone when the run is over.</summary>
internal sealed class SessionDirectory : IDisposable
{
    private SessionDirectory(string path) => Path = path;

    public string Path { get; }

    /// <summary>Makes one; null, with the reason told, where the temporary directory cannot be written.</summary>
    public static SessionDirectory? TryCreate()
    {
        try
        {
            var session = new SessionDirectory(Directory.CreateTempSubdirectory("perfevidence-").FullName);
            if (session.Trouble() is not { } trouble)
                return session;

            session.Dispose();
            return Refuse(trouble);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(FileTrouble.Reason(e));
        }
    }

    /// <summary>Why nothing more can be written here; null when something can. A full disk still takes directories and empty files.</summary>
    public string? Trouble()
    {
        try
        {
            var probe = System.IO.Path.Combine(Path, "probe");
            File.WriteAllBytes(probe, new byte[4096]);
            File.Delete(probe);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return FileTrouble.Reason(e) ?? "it cannot be written";
        }
    }

    /// <summary>Asks every measured process to stop.</summary>
    public void RequestStop(StopRequest request) => Say(() => request.Write(Path));

    /// <summary>Tells a process that the tool has done what it wanted to do with it.</summary>
    public void Attached(int process) => Say(() => File.WriteAllText(SessionEnvironment.AttachedFile(Path, process), ""));

    /// <summary>The processes that announced themselves.</summary>
    public IReadOnlyList<int> StartedProcesses() =>
        [.. Directory.EnumerateFiles(Path, "process-*.started").Select(ProcessId).OfType<int>()];

    /// <summary>The processes whose measurement is not whole, and whether there is anything of it.</summary>
    public IReadOnlyList<(int Process, bool IsKept)> UnfinishedProcesses() =>
        [.. StartedProcesses().Where(p => !File.Exists(SessionEnvironment.EndedFile(Path, p))).Order().Select(p => (p, File.Exists(SessionEnvironment.EvidenceFile(Path, p))))];

    /// <summary>Waits until every process has written what it recorded, or is gone: a command that is a shell may end before what it started.</summary>
    public async Task SettleAsync(TimeSpan limit)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < limit && UnfinishedProcesses().Any(p => IsAlive(p.Process));)
            await Task.Delay(20);
    }

    /// <summary>What the processes recorded.</summary>
    public IReadOnlyList<string> EvidenceFiles() => [.. Directory.EnumerateFiles(Path, "process-*.perfevidence").Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A process that outlived its command still has a file open; the system clears its temporary directory.
        }
    }

    private static SessionDirectory? Refuse(string? reason)
    {
        Terminal.Error($"cannot write {System.IO.Path.GetTempPath()}{(reason is null ? "" : ": " + reason)}");
        return null;
    }

    // Without space there may be no file, and the process is killed, or goes on, after a while.
    private static void Say(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var alive = Process.GetProcessById(process);
            return !alive.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static int? ProcessId(string file)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(file);
        return int.TryParse(name.AsSpan(name.IndexOf('-') + 1), out var id) ? id : null;
    }
}
