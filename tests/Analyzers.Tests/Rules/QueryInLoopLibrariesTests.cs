using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>PERF1001 for the libraries beside EF Core, by their real assemblies.</summary>
public sealed class QueryInLoopLibrariesTests : RuleTests<QueryInLoopAnalyzer>
{
    private static string Class(string statement) => $$"""
        using System.Data;
        using System.Data.Common;
        using Dapper;
        using Microsoft.Data.Sqlite;
        public class Report(DbConnection connection, IDbConnection any, SqliteConnection sqlite, Npgsql.NpgsqlConnection postgres)
        {
            private static void Use(object? value) { }
            public async Task Run(List<int> ids)
            {
                await Task.Yield();
                foreach (var id in ids) { {{statement}} }
            }
        }
        """;

    [Theory]
    [InlineData("Use(connection.[|Query|]<int>(\"select @id\", new { id }));")]
    [InlineData("Use(await connection.[|QuerySingleOrDefaultAsync|]<int>(\"select @id\", new { id }));")]
    [InlineData("Use(any.[|ExecuteScalar|]<int>(\"select @id\", new { id }));")]
    [InlineData("using var all = await connection.[|QueryMultipleAsync|](\"select @id\", new { id });")]
    public Task Dapper(string statement) => ReportsFile(Class(statement));

    [Theory]
    [InlineData("using var c = connection.CreateCommand(); using var r = c.[|ExecuteReader|]();")]
    [InlineData("using var c = connection.CreateCommand(); using var r = await c.[|ExecuteReaderAsync|]();")]
    [InlineData("using var c = any.CreateCommand(); Use(c.[|ExecuteScalar|]());")]
    [InlineData("using var c = new SqliteCommand(\"select 1\", sqlite); using var r = c.[|ExecuteReader|]();")]
    [InlineData("using var c = new Npgsql.NpgsqlCommand(\"select 1\", postgres); using var r = c.[|ExecuteReader|]();")]
    public Task Ado_net_of_every_provider(string statement) => ReportsFile(Class(statement));

    [Theory]
    [InlineData("await connection.ExecuteAsync(\"update t set x = 1 where id = @id\", new { id });")]
    [InlineData("using var c = connection.CreateCommand(); c.CommandText = \"select 1\"; c.Prepare();")]
    [InlineData("if (id > 3) { Use(connection.Query<int>(\"select 1\")); break; }")]
    public Task Writes_and_preparations_are_not_reads(string statement) => ReportsFile(Class(statement));
}
