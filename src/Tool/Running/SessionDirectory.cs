using PerfAnalyzers.Collector.Session;

namespace PerfAnalyzers.Tool.Running;

/// <summary>The directory in which the tool and the processes it measures meet, gone when the run is over.</summary>
internal sealed class SessionDirectory : IDisposable
{
    public SessionDirectory() => Path = Directory.CreateTempSubdirectory("perfevidence-").FullName;

    public string Path { get; }

    /// <summary>Asks every measured process to stop.</summary>
    public void RequestStop() => File.WriteAllText(System.IO.Path.Combine(Path, SessionEnvironment.StopFile), "");

    /// <summary>The processes that announced themselves.</summary>
    public IReadOnlyList<int> StartedProcesses() =>
        [.. Directory.EnumerateFiles(Path, "process-*.started").Select(ProcessId).OfType<int>()];

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

    private static int? ProcessId(string file)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(file);
        return int.TryParse(name.AsSpan(name.IndexOf('-') + 1), out var id) ? id : null;
    }
}
