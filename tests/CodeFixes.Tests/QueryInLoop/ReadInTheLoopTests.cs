using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>The text of the fix for each shape of read that stands in the loop itself.</summary>
public sealed class ReadInTheLoopTests : RuleTests<QueryInLoopAnalyzer, QueryInLoopFix>
{
    [Fact]
    public Task Find_asks_the_change_tracker_first() => Fixes(
        """
        foreach (var id in ids)
        {
            var product = db.Products.[|Find|](id);
            Use(product);
        }
        """,
        """
        var productsById = db.Products
            .Where(product => EF.Parameter(ids).Contains(product.Id))
            .ToDictionary(product => product.Id);
        var trackedProducts = db.Products.Local;
        foreach (var id in ids)
        {
            var product = trackedProducts.FindEntry(id)?.Entity ?? productsById.GetValueOrDefault(id);
            Use(product);
        }
        """);

    // Where nothing holds the element, it has a name before the loop only.
    [Theory]
    [InlineData("orders", "order")]
    [InlineData("placed", "element")]
    public Task A_for_that_takes_elements_where_it_needs_them(string list, string element) => Fixes(
        $"var placed = orders;\nfor (var i = 0; i < {list}.Count; i++)\n    Use(i, db.Accounts.[|Single|](a => a.Id == {list}[i].AccountId), {list}[i].Number);",
        $"var placed = orders;\nvar accountIds = {list}.Select({element} => {element}.AccountId).Distinct().ToList();\nvar accountsById = db.Accounts.Where(a => EF.Parameter(accountIds).Contains(a.Id)).ToLookup(a => a.Id);\n" +
        $"for (var i = 0; i < {list}.Count; i++)\n    Use(i, accountsById[{list}[i].AccountId].Single(), {list}[i].Number);");

