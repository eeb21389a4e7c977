namespace PerfAnalyzers.Tool.Importing.Postgres;

/// <summary>One execution as a server log tells it, by its duration or by its plan.</summary>
/// <param name="Ms">Its duration.</param>
/// <param name="Sql">The statement.</param>
/// <param name="IsExtended">Whether it was sent in steps: parsed, bound, executed.</param>
internal sealed record LoggedExecution(double Ms, string Sql, bool IsExtended)
{
    /// <summary>Whether a plan's execution is this one: sent in steps, the plan's time is that of the execution; otherwise the execution's holds planning too.</summary>
    public bool IsOf(LoggedExecution statement) =>
        Ms <= statement.Ms + 0.5 && (!statement.IsExtended || statement.Ms - Ms <= Math.Max(2, statement.Ms * 0.25)) && Collapsed(Sql) == Collapsed(statement.Sql);

    private static string Collapsed(string sql) => string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
