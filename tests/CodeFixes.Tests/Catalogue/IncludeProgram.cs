using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests.Catalogue;

/// <summary>The source around the programs of the catalogue, each with a namespace and a database of its own.</summary>
internal static class IncludeProgram
{
    /// <summary>Opening the database, its rows, and what a run leaves behind.</summary>
    public static readonly TestFile Entry = new("Entry.cs",
        """
        using System.Text;
        using Microsoft.Data.Sqlite;
        using Microsoft.EntityFrameworkCore.Diagnostics;

        public static class Entry
        {
            private static readonly StringBuilder s_transcript = new();
            private static readonly Lazy<SqliteConnection> s_seeded = new(Open);

            public static void Record(object?[] values) => s_transcript.AppendJoin(", ", values.Select(Text)).Append('\n');

            private static string Text(object? value) => value switch
            {
                null => "null",
                string text => text,
                System.Collections.IEnumerable items => "[" + string.Join(", ", items.Cast<object?>().Select(Text)) + "]",
                IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
                _ => value.GetType().Name,
            };

            public static async Task<(string Transcript, int LazyLoads)> RunAsync(string name)
            {
                using var connection = new SqliteConnection("Data Source=:memory:");
                connection.Open();
                s_seeded.Value.BackupDatabase(connection);
                s_transcript.Clear();
                var lazyLoads = 0;
                using var db = new ShopDb(o => o.UseSqlite(connection)
                    .ConfigureWarnings(w => w.Ignore(CoreEventId.DetachedLazyLoadingWarning))
                    .LogTo((id, _) => id == CoreEventId.NavigationLazyLoading, _ => lazyLoads++));
                try
                {
                    var type = typeof(Entry).Assembly.GetType(name + ".Service")!;
                    await (Task)type.GetMethod("RunAsync")!.Invoke(Activator.CreateInstance(type, db), [])!;
                }
                catch (Exception exception)
                {
                    s_transcript.Append(exception.GetType().Name);
                }

                return (s_transcript.ToString(), lazyLoads);
            }

            private static SqliteConnection Open()
            {
                var connection = new SqliteConnection("Data Source=:memory:");
                connection.Open();
                using var db = new ShopDb(o => o.UseSqlite(connection));
                Seed(db);
                return connection;
            }

            private static void Seed(ShopDb db)
            {
                db.Database.EnsureCreated();
                var euro = new Currency { Code = "EUR" };
                var countries = new[] { new Country { Name = "FR", Currency = euro }, new Country { Name = "DE", Currency = euro } };
                var office = new Office { City = "Lyon" };
                var employees = new[] { new Employee { Name = "Ana", Office = office }, new Employee { Name = "Bo", Office = office } };
                var root = new Category { Name = "all" };
                var categories = new[] { new Category { Name = "tea", Parent = root }, new Category { Name = "cake", Parent = root } };
                var tags = new[] { new Tag { Name = "new" }, new Tag { Name = "hot" } };
                var products = Enumerable.Range(1, 6).Select(i => new Product { Name = "P" + i, Category = categories[i % 2], Tags = { tags[i % 2] } }).ToArray();
                var channel = new Channel { Name = "web" };
                for (var i = 1; i <= 4; i++)
                {
                    var customer = new Customer { Name = "C" + i, Country = countries[i % 2], Address = new() { City = "Town " + i } };
                    customer.Profile = new Profile { Text = "about " + i };
                    for (var j = 1; j <= 2; j++)
                    {
                        var order = j == 1 ? new Order() : new WebOrder { Channel = channel };
                        order.Number = $"N{i}{j}";
                        order.Notes = new() { Text = "note" };
                        order.Seller = employees[j - 1];
                        order.Lines = [.. Enumerable.Range(0, 2).Select(k => new Line { Price = i * 10 + k, Product = products[(i + k) % 6] })];
                        customer.Orders.Add(order);
                    }

                    db.Customers.Add(customer);
                }

                db.SaveChanges();
            }
        }

        """);

    /// <summary>The file of a case, marks and all.</summary>
    public static TestFile File(CatalogueCase @case, int number, string prefix = "Case") => new($"{prefix}{number}.cs",
        $$"""
        namespace {{prefix}}{{number}};

        public class Service
        {
            private readonly ShopDb db;

            public Service(ShopDb context) => db = context;

            public async Task RunAsync()
            {
                await Task.Yield();
                {{@case.Body.Replace("\n", "\n        ", StringComparison.Ordinal)}}
            }

            private static void Use(params object?[] values) => Entry.Record(values);

            {{@case.Members.Replace("\n", "\n    ", StringComparison.Ordinal)}}
        }

        {{@case.Types}}

        """);
}
