using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests.Catalogue;

/// <summary>What runs the programs about queries: each on a database of its own, and watched.</summary>
internal static class QueryProgram
{
    /// <summary>Opening the database, its rows, and what a run leaves behind.</summary>
    public static readonly TestFile Entry = new("Entry.cs",
        """
        using System.Data.Common;
        using System.Text;
        using Microsoft.Data.Sqlite;
        using Microsoft.EntityFrameworkCore.Diagnostics;

        public static class Entry
        {
            private static readonly StringBuilder s_transcript = new();
            private static readonly Lazy<SqliteConnection> s_filled = new(Open);

            public static void Record(object?[] values) => s_transcript.AppendJoin(", ", values.Select(Text)).Append('\n');

            private static string Text(object? value) => value switch
            {
                null => "null",
                string text => text,
                System.Collections.IEnumerable items => "[" + string.Join(", ", items.Cast<object?>().Select(Text)) + "]",
                IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
                _ => value.ToString()!,
            };

            // What is used, the rows that the queries return, their fields, and how the database finds them.
            public static async Task<(string Transcript, int Rows, int Fields, string[] Plans)> RunAsync(string name, bool isSplit, string index)
            {
                using var connection = new SqliteConnection("Data Source=:memory:");
                connection.Open();
                s_filled.Value.BackupDatabase(connection);
                if (index.Length > 0)
                    Execute(connection, index);

                s_transcript.Clear();
                var watch = new Watch();
                var behavior = isSplit ? QuerySplittingBehavior.SplitQuery : QuerySplittingBehavior.SingleQuery;
                using var db = new ShopDb(o => o.UseSqlite(connection, s => s.UseQuerySplittingBehavior(behavior)).AddInterceptors(watch));
                try
                {
                    var type = typeof(Entry).Assembly.GetType(name + ".Service")!;
                    await (Task)type.GetMethod("RunAsync")!.Invoke(Activator.CreateInstance(type, db), [])!;
                }
                catch (Exception exception)
                {
                    s_transcript.Append(exception.GetType().Name);
                }

                var plans = watch.Commands.SelectMany(c => Run(connection, "EXPLAIN QUERY PLAN " + c.Sql, c.Values).Select(row => (string)row[3])).ToArray();
                var rows = watch.Commands.Where(c => c.Sql.StartsWith("SELECT", StringComparison.Ordinal)).SelectMany(c => Run(connection, c.Sql, c.Values)).ToList();
                return (s_transcript.ToString(), rows.Count, rows.Sum(r => r.Length), plans);
            }

            private static List<object[]> Run(SqliteConnection connection, string sql, List<(string Name, object? Value)> values)
            {
                using var command = new SqliteCommand(sql, connection);
                foreach (var (name, value) in values)
                    command.Parameters.AddWithValue(name, value ?? DBNull.Value);

                var rows = new List<object[]>();
                using var reader = command.ExecuteReader();
                while (reader.Read())
                {
                    var row = new object[reader.FieldCount];
                    reader.GetValues(row);
                    rows.Add(row);
                }

                return rows;
            }

            private static void Execute(SqliteConnection connection, string sql)
            {
                using var command = new SqliteCommand(sql, connection);
                command.ExecuteNonQuery();
            }

            private static SqliteConnection Open()
            {
                var connection = new SqliteConnection("Data Source=:memory:");
                connection.Open();
                using var db = new ShopDb(o => o.UseSqlite(connection));
                Fill(db);

                // As the migrations left it.
                Execute(connection, "CREATE TABLE Papers (Id INTEGER PRIMARY KEY, Title TEXT NOT NULL, Shelf TEXT NOT NULL, Author TEXT NOT NULL); CREATE INDEX IX_Papers_Shelf ON Papers (Shelf); INSERT INTO Papers VALUES (1, 'a', 'b', 'c'), (2, 'd', 'e', 'f')");
                return connection;
            }

            private static void Fill(ShopDb db)
            {
                db.Database.EnsureCreated();
                var countries = new[] { new Country { Code = "FR", Name = "France" }, new Country { Code = "DE", Name = "Germany" } };
                var tags = Enumerable.Range(1, 3).Select(i => new Tag { Name = "tag" + i }).ToList();
                var products = Enumerable.Range(1, 6).Select(i => new Product { Sku = "S" + i, Barcode = "B" + i, Name = "P" + i, Link = new("http://localhost/" + i) }).ToArray();
                for (var i = 1; i <= 4; i++)
                {
                    var customer = new Customer { Email = $"c{i}@example.com", Name = "C" + i, ReferrerId = i / 2, JoinedAt = Day(i), Country = countries[i % 2] };
                    customer.Contacts = [.. Enumerable.Range(1, 4).Select(n => new Contact { Name = $"contact {i} {n}" })];
                    customer.Visits = [.. Enumerable.Range(1, 3).Select(n => new Visit { At = Day(n) })];
                    for (var j = 1; j <= 3; j++)
                        customer.Orders.Add(Order((i - 1) * 3 + j, tags, products));

                    db.Customers.Add(customer);
                }

                db.Folders.Add(new() { Name = "root", Children = { new() { Name = "a", Children = { new() { Name = "aa" } } }, new() { Name = "b" } } });
                db.Parcels.Add(new() { Number = "1", Items = { new(), new(), new() }, Stamps = { new(), new(), new() } });
                db.SaveChanges();
            }

            private static Order Order(int n, List<Tag> tags, Product[] products) => new()
            {
                Number = "N" + n, Region = "R" + n % 3, Token = "T" + n, Comment = "about " + n, CouponId = n % 3 == 0 ? n : null, State = (State)(n % 2), Archived = n % 4 == 0, Weight = n * 10,
                PlacedAt = Day(n), ShippedAt = Day(20 - n), Tags = [.. tags], Notes = [new() { Text = "x" }, new() { Text = "y" }],
                Payments = [.. Enumerable.Range(1, 4).Select(i => new Payment { Amount = n * i, Reference = $"P{n}-{i}", At = Day(i) })],
                Lines = [.. Enumerable.Range(1, 5).Select(i => new Line
                {
                    Quantity = n + i, Text = $"line {n} {i}", Product = products[(n + i) % 6],
                    Discounts = [new() { Text = "a" }, new() { Text = "b" }, new() { Text = "c" }], Marks = [new() { Text = "d" }, new() { Text = "e" }, new() { Text = "f" }],
                })],
            };

            private static DateTime Day(int n) => new DateTime(2026, 1, 1).AddDays(n);

            private sealed class Watch : DbCommandInterceptor
            {
                public List<(string Sql, List<(string, object?)> Values)> Commands { get; } = new();

                public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
                {
                    Add(command);
                    return result;
                }

                public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default) =>
                    new(ReaderExecuted(command, eventData, result));

                public override int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
                {
                    Add(command);
                    return result;
                }

                public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
                {
                    Add(command);
                    return new(result);
                }

                private void Add(DbCommand command) => Commands.Add((command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value))]));
            }
        }

        """);
}