    // What goes through a query runs it, as ToList does.
    [Theory]
    [InlineData("foreach (var line in [|{0}|])\n        Use(id, line);")]
    [InlineData("var found = new List<OrderLine>();\n    found.[|AddRange|]({0});\n    Use(id, found);")]
    public Task A_query_that_is_gone_through(string use) => Fixes(
        "foreach (var id in ids)\n{\n    " + use.Replace("{0}", "db.OrderLines.Where(l => l.OrderId == id).OrderBy(l => l.Id)", StringComparison.Ordinal) + "\n}",
        "var orderLinesByOrderId = db.OrderLines\n    .Where(l => EF.Parameter(ids).Contains(l.OrderId))\n    .OrderBy(l => l.Id)\n    .ToLookup(l => l.OrderId);\nforeach (var id in ids)\n{\n    "
            + use.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal).Replace("{0}", "orderLinesByOrderId[id]", StringComparison.Ordinal) + "\n}");

    // The rows of all inner loops at once, before the outer one.
    [Fact]
    public Task Two_loops_are_one() => Fixes(
        """
        foreach (var order in orders)
        {
            if (order.Lines.Count == 0)
                continue;

            foreach (var line in order.Lines)
                Use(order, db.Products.[|Single|](p => p.Id == line.OrderId));
        }
        """,
        """
        var orderIds = orders.Where(order => order.Lines.Count != 0).SelectMany(order => order.Lines).Select(line => line.OrderId).Distinct().ToList();
        var productsById = db.Products.Where(p => EF.Parameter(orderIds).Contains(p.Id)).ToLookup(p => p.Id);
        foreach (var order in orders)
        {
            if (order.Lines.Count == 0)
                continue;

            foreach (var line in order.Lines)
                Use(order, productsById[line.OrderId].Single());
        }
        """);

    // What a base class that is in no model has in common is no hierarchy.
    [Theory]
    [InlineData("public abstract class Base { public int Id { get; set; } }", "public DbSet<Cat> Cats => Set<Cat>();", false)]
    [InlineData("public abstract class Base { public int Id { get; set; } }", "public DbSet<Cat> Cats => Set<Cat>(); public DbSet<Base> All => Set<Base>();", true)]
    [InlineData("public class Base { public int Id { get; set; } }", "public DbSet<Cat> Cats => Set<Cat>();", true)]
    public Task Find_of_a_derived_type_looks_at_the_type_of_what_is_tracked(string @base, string sets, bool isOfHierarchy)
    {
        var model = $"\n{@base}\npublic class Cat : Base {{ }}\npublic class Zoo(DbContextOptions<Zoo> options) : DbContext(options) {{ {sets} }}\n";
        var (usings, comment, tracked) = isOfHierarchy
            ? ("using Microsoft.EntityFrameworkCore.ChangeTracking;\n\n", "        // As for Find: what is tracked under a key may be of another type, and then is none of these.\n", "(trackedCats.FindEntry(id) as EntityEntry)?.Entity as Cat")
            : ("", "", "trackedCats.FindEntry(id)?.Entity");
        return FixesFile(
            """
            public static class Names
            {
                public static void Print(Zoo zoo, List<int> ids)
                {
                    foreach (var id in ids)
                        Console.WriteLine(zoo.Cats.[|Find|](id));
                }
            }
            """ + model,
            usings +
            """
            public static class Names
            {
                public static void Print(Zoo zoo, List<int> ids)
                {
                    var catsById = zoo.Cats.Where(cat => EF.Parameter(ids).Contains(cat.Id)).ToDictionary(cat => cat.Id);

            """ + comment +
            $$"""
                    var trackedCats = zoo.Cats.Local;
                    foreach (var id in ids)
                        Console.WriteLine({{tracked}} ?? catsById.GetValueOrDefault(id));
                }
            }
            """ + model);
    }

    [Fact]
    public Task Two_reads_in_one_loop_share_their_keys() => Fixes(
        """
        var total = 0m;

        // What each line costs today.
        foreach (var line in lines)
        {
            var product = await db.Products.[|FindAsync|]([line.OrderId], ct).ConfigureAwait(false);
            Use((await db.Orders.[|SingleAsync|](o => o.Id == line.OrderId))?.Number);
            total += line.Price;
        }
        """,
        """
        var total = 0m;

        var orderIds = lines.Select(line => line.OrderId).Distinct().ToList();
        var productsById = await db.Products
            .Where(product => EF.Parameter(orderIds).Contains(product.Id))
            .ToDictionaryAsync(product => product.Id, ct).ConfigureAwait(false);
        var trackedProducts = db.Products.Local;

        var allOrders = await db.Orders.Where(o => EF.Parameter(orderIds).Contains(o.Id)).ToListAsync();
        var ordersById = allOrders.ToLookup(o => o.Id);

        // What each line costs today.
        foreach (var line in lines)
        {
            var product = trackedProducts.FindEntry(line.OrderId)?.Entity ?? productsById.GetValueOrDefault(line.OrderId);
            Use(ordersById[line.OrderId].Single()?.Number);
            total += line.Price;
        }
        """);

    [Fact]
    public Task Find_of_a_key_that_may_be_null() => Fixes(
        """
        foreach (var line in lines)
            Use(db.Products.[|Find|](line.ProductId));
        """,
        """
        var productIds = lines.Select(line => line.ProductId).Distinct().ToList();
        var productsById = db.Products
            .Where(product => EF.Parameter(productIds).Contains(product.Id))
            .ToDictionary(product => product.Id);
        var trackedProducts = db.Products.Local;
        foreach (var line in lines)
            Use(line.ProductId is { } productId ? trackedProducts.FindEntry(productId)?.Entity ?? productsById.GetValueOrDefault(productId) : null);
        """);

    [Theory]
    [InlineData("FirstOrDefault")]
    [InlineData("SingleOrDefault")]
    public Task Row_or_null_comes_from_a_dictionary(string method) => Fixes(
        $$"""
        foreach (var id in ids)
            Use(await db.Orders.Include(o => o.Lines).[|{{method}}Async|](o => o.Id == id && o.Number != "", ct));
        """,
        """
        var ordersById = await db.Orders
            .Include(o => o.Lines)
            .Where(o => EF.Parameter(ids).Contains(o.Id) && o.Number != "")
            .ToDictionaryAsync(o => o.Id, ct);
        foreach (var id in ids)
            Use(ordersById.GetValueOrDefault(id));
        """);

    [Theory]
    [InlineData("First")]
    [InlineData("Single")]
    public Task Missing_row_still_throws_where_it_did(string method) => Fixes(
        $$"""
        foreach (var order in orders)
            Use(db.Accounts.AsNoTracking().Where(a => a.Id == order.AccountId).[|{{method}}|]().Email);
        """,
        $$"""
        var accountIds = orders.Select(order => order.AccountId).Distinct().ToList();
        var accountsById = db.Accounts
            .AsNoTracking()
            .Where(a => EF.Parameter(accountIds).Contains(a.Id))
            .ToLookup(a => a.Id);
        foreach (var order in orders)
            Use(accountsById[order.AccountId].{{method}}().Email);
        """);

    [Fact]
    public Task Single_by_a_column_that_is_not_unique_still_throws_for_two() => Fixes(
        """
        foreach (var order in orders)
            Use(db.OrderLines.[|SingleOrDefault|](l => order.Id == l.OrderId));
        """,
        """
        var orderIds = orders.Select(order => order.Id).Distinct().ToList();
        var orderLinesByOrderId = db.OrderLines
            .Where(l => EF.Parameter(orderIds).Contains(l.OrderId))
            .ToLookup(l => l.OrderId);
        foreach (var order in orders)
            Use(orderLinesByOrderId[order.Id].SingleOrDefault());
        """);

    [Fact]
    public Task Rows_of_each_element_come_from_a_lookup() => Fixes(
        """
        foreach (var order in orders)
        {
            var found = await db.OrderLines
                .Where(l => l.OrderId == order.Id)
                .OrderBy(l => l.Price).ThenBy(l => l.Id)
                .[|ToListAsync|](ct);
            Use(found);
        }
        """,
        """
        var orderIds = orders.Select(order => order.Id).Distinct().ToList();
        var orderLines = await db.OrderLines
            .Where(l => EF.Parameter(orderIds).Contains(l.OrderId))
            .OrderBy(l => l.Price)
            .ThenBy(l => l.Id)
            .ToListAsync(ct);
        var orderLinesByOrderId = orderLines.ToLookup(l => l.OrderId);
        foreach (var order in orders)
        {
            var found = orderLinesByOrderId[order.Id].ToList();
            Use(found);
        }
        """);

    [Fact]
    public Task Nullable_column_and_plain_key() => Fixes(
        """
        foreach (var id in ids)
            Use(db.OrderLines.Where(l => l.ProductId == id).[|ToArray|]());
        """,
        """
        var orderLinesByProductId = db.OrderLines
            .Where(l => EF.Parameter(ids).Contains(l.ProductId!.Value))
            .ToLookup(l => l.ProductId);
        foreach (var id in ids)
            Use(orderLinesByProductId[id].ToArray());
        """);

    [Fact]
    public Task Nullable_key_and_plain_column() => Fixes(
        """
        foreach (var id in optionalIds)
            Use(db.Products.[|FirstOrDefault|](p => p.Id == id));
        """,
        """
        var productsById = db.Products.Where(p => EF.Parameter(optionalIds).Contains(p.Id)).ToLookup(p => (int?)p.Id);
        foreach (var id in optionalIds)
            Use(productsById[id].FirstOrDefault());
        """);

    [Fact]
    public Task Null_finds_the_rows_without_a_value() => Fixes(
        """
        foreach (var id in optionalIds)
            Use(db.OrderLines.Where(l => l.ProductId == id).[|ToList|]());
        """,
        """
        var orderLinesByProductId = db.OrderLines
            .Where(l => EF.Parameter(optionalIds).Contains(l.ProductId))
            .ToLookup(l => l.ProductId);
        foreach (var id in optionalIds)
            Use(orderLinesByProductId[id].ToList());
        """);

    [Fact]
    public Task String_key_by_unique_index() => Fixes(
        """
        foreach (var code in codes)
            Use(db.Products.[|FirstOrDefault|](p => p.Sku == code));
        """,
        """
        var productsBySku = db.Products.Where(p => EF.Parameter(codes).Contains(p.Sku)).ToDictionary(p => p.Sku);
        foreach (var code in codes)
            Use(productsBySku.GetValueOrDefault(code));
        """);

    [Fact]
    public Task Elements_that_can_be_gone_over_once_only_are_put_in_a_list() => Fixes(
        """
        foreach (var id in sequence)
            Use(db.Set<Product>().[|Single|](p => p.Id == id));
        """,
        """
        var idList = sequence.ToList();
        var productsById = db.Set<Product>().Where(p => EF.Parameter(idList).Contains(p.Id)).ToLookup(p => p.Id);
        foreach (var id in idList)
            Use(productsById[id].Single());
        """);

    [Fact]
    public Task Query_that_the_loop_goes_over_is_awaited_first() => Fixes(
        """
        foreach (var order in db.Orders.Where(o => o.Number != ""))
            Use(await db.OrderLines.Where(l => l.OrderId == order.Id).[|ToListAsync|](ct));
        """,
        """
        var orderList = await db.Orders.Where(o => o.Number != "").ToListAsync();
        var orderIds = orderList.Select(order => order.Id).Distinct().ToList();
        var orderLines = await db.OrderLines.Where(l => EF.Parameter(orderIds).Contains(l.OrderId)).ToListAsync(ct);
        var orderLinesByOrderId = orderLines.ToLookup(l => l.OrderId);
        foreach (var order in orderList)
            Use(orderLinesByOrderId[order.Id].ToList());
        """);

    [Fact]
    public Task Result_of_a_call_is_kept_in_a_variable() => Fixes(
        """
        foreach (var shipment in await db.Stocks.ToListAsync(ct))
        {
            var productId = shipment.ProductId;
            Use(await db.Products.[|FirstAsync|](p => p.Id == productId, ct));
        }
        """,
        """
        var shipments = await db.Stocks.ToListAsync(ct);
        var productIds = shipments.Select(shipment => shipment.ProductId).Distinct().ToList();
        var products = await db.Products.Where(p => EF.Parameter(productIds).Contains(p.Id)).ToListAsync(ct);
        var productsById = products.ToLookup(p => p.Id);
        foreach (var shipment in shipments)
        {
            var productId = shipment.ProductId;
            Use(productsById[productId].First());
        }
        """);

    [Fact]
    public Task Conditions_on_the_read_limit_the_keys() => Fixes(
        """
        foreach (var line in lines)
        {
            if (line.Quantity == 0)
                continue;

            if (line.ProductId != null)
                Use(db.Products.[|SingleOrDefault|](p => p.Id == line.ProductId.Value));
        }
        """,
        """
        var productIds = lines.Where(line => line.Quantity != 0 && line.ProductId != null).Select(line => line.ProductId!.Value).Distinct().ToList();
        var productsById = db.Products.Where(p => EF.Parameter(productIds).Contains(p.Id)).ToDictionary(p => p.Id);
        foreach (var line in lines)
        {
            if (line.Quantity == 0)
                continue;

            if (line.ProductId != null)
                Use(productsById.GetValueOrDefault(line.ProductId.Value));
        }
        """);

    [Fact]
    public Task Pattern_that_names_the_key_limits_the_keys() => Fixes(
        """
        foreach (var line in lines)
        {
            var product = line.ProductId is { } productId ? db.Products.[|FirstOrDefault|](p => p.Id == productId) : null;
            Use(product);
        }
        """,
        """
        var productIds = lines.Where(line => line.ProductId != null).Select(line => line.ProductId!.Value).Distinct().ToList();
        var productsById = db.Products.Where(p => EF.Parameter(productIds).Contains(p.Id)).ToDictionary(p => p.Id);
        foreach (var line in lines)
        {
            var product = line.ProductId is { } productId ? productsById.GetValueOrDefault(productId) : null;
            Use(product);
        }
        """);

    [Fact]
    public Task Usings_are_added_in_order() => FixesFile(
        """
        namespace Reports;

        using Shop;
        using System;

        // Prices.
        public static class Prices
        {
            public static void Print(ShopDb db, int[] wanted)
            {
                foreach (var id in wanted) Console.WriteLine(db.Products.[|Find|](id)!.Name);
            }
        }
        """,
        """
        namespace Reports;

        using Shop;
        using System;

        // Prices.
        public static class Prices
        {
            public static void Print(ShopDb db, int[] wanted)
            {
                var productsById = db.Products
                    .Where(product => EF.Parameter(wanted).Contains(product.Id))
                    .ToDictionary(product => product.Id);
                var trackedProducts = db.Products.Local;
                foreach (var id in wanted) Console.WriteLine((trackedProducts.FindEntry(id)?.Entity ?? productsById.GetValueOrDefault(id))!.Name);
            }
        }
        """);

    [Fact]
    public async Task First_using_of_a_file_stands_below_its_header()
    {
        const string header = "// Copyright.\n\n";
        const string type = "/// <summary>Names.</summary>\npublic static class Labels\n{\n    public static void Print(Shop.ShopDb db, int[] wanted)\n    {\n";
        var model = Shop.Model with { Text = Shop.Model.Text.Replace("global using System.Linq;\n", "", StringComparison.Ordinal) };
        await new CodeFixTest<QueryInLoopAnalyzer, QueryInLoopFix>
        {
            TestCode = header + type + "        foreach (var id in wanted)\n            Console.WriteLine(db.Products.[|Find|](id));\n    }\n}\n",
            FixedCode = header + "using System.Linq;\n\n" + type
                + "        var productsById = db.Products\n            .Where(product => EF.Parameter(wanted).Contains(product.Id))\n            .ToDictionary(product => product.Id);\n"
                + "        var trackedProducts = db.Products.Local;\n        foreach (var id in wanted)\n"
                + "            Console.WriteLine(trackedProducts.FindEntry(id)?.Entity ?? productsById.GetValueOrDefault(id));\n    }\n}\n",
            Sources = { model },
        }.RunAsync();
    }

    [Fact]
    public Task Projection_is_kept_beside_its_key() => Fixes(
        """
        foreach (var id in ids)
            Use(await db.Products.Where(p => p.Id == id).Select(p => p.Name).[|FirstOrDefaultAsync|](ct));

        foreach (var order in orders)
            Use(db.OrderLines.Where(l => l.OrderId == order.Id).OrderBy(l => l.Id).Select(l => new { l.Price, l.Order.Number }).[|ToList|]());
        """,
        """
        var productNamesById = await db.Products
            .Where(p => EF.Parameter(ids).Contains(p.Id))
            .Select(p => new { p.Id, p.Name })
            .ToDictionaryAsync(p => p.Id, p => p.Name, ct);
        foreach (var id in ids)
            Use(productNamesById.GetValueOrDefault(id));

        var orderIds = orders.Select(order => order.Id).Distinct().ToList();
        var orderLinesByOrderId = db.OrderLines
            .Where(l => EF.Parameter(orderIds).Contains(l.OrderId))
            .OrderBy(l => l.Id)
            .Select(l => new { l.OrderId, Value = new { l.Price, l.Order.Number } })
            .ToLookup(l => l.OrderId, l => l.Value);

        foreach (var order in orders)
            Use(orderLinesByOrderId[order.Id].ToList());
        """);

    [Fact]
    public Task Whether_there_are_rows_is_asked_of_the_keys_that_have_some() => Fixes(
        """
        foreach (var id in ids)
        {
            if (!await db.OrderLines.[|AnyAsync|](l => l.OrderId == id, ct))
                continue;

            Use(id);
        }

        foreach (var code in codes)
            Use(db.Products.[|Any|](p => p.Sku == code));
        """,
        """
        var existingOrderIds = new HashSet<int>(await db.OrderLines
            .Where(l => EF.Parameter(ids).Contains(l.OrderId))
            .Select(l => l.OrderId)
            .Distinct()
            .ToListAsync(ct));
        foreach (var id in ids)
        {
            if (!existingOrderIds.Contains(id))
                continue;

            Use(id);
        }

        var existingSkus = db.Products.Where(p => EF.Parameter(codes).Contains(p.Sku)).Select(p => p.Sku).ToHashSet();

        foreach (var code in codes)
            Use(existingSkus.Contains(code));
        """);

    [Fact]
    public Task Rows_are_counted_by_key() => Fixes(
        """
        foreach (var id in ids)
            Use(db.OrderLines.[|Count|](l => l.ProductId == id && l.Quantity > 1));

        foreach (var guid in guids)
            Use(await db.Orders.Where(o => o.AccountId == guid).[|MaxAsync|](o => o.Id));

        foreach (var line in lines)
            Use(db.OrderLines.Where(l => l.ProductId == line.ProductId).Select(l => l.Quantity).[|Sum|]());
        """,
        """
        var orderLineCountByProductId = db.OrderLines
            .Where(l => EF.Parameter(ids).Contains(l.ProductId!.Value) && l.Quantity > 1)
            .GroupBy(l => l.ProductId!.Value)
            .Select(g => new { g.Key, Value = g.Count() })
            .ToDictionary(g => g.Key, g => g.Value);
        foreach (var id in ids)
            Use(orderLineCountByProductId.GetValueOrDefault(id));

        var idMaxByAccountId = await db.Orders
            .Where(o => EF.Parameter(guids).Contains(o.AccountId))
            .GroupBy(o => o.AccountId)
            .Select(g => new { g.Key, Value = (int?)g.Max(o => o.Id) })
            .ToDictionaryAsync(g => g.Key, g => g.Value);

        foreach (var guid in guids)
            Use(idMaxByAccountId.GetValueOrDefault(guid)!.Value);

        var productIds = lines.Select(line => line.ProductId).Distinct().ToList();
        var quantitySumByProductId = db.OrderLines
            .Where(l => EF.Parameter(productIds).Contains(l.ProductId))
            .GroupBy(l => l.ProductId)
            .Select(g => new { g.Key, Value = g.Sum(l => l.Quantity) })
            .ToLookup(g => g.Key, g => g.Value);

        foreach (var line in lines)
            Use(quantitySumByProductId[line.ProductId].SingleOrDefault());
        """);

    [Fact]
    public Task Lambda_that_runs_for_each_element_is_a_loop() => Fixes(
        """
        var products = ids.Select(id => db.Products.[|Find|](id)).ToList();
        Use(products);
        return lines.Where(l => l.Quantity > 0).Select(l => db.Orders.AsNoTracking().[|Single|](o => o.Id == l.OrderId).Number).ToArray();
        """,
        """
        var productsById = db.Products
            .Where(product => EF.Parameter(ids).Contains(product.Id))
            .ToDictionary(product => product.Id);
        var trackedProducts = db.Products.Local;
        var products = ids.Select(id => trackedProducts.FindEntry(id)?.Entity ?? productsById.GetValueOrDefault(id)).ToList();
        Use(products);
        var orderLines = lines.Where(l => l.Quantity > 0).ToList();
        var orderIds = orderLines.Select(l => l.OrderId).Distinct().ToList();
        var ordersById = db.Orders.AsNoTracking().Where(o => EF.Parameter(orderIds).Contains(o.Id)).ToLookup(o => o.Id);
        return orderLines.Select(l => ordersById[l.OrderId].Single().Number).ToArray();
        """);

    [Fact]
    public Task What_is_not_tracked_is_read_ahead_of_a_loop_that_may_end_early() => Fixes(
        """
        foreach (var id in ids)
        {
            if (!db.Products.[|Any|](p => p.Id == id))
                return id;
        }
        """,
        """
        var existingIds = db.Products.Where(p => EF.Parameter(ids).Contains(p.Id)).Select(p => p.Id).ToHashSet();
        foreach (var id in ids)
        {
            if (!existingIds.Contains(id))
                return id;
        }
        """);
}
