using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Dapper;
using Npgsql;
using PerfAnalyzers.Rules;
using Xunit.Abstractions;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>
/// Five hundred generated loops over Dapper's queries, executed before and after. A program that differs names its seed;
/// <c>PERFANALYZERS_SEED=1234 dotnet test tests/CodeFixes.Tests --filter GeneratedSql</c> runs it alone.
/// </summary>
public sealed class GeneratedSqlTests(ITestOutputHelper output)
{
    private const int Wanted = 500;
    private const int Most = 1_000;
    private const int BatchSize = 100;

    [Fact]
    public async Task What_is_used_is_the_same_with_one_command_on_sqlite()
    {
        await using var connection = new CountingConnection("Data Source=:memory:");
        await SeedAsync(connection);
        await ProveAsync(connection, Wanted);
    }

    [PostgresTheory]
    [InlineData(50)]
    public async Task What_is_used_is_the_same_on_postgres(int wanted)
    {
        await using var database = await TestDatabase.CreateAsync("postgres");
        await using (var server = new NpgsqlConnection(Environment.GetEnvironmentVariable(TestDatabase.PostgresVariable)))
            await server.ExecuteAsync($"CREATE DATABASE {new NpgsqlConnectionStringBuilder(database.ConnectionString).Database}");

        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await SeedAsync(connection);
        await ProveAsync(connection, wanted);
    }

    // The proof is worth what it notices.
    [Theory]
    [InlineData(".ToLookup(row => row.Id)", ".ToLookup(row => row.Id + 1)")]
    [InlineData(".FirstOrDefault()", ".First()")]
    [InlineData("order by Id", "order by -Id")]
    public async Task A_wrong_fix_is_noticed(string right, string wrong)
    {
        await using var connection = new CountingConnection("Data Source=:memory:");
        await SeedAsync(connection);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ProveAsync(connection, [.. Enumerable.Range(1, 50)], text => text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    private async Task ProveAsync(DbConnection connection, int wanted)
    {
        if (Environment.GetEnvironmentVariable(GeneratedProgramsTests.SeedVariable) is { Length: > 0 } text)
        {
            await ProveAsync(connection, [int.Parse(text, CultureInfo.InvariantCulture)], null);
            return;
        }

        var (offered, batch) = (0, Math.Min(wanted, BatchSize));
        for (var first = 1; first <= Most && offered < wanted; first += batch)
            offered += await ProveAsync(connection, [.. Enumerable.Range(first, batch)], null);

        Assert.True(offered >= wanted, $"a fix is offered for {offered} programs of {Most}; {wanted} are wanted");
    }

    private async Task<int> ProveAsync(DbConnection connection, IReadOnlyList<int> seeds, Func<string, string>? spoil)
    {
        var isPostgres = connection is NpgsqlConnection;
        var files = seeds.Select((seed, i) => GeneratedSql.File(BodyOf(seed, isPostgres), NameOf(seed), i == 0, isPostgres ? "Npgsql.NpgsqlConnection" : "Microsoft.Data.Sqlite.SqliteConnection")).ToList();
        var (before, after, texts) = await FixedPrograms.CompileAsync<QueryInLoopAnalyzer, SqlInLoopFix>(files, spoil);
        output.WriteLine($"seeds {seeds[0]} to {seeds[^1]}: a fix is offered for {texts.Count(t => t is not null)} of {seeds.Count}");
        for (var i = 0; i < seeds.Count; i++)
        {
            if (texts[i] is null)
                continue;

            foreach (var (size, variant) in ((int, string)[])[(0, ""), (5, "duplicates"), (40, "missing"), (40, "")])
            {
                var (expected, _) = await RunAsync(before, connection, NameOf(seeds[i]), size, variant);
                var (actual, commands) = await RunAsync(after, connection, NameOf(seeds[i]), size, variant);
                if (expected != actual || commands > 1)
                    throw new InvalidOperationException($"seed {seeds[i]}, {size} {variant}, {commands} commands; run it alone with {GeneratedProgramsTests.SeedVariable}={seeds[i]}\n{texts[i]}\n-- expected --\n{expected}\n-- actual --\n{actual}");
            }
        }

        return texts.Count(t => t is not null);
    }

    // Quoted names are as they are written in PostgreSQL, others are small.
    private static string BodyOf(int seed, bool isPostgres) => isPostgres ? GeneratedSql.Body(new(seed)).Replace("\\\"Items\\\"", "items", StringComparison.Ordinal) : GeneratedSql.Body(new(seed));

    private static async Task<(string Transcript, int Commands)> RunAsync(Assembly program, DbConnection connection, string name, int size, string variant)
    {
        var ids = Enumerable.Range(1, size).Select(i => i * 7 % 50 + 1).ToList();
        if (variant == "duplicates")
            ids.AddRange(ids.Take(2).ToList());
        else if (variant == "missing")
            ids.Insert(size / 2, 4711);

        var item = program.GetType("Item")!;
        var rows = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        foreach (var row in connection.Query(item, "select * from Items where Id <= @size order by Id", new { size }))
            rows.Add(row);

        var counting = connection as CountingConnection;
        if (counting is not null)
            counting.Commands = 0;

        var service = Activator.CreateInstance(program.GetType(name)!, connection)!;
        var failure = "";
        try
        {
            await (Task)service.GetType().GetMethod("RunAsync")!.Invoke(service, BindingFlags.DoNotWrapExceptions, null, [ids, ids.Where(_ => true), rows], null)!;
        }
        catch (InvalidOperationException e)
        {
            failure = $"{e.GetType().Name}: {e.Message}";
        }

        var used = (List<object?[]>)service.GetType().GetProperty("Used")!.GetValue(service)!;
        return (string.Join('\n', used.Select(values => string.Join(", ", values.Select(Text)))) + failure, counting?.Commands ?? 0);
    }

    private static string Text(object? value) => value?.GetType().Name is "Item"
        ? string.Join('/', value.GetType().GetProperties().Select(p => p.GetValue(value)))
        : value is System.Collections.IEnumerable and not string ? $"[{string.Join("; ", ((System.Collections.IEnumerable)value).Cast<object?>().Select(Text))}]" : RemoteProgram.Text(value);

    private static string NameOf(int seed) => "Service" + seed.ToString(CultureInfo.InvariantCulture);

    private static async Task SeedAsync(DbConnection connection)
    {
        await connection.OpenAsync();
        await connection.ExecuteAsync("create table Items (Id integer primary key, Name varchar(40) not null, Stock integer not null)");
        await connection.ExecuteAsync("insert into Items (Id, Name, Stock) values (@Id, @Name, @Stock)", Enumerable.Range(1, 50).Select(i => new { Id = i, Name = "item " + i * 13 % 50, Stock = i % 12 }));
    }
}
