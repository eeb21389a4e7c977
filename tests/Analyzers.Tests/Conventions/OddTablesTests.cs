using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Conventions;

/// <summary>What a table of the user says of a member that has no such shape makes no rule throw: a filter without a predicate, a handler that is not generic, a query without a receiver.</summary>
public sealed class OddTablesTests
{
    private const string Code = """
        public class Outer<T> { public interface IHandler { void Handle(string text); } }
        public class Handler(ShopDb db) : Outer<int>.IHandler { public void Handle(string text) => db.Orders.Find(text); }
        public class Odd
        {
            public static List<Order> Nothing() => [];
            public static object? Value => null;
            public object? this[int index] { get => null; set { } }
            public Odd(Action? later = null) { }
            public void Alone() { }
            public List<Order> Run(Func<bool> some) => [];
            public Task<List<Order>> RunAsync(Func<Task> some) => Task.FromResult<List<Order>>([]);
            public void Out(out List<Order> rows) => rows = [];
            public void Many(params object[] all) { }
            public T Any<T>() => default!;
        }

        public static class OddExtensions
        {
            public static List<Order> Pick(this List<Order> rows, Func<bool> some) => rows;
            public static List<Order> Pair(this List<Order> rows, Func<Order, int, bool> some) => rows;
            public static int Size(this List<Order> rows, params int[] more) => 0;
        }

        public class Report(ShopDb db, Odd odd)
        {
            private object? _kept;

            public async Task<object?> RunAsync(List<int> ids)
            {
                var all = db.Orders.ToList();
                foreach (var id in ids)
                {
                    odd.Alone(); odd.Many(); odd.Many(id, all); odd.Run(() => true).Pick(() => false); await odd.RunAsync(() => Task.CompletedTask); odd.Out(out var rows); odd[id] = odd.Any<Order>();
                    Use(Odd.Nothing(), Odd.Value, new Odd(), new Odd(() => db.SaveChanges()), odd[0], db.Orders.ToList().Pair((o, i) => i > 3).Size(), rows.Size(1, 2));
                }

                if (ids.Count > 3) all = all.Pick(() => true);
                _kept = db.Orders.ToList().Pick(() => true).Size();
                foreach (var order in db.Orders.ToList().Pair((o, i) => true)) if (order.Number == Odd.Nothing()[0].Number) Use(order);
                return all;
            }

            private static void Use(params object?[] values) { }
        }
        """;

    /// <summary>Every effect, every way to run a function and every use of rows that a line can state.</summary>
    public static TheoryData<string> Words =>
    [
        .. Enum.GetNames<ApiEffect>().Select(WordOf).Select(effect => $"{effect} db async=RunAsync translates=otherwise"),
        .. Enum.GetNames<ApiCalls>().Select(WordOf).Select(calls => $"none calls={calls}"),
        .. Enum.GetNames<ApiRows>().Select(WordOf).Select(rows => $"none rows={rows}"),
        "none rows=deleted runs=all", "none rows=deleted runs=rows",
    ];

    // As tables spell the names of enumerations.
    private static string WordOf(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? "-" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));

    [Theory]
    [MemberData(nameof(Words))]
    [InlineData("none rows=columns yields=result")]
    [InlineData("materialize db rows=all yields=same async=MissingAsync")]
    [InlineData("materialize db runs=rows")]
    [InlineData("none runs=missing")]
    [InlineData("none handlers=Outer`1+IHandler,Handler,Missing`1")]
    [InlineData("none calls=each yields=result")]
    [InlineData("read db key=missing each=missing batch=Missing async=RunAsync")]
    [InlineData("write db each=all batch=Many async=Alone")]
    public async Task No_rule_throws(string line)
    {
        var table = "[Odd]\n" + string.Concat(new[] { "Odd::*", "Odd::.ctor", "Odd::Item", "Odd::Value", "OddExtensions::*" }.Select(member => $"{member}  {line}\n"));
        // A line that is refused would say nothing.
        Assert.Empty(ApiTable.Parse(SourceText.From(table)).Problems);
        await RunAsync<LoadThenFilterAnalyzer>(table);
        await RunAsync<QueryInLoopAnalyzer>(table);
        await RunAsync<SaveInLoopAnalyzer>(table);
        await RunAsync<SyncIoInAsyncAnalyzer>(table);
        await RunAsync<SyncOverAsyncAnalyzer>(table);
        await RunAsync<SequentialRoundTripsAnalyzer>(table);
        await RunAsync<MissingIncludeAnalyzer>(table);
        await RunAsync<UnindexedFilterAnalyzer>(table);
        await RunAsync<UnboundedGrowthAnalyzer>(table);
        await RunAsync<RetainedSubscriptionAnalyzer>(table);
    }

    private static async Task RunAsync<TRule>(string table)
        where TRule : DiagnosticAnalyzer, new()
    {
        var test = new AnalyzerTest<TRule> { TestCode = Code, Sources = { Shop.Model }, AdditionalFiles = { new("odd.perfapis", table) } };
        await test.GetDiagnosticsAsync();
    }
}
