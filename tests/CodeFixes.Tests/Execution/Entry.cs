using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>The source around a loop that is executed: opening the database, its rows, the inputs of a run, and what a run leaves behind.</summary>
internal static class Entry
{
    /// <summary>Like <see cref="Shop.Body"/>, but what is used is written down.</summary>
    public static string Body(string body) => Shop.Body(body).Replace(
        "private static void Use(params object?[] values)\n    {\n    }",
        "private void Use(params object?[] values) => Entry.Record(db, values);", StringComparison.Ordinal);

    /// <summary>A repository that gives queries.</summary>
    public const string Rows =
        """

        /// <summary>Rows of the shop, as a repository gives them.</summary>
        public interface IShopRows
        {
            IQueryable<Product> Products { get; }

            IQueryable<Order> Orders { get; }

            IQueryable<Account> Accounts { get; }

            IQueryable<OrderLine> Lines();
        }

        public sealed class ShopRows(ShopDb db) : IShopRows
        {
            public IQueryable<Product> Products => db.Products;

            public IQueryable<Order> Orders => db.Orders;

            public IQueryable<Account> Accounts => db.Accounts;

            public IQueryable<OrderLine> Lines() => db.OrderLines;
        }

        """;

    public static readonly TestFile Source = new("Entry.cs",
        """
        using System.Data.Common;
        using System.Reflection;
        using System.Text;
        using Microsoft.EntityFrameworkCore.Diagnostics;

        public static class Entry
        {
            private static readonly AsyncLocal<StringBuilder> s_transcript = new();

            public static ShopDb Open(string provider, string connectionString, DbConnection? connection, IInterceptor? interceptor)
            {
                var options = new DbContextOptionsBuilder<ShopDb>();
                _ = provider == "sqlite" ? options.UseSqlite(connection!) : options.UseNpgsql(connectionString);
                return new ShopDb((interceptor is null ? options : options.AddInterceptors(interceptor)).Options);
            }

            public static void Seed(ShopDb db)
            {
                db.Database.EnsureCreated();

                for (var i = 1; i <= 60; i++)
                    db.Products.Add(new Product { Id = i, Sku = "sku-" + i, Name = "Product " + i, Discontinued = i % 3 == 0 });

                for (var i = 1; i <= 60; i++)
                    db.Stocks.Add(new Stock { Warehouse = "W" + i % 3, ProductId = i, Quantity = i % 7 });

                for (var i = 1; i <= 12; i++)
                    db.Accounts.Add(new Account { Id = GuidOf(i), Email = $"a{i}@shop", Region = i % 4 == 0 ? null : "R" + i % 4 });

                var line = 0;

                for (var i = 1; i <= 50; i++)
                {
                    db.Orders.Add(new Order { Id = i, Number = "N" + i, PlacedAt = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(i), AccountId = GuidOf(1 + i % 12), CouponId = i % 5 == 0 ? null : i });

                    for (var j = 0; j < i % 5; j++)
                        db.OrderLines.Add(new OrderLine { Id = ++line, OrderId = i, ProductId = line % 6 == 0 ? null : 1 + line % 60, Quantity = line % 4, Price = 100 - line });
                }

                db.SaveChanges();

                // Rows with keys of their own leave PostgreSQL's sequences where they were.
                if (db.Database.ProviderName!.Contains("Npgsql", StringComparison.Ordinal))
                {
                    db.Database.ExecuteSqlRaw("SELECT setval(pg_get_serial_sequence('\"Products\"', 'Id'), 60)");
                    db.Database.ExecuteSqlRaw("SELECT setval(pg_get_serial_sequence('\"Orders\"', 'Id'), 50)");
                    db.Database.ExecuteSqlRaw("SELECT setval(pg_get_serial_sequence('\"OrderLines\"', 'Id'), 100)");
                }
            }

            public static async Task<string> RunAsync(ShopDb db, int size, string variant, Type type)
            {
                var transcript = s_transcript.Value = new StringBuilder();
                var ids = Enumerable.Range(1, size).Select(i => i * 7 % 50 + 1).ToList();
                var guids = ids.Select(id => GuidOf(1 + id % 12)).ToList();
                var codes = ids.Select(id => "sku-" + id).ToList();
                List<int?> optional = [.. ids.Select(id => (int?)id)];

                if (variant.Contains("duplicates"))
                {
                    ids.AddRange(ids.Take(2).ToList());
                    guids.AddRange(guids.Take(2).ToList());
                    codes.AddRange(codes.Take(2).ToList());
                    optional.AddRange(optional.Take(2).ToList());
                }

                if (variant.Contains("missing"))
                {
                    ids.Insert(ids.Count / 2, 4711);
                    guids.Insert(guids.Count / 2, GuidOf(4711));
                    codes.Insert(codes.Count / 2, "none");
                    optional.Insert(optional.Count / 2, 4711);
                }

                if (variant.Contains("nulls"))
                {
                    optional.Insert(0, null);
                    optional.Add(null);
                }

                var orders = db.Orders.AsNoTracking().OrderBy(o => o.Id).ToList().Where(o => ids.Contains(o.Id)).ToList();
                var lines = db.OrderLines.AsNoTracking().OrderBy(l => l.Id).Take(size).ToList();

                if (variant.Contains("tracked"))
                {
                    db.Products.Find(1)!.Name = "renamed";
                    db.Products.Remove(db.Products.Find(8)!);
                    db.Products.Add(new Product { Id = 9001, Sku = "sku-9001", Name = "unsaved" });
                    db.Orders.Include(o => o.Lines).First(o => o.Id == 3).Number = "changed";
                    ids.AddRange([1, 8, 9001]);
                    optional.AddRange([1, 8, 9001]);
                    codes.AddRange(["sku-1", "sku-8", "sku-9001"]);
                }

                try
                {
                    var service = Activator.CreateInstance(type, db);
                    var run = type.GetMethod("RunAsync") ?? type.GetMethod("Run")!;
                    var result = run.Invoke(service, BindingFlags.DoNotWrapExceptions, null, [ids, guids.ToArray(), codes, optional, ids.Where(_ => true), orders, lines, CancellationToken.None], null);

                    if (result is Task task)
                        await task;
                }
                // The database provider ends its message with a period, LINQ does not.
                catch (Exception exception)
                {
                    transcript.AppendLine($"{exception.GetType()}: {exception.Message.TrimEnd('.')}");
                }

                // What else a read loads while the loop runs is tracked as unchanged; only that may differ when the loop does not finish.
                var entries = db.ChangeTracker.Entries().Select(entry => Render(db, entry.Entity)).Order(StringComparer.Ordinal);
                return transcript.Append("--\n").AppendJoin('\n', entries).ToString();
            }

            public static string Stored(ShopDb db) => string.Join('\n',
            [
                .. db.Products.OrderBy(p => p.Id).AsEnumerable().Select(p => $"{p.Id} {p.Sku} {p.Name} {p.Discontinued}"),
                .. db.Orders.OrderBy(o => o.Id).AsEnumerable().Select(o => $"{o.Id} {o.Number} {o.CouponId}"),
                .. db.OrderLines.OrderBy(l => l.Id).AsEnumerable().Select(l => $"{l.Id} {l.OrderId} {l.ProductId} {l.Quantity} {l.Price:0}"),
            ]);

            public static void Record(ShopDb db, object?[] values) =>
                s_transcript.Value!.AppendJoin(", ", values.Select(value => Render(db, value))).Append('\n');

            private static string Render(ShopDb db, object? value) => value switch
            {
                null => "null",
                string or int or Guid or decimal or bool => FormattableString.Invariant($"{value}"),
                Product product => $"Product {product.Id} {product.Sku} {product.Name} {db.Entry(product).State}",
                Account account => $"Account {account.Id} {account.Email} {db.Entry(account).State}",
                Order order => $"Order {order.Id} {order.Number} {db.Entry(order).State}",
                Stock stock => $"Stock {stock.Warehouse} {stock.ProductId} {stock.Quantity} {db.Entry(stock).State}",
                OrderLine line => $"Line {line.Id} {line.OrderId} {line.ProductId} {line.Price:0} {db.Entry(line).State}",
                System.Collections.IEnumerable rows => $"{(value is Array ? "Array" : value.GetType().Name)}[{string.Join("; ", rows.Cast<object?>().Select(row => Render(db, row)))}]",
                // The compiler numbers anonymous types.
                _ when value.GetType().Name.StartsWith("<>", StringComparison.Ordinal) => $"({string.Join(", ", value.GetType().GetProperties().Select(property => $"{property.Name} = {Render(db, property.GetValue(value))}"))})",
                _ => value.ToString()!,
            };

            private static Guid GuidOf(int i) => new(i, 0, 0, new byte[8]);
        }

        """ + Rows);
}
