using System.Globalization;
using System.Text;
using Npgsql;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Importing;
using PerfAnalyzers.Tool.Importing.Postgres;

namespace PerfAnalyzers.Tool.Fetching;

/// <summary>
/// Asks a server how it would run statements that it counted. Their parameters are placeholders, and so are the plans: the generic ones, which hold for any value.
/// Everything happens in transactions that are read-only and rolled back, with a limit of time.
/// </summary>
internal sealed class PostgresPlans(NpgsqlConnection connection, Capture capture)
{
    /// <summary>The first version that can be told to plan for any value.</summary>
    private const int GenericSince = 12;

    private const string Name = "perfevidence_plan";

    private int _planned;
    private int _refused;
    private int _notRun;

    /// <summary>Plans statements.</summary>
    /// <param name="statements">As the server keeps them.</param>
    /// <param name="analyze">Whether to run those that only read and have no parameters.</param>
    public async Task ReadAsync(IEnumerable<string> statements, bool analyze)
    {
        capture.Formats.Add("postgresql-explain");
        foreach (var sql in statements.Where(IsPlannable))
        {
            var hasParameters = HasParameters(sql);
            _notRun += analyze && (hasParameters || SqlText.Operation(sql) != "db.read") ? 1 : 0;
            var run = analyze && !hasParameters && SqlText.Operation(sql) == "db.read";
#pragma warning disable PERF1001 // Each statement is planned in a transaction of its own: one that the server refuses must not take the others with it.
            if (await PlanAsync(sql, hasParameters, run).ConfigureAwait(false) is { } plan)
#pragma warning restore PERF1001
                Add(plan, sql);
            else
                _refused++;
        }

        if (_planned > 0 && !analyze)
            capture.Remark("the statements were planned and not run: a plan says how rows are found, not how many; --analyze runs those that only read and have no parameters");

        if (_notRun > 0)
            capture.Remark(string.Create(CultureInfo.InvariantCulture, $"{_notRun} statements have parameters or write, and were planned and not run"));

        if (_refused > 0)
            capture.Remark(string.Create(CultureInfo.InvariantCulture, $"{_refused} statements cannot be planned as they are counted (their text is cut, or the server cannot tell the types of their parameters)"));
    }

    private void Add(string plan, string sql)
    {
        _planned++;
        using var json = new JsonPull(new MemoryStream(Encoding.UTF8.GetBytes(plan)), JsonPlan.MaxDepth);
        new JsonPlan(json, capture).Read(SqlText.Place(sql), sql);
    }

    private async Task<string?> PlanAsync(string sql, bool hasParameters, bool run)
    {
        if (hasParameters && connection.PostgreSqlVersion.Major < GenericSince)
            return null;

        using var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        try
        {
            await ExecuteAsync("SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = '30s'; SET LOCAL lock_timeout = '2s'").ConfigureAwait(false);
            if (!hasParameters)
                return await ScalarAsync($"EXPLAIN (FORMAT JSON{(run ? ", ANALYZE" : "")}) {sql}").ConfigureAwait(false);

            // The server infers the types of the parameters; their values are not looked at.
            await ExecuteAsync("SET LOCAL plan_cache_mode = force_generic_plan").ConfigureAwait(false);
            await ExecuteAsync($"PREPARE {Name} AS {sql}").ConfigureAwait(false);
            var count = await ScalarAsync($"SELECT cardinality(parameter_types) FROM pg_catalog.pg_prepared_statements WHERE name = '{Name}'").ConfigureAwait(false);
            var values = int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? $"({string.Join(',', Enumerable.Repeat("NULL", number))})" : "";
            return await ScalarAsync($"EXPLAIN (FORMAT JSON) EXECUTE {Name}{values}").ConfigureAwait(false);
        }
        catch (PostgresException)
        {
            return null;
        }
        finally
        {
            await transaction.RollbackAsync().ConfigureAwait(false);
            if (hasParameters)
                await DeallocateAsync().ConfigureAwait(false);
        }
    }

    private async Task<string?> ScalarAsync(string sql)
    {
        using var command = Command(sql);
        return await command.ExecuteScalarAsync().ConfigureAwait(false) as string;
    }

    private async Task ExecuteAsync(string sql)
    {
        using var command = Command(sql);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    // Prepared statements outlive the transaction; one that failed to be made is not there.
    private async Task DeallocateAsync()
    {
        try
        {
            await ExecuteAsync($"DEALLOCATE {Name}").ConfigureAwait(false);
        }
        catch (PostgresException)
        {
            // Nothing to take away.
        }
    }

    private NpgsqlCommand Command(string sql)
    {
        // Answers come as text, whatever their type.
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.AllResultTypesAreUnknown = true;
        return command;
    }

    private static bool IsPlannable(string sql) => SqlText.WithoutValues(sql) is var text &&
        (Starts(text, "SELECT") || Starts(text, "WITH") || Starts(text, "INSERT") || Starts(text, "UPDATE") || Starts(text, "DELETE") || Starts(text, "MERGE") || Starts(text, "VALUES"));

    private static bool Starts(string text, string word) => text.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    // $1, $2: statistics have a number for every value.
    private static bool HasParameters(string sql)
    {
        for (var i = 0; i + 1 < sql.Length; i++)
        {
            if (sql[i] == '$' && char.IsAsciiDigit(sql[i + 1]))
                return true;
        }

        return false;
    }
}
