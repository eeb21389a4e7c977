namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>
/// What matters of an event of a source in the program. Everything else that it holds (values, connection strings, addresses) is left behind where it is read.
/// </summary>
internal sealed record DiagnosticEvent
{
    /// <summary>Whose event: <c>Microsoft.EntityFrameworkCore</c>, <c>[AS]</c> sources by their name.</summary>
    public required string Source { get; init; }

    /// <summary>Which: <c>Microsoft.EntityFrameworkCore.Database.Command.CommandExecuting</c>.</summary>
    public required string Name { get; init; }

    public DiagnosticPhase Phase { get; init; }

    public double AtMs { get; init; }

    public int Stack { get; init; }

    public Guid Activity { get; init; }

    public long Thread { get; init; }

    /// <summary>What start and end have in common, where they say it.</summary>
    public string? Id { get; set; }

    public string? ConnectionId { get; set; }

    /// <summary>The trace of which a span is a part.</summary>
    public string? TraceId { get; set; }

    public string? CommandText { get; set; }

    public double? DurationMs { get; set; }

    public double? Rows { get; set; }

    public string? Method { get; set; }

    public string? Route { get; set; }

    /// <summary>What handles the request: <c>Shop.AccountsController.Summary (Shop)</c>.</summary>
    public string? Handler { get; set; }
}
