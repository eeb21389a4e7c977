using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>The text of the fix when the read stands behind one call: the method gets a plural.</summary>
public sealed class ReadBehindACallTests : RuleTests<QueryInLoopAnalyzer, QueryInLoopFix>
{
    private const string Catalog =
        """
        public sealed class Catalog(ShopDb db)
        {
            public Product? Get(int id) => db.Products.FirstOrDefault(product => product.Id == id);
        MANY}


        """;

    private static string Packing(string before, string read) => Catalog.Replace("MANY", before.Length == 0 ? "" :
        """

            public Dictionary<int, Product> GetMany(IReadOnlyCollection<int> ids)
            {
                return db.Products
                    .Where(product => EF.Parameter(ids).Contains(product.Id))
                    .ToDictionary(product => product.Id);
            }
        """ + "\n", StringComparison.Ordinal) + $$"""
        public sealed class Packing(Catalog catalog)
        {
            public void Print(List<Order> orders)
            {
        {{before}}        foreach (var order in orders)
                {
                    var own = order.Lines;
                    foreach (var line in own)
                        Console.WriteLine({{read}});
                }
            }
        }
        """;

    [Fact]
    public Task Two_loops_ask_once() => FixesFile(Packing("", "catalog.[|Get|](line.OrderId)"), Packing(
        """
                var orderIds = orders.SelectMany(order => order.Lines).Select(line => line.OrderId).Distinct().ToList();
                var productsById = catalog.GetMany(orderIds);

        """, "productsById.GetValueOrDefault(line.OrderId)"));

    [Fact]
    public Task Interface_and_its_class_get_a_plural() => FixesFile(
        """
        public interface IOrderLines
        {
            /// <summary>The lines of one order.</summary>
            Task<List<OrderLine>> GetAsync(int orderId, CancellationToken ct = default);
        }

        public sealed class OrderLines(ShopDb db) : IOrderLines
        {
            public Task<List<OrderLine>> GetAsync(int orderId, CancellationToken ct = default) =>
                db.OrderLines.Where(line => line.OrderId == orderId).OrderBy(line => line.Id).ToListAsync(ct);
        }

        public sealed class Report(IOrderLines lines)
        {
            public async Task<int> CountAsync(List<Order> orders, CancellationToken ct)
            {
                var count = 0;

                foreach (var order in orders)
                {
                    var found = await lines.[|GetAsync|](order.Id, ct).ConfigureAwait(false);
                    count += found.Count;
                }

                return count;
            }
        }
        """,
        """
        public interface IOrderLines
        {
            /// <summary>The lines of one order.</summary>
            Task<List<OrderLine>> GetAsync(int orderId, CancellationToken ct = default);

            /// <summary>What <c>GetAsync</c> gives, for many keys in one query.</summary>
            Task<ILookup<int, OrderLine>> GetManyAsync(IReadOnlyCollection<int> orderIds, CancellationToken ct = default);
        }

        public sealed class OrderLines(ShopDb db) : IOrderLines
        {
            public Task<List<OrderLine>> GetAsync(int orderId, CancellationToken ct = default) =>
                db.OrderLines.Where(line => line.OrderId == orderId).OrderBy(line => line.Id).ToListAsync(ct);

            public async Task<ILookup<int, OrderLine>> GetManyAsync(IReadOnlyCollection<int> orderIds, CancellationToken ct = default)
            {
                var orderLines = await db.OrderLines
                    .Where(line => EF.Parameter(orderIds).Contains(line.OrderId))
                    .OrderBy(line => line.Id)
                    .ToListAsync(ct);
                return orderLines.ToLookup(line => line.OrderId);
            }
        }

        public sealed class Report(IOrderLines lines)
        {
            public async Task<int> CountAsync(List<Order> orders, CancellationToken ct)
            {
                var count = 0;

                var orderIds = orders.Select(order => order.Id).Distinct().ToList();
                var orderLinesByOrderId = await lines.GetManyAsync(orderIds, ct).ConfigureAwait(false);

                foreach (var order in orders)
                {
                    var found = orderLinesByOrderId[order.Id].ToList();
                    count += found.Count;
                }

                return count;
            }
        }
        """);

