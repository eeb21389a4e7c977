using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>
/// Queries as two programs: one in which each is run, for the rule to judge, and one that hands them out, for the database to explain. Each
/// line is a method of its own, and its number is the line's.
/// </summary>
internal static class PlannedQueries
{
    /// <summary>The rows of each table: enough that the planner reads none from end to end that it does not have to.</summary>
    public const int Rows = 100_000;

    private const string Model = """
        using System;
        using System.Collections.Generic;
        using System.ComponentModel.DataAnnotations.Schema;
        using System.Linq;
        using Microsoft.EntityFrameworkCore;

        public enum State { Open, Done }

        [Index(nameof(Region), nameof(PlacedAt)), Index(nameof(Token), IsUnique = true)]
        public class Order
        {
            public int Id { get; set; }
            public string Number { get; set; } = "";
            public string Region { get; set; } = "";
            public string Token { get; set; } = "";
            public int CustomerId { get; set; }
            public Customer Customer { get; set; } = null!;
            public int? CouponId { get; set; }
            public State State { get; set; }
            public bool Archived { get; set; }
            [Column(TypeName = "timestamp without time zone")] public DateTime PlacedAt { get; set; }
            [Column(TypeName = "timestamp without time zone")] public DateTime ShippedAt { get; set; }
        }

        public class Customer
        {
            public int Id { get; set; }
            public string Email { get; set; } = "";
            public string Name { get; set; } = "";
            public int? ParentId { get; set; }
            public List<Order> Orders { get; set; } = [];
        }

        public class Db(string connection) : DbContext
        {
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<Customer> Customers => Set<Customer>();
            protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql(connection);
            protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Customer>().HasIndex(c => c.Email);
        }

        """;

    private const string Data = """
        INSERT INTO "Customers" ("Id", "Email", "Name", "ParentId") SELECT i, 'c' || i || '@example.com', 'Name ' || i, i / 7 FROM generate_series(1, {0}) i;
        INSERT INTO "Orders" ("Id", "Number", "Region", "Token", "CustomerId", "CouponId", "State", "Archived", "PlacedAt", "ShippedAt")
            SELECT i, 'N' || i, 'R' || (i * 7919 % 500), 'T' || i, 1 + i * 31 % {0}, CASE WHEN i % 3 = 0 THEN i % 5000 END, CASE WHEN i % 1000 = 0 THEN 0 ELSE 1 END, i % 2 = 0,
                timestamp '2020-01-01' + i * interval '20 minutes', timestamp '2020-01-02' + (i * 7919 % {0}) * interval '20 minutes' FROM generate_series(1, {0}) i;
        ANALYZE;
        """;

    /// <summary>The program in which each query is run.</summary>
    public static string Judged(IReadOnlyList<string> queries) => Program(queries, q => $"object {q.Name}() => ({q.Text}).ToList();");

    /// <summary>The program that hands the queries out.</summary>
    public static string HandedOut(IReadOnlyList<string> queries) => Program(queries, q => $"IQueryable {q.Name}() => {q.Text};");

    /// <summary>The number of a query's method; -1 for another one.</summary>
    public static int NumberOf(string method) => method.StartsWith('Q') && int.TryParse(method[1..], out var number) ? number : -1;

    /// <summary>A context on the database, with its tables filled.</summary>
    public static DbContext Create(Assembly program, string connection)
    {
        var db = (DbContext)Activator.CreateInstance(program.GetType("Db")!, connection)!;
        db.Database.EnsureCreated();
#pragma warning disable EF1002 // Nobody's input.
        db.Database.ExecuteSqlRaw(Data.Replace("{0}", Rows.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
#pragma warning restore EF1002
        return db;
    }

    /// <summary>The SQL of each query.</summary>
    public static List<string> Sql(Assembly program, DbContext db, int count)
    {
        var queries = Activator.CreateInstance(program.GetType("Queries")!, db)!;
        return [.. Enumerable.Range(0, count).Select(i => ((IQueryable)queries.GetType().GetMethod("Q" + i)!.Invoke(queries, null)!).ToQueryString())];
    }

    private static string Program(IReadOnlyList<string> queries, Func<(string Name, string Text), string> member)
    {
        var text = new StringBuilder(Model).Append("public class Queries(Db db)\n{\n");
        for (var i = 0; i < queries.Count; i++)
            text.Append("    public ").Append(member(("Q" + i, queries[i]))).Append('\n');

        return text.Append("}\n").ToString();
    }
}
