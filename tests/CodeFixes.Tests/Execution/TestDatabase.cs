using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>A database of its own: in memory, or created on the server and dropped.</summary>
internal sealed record TestDatabase(string Provider, string ConnectionString, DbConnection? Connection) : IAsyncDisposable
{
    public const string PostgresVariable = "PERFANALYZERS_POSTGRES";

    private static readonly ConcurrentDictionary<string, Lazy<Task<TestDatabase>>> s_shared = new(StringComparer.Ordinal);
    private static readonly SemaphoreSlim s_copying = new(1);

    private static string Server => Environment.GetEnvironmentVariable(PostgresVariable)!;

    // Seconds: a server that has hardly a turn on a busy machine is slow, and not broken.
    private const int Patience = 300;

    private string Name => new NpgsqlConnectionStringBuilder(ConnectionString).Database!;

    public static async Task<TestDatabase> CreateAsync(string provider)
    {
        if (provider == "sqlite")
        {
            var connection = new SqliteConnection("Data Source=:memory:");
            await connection.OpenAsync();
            return new(provider, "", connection);
        }

        return new(provider, new NpgsqlConnectionStringBuilder(Server) { Database = "perf_" + Guid.NewGuid().ToString("N"), CommandTimeout = Patience }.ConnectionString, null);
    }

    /// <summary>A database with the rows that a program begins with. Those of the shared model are made once and copied: making them took as long as many a program runs.</summary>
    public static async Task<TestDatabase> SeededAsync(string provider, CompiledProgram program)
    {
        if (program.IsOfSharedModel)
        {
            await s_copying.WaitAsync();
            try
            {
                return await (await s_shared.GetOrAdd(provider, p => new(() => SeedSharedAsync(p))).Value).CopyAsync();
            }
            finally
            {
                s_copying.Release();
            }
        }

        var database = await CreateAsync(provider);
        Seed(program, database);
        return database;
    }

    private static async Task<TestDatabase> SeedSharedAsync(string provider)
    {
        var database = await CreateAsync(provider);
        Seed(CompiledProgram.Shared, database);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => database.DisposeAsync().AsTask().Wait();
        return database;
    }

    private static void Seed(CompiledProgram program, TestDatabase database)
    {
        using var db = program.Open(database.Provider, database.ConnectionString, database.Connection, null);
        program.Seed(db);
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