    [Fact]
    public Task What_a_service_hands_on_to_a_repository_gets_a_plural_in_both() => FixesFile(
        """
        public interface IOrderLines
        {
            Task<List<OrderLine>> GetAsync(int orderId, CancellationToken ct);
        }

        public sealed class OrderLines(ShopDb db) : IOrderLines
        {
            public Task<List<OrderLine>> GetAsync(int orderId, CancellationToken ct) =>
                db.OrderLines.Where(line => line.OrderId == orderId).OrderBy(line => line.Id).ToListAsync(ct);
        }

        public interface ILineService
        {
            Task<List<OrderLine>> GetLinesAsync(int id, CancellationToken ct = default);
        }

        public sealed class LineService(IOrderLines lines) : ILineService
        {
            public async Task<List<OrderLine>> GetLinesAsync(int id, CancellationToken ct = default)
            {
                return await lines.GetAsync(orderId: id, ct: ct).ConfigureAwait(false);
            }
        }

        public sealed class Report(ILineService service)
        {
            public async Task<int> CountAsync(List<Order> orders)
            {
                var count = 0;
                foreach (var order in orders)
                    count += (await service.[|GetLinesAsync|](order.Id)).Count;

                return count;
            }
        }
        """,
        """
        public interface IOrderLines
        {
            Task<List<OrderLine>> GetAsync(int orderId, CancellationToken ct);

            Task<ILookup<int, OrderLine>> GetManyAsync(IReadOnlyCollection<int> orderIds, CancellationToken ct);
        }

        public sealed class OrderLines(ShopDb db) : IOrderLines
        {
            public Task<List<OrderLine>> GetAsync(int orderId, CancellationToken ct) =>
                db.OrderLines.Where(line => line.OrderId == orderId).OrderBy(line => line.Id).ToListAsync(ct);

            public async Task<ILookup<int, OrderLine>> GetManyAsync(IReadOnlyCollection<int> orderIds, CancellationToken ct)
            {
                var orderLines = await db.OrderLines
                    .Where(line => EF.Parameter(orderIds).Contains(line.OrderId))
                    .OrderBy(line => line.Id)
                    .ToListAsync(ct);
                return orderLines.ToLookup(line => line.OrderId);
            }
        }

        public interface ILineService
        {
            Task<List<OrderLine>> GetLinesAsync(int id, CancellationToken ct = default);

            Task<ILookup<int, OrderLine>> GetLinesByIdsAsync(IReadOnlyCollection<int> ids, CancellationToken ct = default);
        }

        public sealed class LineService(IOrderLines lines) : ILineService
        {
            public async Task<List<OrderLine>> GetLinesAsync(int id, CancellationToken ct = default)
            {
                return await lines.GetAsync(orderId: id, ct: ct).ConfigureAwait(false);
            }

            public async Task<ILookup<int, OrderLine>> GetLinesByIdsAsync(IReadOnlyCollection<int> ids, CancellationToken ct = default)
            {
                return await lines.GetManyAsync(orderIds: ids, ct: ct).ConfigureAwait(false);
            }
        }

        public sealed class Report(ILineService service)
        {
            public async Task<int> CountAsync(List<Order> orders)
            {
                var count = 0;
                var orderIds = orders.Select(order => order.Id).Distinct().ToList();
                var orderLinesById = await service.GetLinesByIdsAsync(orderIds);
                foreach (var order in orders)
                    count += orderLinesById[order.Id].ToList().Count;

                return count;
            }
        }
        """);

    // Another row than that of the key.
    [Fact]
    public async Task A_service_that_does_something_with_what_it_is_given_has_no_plural() => Assert.Contains("does more than hand its parameter on", await Refusal.OfAsync<QueryInLoopAnalyzer, QueryInLoopFix>(
        """
        public sealed class OrderLines(ShopDb db)
        {
            public List<OrderLine> Get(int orderId) => db.OrderLines.Where(line => line.OrderId == orderId).ToList();
        }

        public sealed class LineService(OrderLines lines)
        {
            public List<OrderLine> GetLines(int id) => lines.Get(id == 0 ? 1 : id);
        }

        public sealed class Report(LineService service)
        {
            public void Print(List<Order> orders)
            {
                foreach (var order in orders)
                    Console.WriteLine(service.[|GetLines|](order.Id).Count);
            }
        }
        """), StringComparison.Ordinal);

