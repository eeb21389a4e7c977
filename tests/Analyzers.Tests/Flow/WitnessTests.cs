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
}
