using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Flow;

/// <summary>Which of several paths to a round trip is shown. Rules run at the same time and share what they have found out: the answer may not depend on who asked first.</summary>
public sealed class WitnessTests : RuleTests<QueryInLoopAnalyzer>
{
    private const string Paths =
        """

            private void Both(int id, bool rarely)
            {
                Rare(id, rarely);
                Straight(id);
            }

            private void Rare(int id, bool rarely)
            {
                if (rarely)
                    db.Orders.Find(id);
            }

            private void Straight(int id) => Next(id);

            private void Next(int id) => db.Orders.Find(id);
        }

        """;

    private const int Near = 3_500;

    private const string Through = "'Both' queries the database for each 'id' in 'ids', through Service.Both -> Service.Straight -> Service.Next -> Find - suspect";

    [Fact]
    public Task The_cheapest() => ReportsFile(
        """
        public class Service(ShopDb db)
        {
            public void Run(List<int> ids, bool rarely)
            {
                foreach (var id in ids)
                    [|Both|](id, rarely);
            }

        """ + Paths,
        ExpectedDiagnostic.Any.Says(Through));

    [Fact]
    public Task The_cheapest_too_when_a_dearer_one_is_known_already() => ReportsFile(
        """
        public class Service(ShopDb db)
        {
            public void Run(List<int> ids, bool rarely)
            {
                foreach (var id in ids)
                    [|Rare|](id, rarely);

                foreach (var id in ids)
                    [|Both|](id, rarely);
            }

        """ + Paths,
        ExpectedDiagnostic.Any, ExpectedDiagnostic.Any.Says(Through));

    [Fact]
    public Task Of_equally_cheap_ones_the_first_in_the_code() => ReportsFile(
        """
        public class Service(ShopDb db)
        {
            public void Run(List<int> ids)
            {
                foreach (var id in ids)
                    [|Second|](id);

                foreach (var id in ids)
                    [|Either|](id);
            }

            private void Either(int id)
            {
                First(id);
                Second(id);
            }

            private void First(int id) => Orders(id);

            private void Second(int id) => Lines(id);

            private void Orders(int id) => db.Orders.Find(id);

            private void Lines(int id) => db.OrderLines.Find(id);
        }

        """,
        ExpectedDiagnostic.Any, ExpectedDiagnostic.Any.Says("'Either' queries the database for each 'id' in 'ids', through Service.Either -> Service.First -> Service.Orders -> Find - suspect"));

    // Each of them is nearer than the round trip, and none leads to one, though its name might. To give up at some number of them made the answer depend on how many were asked about before.
    [Fact]
    public Task However_much_else_is_nearer() => ReportsFile(
        $$"""
        public class Service(ShopDb db, Shelf shelf)
        {
            public void Run(List<int> ids, bool rarely)
            {
                foreach (var id in ids)
                    [|Either|](id, rarely);
            }

            private void Either(int id, bool rarely)
            {
                {{string.Concat(Enumerable.Range(0, Near).Select(i => $"Near{i}(id); "))}}
                if (rarely)
                    Far(id);
            }

            private void Far(int id) => db.Orders.Find(id);

            {{string.Concat(Enumerable.Range(0, Near).Select(i => $"private void Near{i}(int id) => shelf.Find(id); "))}}
        }

        public class Shelf
        {
            public int Find(int id) => id;
        }
        """,
        ExpectedDiagnostic.Any.Says("'Either' queries the database for each 'id' in 'ids', through Service.Either -> Service.Far -> Find - suspect"));

    // What lies behind more helpers than are followed is not in sight, also when one of them has been looked into from nearer by.
    [Theory]
    [InlineData("foreach (var id in ids) foreach (var order in [|H4()|]) Use(order); foreach (var id in ids) foreach (var order in H1()) Use(order);")]
    [InlineData("foreach (var id in ids) foreach (var order in H1()) Use(order); foreach (var id in ids) foreach (var order in [|H4()|]) Use(order);")]
    public Task As_far_as_a_sequence_is_followed(string loops) => ReportsFile(
        $$"""
        public class Service(ShopDb db)
        {
            public void Run(List<int> ids)
            {
                {{loops}}
            }

            private IEnumerable<Order> H1() => H2();
            private IEnumerable<Order> H2() => H3();
            private IEnumerable<Order> H3() => H4();
            private IEnumerable<Order> H4() => H5();
            private IEnumerable<Order> H5() => H6();
            private IEnumerable<Order> H6() => H7();
            private IEnumerable<Order> H7() => H8();
            private IEnumerable<Order> H8() => db.Orders;
            private static void Use(Order order) { }
        }
        """,
        ExpectedDiagnostic.Any);
}