    // Where the loop stands in its file, and the local of what it calls in another one, may be the same characters.
    [Fact]
    public async Task What_is_declared_in_another_file_is_not_looked_for_in_the_loop()
    {
        var model = Shop.Model with
        {
            Text = Shop.Model.Text +
                """

                public sealed class OrderLines(ShopDb db)
                {
                    public List<OrderLine> Get(int orderId)
                    {
                        var first = orderId;
                        return Load();

                        List<OrderLine> Load() => db.OrderLines.Where(line => line.OrderId == first).ToList();
                    }
                }
                """,
        };
        Assert.Contains("does more than read by its parameter", await Refusal.OfAsync<QueryInLoopAnalyzer, QueryInLoopFix>(
            $$"""
            public sealed class Report(OrderLines lines)
            {
                public void Print(List<int> ids)
                {
                    foreach (var id in ids)
                    {
                        // {{new string('.', model.Text.Length)}}
                        Console.WriteLine(lines.Get(id).Count);
                    }
                }
            }
            """, model), StringComparison.Ordinal);
    }

    [Fact]
    public Task Find_by_id_in_every_implementation_and_two_loops() => FixesFile(
        """
        public interface IProducts
        {
            Task<Product?> GetByIdAsync(int id);
        }

        public class Products(ShopDb db) : IProducts
        {
            public async Task<Product?> GetByIdAsync(int id) => await db.Products.FindAsync(id);
        }

        public class OtherProducts : IProducts
        {
            private readonly ShopDb _db;

            public OtherProducts(ShopDb db) => _db = db;

            public async Task<Product?> GetByIdAsync(int productId)
            {
                return await _db.Set<Product>().FindAsync(new object[] { productId });
            }
        }

        public class Labels
        {
            private readonly IProducts _products;

            public Labels(IProducts products) => _products = products;

            public async Task PrintAsync(IReadOnlyList<int> wanted, int[] others)
            {
                foreach (var id in wanted)
                    Console.WriteLine((await _products.[|GetByIdAsync|](id))?.Name);

                foreach (var id in others)
                    Console.WriteLine((await _products.[|GetByIdAsync|](id: id))!.Name);
            }
        }
        """,
        """
        public interface IProducts
        {
            Task<Product?> GetByIdAsync(int id);

            Task<Dictionary<int, Product>> GetByIdsAsync(IReadOnlyCollection<int> ids);
        }

        public class Products(ShopDb db) : IProducts
        {
            public async Task<Product?> GetByIdAsync(int id) => await db.Products.FindAsync(id);

            public async Task<Dictionary<int, Product>> GetByIdsAsync(IReadOnlyCollection<int> ids)
            {
                var productsById = await db.Products
                    .Where(product => EF.Parameter(ids).Contains(product.Id))
                    .ToDictionaryAsync(product => product.Id);
                var trackedProducts = db.Products.Local;

                // As Find does: what the context tracks comes before what the database has.
                foreach (var id in ids)
                {
                    if (trackedProducts.FindEntry(id) is { } entry)
                        productsById[id] = entry.Entity;
                }

                return productsById;
            }
        }

        public class OtherProducts : IProducts
        {
            private readonly ShopDb _db;

            public OtherProducts(ShopDb db) => _db = db;

            public async Task<Product?> GetByIdAsync(int productId)
            {
                return await _db.Set<Product>().FindAsync(new object[] { productId });
            }

            public async Task<Dictionary<int, Product>> GetByIdsAsync(IReadOnlyCollection<int> productIds)
            {
                var productsById = await _db.Set<Product>()
                    .Where(product => EF.Parameter(productIds).Contains(product.Id))
                    .ToDictionaryAsync(product => product.Id);
                var trackedProducts = _db.Set<Product>().Local;

                // As Find does: what the context tracks comes before what the database has.
                foreach (var productId in productIds)
                {
                    if (trackedProducts.FindEntry(productId) is { } entry)
                        productsById[productId] = entry.Entity;
                }

                return productsById;
            }
        }

        public class Labels
        {
            private readonly IProducts _products;

            public Labels(IProducts products) => _products = products;

            public async Task PrintAsync(IReadOnlyList<int> wanted, int[] others)
            {
                var productsById = await _products.GetByIdsAsync(wanted);
                foreach (var id in wanted)
                    Console.WriteLine(productsById.GetValueOrDefault(id)?.Name);

                var productsById2 = await _products.GetByIdsAsync(ids: others);

                foreach (var id in others)
                    Console.WriteLine(productsById2.GetValueOrDefault(id)!.Name);
            }
        }
        """);

