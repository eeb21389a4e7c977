using System.Globalization;
using Npgsql;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Importing.Postgres;

namespace PerfAnalyzers.Tool.Fetching;

/// <summary>The statistics of a PostgreSQL server about its statements, and the plans of those that take longest. Nothing is written there.</summary>
internal sealed class PostgresSource(NpgsqlConnection connection, Capture capture)
{
    private const string NoExtension = "the database has no pg_stat_statements: put it into shared_preload_libraries and run CREATE EXTENSION pg_stat_statements";

    /// <summary>Reads what was asked for.</summary>
    public static async Task FetchAsync(Uri address, FetchRequest request, Capture capture)
    {
        var settings = PostgresAddress.Of(address);
        using var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync().ConfigureAwait(false);
            await new PostgresSource(connection, capture).ReadAsync(request).ConfigureAwait(false);
        }
        catch (PostgresException e)
        {
            // Messages of the server may quote values; the code says what is wrong.
            throw new FetchException(Reason(e));
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            throw new FetchException($"PostgreSQL at {settings.Host}:{settings.Port} cannot be reached, or wants a login it was not given (PGPASSWORD)");
        }
    }

    private async Task ReadAsync(FetchRequest request)
    {
        capture.Formats.Add("pg-stat-statements");
        capture.CapturedAt = request.Until;
        var version = await VersionAsync().ConfigureAwait(false);
        await SinceAsync(version, request.Until).ConfigureAwait(false);
        var statements = await StatementsAsync(version, request.Limit).ConfigureAwait(false);
        if (request.Explain > 0)
            await new PostgresPlans(connection, capture).ReadAsync(statements.Take(request.Explain), request.Analyze).ConfigureAwait(false);
    }

    // The view is in the schema that the extension was created in, which need not be on the search path.
    private async Task<(int Major, int Minor, string Schema)> VersionAsync()
    {
        using var command = new NpgsqlCommand(
            "SELECT e.extversion, quote_ident(n.nspname) FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements'", connection);
        using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        if (!await reader.ReadAsync().ConfigureAwait(false))
            throw new FetchException(NoExtension);

        var parts = reader.GetString(0).Split('.');
        return (Number(parts, 0), Number(parts, 1), reader.GetString(1));

        static int Number(string[] parts, int at) => at < parts.Length && int.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private async Task SinceAsync((int Major, int Minor, string Schema) version, DateTimeOffset until)
    {
        if (version is not ((1, >= 9, _) or ( > 1, _, _)))
            return;

        using var command = new NpgsqlCommand($"SELECT stats_reset FROM {version.Schema}.pg_stat_statements_info", connection);
        if (await command.ExecuteScalarAsync().ConfigureAwait(false) is DateTime reset)
            capture.DurationMs = Math.Max(0, (until.UtcDateTime - reset.ToUniversalTime()).TotalMilliseconds);
    }

    private async Task<List<string>> StatementsAsync((int Major, int Minor, string Schema) version, int limit)
    {
        // Version 1.8 told planning from running, and renamed the columns.
        var suffix = version is (1, < 8, _) ? "_time" : "_exec_time";
        using var command = new NpgsqlCommand(
            $"""
            SELECT s.query, s.calls::float8, s.total{suffix}, s.max{suffix}, s.rows::float8
            FROM {version.Schema}.pg_stat_statements s
            WHERE s.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) AND s.query NOT LIKE '%pg_stat_statements%' AND s.query NOT ILIKE 'explain%'
            ORDER BY s.total{suffix} DESC LIMIT {limit.ToString(CultureInfo.InvariantCulture)}
            """,
            connection);
        var statements = new List<string>();
        var table = new StatementStatistics(capture);
        using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            var sql = reader.IsDBNull(0) ? "" : reader.GetString(0);
            if (table.Add(sql, reader.GetDouble(1), reader.GetDouble(2), reader.GetDouble(4), reader.GetDouble(3)))
                statements.Add(sql);
        }

        table.Finish();
        return statements;
    }

    private static string Reason(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "PostgreSQL refuses the login: set PGPASSWORD, and the user in the address",
        PostgresErrorCodes.InvalidCatalogName => "PostgreSQL has no database of that name",
        PostgresErrorCodes.InsufficientPrivilege => "the user may not read the statistics: GRANT pg_read_all_stats",
        PostgresErrorCodes.ObjectNotInPrerequisiteState => NoExtension,
        _ => $"PostgreSQL answers with error {e.SqlState}",
    };
}
