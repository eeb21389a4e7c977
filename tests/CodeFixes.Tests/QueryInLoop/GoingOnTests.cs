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