    [Fact]
    public Task Private_method_and_synchronous_query() => FixesFile(
        """
        public class Invoices(ShopDb db)
        {
            public void Print(IEnumerable<Order> orders)
            {
                foreach (var order in orders)
                    Console.WriteLine([|AccountOf|](order.AccountId).Email);
            }

            private Account AccountOf(Guid accountId) => db.Accounts.Single(a => a.Id == accountId);
        }
        """,
        """
        public class Invoices(ShopDb db)
        {
            public void Print(IEnumerable<Order> orders)
            {
                var orderList = orders.ToList();
                var accountIds = orderList.Select(order => order.AccountId).Distinct().ToList();
                var accountsByAccountId = AccountOfByAccountIds(accountIds);
                foreach (var order in orderList)
                    Console.WriteLine(accountsByAccountId[order.AccountId].Single().Email);
            }

            private Account AccountOf(Guid accountId) => db.Accounts.Single(a => a.Id == accountId);

            private ILookup<Guid, Account> AccountOfByAccountIds(IReadOnlyCollection<Guid> accountIds)
            {
                return db.Accounts.Where(a => EF.Parameter(accountIds).Contains(a.Id)).ToLookup(a => a.Id);
            }
        }
        """);

    [Fact]
    public Task Another_project_gets_its_plural_and_its_usings()
    {
        var test = new CodeFixTest<QueryInLoopAnalyzer, QueryInLoopFix>
        {
            TestCode =
                """
                using System.Collections.Generic;
                using System.Threading.Tasks;
                using Data;

                namespace App;

                public class Report
                {
                    public async Task<int> CountAsync(IOrderLines lines, List<int> orderIds)
                    {
                        var count = 0;
                        foreach (var orderId in orderIds)
                        {
                            count += (await lines.[|FindByOrderIdAsync|](orderId)).Count;
                        }
                        return count;
                    }
                }
                """,
            FixedCode =
                """
                using System.Collections.Generic;
                using System.Linq;
                using System.Threading.Tasks;
                using Data;

                namespace App;

                public class Report
                {
                    public async Task<int> CountAsync(IOrderLines lines, List<int> orderIds)
                    {
                        var count = 0;
                        var orderLinesByOrderId = await lines.FindByOrderIdsAsync(orderIds);
                        foreach (var orderId in orderIds)
                        {
                            count += orderLinesByOrderId[orderId].ToList().Count;
                        }
                        return count;
                    }
                }
                """,
            Projects =
            {
                new TestProject("Data")
                {
                    Sources =
                    {
                        Shop.Model,
                        new("IOrderLines.cs",
                            """
                            namespace Data
                            {
                                using System.Collections.Generic;
                                using System.Threading.Tasks;

                                public interface IOrderLines
                                {
                                    Task<IReadOnlyList<Shop.OrderLine>> FindByOrderIdAsync(int orderId);
                                }
                            }
                            """),
                        new("OrderLines.cs",
                            """
                            using Shop;

                            namespace Data
                            {
                                internal sealed class OrderLines(ShopDb db) : IOrderLines
                                {
                                    public async Task<IReadOnlyList<OrderLine>> FindByOrderIdAsync(int orderId) =>
                                        await db.OrderLines.AsNoTracking().Where(l => l.OrderId == orderId).ToListAsync();
                                }
                            }
                            """),
                    },
                },
            },
            FixedSources =
            {
                ["IOrderLines.cs"] =
                    """
                    namespace Data
                    {
                        using System.Collections.Generic;
                        using System.Threading.Tasks;

                        public interface IOrderLines
                        {
                            Task<IReadOnlyList<Shop.OrderLine>> FindByOrderIdAsync(int orderId);

                            Task<ILookup<int, OrderLine>> FindByOrderIdsAsync(IReadOnlyCollection<int> orderIds);
                        }
                    }
                    """,
                ["OrderLines.cs"] =
                    """
                    using Shop;

                    namespace Data
                    {
                        internal sealed class OrderLines(ShopDb db) : IOrderLines
                        {
                            public async Task<IReadOnlyList<OrderLine>> FindByOrderIdAsync(int orderId) =>
                                await db.OrderLines.AsNoTracking().Where(l => l.OrderId == orderId).ToListAsync();

                            public async Task<ILookup<int, OrderLine>> FindByOrderIdsAsync(IReadOnlyCollection<int> orderIds)
                            {
                                var orderLines = await db.OrderLines
                                    .AsNoTracking()
                                    .Where(l => EF.Parameter(orderIds).Contains(l.OrderId))
                                    .ToListAsync();
                                return orderLines.ToLookup(l => l.OrderId);
                            }
                        }
                    }
                    """,
            },
        };
        test.Projects[0].ProjectReferences.Add("Data");
        return test.RunAsync();
    }

