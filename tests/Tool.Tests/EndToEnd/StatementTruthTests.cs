using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Tests.Fetching;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary>A web application under load on a real PostgreSQL server, whose own statistics say how often each statement ran.</summary>
public sealed partial class StatementTruthTests
{
    private const int Workers = 16;
    private const int Requests = 2;

    // The line that asks with each column: of what is written as SQL it is the one that executes it.
    private static readonly Dictionary<string, string> s_lines = new()
    {
        ["A"] = "db.Items.Count(i => i.A ==",
        ["B"] = "db.Items.Count(i => i.B ==",
        ["C"] = "db.Items.CountAsync(i => i.C ==",
        ["D"] = "db.Items.CountAsync(i => i.D ==",
        ["E"] = "db.Items.CountAsync(i => i.E ==",
        ["F"] = "db.Items.Count(i => i.F ==",
        ["G"] = "db.Items.CountAsync(i => i.G ==",
        ["H"] = "await command.ExecuteScalarAsync()",
        ["J"] = "Convert.ToInt32(command.ExecuteScalar()",
        ["L"] = "ExecuteUpdateAsync(",
    };

    [StatStatementsTheory]
    [InlineData(2)]
    [InlineData(50)]
    public async Task Each_line_has_the_count_that_the_server_has(int pool)
    {
        using var directory = new TemporaryDirectory();
        var server = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable(StatStatementsFactAttribute.Variable));
        var database = "truth_" + Guid.NewGuid().ToString("N");
        await ExecuteAsync(server.ConnectionString, $"CREATE DATABASE {database}");
        try
        {
            var own = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database, Pooling = false }.ConnectionString;
            var columns = string.Join(", ", "ABCDEFGHJKL".Select(c => $"\"{c}\" int NOT NULL DEFAULT 0"));
            await ExecuteAsync(own, $"CREATE EXTENSION pg_stat_statements; CREATE TABLE \"Items\" (\"Id\" int PRIMARY KEY, {columns}); INSERT INTO \"Items\" (\"Id\") SELECT generate_series(1, 50)");

            var environment = new Dictionary<string, string>
            {
                ["LOADEDAPP_DATABASE"] = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database, MaxPoolSize = pool }.ConnectionString,
            };
            var result = await Programs.PerfEvidenceAsync(
                Programs.RepositoryRoot, environment, "run", "--no-sampling", "-o", directory["load.perfevidence"], "--",
                "dotnet", Programs.LoadedApp, "load", Workers.ToString(CultureInfo.InvariantCulture), Requests.ToString(CultureInfo.InvariantCulture), directory["twins"]);
            Assert.True(result.ExitCode == 0, result.Error);

            using var evidence = File.OpenText(directory["load.perfevidence"]);
            Compare(Assert.Single(EvidenceParser.Read(evidence).Profiles), await StatementsAsync(own), await File.ReadAllTextAsync(directory["twins"]));
        }
        finally
        {
            await ExecuteAsync(server.ConnectionString, $"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        }
    }

    private static void Compare(EvidenceProfile profile, Dictionary<string, long> statements, string twins)
    {
        var issued = profile.OfKind(RecordKind.Site).Where(s => s.Via is null).ToLookup(s => SourceText(s).Trim());
        Assert.Equal(statements.Values.Sum(), issued.SelectMany(s => s).Sum(s => s.Calls) + (profile.Header.Number(Field.Unattributed) ?? 0));
        Assert.Equal(Workers * Requests * 5, statements["G"]);
        Assert.Equal(s_lines.Keys.Append("K").Order(StringComparer.Ordinal), statements.Keys.Order(StringComparer.Ordinal));

        var counted = s_lines.ToDictionary(l => l.Key, l => Calls(issued, l.Value));
        foreach (var (column, calls) in counted)
            Assert.Equal((column, statements[column]), (column, calls));

        // What the server cannot tell apart, the program can.
        var (first, second) = (Calls(issued, "first => first.K"), Calls(issued, "second => second.K"));
        Assert.Equal(statements["K"], first + second);
        Assert.Equal(twins, string.Create(CultureInfo.InvariantCulture, $"{first} {second}"));
    }

    private static long Calls(ILookup<string, EvidenceRecord> issued, string text) =>
        (long)(issued.Where(s => s.Key.Contains(text, StringComparison.Ordinal)).SelectMany(s => s).Sum(s => s.Calls) ?? 0);

    private static string SourceText(EvidenceRecord site) =>
        File.ReadLines(Path.Combine(Programs.RepositoryRoot, site.File!)).ElementAt(site.SourceLine!.Value - 1);

    // How often each column was asked for.
    private static async Task<Dictionary<string, long>> StatementsAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT query, calls FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query ~ '^(SELECT count|UPDATE)'", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var calls = new Dictionary<string, long>();
        while (await reader.ReadAsync())
            calls[Column().Match(reader.GetString(0)).Groups[1].Value] = reader.GetInt64(1);

        return calls;
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex("WHERE (?:i\\.)?\"([A-Z])\"")]
    private static partial Regex Column();
}
