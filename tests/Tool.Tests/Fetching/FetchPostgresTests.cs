using Npgsql;

namespace PerfAnalyzers.Tool.Tests.Fetching;

/// <summary><c>fetch</c> from a real PostgreSQL server, in a database of its own.</summary>
public sealed class FetchPostgresTests
{
    private const string Lines = "-- File: /build/src/Shop/Services.cs:16\n\nSELECT id, 'planted-value' FROM order_lines WHERE order_id = $1";

    [StatStatementsFact]
    public async Task Statements_come_with_their_counts_places_and_plans()
    {
        using var directory = new TemporaryDirectory();
        var server = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable(StatStatementsFactAttribute.Variable));
        var database = "fetch_" + Guid.NewGuid().ToString("N");
        await ExecuteAsync(server.ConnectionString, $"CREATE DATABASE {database}");
        try
        {
            var own = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database, Pooling = false }.ConnectionString;
            await ExecuteAsync(own, "CREATE EXTENSION pg_stat_statements; CREATE TABLE order_lines (id int PRIMARY KEY, order_id int, note text); INSERT INTO order_lines SELECT i, i % 1000, 'n' FROM generate_series(1, 20000) i; ANALYZE order_lines");
            for (var i = 0; i < 7; i++)
                await ExecuteAsync(own, Lines, i);

            await ExecuteAsync(own, "SELECT count(*) FROM order_lines");
            var url = $"postgresql://{server.Username}@{server.Host}:{server.Port}/{database}";
            var environment = new Dictionary<string, string> { ["PGPASSWORD"] = server.Password! };
            var planned = await FetchAsync(directory, environment, url, "--explain", "20");

            // The placeholder's plan is the generic one: there is no index on order_id.
            Assert.Contains("statement\tSELECT id, $2 FROM order_lines WHERE order_id = $1\top=db.read\tcalls=7\t", planned, StringComparison.Ordinal);
            Assert.Contains("file=Services.cs\tline=16\top=db.read\tcalls=7\trows=140\t", planned, StringComparison.Ordinal);
            Assert.Contains("node=Seq Scan\trelation=order_lines\tcolumn=order_id", planned, StringComparison.Ordinal);
            Assert.DoesNotContain("rows-read=", planned, StringComparison.Ordinal);
            Assert.DoesNotContain("planted", planned, StringComparison.Ordinal);

            // What only reads and has no parameters is run when asked for.
            var analyzed = await FetchAsync(directory, environment, url, "--explain", "20", "--analyze");
            Assert.Contains("rows-read=20000\trows-kept=20000", analyzed, StringComparison.Ordinal);

            var refused = await Programs.PerfEvidenceAsync(directory.Path, new Dictionary<string, string> { ["PGPASSWORD"] = "planted-password" }, "fetch", url);
            Assert.Equal(9, refused.ExitCode);
            Assert.Contains("refuses the login", refused.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("planted-password", refused.Error, StringComparison.Ordinal);

            await ExecuteAsync(own, "DROP EXTENSION pg_stat_statements");
            var without = await Programs.PerfEvidenceAsync(directory.Path, environment, "fetch", url);
            Assert.Equal(9, without.ExitCode);
            Assert.Contains("CREATE EXTENSION pg_stat_statements", without.Error, StringComparison.Ordinal);
        }
        finally
        {
            await ExecuteAsync(server.ConnectionString, $"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        }
    }

    private static async Task<string> FetchAsync(TemporaryDirectory directory, Dictionary<string, string> environment, string url, params string[] arguments)
    {
        var result = await Programs.PerfEvidenceAsync(directory.Path, environment, ["fetch", url, "-o", directory["pg.perfevidence"], .. arguments]);
        Assert.True(result.ExitCode == 0, result.Error);
        return await File.ReadAllTextAsync(directory["pg.perfevidence"]);
    }

    private static async Task ExecuteAsync(string connectionString, string sql, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(new() { Value = parameter });

        await command.ExecuteNonQueryAsync();
    }
}
