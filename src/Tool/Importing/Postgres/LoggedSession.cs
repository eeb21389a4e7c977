namespace PerfAnalyzers.Tool.Importing.Postgres;

/// <summary>What is open in one session of a server log.</summary>
internal sealed class LoggedSession
{
    /// <summary>A statement that was logged before it ran.</summary>
    public string? Announced { get; set; }

    /// <summary>An execution that was counted, and whose plan may follow.</summary>
    public LoggedExecution? Counted { get; set; }

    /// <summary>A plan that was read, and whose execution may follow.</summary>
    public LoggedExecution? Plan { get; set; }
}
