using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.CodeFixes.Rewriting.Sql;

/// <summary>How a connection's database is given many keys.</summary>
internal static class SqlDialect
{
    private static readonly string[] s_withLists = ["SqliteConnection", "SQLiteConnection", "SqlConnection", "MySqlConnection"];
    private static readonly string[] s_librariesWithLists = ["Microsoft.Data.Sqlite", "System.Data.SQLite", "Microsoft.Data.SqlClient", "System.Data.SqlClient", "MySqlConnector", "MySql.Data"];

    /// <summary>Whether a list becomes an array, or is written out; null when nothing says which database it is.</summary>
    public static bool? HasArrays(ITypeSymbol connection, Solution solution)
    {
        if (connection.Name == "NpgsqlConnection")
            return true;

        if (s_withLists.Contains(connection.Name))
            return false;

        var references = solution.Projects.SelectMany(project => project.MetadataReferences).Select(reference => reference.Display).OfType<string>().Select(path => Path.GetFileNameWithoutExtension(path)).ToList();
        var (arrays, lists) = (references.Contains("Npgsql"), references.Any(name => s_librariesWithLists.Contains(name)));
        return arrays == lists ? null : arrays;
    }
}
