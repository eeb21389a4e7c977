using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shop;

namespace PerfAnalyzers.Samples.Tests;

public sealed class ShopTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Theory]
    [InlineData(ShopSeed.LargeAccount)]
    [InlineData(ShopSeed.SmallAccount)]
    public async Task Report_costs_one_command_for_the_orders_and_one_for_each_of_them(int account)
    {
        var orders = await CountAsync(db => db.Orders.Where(order => order.AccountId == account));

        var report = await shop.GetAsync($"/accounts/{account}/report");

        Assert.Equal(orders, report.Split('\n').Count(line => line.StartsWith("Order ", StringComparison.Ordinal)));
        Assert.Equal(orders + 1, shop.Commands.Texts.Count);
        Assert.Equal(orders, shop.Commands.Texts.Count(text => text.Contains("\"OrderLines\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_two_accounts_of_the_story_differ_in_their_number_of_orders()
    {
        var large = await CountAsync(db => db.Orders.Where(order => order.AccountId == ShopSeed.LargeAccount));
        var small = await CountAsync(db => db.Orders.Where(order => order.AccountId == ShopSeed.SmallAccount));

        Assert.InRange(large, 200, 400);
        Assert.InRange(small, 10, large / 2);
    }

    [Fact]
    public async Task Report_lists_the_lines_of_every_order_and_their_total()
    {
        var report = await shop.GetAsync($"/accounts/{ShopSeed.LargeAccount}/report");

        Assert.StartsWith(
            """
            Order 80 of 2025-03-22, reference PO-633520
                   432       1      7183        7183  ...........#............................................................................................
                   463       2      8330       16660  ...........#............................................................................................
            Total 238.43

            Order 160 of
            """,
            report,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Picking_list_reads_the_product_of_every_line_by_its_key()
    {
        var list = await shop.GetAsync("/orders/320/picking-list");

        Assert.Equal(5, list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("C-12\t7\tProduct 132\n", list, StringComparison.Ordinal);
        Assert.Equal(1 + 5, shop.Commands.Texts.Count);
    }

    [Fact]
    public async Task Total_asks_for_the_discount_of_the_account_again_for_every_line()
    {
        Assert.True(int.Parse(await shop.GetAsync("/orders/320/total"), CultureInfo.InvariantCulture) > 0);
        Assert.Equal(5, shop.Commands.Texts.Count(text => text.Contains("COUNT(*)", StringComparison.Ordinal)));
        Assert.Equal(1 + 1 + 5, shop.Commands.Texts.Count);
    }

    [Fact]
    public async Task Categories_cost_one_command_for_the_front_page_and_one_for_each_of_them()
    {
        var tree = await shop.GetAsync("/categories");

        Assert.StartsWith("""["Category 1","  Category 2","    Category 4",""", tree, StringComparison.Ordinal);
        Assert.Equal(ShopSeed.Categories, tree.Split(',').Length);
        Assert.Equal(1 + ShopSeed.Categories, shop.Commands.Texts.Count);
    }

    [Fact]
    public async Task Shelf_loads_every_product_to_show_a_few()
    {
        Assert.Equal("""["SKU-0026"]""", await shop.GetAsync("/shelves/A-26"));
        Assert.DoesNotContain("WHERE", Assert.Single(shop.Commands.Texts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Campaigns_cost_one_command_for_all_and_one_for_the_product_of_each()
    {
        var campaigns = await shop.GetAsync("/campaigns");

        Assert.StartsWith("""["Week 1: Product 7","Week 2: Product 14",""", campaigns, StringComparison.Ordinal);
        Assert.Equal(ShopSeed.Campaigns, campaigns.Split("Week").Length - 1);
        Assert.Equal(1 + ShopSeed.Campaigns, shop.Commands.Texts.Count);
    }

    [Fact]
    public async Task Refreshing_prices_costs_one_call_and_one_command_for_each_product()
    {
        using var supplier = new Supplier();
        using var http = new HttpClient(supplier) { BaseAddress = new("http://supplier.example/") };
        using var scope = shop.Services.CreateScope();
        var refresh = new PriceRefresh(scope.ServiceProvider.GetRequiredService<ShopContext>(), new(http));
        shop.Commands.Reset();

        var products = await refresh.RunAsync("A");

        Assert.InRange(products, 10, 30);
        Assert.Equal(products, supplier.Asked.Count);
        Assert.Equal(1 + products, shop.Commands.Texts.Count);
    }

    [Fact]
    public async Task Comparing_prices_asks_the_supplier_twice_one_after_the_other()
    {
        using var supplier = new Supplier();
        using var http = new HttpClient(supplier) { BaseAddress = new("http://supplier.example/") };

        var prices = await new SupplierFeed(http).CompareAsync("A", "B");

        Assert.Equal([4201, 4202], prices.Select(p => p!.Cents));
        Assert.Equal(["A", "B"], supplier.Asked.Select(u => u.Segments[^1]));
    }

    [Fact]
    public async Task Orders_are_found_by_the_reference_of_the_customer() =>
        Assert.Contains("\"id\":1,", await shop.GetAsync("/orders?reference=PO-007919"), StringComparison.Ordinal);

    [Theory]
    [InlineData(nameof(Order.AccountId))]
    [InlineData(nameof(Order.CustomerReference))]
    public void The_filtered_columns_of_orders_have_no_index(string column)
    {
        using var scope = shop.Services.CreateScope();
        var orders = scope.ServiceProvider.GetRequiredService<ShopContext>().Model.FindEntityType(typeof(Order))!;

        Assert.DoesNotContain(orders.GetIndexes(), index => index.Properties.Any(property => property.Name == column));
    }

    [Fact]
    public async Task Account_answers_with_its_name_and_its_number_of_orders() =>
        Assert.Equal("""{"id":1,"name":"Account 1","orders":250}""", await shop.GetAsync("/accounts/1"));

    [Theory]
    [InlineData("/prices/SKU-0001", "2.36 EUR")]
    [InlineData("/prices/SKU-0001?currency=USD", "2.36 USD")]
    public async Task Price_is_shown_in_the_currency_that_was_asked_for(string path, string expected) =>
        Assert.Equal(expected, await shop.GetAsync(path));

    [Theory]
    [InlineData("/accounts/99999")]
    [InlineData("/prices/nothing")]
    [InlineData("/orders/99999/total")]
    public async Task What_does_not_exist_is_not_found(string path)
    {
        using var client = shop.CreateClient();
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Health_answers() => Assert.Equal("healthy", await shop.GetAsync("/health"));

    private async Task<int> CountAsync(Func<ShopContext, IQueryable<Order>> query)
    {
        using var scope = shop.Services.CreateScope();
        return await query(scope.ServiceProvider.GetRequiredService<ShopContext>()).CountAsync();
    }
}
