using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Calls that waited for each other are started together: the text of it.</summary>
public sealed class SequentialRoundTripsFixTests : RuleTests<SequentialRoundTripsAnalyzer, SequentialRoundTripsFix>
{
    private static Task FixesBody(string body, string fixedBody, string members = "") => FixesFile(RemoteEntry.File(body, members), RemoteEntry.File(fixedBody, members));

    [Fact]
    public Task Names_and_comments_stay() => FixesBody(
        """
        // The price, and
        var price = await http.GetFromJsonAsync<Price>("prices/a", ct); // slow

        // what is in stock.
        var stock = await http.[|GetStringAsync|]("stock/a", ct);
        Use(price, stock);
        """,
        """
        var priceTask = http.GetFromJsonAsync<Price>("prices/a", ct);
        var stockTask = http.GetStringAsync("stock/a", ct);
        await Task.WhenAll(priceTask, stockTask);
        // The price, and
        var price = await priceTask; // slow

        // what is in stock.
        var stock = await stockTask;
        Use(price, stock);
        """);

    [Fact]
    public Task Three_of_them_configured_as_they_were() => FixesBody(
        """
        var a = await http.GetStringAsync("a", ct).ConfigureAwait(false);
        var b = (await http.[|GetStringAsync|]("b", ct).ConfigureAwait(false)).Length;
        Use(a, b, await http.GetStringAsync("c", ct).ConfigureAwait(false));
        """,
        """
        var aTask = http.GetStringAsync("a", ct);
        var stringTask = http.GetStringAsync("b", ct);
        var stringTask2 = http.GetStringAsync("c", ct);
        await Task.WhenAll(aTask, stringTask, stringTask2).ConfigureAwait(false);
        var a = await aTask.ConfigureAwait(false);
        var b = (await stringTask.ConfigureAwait(false)).Length;
        Use(a, b, await stringTask2.ConfigureAwait(false));
        """);

    [Fact]
    public Task One_statement() => FixesBody(
        """
        var both = new { Price = await PriceAsync("a"), Stock = await [|StockAsync|]("a") };
        Use(both);
        """,
        """
        var priceTask = PriceAsync("a");
        var stockTask = StockAsync("a").AsTask();
        await Task.WhenAll(priceTask, stockTask);
        var both = new { Price = await priceTask, Stock = await stockTask };
        Use(both);
        """,
        """
        private Task<Price?> PriceAsync(string sku) => http.GetFromJsonAsync<Price>("prices/" + sku);
        private async ValueTask<string> StockAsync(string sku) => await http.GetStringAsync("stock/" + sku);
        """);

    [Theory]
    [InlineData("var a = await http.GetStringAsync(\"a\", ct); var path = \"b\" + skus.Count; var b = await http.[|GetStringAsync|](path, ct); Use(a, b);", "an argument is made after the first call")]
    [InlineData("var a = await http.GetStringAsync(\"a\", ct); var c = a.Trim(); var b = await http.[|GetStringAsync|](\"b\", ct); Use(b, c);", "something is done between the calls")]
    [InlineData("var page = 1; var a = await http.GetStringAsync(\"a\" + page, ct); page++; var b = await http.[|GetStringAsync|](\"a\" + page, ct); Use(a, b);", "'page' changes between the calls")]
    [InlineData("var page = 1; var both = new { A = await http.GetStringAsync(\"a\" + page, ct), N = page++, B = await http.[|GetStringAsync|](\"a\" + page, ct) }; Use(both);", "'page' changes between the calls")]
    [InlineData("var a = await Counted(); var b = await http.[|GetStringAsync|](\"b\", ct); Use(a, b);", "'_count' would be changed by several calls at the same time")]
    public async Task Refusals(string body, string reason) => Assert.Equal(
        reason, await Refusal.OfAsync<SequentialRoundTripsAnalyzer, SequentialRoundTripsFix>(RemoteEntry.File(body.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal), "private int _count; private Task<string> Counted() { _count++; return http.GetStringAsync(\"a\"); }")));
}
