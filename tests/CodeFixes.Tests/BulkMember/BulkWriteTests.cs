using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>A write for each element becomes one call of the member for many that is declared next to it.</summary>
public sealed class BulkWriteTests : RuleTests<SaveInLoopAnalyzer, BulkMemberFix>
{
    [Fact]
    public Task A_loop_that_does_nothing_else_is_no_loop_any_more() => FixesBody(
        """
        foreach (var order in orders)
            repository.[|Update|](order);
        """,
        """
        if (orders.Count > 0)
            repository.UpdateMany(orders);
        """);

    [Fact]
    public Task What_is_passed_is_selected() => FixesBody(
        """
        foreach (var order in orders.Where(o => o.Id > 3))
        {
            await repository.[|DeleteAsync|](order.Id, ct).ConfigureAwait(false);
        }
        """,
        """
        var idsToDelete = orders.Where(o => o.Id > 3).Select(order => order.Id).ToArray();
        if (idsToDelete.Length > 0)
            await repository.DeleteManyAsync(idsToDelete, ct).ConfigureAwait(false);
        """);

    [Fact]
    public Task Elements_are_collected_where_the_loop_does_more() => FixesBody(
        """
        Use(orders);

        // Prices changed.
        foreach (var order in orders)
        {
            if (order.Lines.Count == 0)
                continue;

            order.Number += "!"; // changed
            repository.[|Update|](order);
        }

        Use(ids);
        """,
        """
        Use(orders);

        var ordersToUpdate = new List<Order>();

        // Prices changed.
        foreach (var order in orders)
        {
            if (order.Lines.Count == 0)
                continue;

            order.Number += "!"; // changed
            ordersToUpdate.Add(order);
        }

        if (ordersToUpdate.Count > 0)
            repository.UpdateMany(ordersToUpdate);

        Use(ids);
        """);

    // KeyDelete(RedisKey) is given texts.
    [Fact]
    public Task What_is_converted_for_each_call_is_collected_as_what_it_becomes() => FixesBody(
        """
        foreach (var code in codes)
            await repository.[|DropAsync|](code, ct);
        """,
        """
        var codesToDrop = new List<Key>();
        foreach (var code in codes)
            codesToDrop.Add(code);

        if (codesToDrop.Count > 0)
            await repository.DropManyAsync(codesToDrop.ToArray(), ct);
        """);

    [Fact]
    public Task Out_of_all_loops_around_it() => FixesBody(
        """
        foreach (var order in orders)
        {
            foreach (var line in order.Lines)
            {
                Use(line);
                await repository.[|DeleteAsync|](line.OrderId, ct);
            }
        }
        """,
        """
        var orderIdsToDelete = new List<int>();
        foreach (var order in orders)
        {
            foreach (var line in order.Lines)
            {
                Use(line);
                orderIdsToDelete.Add(line.OrderId);
            }
        }

        if (orderIdsToDelete.Count > 0)
            await repository.DeleteManyAsync(orderIdsToDelete.ToArray(), ct);
        """);

    [Theory]
    [InlineData("foreach (var order in orders)\n{\n    try { repository.[|Update|](order); } catch (InvalidOperationException) { Use(order); }\n}")]
    [InlineData("foreach (var order in orders)\n{\n    repository.[|Update|](order);\n    if (order.Id == 3) return null;\n}")]
    [InlineData("foreach (var order in orders)\n{\n    var fresh = new Repository(db);\n    fresh.[|Update|](order);\n}")]
    [InlineData("foreach (var order in orders)\n    repository.[|Touch|](order);")]
    [InlineData("if (ids.Count > 1)\n    foreach (var order in orders)\n        repository.[|Update|](order);")]
    // One object in all turns; what the rest of the turn makes of it, or what the call has made of it for the rest.
    [InlineData("var shared = new Order(); foreach (var order in orders)\n{\n    shared.Id = order.Id;\n    repository.[|Update|](shared);\n}")]
    [InlineData("foreach (var order in orders)\n{\n    var copy = new Order { Id = order.Id };\n    repository.[|Update|](copy);\n    copy.Number = \"after\";\n}")]
    [InlineData("foreach (var order in orders)\n{\n    var copy = new Order { Number = order.Number };\n    repository.[|Update|](copy);\n    Use(copy.Id);\n}")]
    [InlineData("foreach (var order in orders)\n{\n    repository.[|Update|](order);\n    Use(order);\n}")]
    public Task Nothing_is_offered(string body) => RefusesFile(File(body));

    // It is the loop over the member for one: calling it would change nothing, and in it, it would call itself.
    [Fact]
    public Task Not_when_the_member_for_many_is_the_same_loop() => RefusesFile(
        """
        public class Repository(ShopDb db)
        {
            public void Remove(Order order) { db.Remove(order); db.SaveChanges(); }

            public void RemoveMany(IEnumerable<Order> orders)
            {
                foreach (var order in orders)
                    [|Remove|](order);
            }
        }

        public class Service(Repository repository)
        {
            public void Run(List<Order> orders)
            {
                foreach (var order in orders)
                    repository.[|Remove|](order);
            }
        }
        """);

    private static Task FixesBody(string body, string fixedBody) => FixesFile(File(body), File(fixedBody));

    private static string File(string body) => Shop.Body(body).Replace("Service(ShopDb db)", "Service(ShopDb db, Repository repository)", StringComparison.Ordinal) +
        """

        public class Repository(ShopDb db)
        {
            public void Update(Order order)
            {
                db.Update(order);
                db.SaveChanges();
            }

            public void UpdateMany(IReadOnlyList<Order> orders)
            {
                db.UpdateRange(orders);
                db.SaveChanges();
            }

            public void Touch(Order order)
            {
                db.Update(order);
                db.SaveChanges();
            }

            public Task<int> DropAsync(Key key, CancellationToken ct) => db.Orders.Where(o => o.Number == key.Text).ExecuteDeleteAsync(ct);

            public Task<int> DropManyAsync(Key[] keys, CancellationToken ct) => db.Orders.Where(o => keys.Select(k => k.Text).Contains(o.Number)).ExecuteDeleteAsync(ct);

            public Task<int> DeleteAsync(int id, CancellationToken ct) => db.Orders.Where(o => o.Id == id).ExecuteDeleteAsync(ct);

            public Task<int> DeleteManyAsync(int[] ids, CancellationToken ct) => db.Orders.Where(o => ids.Contains(o.Id)).ExecuteDeleteAsync(ct);
        }

        public record struct Key(string Text)
        {
            public static implicit operator Key(string text) => new(text);
        }

        """;
}
