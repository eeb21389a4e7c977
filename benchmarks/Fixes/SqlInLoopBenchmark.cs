using BenchmarkDotNet.Attributes;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace PerfAnalyzers.Benchmarks;

/// <summary>PERF1001 with Dapper: a row by SQL and key per element, against the rows of all keys: an array on PostgreSQL, a list of parameters on SQLite.</summary>
/// <remarks>Its commands are not those of EF Core, so that they are not counted.</remarks>
public class SqlInLoopBenchmark : FixBenchmark
{
    [Benchmark(Baseline = true)]
    public override async Task<int> BeforeAsync()
    {
        await using var db = Open();
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        var length = 0;
        foreach (var key in Keys)
            length += (await connection.QueryFirstAsync<Customer>("""select "Id", "Name" from "Customers" where "Id" = @key""", new { key })).Name.Length;

        return length;
    }

    [Benchmark]
    public override async Task<int> AfterAsync()
    {
        await using var db = Open();
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        var length = 0;
        var customers = new List<Customer>();
        if (connection is NpgsqlConnection)
        {
            customers.AddRange(await connection.QueryAsync<Customer>("""select "Id", "Name" from "Customers" where "Id" = any(@keys)""", new { keys = Keys }));
        }
        else
        {
            foreach (var chunk in Keys.Chunk(1000))
                customers.AddRange(await connection.QueryAsync<Customer>("""select "Id", "Name" from "Customers" where "Id" in @keys""", new { keys = chunk }));
        }

        var customersById = customers.ToLookup(row => row.Id);
        foreach (var key in Keys)
            length += customersById[key].First().Name.Length;

        return length;
    }
}
