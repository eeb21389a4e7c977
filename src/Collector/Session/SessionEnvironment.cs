namespace PerfAnalyzers.Collector.Session;

/// <summary>The agreement between <c>perfevidence</c> and the processes it measures: two variables and the names of a few files.</summary>
internal static class SessionEnvironment
{
    /// <summary>The directory in which the tool and the processes meet.</summary>
    public const string Session = "PERFEVIDENCE_SESSION";

    /// <summary>The directory to which file names are relative.</summary>
    public const string Root = "PERFEVIDENCE_ROOT";

    /// <summary>When <c>1</c>, a process waits a moment at its start for the tool to attach its sampler.</summary>
    public const string Sampling = "PERFEVIDENCE_SAMPLING";

    /// <summary>Appears when every process is to stop; <see cref="StopRequest"/> says what is in it.</summary>
    public const string StopFile = "stop";

    /// <summary>What a process has recorded.</summary>
    public static string EvidenceFile(string session, int processId) => Path.Combine(session, $"process-{processId}.perfevidence");

    /// <summary>Says that a process started and can be sampled.</summary>
    public static string StartedFile(string session, int processId) => Path.Combine(session, $"process-{processId}.started");

    /// <summary>Says that a process has written everything that it recorded.</summary>
    public static string EndedFile(string session, int processId) => Path.Combine(session, $"process-{processId}.ended");

    /// <summary>Says that the tool has done what it wanted to do with a started process.</summary>
    public static string AttachedFile(string session, int processId) => Path.Combine(session, $"process-{processId}.attached");
}
