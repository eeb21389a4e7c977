using Npgsql;

namespace PerfAnalyzers.Tool.Tests.Fetching;

/// <summary>A test on the PostgreSQL server that <c>.ci/run</c> starts, with the library of <c>pg_stat_statements</c>.</summary>
internal sealed class StatStatementsFactAttribute : FactAttribute
{
    public const string Variable = "PERFANALYZERS_POSTGRES";

    public StatStatementsFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } server)
            Skip = $"{Variable} has no connection string of a PostgreSQL server on which databases may be created";
        else if (!HasLibrary(server))
            Skip = $"the server of {Variable} has no pg_stat_statements in shared_preload_libraries";
    }

    private static bool HasLibrary(string server)
    {
        using var connection = new NpgsqlConnection(server);
        connection.Open();
        using var command = new NpgsqlCommand("SHOW shared_preload_libraries", connection);
        return command.ExecuteScalar() is string libraries && libraries.Contains("pg_stat_statements", StringComparison.Ordinal);
    }
}