    [Fact]
    public Task Files_that_spell_tasks_out_get_their_using()
    {
        var test = new CodeFixTest<QueryInLoopAnalyzer, QueryInLoopFix>
        {
            TestCode =
                """
                public class Report(IOrders orders)
                {
                    public async System.Threading.Tasks.Task RunAsync(List<int> ids)
                    {
                        foreach (var id in ids)
                            Console.WriteLine((await orders.[|GetAsync|](id)).Number);
                    }
                }
                """,
            FixedCode =
                """
                public class Report(IOrders orders)
                {
                    public async System.Threading.Tasks.Task RunAsync(List<int> ids)
                    {
                        var ordersById = await orders.GetManyAsync(ids);
                        foreach (var id in ids)
                            Console.WriteLine(ordersById[id].Single().Number);
                    }
                }
                """,
            Sources =
            {
                Shop.Model with { Text = Shop.Model.Text.Replace("global using System.Threading.Tasks;\n", "", StringComparison.Ordinal) },
                new("IOrders.cs",
                    """
                    public interface IOrders
                    {
                        System.Threading.Tasks.ValueTask<Order> GetAsync(int id);
                    }
                    """),
                new("Orders.cs",
                    """
                    using Shop;
                    using OrderTask = System.Threading.Tasks.ValueTask<Shop.Order>;

                    public class Orders(ShopDb db) : IOrders
                    {
                        public async OrderTask GetAsync(int id) => await db.Orders.SingleAsync(o => o.Id == id);
                    }
                    """),
            },
            FixedSources =
            {
                ["IOrders.cs"] =
                    """
                    using System.Threading.Tasks;

                    public interface IOrders
                    {
                        System.Threading.Tasks.ValueTask<Order> GetAsync(int id);

                        ValueTask<ILookup<int, Order>> GetManyAsync(IReadOnlyCollection<int> ids);
                    }
                    """,
                ["Orders.cs"] =
                    """
                    using System.Threading.Tasks;
                    using Shop;
                    using OrderTask = System.Threading.Tasks.ValueTask<Shop.Order>;

                    public class Orders(ShopDb db) : IOrders
                    {
                        public async OrderTask GetAsync(int id) => await db.Orders.SingleAsync(o => o.Id == id);

                        public async ValueTask<ILookup<int, Order>> GetManyAsync(IReadOnlyCollection<int> ids)
                        {
                            var orders = await db.Orders.Where(o => EF.Parameter(ids).Contains(o.Id)).ToListAsync();
                            return orders.ToLookup(o => o.Id);
                        }
                    }
                    """,
            },
        };
        return test.RunAsync();
    }

