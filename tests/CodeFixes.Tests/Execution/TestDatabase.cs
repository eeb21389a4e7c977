using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>A database of its own: in memory, or created on the server and dropped.</summary>
internal sealed record TestDatabase(string Provider, string ConnectionString, DbConnection? Connection) : IAsyncDisposable
{
    public const string PostgresVariable = "PERFANALYZERS_POSTGRES";

    private static string Server => Environment.GetEnvironmentVariable(PostgresVariable)!;

    private string Name => new NpgsqlConnectionStringBuilder(ConnectionString).Database!;

    public static async Task<TestDatabase> CreateAsync(string provider)
    {
        if (provider == "sqlite")
        {
            var connection = new SqliteConnection("Data Source=:memory:");
            await connection.OpenAsync();
            return new(provider, "", connection);
        }

        return new(provider, new NpgsqlConnectionStringBuilder(Server) { Database = "perf_" + Guid.NewGuid().ToString("N") }.ConnectionString, null);
    }

    /// <summary>Another database with the same rows.</summary>
    public async Task<TestDatabase> CopyAsync()
    {
        var copy = await CreateAsync(Provider);
        if (Connection is SqliteConnection from)
            from.BackupDatabase((SqliteConnection)copy.Connection!);
        else
            await AloneAsync($"CREATE DATABASE {copy.Name} TEMPLATE {Name}");

        return copy;
    }

    public async ValueTask DisposeAsync()
    {
        if (Connection is not null)
            await Connection.DisposeAsync();
        else
            await AloneAsync($"DROP DATABASE IF EXISTS {Name}");
    }

    // What is copied or dropped must have no connections, and those in the pool are connections.
    private async Task AloneAsync(string sql)
    {
        await using (var pooled = new NpgsqlConnection(ConnectionString))
            NpgsqlConnection.ClearPool(pooled);

        await ExecuteAsync(sql);
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var server = new NpgsqlConnection(Server);
        await server.OpenAsync();
        await using var command = server.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
