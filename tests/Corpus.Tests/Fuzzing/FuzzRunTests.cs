using PerfAnalyzers.Corpus.Fuzzing;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Corpus.Tests.Fuzzing;

/// <summary>A small and always the same part of what <c>Corpus fuzz</c> runs.</summary>
public sealed class FuzzRunTests
{
    private static readonly string[] s_programs =
    [
        """
        namespace Shop;

        public interface IOrders { Task<Order?> FindAsync(int id, CancellationToken ct); IEnumerable<Order> All(); }

        public class Orders(ShopDb db) : IOrders
        {
            public async Task<Order?> FindAsync(int id, CancellationToken ct) => await db.Orders.FirstOrDefaultAsync(o => o.Id == id, ct);
            public IEnumerable<Order> All() => db.Orders.ToList().Where(o => o.Lines.Count > 0);
            public async Task<int> CountAsync(List<int> ids, CancellationToken ct)
            {
                var found = new Dictionary<int, Order>();
                foreach (var id in ids)
                {
                    if (await FindAsync(id, ct) is { } order && !found.ContainsKey(id))
                        found.Add(id, order);
                }

                return found.Values.Sum(o => o.Lines.Sum(l => l.Quantity));
            }
        }
        """,
        """
        using System.Net.Http;
        using System.Net.Http.Json;

        namespace Shop;

        public class Prices(HttpClient client, ShopDb db)
        {
            private static readonly List<string> s_seen = new();
            private readonly Timer _timer = new(_ => s_seen.Add(DateTime.Now.ToString()), null, 0, 1000);
            public event EventHandler? Changed;

            public decimal Of(string sku) => client.GetFromJsonAsync<decimal>("/prices/" + sku).Result;

            public async Task UpdateAsync(IEnumerable<Product> products)
            {
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Changed?.Invoke(this, EventArgs.Empty);
                await Task.WhenAll(products.Select(async p => await client.GetStringAsync(p.Sku)));
                for (var i = 0; i < 10; i++)
                {
                    db.Products.Add(new Product { Sku = "s" + i });
                    db.SaveChanges();
                    Thread.Sleep(Of(i.ToString()) > 1 ? 10 : 20);
                }

                while (await db.Products.AnyAsync(p => p.Discontinued))
                    UpdateAsync(products).GetAwaiter().GetResult();
            }
        }
        """,
        """
        namespace Shop;

        public record Row(string Number, string? Region, int Lines);

        public class Report(ShopDb db)
        {
            public IEnumerable<Row> Rows(DateTime day)
            {
                foreach (var order in db.Orders.Include(o => o.Lines).Include(o => o.Account.Orders).Where(o => o.PlacedAt == day))
                    yield return ToRow(order);

                static Row ToRow(Order order) => new(order.Number, order.Account?.Region, order.Lines switch { { Count: > 3 } lines => lines.Count, _ => 0 });
            }

            public int Depth(Account account, int depth = 0) =>
                db.Orders.Where(o => o.AccountId == account.Id).ToList().Select(o => Depth(o.Account, depth + 1)).DefaultIfEmpty(depth).Max();
        }
        """,
    ];

    private static readonly FuzzRun s_run = new(s_programs, [Shop.Model.Text], TestReferences.All);

    [Fact]
    public async Task Nothing_throws_hangs_or_goes_on_for_ever()
    {
        // One command shows the program of a seed: see benchmarks/Corpus/README.md.
        var problems = new List<string>();
        // The first program compiles the analyzers themselves.
        await s_run.ProblemAsync(1, default);
        for (var seed = 1; seed <= 30; seed++)
        {
            if (await s_run.ProblemAsync(seed, default) is { } problem)
                problems.Add($"seed {seed}: {problem}\n{s_run.ProgramOf(seed)}");
        }

        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
    }

    [Theory]
    [InlineData(
        7109978,
        """
        public interface IOrderLines { Task<List<OrderLine>> GetAsync(int orderId, CancellationToken ct); }

        public sealed class OrderLines(ShopDb db) : IOrderLines
        {
            public Task<List<OrderLine>> GetAsync(int orderId, CancellationToken ct) => db.OrderLines.Where(line => line.OrderId == orderId).ToListAsync(ct);
        }

        public sealed class Report(IOrderLines lines)
        {
            public async Task<List<OrderLine>> LinesAsync(int id, CancellationToken ct = default) { return await lines.GetAsync(orderId: id, ct: ct).ConfigureAwait(); }

            public async Task<int> CountAsync(List<Order> orders)
            {
                var count = 0;
                foreach (var order in orders)
                    count += (await LinesAsync(order.Id)).Count;

                return count;
            }
        }
        """)]
    [InlineData(
        7406939,
        """
        public class Note { public int Id { get; set; } public int TenantId { get; set; } public string Title { get; set; } = ""; }
        public class NotesDb(int tenant) : DbContext
        {
            public DbSet<Note> Notes => Set<Note>();
            protected override void OnModelCreating(ModelBuilder modelBuilder)
            {
                modelBuilder.Entity<Note>().HasIndex(n => n.TenantId);
                modelBuilder.Entity<Note>        modelBuilder.Entity<Note>().HasQueryFilter(n => n.TenantId == tenant);
            }

            public object Find(string title) => Notes.Where(n => n.Title == title).ToList();
        }
        """)]
    [InlineData(
        7482797,
        """
        public sealed class Report(ShopDb db)
        {
            public void Run(List<OrderLine> lines)
            {
                foreach (var line in lines)
                {
                    if (wanted is { } wanted && db.Products.Find(wanted) is { } product)
                        Console.WriteLine(product.Name);
                }
            }
        }
        """)]
    [InlineData(
        7519176,
        """
        public class Page
        {
            public virtual Task InitializeAsync()
            {
                return Task.GetAwaiter().GetResult().CompletedTask;
            }
        }
        """)]
    public async Task What_a_seed_broke_once_stays_whole(int seed, string program)
    {
        var problem = await s_run.ProblemAsync(program, default);

        Assert.True(problem is null, $"{seed}: {problem}");
    }

    [Fact]
    public void A_seed_gives_the_same_program_each_time_and_not_the_one_it_began_with()
    {
        Assert.All(Enumerable.Range(1, 20), seed => Assert.Equal(s_run.ProgramOf(seed), s_run.ProgramOf(seed)));
        Assert.True(Enumerable.Range(1, 20).Select(s_run.ProgramOf).Except(s_programs).Distinct().Count() > 15);
    }
}
