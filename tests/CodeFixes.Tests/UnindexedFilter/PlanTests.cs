using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Npgsql;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>
/// PERF1005 is right when PostgreSQL says so: what is reported is read from end to end, and by an index as soon as the one is there that the
/// message asks for; where the planner uses an index, nothing is reported.
/// </summary>
public sealed partial class PlanTests
{
    private static readonly string[] s_queries =
    [
        // Reported.
        "db.Orders.Where(o => o.Number == \"N77\")",
        "db.Orders.Where(o => o.CouponId == 77)",
        "db.Orders.Where(o => new[] { 7, 77, 777 }.Contains(o.CouponId!.Value))",
        "db.Orders.Where(o => o.Number == \"N77\" && o.ShippedAt > new DateTime(2021, 1, 1))",
        "db.Orders.Where(o => o.CouponId == 77 && o.Number == \"N77\")",
        "db.Orders.Where(o => o.Number == \"N77\" || o.Id == 5)",
        "db.Orders.Where(o => !o.Archived && o.Number == \"N77\").OrderBy(o => o.PlacedAt).Take(10)",
        "db.Customers.Where(c => c.Name == \"Name 77\").Select(c => c.Id)",
        "db.Customers.Where(c => c.ParentId == 77)",
        "db.Orders.OrderByDescending(o => o.ShippedAt).Take(10)",
        "db.Orders.OrderBy(o => o.Number).Select(o => o.Id).Take(1)",
        "db.Orders.Where(o => o.ShippedAt > new DateTime(2023, 10, 20))",
        "db.Orders.Where(o => o.Customer.Name == \"Name 77\")",
        "from o in db.Orders where o.Number == \"N77\" select new { o.Id, o.Region }",
        "from c in db.Customers join p in db.Customers on c.Id equals p.ParentId where c.Email == \"c77@example.com\" select p.Name",
        // Not reported: an index is used.
        "db.Orders.Where(o => o.Id == 77 && o.Number == \"N77\")",
        "db.Orders.Where(o => o.Token == \"T77\")",
        "db.Orders.Where(o => o.CustomerId == 77 && o.Number == \"N77\")",
        "db.Orders.Where(o => o.Customer.Id == 77)",
        "db.Orders.Where(o => o.Customer.Email == \"c77@example.com\" && o.Number == \"N77\")",
        "db.Orders.Where(o => o.Region == \"R7\" && o.PlacedAt > new DateTime(2022, 1, 1))",
        "db.Orders.Where(o => o.Region == \"R7\" && o.CouponId == 77)",
        "db.Orders.Where(o => o.Token == \"T77\" || o.Id == 5)",
        "db.Orders.Where(o => new[] { 5, 6 }.Contains(o.CustomerId) && o.CouponId == 3)",
        "db.Orders.OrderBy(o => o.Region).Take(10)",
        "db.Orders.OrderByDescending(o => o.Id).Take(10)",
        "db.Customers.Where(c => c.Email == \"c77@example.com\").SelectMany(c => c.Orders)",
        "from c in db.Customers join o in db.Orders on c.Id equals o.CustomerId where c.Email == \"c77@example.com\" select o.Number",
        // Not reported: nothing to be had, or nobody can say.
        "db.Orders.Where(o => o.Archived)",
        "db.Orders.Where(o => o.CouponId != 77)",
        "db.Orders.Where(o => o.Number.Contains(\"77\"))",
        "db.Orders.Where(o => o.Number.ToLower() == \"n77\")",
        "db.Orders.OrderBy(o => o.ShippedAt)",
    ];

    [PostgresFact]
    public async Task Each_verdict_is_the_planners()
    {
        var reported = await ReportedAsync();
        await using var database = await TestDatabase.CreateAsync("postgres");
        var program = Load(Compile(PlannedQueries.HandedOut(s_queries)));
        await using var db = PlannedQueries.Create(program, database.ConnectionString);
        var sql = PlannedQueries.Sql(program, db, s_queries.Length);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();

        var problems = new List<string>();
        for (var i = 0; i < s_queries.Length; i++)
        {
            var plan = await ExplainAsync(connection, sql[i], "");
            var table = reported.TryGetValue(i, out var found) ? found.Table : null;
            if (table is not null && !plan.Contains($"Seq Scan on \"{table}\"", StringComparison.Ordinal))
                problems.Add($"reported, but an index is used: {s_queries[i]}\n{plan}");
            else if (table is null && i < s_queries.Length - 5 && !plan.Contains("Index", StringComparison.Ordinal))
                problems.Add($"not reported, but no index is used: {s_queries[i]}\n{plan}");

            // And the index that the message asks for is used once it is there.
            if (table is not null && await ExplainAsync(connection, sql[i], $"CREATE INDEX advised ON \"{table}\" ({found.Columns})") is var after && !after.Contains("advised", StringComparison.Ordinal))
                problems.Add($"the advised index on ({found.Columns}) is not used: {s_queries[i]}\n{after}");
        }

        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
        Assert.Equal(Enumerable.Range(0, 15), reported.Keys.Order());
    }

    private static async Task<Dictionary<int, (string Table, string Columns)>> ReportedAsync()
    {
        var test = new AnalyzerTest<UnindexedFilterAnalyzer> { TestCode = PlannedQueries.Judged(s_queries) };
        var reported = new Dictionary<int, (string, string)>();
        foreach (var diagnostic in await test.GetDiagnosticsAsync())
        {
            var method = (await diagnostic.Location.SourceTree!.GetRootAsync()).FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>()!;
            var columns = string.Join(", ", diagnostic.Properties["perf.columns"]!.Split(',').Select(c => $"\"{c}\""));
            reported.Add(PlannedQueries.NumberOf(method.Identifier.Text), (diagnostic.Properties["perf.entity"] + "s", columns));
        }

        return reported;
    }

    private static async Task<string> ExplainAsync(NpgsqlConnection connection, string sql, string before)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        if (before.Length > 0)
        {
            await using var change = new NpgsqlCommand(before, connection, transaction);
            await change.ExecuteNonQueryAsync();
        }

        // -- @p='10', which is how many rows are taken: the only value that is handed over as a parameter.
        var taken = Parameter().Match(sql);
        await using var explain = new NpgsqlCommand("EXPLAIN " + (taken.Success ? sql[taken.Length..].Replace("@p", taken.Groups[1].Value, StringComparison.Ordinal) : sql), connection, transaction);
        await using var reader = await explain.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));

        return string.Join('\n', lines);
    }

    private static CSharpCompilation Compile(string source) => CSharpCompilation.Create(
        "Plans", [CSharpSyntaxTree.ParseText(source)], TestReferences.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static Assembly Load(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        return new AssemblyLoadContext("plans", isCollectible: true).LoadFromStream(image);
    }

    [GeneratedRegex("^-- @p='([0-9]+)'[^\\n]*\\n")]
    private static partial Regex Parameter();
}
