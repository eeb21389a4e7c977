using Microsoft.Data.Sqlite;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>A connection that counts the commands it is asked for.</summary>
internal sealed class CountingConnection(string connectionString) : SqliteConnection(connectionString)
{
    public int Commands { get; set; }

    public override SqliteCommand CreateCommand()
    {
        Commands++;
        return base.CreateCommand();
    }
}
