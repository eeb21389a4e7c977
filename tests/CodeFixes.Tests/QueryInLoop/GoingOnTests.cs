using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>A method that reads by its key and goes on with what it has read gets a plural that reads for all keys and goes on for each.</summary>
public sealed class GoingOnTests : RuleTests<QueryInLoopAnalyzer, ReviewedReadFix>
{
    private const string Cards =
        """

        public sealed record Card(string Text);

        public sealed class Cards(ShopDb db)
        {
            private ShopDb Open() => db;

            public Card? Of(int id)
            {
                Card? card = null;
                var rows = Open();
                var order = rows.Orders.FirstOrDefault(o => o.Id == id);
                if (order != null)
                    card = new Card(order.Number + id);

                return card;
            }

            public async Task<Card> FirstAsync(int id, CancellationToken ct)
            {
                var lines = await LinesAsync(id, ct);
                if (lines.Count == 0)
                    return new Card("none of " + id);

                await Task.Yield();
                foreach (var line in lines)
                {
                    if (line.Quantity > 1)
                        return new Card($"{line.Id} of {lines.Count}");
                }

                return new Card("few");
            }

            public async Task<List<OrderLine>> LinesAsync(int orderId, CancellationToken ct) => await db.OrderLines.Where(l => l.OrderId == orderId).OrderBy(l => l.Id).ToListAsync(ct);

            public string Name(string sku) => db.Products.Where(p => p.Sku == sku).ToList().Single().Name.ToUpperInvariant();

            public string Guess(int id)
            {
                return id % 2 == 0 ? "even" : db.Orders.First(o => o.Id == id).Number;
            }
        }
        """;

    [Fact]
    public Task What_is_done_with_the_row_is_done_for_each() => FixesFile(
        """
        public sealed record OrderCard(string Number);

        public interface IOrderCards
        {
            OrderCard? GetById(int orderId);
        }

        public sealed class OrderCards(Func<ShopDb> open) : IOrderCards
        {
            public OrderCard? GetById(int orderId)
            {
                OrderCard? card = null;
                using (var db = open())
                {
                    var order = db.Orders.FirstOrDefault(o => o.Id == orderId);

                    // There may be none.
                    if (order != null)
                        card = new OrderCard(order.Number);
                }

                return card;
            }
        }

        public sealed class Page(IOrderCards cards)
        {
            public void Show(List<int> ids)
            {
                foreach (var id in ids)
                    Console.WriteLine(cards.[|GetById|](id));
            }
        }
        """,
        """
        public sealed record OrderCard(string Number);

        public interface IOrderCards
        {
            OrderCard? GetById(int orderId);

            ILookup<int, OrderCard?> GetByIds(IReadOnlyCollection<int> orderIds);
        }

        public sealed class OrderCards(Func<ShopDb> open) : IOrderCards
        {
            public OrderCard? GetById(int orderId)
            {
                OrderCard? card = null;
                using (var db = open())
                {
                    var order = db.Orders.FirstOrDefault(o => o.Id == orderId);

                    // There may be none.
                    if (order != null)
                        card = new OrderCard(order.Number);
                }

                return card;
            }

            public ILookup<int, OrderCard?> GetByIds(IReadOnlyCollection<int> orderIds)
            {
                using (var db = open())
                {
                    var ordersById = db.Orders.Where(o => EF.Parameter(orderIds).Contains(o.Id)).ToLookup(o => o.Id);
                    return orderIds.Distinct().ToLookup(orderId => orderId, orderId => One(orderId));

                    OrderCard? One(int orderId)
                    {
                        OrderCard? card = null;
                        var order = ordersById[orderId].FirstOrDefault();

                        // There may be none.
                        if (order != null)
                            card = new OrderCard(order.Number);

                        return card;
                    }
                }
            }
        }

        public sealed class Page(IOrderCards cards)
        {
            public void Show(List<int> ids)
            {
                var orderCardsByOrderId = cards.GetByIds(ids);
                foreach (var id in ids)
                    Console.WriteLine(orderCardsByOrderId[id].First());
            }
        }
        """);

    // What the second method does with the row is done for each; the first one's plural gives rows, of which none is null.
    [Fact]
    public Task What_another_method_reads_is_not_null_among_its_rows()
    {
        const string repository = """
            public class Products(ShopDb db)
            {
                public async Task<Product?> GetAsync(int id) => await db.Products.SingleOrDefaultAsync(p => p.Id == id);
            }

            public class Facade(Products products)
            {
                public async Task<Product> MustAsync(int id) => await products.GetAsync(id) ?? throw new KeyNotFoundException();
            }

            """;
        var test = new CodeFixTest<QueryInLoopAnalyzer, ReviewedReadFix>
        {
            EditorConfig = "root = true\n[*.cs]\ndotnet_diagnostic.CS8619.severity = error\n",
            TestCode = repository +
                """
                public class Page(Facade facade)
                {
                    public async Task ShowAsync(List<int> ids)
                    {
                        foreach (var id in ids)
                            Console.WriteLine((await facade.[|MustAsync|](id)).Name);
                    }
                }
                """,
            FixedCode = repository
                .Replace("p.Id == id);", """
                    p.Id == id);

                        public async Task<ILookup<int, Product>> GetManyAsync(IReadOnlyCollection<int> ids)
                        {
                            var products = await db.Products.Where(p => EF.Parameter(ids).Contains(p.Id)).ToListAsync();
                            return products.ToLookup(p => p.Id);
                        }
                    """, StringComparison.Ordinal)
                .Replace("KeyNotFoundException();", """
                    KeyNotFoundException();

                        public async Task<ILookup<int, Product>> MustByIdsAsync(IReadOnlyCollection<int> ids)
                        {
                            var productsById = await products.GetManyAsync(ids);
                            return ids.Distinct().ToLookup(id => id, id => One(id));

                            Product One(int id)
                            {
                                return productsById[id].SingleOrDefault() ?? throw new KeyNotFoundException();
                            }
                        }
                    """, StringComparison.Ordinal) +
                """
                public class Page(Facade facade)
                {
                    public async Task ShowAsync(List<int> ids)
                    {
                        var productsById = await facade.MustByIdsAsync(ids);
                        foreach (var id in ids)
                            Console.WriteLine(productsById[id].First().Name);
                    }
                }
                """,
            Sources = { Shop.Model },
        };
        return test.RunAsync();
    }

    [Theory]
    [InlineData("var cards = new Cards(db);\nforeach (var id in ids)\n    Use(id, cards.Of(id)?.Text);", "plain", "duplicates missing")]
    [InlineData("var cards = new Cards(db);\nforeach (var id in ids)\n    Use(id, (await cards.FirstAsync(id, ct)).Text);", "plain", "duplicates missing")]
    [InlineData("var cards = new Cards(db);\nforeach (var code in codes)\n    Use(cards.Name(code));", "plain", "duplicates")]
    public Task The_same_is_used_with_one_query(string loop, params string[] variants) =>
        BeforeAndAfter.CompareAsync<QueryInLoopAnalyzer, ReviewedReadFix>("sqlite", Entry.Body(loop) + Cards, loadsMore: true, variants);

    [Fact]
    public async Task A_read_under_a_condition_stays_where_it_is() => Assert.Contains(
        "reads under a condition", await Refusal.OfAsync<QueryInLoopAnalyzer, ReviewedReadFix>(Shop.Body("var cards = new Cards(db);\nforeach (var id in ids)\n    Use(cards.Guess(id));") + Cards), StringComparison.Ordinal);
}
