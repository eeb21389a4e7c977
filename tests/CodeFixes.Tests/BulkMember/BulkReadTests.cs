using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>A read for each element becomes one call of the member for many, before the loop.</summary>
public sealed class BulkReadTests : RuleTests<QueryInLoopAnalyzer, BulkMemberFix>
{
    [Fact]
    public Task One_row_of_each_key() => FixesBody(
        """
        foreach (var code in codes)
        {
            var product = await catalog.[|GetBySkuAsync|](code, ct).ConfigureAwait(false);
            Use(code, product);
        }
        """,
        """
        var products = await catalog.GetBySkusAsync(codes, ct).ConfigureAwait(false);
        var productsBySku = products.ToLookup(product => product.Sku);
        foreach (var code in codes)
        {
            var product = productsBySku[code].FirstOrDefault();
            Use(code, product);
        }
        """);

    [Fact]
    public Task Rows_of_each_key_under_a_condition() => FixesBody(
        """
        foreach (var order in orders)
        {
            if (order.Number != "")
                Use(order, catalog.[|GetLines|](order.Id));
        }
        """,
        """
        var orderIds = orders.Where(order => order.Number != "").Select(order => order.Id).Distinct().ToList();
        var orderLines = catalog.GetLines(orderIds.ToArray());
        var orderLinesByOrderId = orderLines.ToLookup(orderLine => orderLine.OrderId);
        foreach (var order in orders)
        {
            if (order.Number != "")
                Use(order, orderLinesByOrderId[order.Id].ToList());
        }
        """);

    // What the condition says is not known before the loop: a few rows too many are loaded.
    [Fact]
    public Task Rows_of_all_keys_where_the_condition_is_made_in_the_loop() => FixesBody(
        """
        foreach (var code in codes)
        {
            if (ids.Contains(Random.Shared.Next()))
                Use(await catalog.[|GetBySkuAsync|](code, ct));
        }
        """,
        """
        var products = await catalog.GetBySkusAsync(codes, ct);
        var productsBySku = products.ToLookup(product => product.Sku);
        foreach (var code in codes)
        {
            if (ids.Contains(Random.Shared.Next()))
                Use(productsBySku[code].FirstOrDefault());
        }
        """);

    [Fact]
    public Task The_member_for_many_is_called_with_one() => FixesBody(
        """
        foreach (var code in codes)
        {
            var product = (await catalog.[|GetBySkusAsync|](new[] { code }, ct)).FirstOrDefault();
            Use(code, product);
        }
        """,
        """
        var products = await catalog.GetBySkusAsync(codes, ct);
        var productsBySku = products.ToLookup(product => product.Sku);
        foreach (var code in codes)
        {
            var product = productsBySku[code].FirstOrDefault();
            Use(code, product);
        }
        """);

    [Fact]
    public Task The_member_for_many_is_called_with_a_list_of_one_and_its_rows_are_used() => FixesBody(
        """
        foreach (var order in orders)
            Use(order, catalog.[|GetLines|]([order.Id]));
        """,
        """
        var orderIds = orders.Select(order => order.Id).Distinct().ToList();
        var orderLines = catalog.GetLines(orderIds.ToArray());
        var orderLinesByOrderId = orderLines.ToLookup(orderLine => orderLine.OrderId);
        foreach (var order in orders)
            Use(order, orderLinesByOrderId[order.Id].ToArray());
        """);

    [Theory]
    [InlineData("foreach (var code in codes)\n    Use(catalog.[|GetBySkusAsync|]([code, code], ct).Result);")]
    [InlineData("foreach (var line in lines)\n    Use(catalog.[|GetNames|](new[] { line.Id }));")]
    [InlineData("foreach (var line in lines)\n    Use(catalog.[|GetName|](line.Id));")]
    [InlineData("foreach (var line in lines)\n    Use(catalog.[|GetLines|](Guess(line)));")]
    [InlineData("foreach (var order in orders)\n{\n    Use(order);\n    Use(catalog.[|GetLines|](order.Id));\n}")]
    public Task Nothing_is_offered(string body) => RefusesFile(File(body));

    [Fact]
    public Task The_message_names_the_member_for_many() => ReportsFile(
        File("foreach (var line in lines)\n    Use(catalog.[|GetLines|](line.OrderId));"),
        ExpectedDiagnostic.Any.WithId("PERF1001").Says("'GetLines' queries the database for each 'line' in 'lines', through Catalog.GetLines -> ToList; call 'GetLines' once for all of them - suspect"));

    private static Task FixesBody(string body, string fixedBody) => FixesFile(File(body), File(fixedBody));

    private static string File(string body) => Shop.Body(body).Replace("Service(ShopDb db)", "Service(Catalog catalog)", StringComparison.Ordinal).Replace(
            "    private static void Use(", "    private static int Guess(OrderLine line) => Random.Shared.Next(line.Id);\n\n    private static void Use(", StringComparison.Ordinal) +
        """

        public class Catalog(ShopDb db)
        {
            public Task<Product?> GetBySkuAsync(string sku, CancellationToken ct) => db.Products.FirstOrDefaultAsync(p => p.Sku == sku, ct);

            public Task<List<Product>> GetBySkusAsync(IEnumerable<string> skus, CancellationToken ct) => db.Products.Where(p => skus.Contains(p.Sku)).ToListAsync(ct);

            public List<OrderLine> GetLines(int orderId) => db.OrderLines.Where(l => l.OrderId == orderId).ToList();

            public OrderLine[] GetLines(params int[] orderIds) => db.OrderLines.Where(l => orderIds.Contains(l.OrderId)).ToArray();

            public string? GetName(int id) => db.Products.Where(p => p.Id == id).Select(p => p.Name).FirstOrDefault();

            public string?[] GetNames(int[] ids) => db.Products.Where(p => ids.Contains(p.Id)).Select(p => p.Name).ToArray();
        }

        """;
}
