using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Rows by SQL and key: one query for many keys, its text, and when none is offered.</summary>
public sealed class SqlInLoopFixTests : RuleTests<QueryInLoopAnalyzer, SqlInLoopFix>
{
    private static string File(string body, string members = "", string connection = "SqliteConnection") => $$"""
        using System.Data.Common;
        using Dapper;
        using Microsoft.Data.Sqlite;
        using Npgsql;

        public record Item(int Id, string Name) { public int Stock { get; set; } }

        public class Service({{connection}} connection)
        {
            public async Task RunAsync(List<int> ids, IEnumerable<int> sequence, List<Order> orders, DbTransaction transaction)
            {
        {{string.Join('\n', body.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
                await Task.CompletedTask;
            }

            private static void Use(params object?[] values) { }
            {{members}}
        }

        """;

    private static Task FixesBody(string body, string fixedBody, string connection = "SqliteConnection") => FixesFile(File(body, connection: connection), File(fixedBody, connection: connection));

    [Fact]
    public Task One_query_for_a_thousand_keys_where_each_is_a_parameter() => FixesBody(
        """
        foreach (var id in ids)
        {
            var item = await connection.[|QueryFirstOrDefaultAsync|]<Item>("select Id, Name from Items where Id = @id", new { id });
            Use(item?.Name);
        }
        """,
        """
        var items = new List<Item>();
        foreach (var chunk in ids.Chunk(1000))
            items.AddRange(await connection.QueryAsync<Item>("select Id, Name from Items where Id in @ids", new { ids = chunk }));
        var itemsById = items.ToLookup(row => row.Id);
        foreach (var id in ids)
        {
            var item = itemsById[id].FirstOrDefault();
            Use(item?.Name);
        }
        """);

    [Fact]
    public Task An_array_where_the_database_has_them() => FixesBody(
        """
        foreach (var order in orders)
            Use(connection.[|QuerySingle|]<Item>("SELECT i.* FROM items AS i WHERE i.id = @Id", new { order.Id }, transaction));
        """,
        """
        var orderIds = orders.Select(order => order.Id).Distinct().ToList();
        var items = connection.Query<Item>("SELECT i.* FROM items AS i WHERE i.id = any(@Ids)", new { Ids = orderIds }, transaction: transaction);
        var itemsById = items.ToLookup(row => row.Id);
        foreach (var order in orders)
            Use(itemsById[order.Id].Single());
        """, "NpgsqlConnection");

    [Fact]
    public Task All_rows_of_a_key_and_a_constant_of_its_own() => FixesBody(
        """
        const string Sql = @"
            select Name, Stock as ""Id""
            from Items
            where @stock = Stock
            order by Name desc;";
        foreach (var number in sequence)
        {
            foreach (var item in await connection.[|QueryAsync|]<Item>(Sql, new { stock = number }).ConfigureAwait(false))
                Use(item);
        }
        """,
        """
        const string Sql = @"
            select Name, Stock as ""Id""
            from Items
            where Stock in @stocks
            order by Name desc;";
        var numbers = sequence.ToList();
        var items = new List<Item>();
        foreach (var chunk in numbers.Chunk(1000))
            items.AddRange(await connection.QueryAsync<Item>(Sql, new { stocks = chunk }).ConfigureAwait(false));
        var itemsById = items.ToLookup(row => row.Id);
        foreach (var number in numbers)
        {
            foreach (var item in itemsById[number])
                Use(item);
        }
        """);