    // What Entity Framework says of its own methods brings question marks along.
    [Fact]
    public Task Where_the_compiler_is_not_asked_about_null_no_type_has_a_question_mark()
    {
        const string interfaces = """
            #nullable disable
            public interface IRows
            {
                Task<Product> GetAsync(int id);

                Task<string> SkuOfAsync(int id);
            }
            """;
        const string rows = """
            #nullable disable
            public class Rows(ShopDb db) : IRows
            {
                public Task<Product> GetAsync(int id) => db.Products.SingleOrDefaultAsync(p => p.Id == id);

                public Task<string> SkuOfAsync(int id) => db.OrderLines.Where(l => l.Id == id).Select(l => l.Sku).FirstOrDefaultAsync();
            }
            """;
        var test = new CodeFixTest<QueryInLoopAnalyzer, QueryInLoopFix>
        {
            EditorConfig = "root = true\n[*.cs]\ndotnet_diagnostic.CS8632.severity = error\n",
            TestCode =
                """
                public class Report(IRows rows)
                {
                    public async Task RunAsync(List<int> ids)
                    {
                        foreach (var id in ids)
                            Console.WriteLine((await rows.[|GetAsync|](id)).Name);

                        foreach (var id in ids)
                            Console.WriteLine(await rows.[|SkuOfAsync|](id));
                    }
                }
                """,
            FixedCode =
                """
                public class Report(IRows rows)
                {
                    public async Task RunAsync(List<int> ids)
                    {
                        var productsById = await rows.GetManyAsync(ids);
                        foreach (var id in ids)
                            Console.WriteLine(productsById.GetValueOrDefault(id).Name);

                        var orderLineSkusById = await rows.SkuOfByIdsAsync(ids);

                        foreach (var id in ids)
                            Console.WriteLine(orderLineSkusById.GetValueOrDefault(id));
                    }
                }
                """,
            Sources = { Shop.Model, new("IRows.cs", interfaces), new("Rows.cs", rows) },
            FixedSources =
            {
                ["IRows.cs"] = interfaces
                    .Replace("GetAsync(int id);", "GetAsync(int id);\n\n    Task<Dictionary<int, Product>> GetManyAsync(IReadOnlyCollection<int> ids);", StringComparison.Ordinal)
                    .Replace("SkuOfAsync(int id);", "SkuOfAsync(int id);\n\n    Task<Dictionary<int, string>> SkuOfByIdsAsync(IReadOnlyCollection<int> ids);", StringComparison.Ordinal),
                ["Rows.cs"] =
                    """
                    #nullable disable
                    public class Rows(ShopDb db) : IRows
                    {
                        public Task<Product> GetAsync(int id) => db.Products.SingleOrDefaultAsync(p => p.Id == id);

                        public async Task<Dictionary<int, Product>> GetManyAsync(IReadOnlyCollection<int> ids)
                        {
                            return await db.Products.Where(p => EF.Parameter(ids).Contains(p.Id)).ToDictionaryAsync(p => p.Id);
                        }

                        public Task<string> SkuOfAsync(int id) => db.OrderLines.Where(l => l.Id == id).Select(l => l.Sku).FirstOrDefaultAsync();

                        public async Task<Dictionary<int, string>> SkuOfByIdsAsync(IReadOnlyCollection<int> ids)
                        {
                            return await db.OrderLines
                                .Where(l => EF.Parameter(ids).Contains(l.Id))
                                .Select(l => new { l.Id, l.Sku })
                                .ToDictionaryAsync(l => l.Id, l => l.Sku);
                        }
                    }
                    """,
            },
        };
        return test.RunAsync();
    }

