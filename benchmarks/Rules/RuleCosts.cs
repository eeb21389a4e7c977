using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace PerfAnalyzers.Benchmarks.Rules;

/// <summary>
/// The figures under "Why it costs" of the rules' pages: the code of a finding beside what to write instead, on the same data in one process. Medians, because a
/// machine that does something else meanwhile makes single runs longer and none shorter.
/// </summary>
public sealed class RuleCosts
{
    private const int Rounds = 15;

    private readonly CommandsSeen _seen = new();

    /// <summary>Measures all of it, and prints a row a rule.</summary>
    public int Run()
    {
        try
        {
            Seed();
            Console.WriteLine("| rule | as reported | instead | commands |\n|---|---|---|---|");
            Time("PERF1004", () => Missing(include: false), () => Missing(include: true));
            Time("PERF1005", () => Find(indexed: false), () => Find(indexed: true));
            Time("PERF1006", () => CountInMemory(), () => CountInDatabase());
            Time("PERF1007", () => Descend(), () => Climb());
            Time("PERF1009", () => Joined(split: false), () => Joined(split: true));
            Print("PERF2001", WaitCosts.Throughput(WaitCosts.SyncOverAsync), WaitCosts.Throughput(WaitCosts.Awaited), "requests of 20 ms, 400 at once, until the last is answered");
            Print("PERF2002, PERF2003", WaitCosts.Throughput(WaitCosts.Synchronous), WaitCosts.Throughput(WaitCosts.Awaited), "the same with a synchronous wait");
            using (var services = new SlowServices())
                Print("PERF2004", services.InTurnAsync().GetAwaiter().GetResult(), services.AtOnceAsync().GetAwaiter().GetResult(), "two services that take 20 and 30 ms");

            Console.WriteLine($"| PERF3001 | {Bytes(MemoryCosts.Unbounded())} after a million requests | {Bytes(MemoryCosts.Bounded())} | |");
            Console.WriteLine($"| PERF3002 | {Bytes(MemoryCosts.Subscribed())} after 10,000 requests | {Bytes(MemoryCosts.Unsubscribed())} | |");
            Console.WriteLine($"| PERF3003 | {Bytes(MemoryCosts.Allocating())} a call | {Bytes(MemoryCosts.NotAllocating())} a call | |");
            return 0;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            File.Delete(RuleShop.File);
        }
    }

    private static string Bytes(double value) => value.ToString("#,0", CultureInfo.InvariantCulture) + " bytes";

    private static void Print(string rule, double before, double after, string what) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {rule} | {before:0} ms | {after:0} ms | {what} |"));

    private void Seed()
    {
        using var db = new RuleShop(_seen);
        db.Database.EnsureDeleted();
        db.Database.EnsureCreated();
        var id = 0;
        for (var b = 1; b <= 20_000; b++)
        {
            var buyer = new Buyer { Id = b, Name = $"Buyer {b}", Code = $"Buyer {b}", City = $"City {b % 50}" };
            // The first hundred have enough of both to multiply.
            for (var i = 0; i < (b <= 100 ? 20 : 1); i++)
            {
                buyer.Purchases.Add(new() { Id = ++id, Cents = id % 1_000 });
                buyer.Notes.Add(new() { Id = id, Text = $"What somebody wrote about buyer {b}, at some length" });
            }

            db.Add(buyer);
        }

        db.Branches.AddRange(Enumerable.Range(1, 500).Select(i => new Branch { Id = i, ParentId = i == 1 ? null : i / 2 }));
        db.SaveChanges();
    }

    private void Time(string rule, Func<int> before, Func<int> after)
    {
        var (one, other) = (before(), after());
        if (one != other)
            throw new InvalidOperationException($"{rule}: {one} is not {other}, so that the two do not do the same");

        // In turns, so that whatever else the machine does meets both.
        var (slow, fast) = (new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            slow.Add(Milliseconds(before));
            fast.Add(Milliseconds(after));
        }

        _seen.Count = 0;
        before();
        var commands = _seen.Count;
        _seen.Count = 0;
        after();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {rule} | {Median(slow):0.0#} ms | {Median(fast):0.0#} ms | {commands} and {_seen.Count} |"));
    }

    private static double Milliseconds(Func<int> run)
    {
        var watch = Stopwatch.StartNew();
        run();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    // The names of the buyers of 500 purchases: loaded one by one, as a lazy navigation does, or with the purchases.
    private int Missing(bool include)
    {
        using var db = new RuleShop(_seen);
        var purchases = db.Purchases.Where(p => p.Id > 2_100 && p.Id <= 2_600);
        var length = 0;
        foreach (var purchase in (include ? purchases.Include(p => p.Buyer) : purchases).ToList())
        {
            if (!include)
                db.Entry(purchase).Reference(p => p.Buyer).Load();

            length += purchase.Buyer!.Name.Length;
        }

        return length;
    }

    private int Find(bool indexed)
    {
        using var db = new RuleShop(_seen);
        return indexed ? db.Buyers.AsNoTracking().Single(b => b.Code == "Buyer 17000").Id : db.Buyers.AsNoTracking().Single(b => b.Name == "Buyer 17000").Id;
    }

    private int CountInMemory()
    {
        using var db = new RuleShop(_seen);
        return db.Buyers.AsNoTracking().ToList().Count(b => b.City == "City 7");
    }

    private int CountInDatabase()
    {
        using var db = new RuleShop(_seen);
        return db.Buyers.Count(b => b.City == "City 7");
    }

    // 500 nodes of a tree, a query for the children of each, or all rows once.
    private int Descend()
    {
        using var db = new RuleShop(_seen);
        return Below(1);

        int Below(int id) => 1 + db.Branches.AsNoTracking().Where(b => b.ParentId == id).Select(b => b.Id).ToList().Sum(Below);
    }

    private int Climb()
    {
        using var db = new RuleShop(_seen);
        var children = db.Branches.AsNoTracking().ToList().ToLookup(b => b.ParentId, b => b.Id);
        return Below(1);

        int Below(int id) => 1 + children[id].Sum(Below);
    }

    // 100 buyers with 20 purchases and 20 notes each: 40,000 rows, or 100 and twice 2,000.
    private int Joined(bool split)
    {
        using var db = new RuleShop(_seen);
        var query = db.Buyers.AsNoTracking().Where(b => b.Id <= 100).Include(b => b.Purchases).Include(b => b.Notes);
        return (split ? query.AsSplitQuery() : query.AsSingleQuery()).ToList().Sum(b => b.Purchases.Count + b.Notes.Count);
    }
}
