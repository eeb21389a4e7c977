using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Knowledge;

/// <summary>Which databases a program can talk to, as far as its references tell.</summary>
internal static class DatabaseProviders
{
    // Their asynchronous members answer in the thread that asks: the database is in the process.
    private static readonly string[] s_inProcess = ["Microsoft.Data.Sqlite", "System.Data.SQLite"];

    private static readonly string[] s_others =
    [
        "Npgsql", "Microsoft.Data.SqlClient", "System.Data.SqlClient", "MySqlConnector", "MySql.Data", "Oracle.ManagedDataAccess", "FirebirdSql.Data.FirebirdClient",
    ];

    /// <summary>Whether nothing is won by awaiting: all that is referenced runs in the process.</summary>
    public static bool AnswerAtOnce(Compilation compilation) =>
        References(compilation, s_inProcess) && !References(compilation, s_others);

    private static bool References(Compilation compilation, string[] providers) =>
        compilation.ReferencedAssemblyNames.Any(a => providers.Contains(a.Name, StringComparer.OrdinalIgnoreCase));
}