    [Fact]
    public Task What_may_be_missing_is_not_null_among_what_is_there()
    {
        var test = new CodeFixTest<QueryInLoopAnalyzer, QueryInLoopFix>
        {
            EditorConfig = "root = true\n[*.cs]\ndotnet_diagnostic.CS8619.severity = error\n",
            TestCode =
                """
                public class Rows(ShopDb db)
                {
                    public async Task<Product?> GetAsync(int id) => await db.Products.SingleOrDefaultAsync(p => p.Id == id);

                    public OrderLine? LineOf(int orderId) => db.OrderLines.SingleOrDefault(l => l.OrderId == orderId);

                    public async Task<string?> NameOfAsync(int id) => await db.Products.Where(p => p.Id == id).Select(p => p.Name).FirstOrDefaultAsync();

                    public async Task<string?> SkuOfAsync(int id) => await db.OrderLines.Where(l => l.Id == id).Select(l => l.Sku).FirstOrDefaultAsync();
                }

                public class Report(Rows rows)
                {
                    public async Task RunAsync(List<int> ids)
                    {
                        foreach (var id in ids)
                            Console.WriteLine((await rows.[|GetAsync|](id))?.Name);

                        foreach (var id in ids)
                            Console.WriteLine(rows.[|LineOf|](id)?.Price);

                        foreach (var id in ids)
                            Console.WriteLine(await rows.[|NameOfAsync|](id));

                        foreach (var id in ids)
                            Console.WriteLine(await rows.[|SkuOfAsync|](id));
                    }
                }
                """,
            FixedCode =
                """
                public class Rows(ShopDb db)
                {
                    public async Task<Product?> GetAsync(int id) => await db.Products.SingleOrDefaultAsync(p => p.Id == id);

                    public async Task<Dictionary<int, Product>> GetManyAsync(IReadOnlyCollection<int> ids)
                    {
                        return await db.Products.Where(p => EF.Parameter(ids).Contains(p.Id)).ToDictionaryAsync(p => p.Id);
                    }

                    public OrderLine? LineOf(int orderId) => db.OrderLines.SingleOrDefault(l => l.OrderId == orderId);

                    public ILookup<int, OrderLine> LineOfByOrderIds(IReadOnlyCollection<int> orderIds)
                    {
                        return db.OrderLines
                            .Where(l => EF.Parameter(orderIds).Contains(l.OrderId))
                            .ToLookup(l => l.OrderId);
                    }

                    public async Task<string?> NameOfAsync(int id) => await db.Products.Where(p => p.Id == id).Select(p => p.Name).FirstOrDefaultAsync();

                    public async Task<Dictionary<int, string>> NameOfByIdsAsync(IReadOnlyCollection<int> ids)
                    {
                        return await db.Products
                            .Where(p => EF.Parameter(ids).Contains(p.Id))
                            .Select(p => new { p.Id, p.Name })
                            .ToDictionaryAsync(p => p.Id, p => p.Name);
                    }

                    public async Task<string?> SkuOfAsync(int id) => await db.OrderLines.Where(l => l.Id == id).Select(l => l.Sku).FirstOrDefaultAsync();

                    public async Task<Dictionary<int, string?>> SkuOfByIdsAsync(IReadOnlyCollection<int> ids)
                    {
                        return await db.OrderLines
                            .Where(l => EF.Parameter(ids).Contains(l.Id))
                            .Select(l => new { l.Id, l.Sku })
                            .ToDictionaryAsync(l => l.Id, l => l.Sku);
                    }
                }

                public class Report(Rows rows)
                {
                    public async Task RunAsync(List<int> ids)
                    {
                        var productsById = await rows.GetManyAsync(ids);
                        foreach (var id in ids)
                            Console.WriteLine(productsById.GetValueOrDefault(id)?.Name);

                        var orderLinesByOrderId = rows.LineOfByOrderIds(ids);

                        foreach (var id in ids)
                            Console.WriteLine(orderLinesByOrderId[id].SingleOrDefault()?.Price);

                        var productNamesById = await rows.NameOfByIdsAsync(ids);

                        foreach (var id in ids)
                            Console.WriteLine(productNamesById.GetValueOrDefault(id));

                        var orderLineSkusById = await rows.SkuOfByIdsAsync(ids);

                        foreach (var id in ids)
                            Console.WriteLine(orderLineSkusById.GetValueOrDefault(id));
                    }
                }
                """,
            Sources = { Shop.Model },
        };
        return test.RunAsync();
    }
}