    [Theory]
    // The SQL means more than the rows of one key.
    [InlineData("select Id from Items where Id = @id and Stock > 0", "more than columns of one table")]
    [InlineData("select Id from Items where Id = @id or Id = 0", "more than columns of one table")]
    [InlineData("select Id from Items where Id > @id", "more than columns of one table")]
    [InlineData("select count(*) from Items where Id = @id", "selects more than columns")]
    [InlineData("select distinct Id from Items where Id = @id", "selects more than columns")]
    [InlineData("select top 1 Id from Items where Id = @id", "selects more than columns")]
    [InlineData("select Id from Items where Id = @id limit 1", "more than columns of one table")]
    [InlineData("select i.Id from Items i join Stock s on s.Id = i.Id where i.Id = @id", "more than columns of one table")]
    [InlineData("select Id from Items where Id = @id -- one", "more than columns of one table")]
    [InlineData("select Id from Items where Id = @id; delete from Items", "more than columns of one table")]
    [InlineData("select Id from Items where lower(Id) = @id", "more than columns of one table")]
    [InlineData("select Id from Items where Id = (select max(Id) from Items where Id = @id)", "more than columns of one table")]
    [InlineData("select Id from Items where Id = @id order by Name", "first of several rows")]
    // Nobody could tell whose rows they are.
    [InlineData("select Name from Items where Id = @id", "not among the selected columns")]
    [InlineData("select Id as Key from Items where Id = @id", "no property for 'Key'")]
    [InlineData("select Id from Items where Id = @other", "not the one parameter")]
    [InlineData("select * from Items where Name = @id", "compare differently")]
    public async Task Refused_for_its_SQL(string sql, string reason) => Assert.Contains(
        reason, await Refusal.OfAsync<QueryInLoopAnalyzer, SqlInLoopFix>(File($"foreach (var id in ids) Use(await connection.QueryFirstAsync<Item>(\"{sql}\", new {{ id }}));")), StringComparison.Ordinal);

    [Theory]
    [InlineData("foreach (var id in ids) Use(await connection.QueryFirstAsync<Item>($\"select * from Items where Id = {id}\"));", "not the one parameter")]
    [InlineData("foreach (var id in ids) Use(await connection.QueryFirstAsync(\"select * from Items where Id = @id\", new { id }));", "not a read of rows")]
    [InlineData("foreach (var id in ids) Use(await connection.QueryFirstAsync<int>(\"select Id from Items where Id = @id\", new { id }));", "no property")]
    [InlineData("var sql = \"select * from Items where Id = @id\"; foreach (var id in ids) Use(await connection.QueryFirstAsync<Item>(sql, new { id }));", "not a constant")]
    [InlineData("foreach (var id in ids) { const string sql = \"select * from Items where Id = @id\"; Use(await connection.QueryFirstAsync<Item>(sql, new { id })); }", "'sql' is declared in the loop")]
    [InlineData("foreach (var id in ids) { var item = await connection.QueryFirstAsync<Item>(\"select * from Items where Id = @id\", new { id }); await connection.ExecuteAsync(\"delete from Items\"); Use(item); }", "'ExecuteAsync'")]
    [InlineData("foreach (var id in ids) { var item = await connection.QueryFirstAsync<Item>(\"select * from Items where Id = @id\", new { id }); item.Stock++; }", "would share")]
    [InlineData("foreach (var id in ids) { var item = await connection.QueryFirstAsync<Item>(\"select * from Items where Id = @id\", new { id }); Take(item); } static void Take(Item item) => item.Stock--;", "would share")]
    [InlineData("foreach (var id in ids) { var item = await connection.QueryFirstAsync<Item>(\"select * from Items where Id = @id\", new { id }); if (item.Stock > 3) break; }", "end before its last")]
    [InlineData("foreach (var id in ids) Use(await connection.QueryFirstAsync<Item>(\"select * from Items where Id = @id\", new { id, n = 1 }));", "not the one parameter")]
    public async Task Refused(string body, string reason) => Assert.Contains(reason, await Refusal.OfAsync<QueryInLoopAnalyzer, SqlInLoopFix>(File(body)), StringComparison.Ordinal);

    [Fact]
    public async Task Refused_when_nothing_says_which_database_it_is() => Assert.Contains(
        "which database", await Refusal.OfAsync<QueryInLoopAnalyzer, SqlInLoopFix>(File("foreach (var id in ids) Use(await connection.QueryFirstAsync<Item>(\"select * from Items where Id = @id\", new { id }));", connection: "DbConnection")), StringComparison.Ordinal);
}
