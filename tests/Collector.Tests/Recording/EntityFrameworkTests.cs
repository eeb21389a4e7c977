using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using PerfAnalyzers.Collector.Recording;
using PerfAnalyzers.EvidenceFormat;
using ShopContext = PerfAnalyzers.Collector.Tests.Recording.RecordedShop.ShopContext;

namespace PerfAnalyzers.Collector.Tests.Recording;

/// <summary>Real EF Core on SQLite: every count is compared with EF Core's own log.</summary>
[Collection(Scopes.OneAtATime.Name)]
public sealed class EntityFrameworkTests
{
    [Fact]
    public async Task A_loop_that_calls_a_query_is_measured_at_the_query_and_at_the_loop()
    {
        using var shop = new RecordedShop();
        for (var i = 0; i < 3; i++)
            await shop.RequestAsync(db => LoopAsync(db, 100, waits: false));

        Assert.Equal(300, shop.Commands);
        var site = shop.Site(nameof(FindAsync));
        Assert.Equal((300, 3, 100), (site.Calls, site.Roots, site.PerRoot));
        Assert.Equal(100, site.Number(Field.MaxPerRoot));
        Assert.Equal("distinct", site[Field.Keys]);
        // SingleAsync reads one row and once more to see that there is no second.
        Assert.Equal(600, site.Number(Field.Rows));
        Assert.Equal("db.read", site.Operation);
        Assert.Equal("tests/Collector.Tests/Recording/EntityFrameworkTests.cs", site.File);

        var loop = shop.Site(nameof(LoopAsync), via: nameof(FindAsync));
        Assert.Equal(300, loop.Calls);
        Assert.Equal(LineOf("await FindAsync(db, id)"), loop.SourceLine);
        Assert.Equal(LineOf("SingleAsync(i => i.Id == id)"), site.SourceLine);
    }

    [Fact]
    public async Task Callers_are_kept_across_an_await_that_waits()
    {
        using var shop = new RecordedShop();
        await shop.RequestAsync(db => LoopAsync(db, 150, waits: true));

        Assert.Equal(150, shop.Site(nameof(FindAsync)).Calls);
        Assert.Equal(150, shop.Site(nameof(LoopAsync), via: nameof(FindAsync)).Calls);
    }

    // What a server answers takes a moment, and what follows is sent from a bare stack: the connection was opened by who began the transaction, and not by who saves.
    [Fact]
    public async Task What_is_saved_in_a_transaction_is_sent_by_who_saves_also_where_the_savepoint_waits()
    {
        using var shop = new RecordedShop(new SlowSavepoints());
        await shop.RequestAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            for (var i = 0; i < 20; i++)
                await SaveOneAsync(db, 1000 + i);

            await transaction.CommitAsync();
        });

        Assert.Equal(20, shop.Commands);
        Assert.Equal((20, "db.write"), (shop.Site(nameof(SaveOneAsync)).Calls, shop.Site(nameof(SaveOneAsync)).Operation));
    }

    [Fact]
    public async Task Two_lines_that_send_the_same_text_keep_their_own_counts()
    {
        using var shop = new RecordedShop();
        await shop.RequestAsync(db =>
        {
            for (var i = 1; i <= 300; i++)
            {
                First(db, i % 200);
                if (i % 3 == 0)
                    Second(db, i % 200);
            }

            return Task.CompletedTask;
        });

        Assert.Equal(400, shop.Commands);
        Assert.Equal(300, shop.Site(nameof(First), via: nameof(ByIdentity)).Calls);
        Assert.Equal(100, shop.Site(nameof(Second), via: nameof(ByIdentity)).Calls);
        Assert.Equal(400, shop.Site(nameof(ByIdentity)).Calls);
    }

    [Fact]
    public async Task Lambdas_local_functions_and_method_groups_belong_to_the_member_around_them()
    {
        using var shop = new RecordedShop();
        await shop.RequestAsync(db =>
        {
            Shapes(db);
            return Task.CompletedTask;
        });

        var sites = shop.Sites(nameof(Shapes));
        Assert.Equal([3.0, 4.0], sites.Select(s => s.Calls!.Value).Order());
        Assert.Equal(5, shop.Site(nameof(Shapes), via: nameof(Finder.Get)).Calls);
    }

    [Fact]
    public async Task Keys_tell_the_same_row_again_from_another_row()
    {
        using var shop = new RecordedShop();
        await shop.RequestAsync(db =>
        {
            for (var i = 0; i < 6; i++)
            {
                First(db, 1);
                Mixed(db, i / 2);
            }

            return Task.CompletedTask;
        });

        Assert.Equal("same", shop.Site(nameof(First), via: nameof(ByIdentity))[Field.Keys]);
        Assert.Equal("mixed", shop.Site(nameof(Mixed))[Field.Keys]);
        Assert.DoesNotContain(shop.Snapshot().Records, r => r.Fields.Any(f => f.Value.Contains("item", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Writes_and_failures_count()
    {
        using var shop = new RecordedShop();
        await shop.RequestAsync(async db =>
        {
            await RenameAsync(db);
            Assert.ThrowsAny<Exception>(() => Fail(db));
        });

        Assert.Equal("db.write", shop.Site(nameof(RenameAsync)).Operation);
        Assert.Equal((1.0, "db.read"), (shop.Site(nameof(Fail)).Calls, shop.Site(nameof(Fail)).Operation));
    }

    [Fact]
    public async Task Time_of_a_query_includes_reading_its_rows_but_not_the_queries_inside()
    {
        using var shop = new RecordedShop();
        await shop.RequestAsync(db =>
        {
            foreach (var item in Stream(db))
            {
                Slow(db, item.Id);
                Thread.Sleep(1);
            }

            return Task.CompletedTask;
        });

        var outer = shop.Site(nameof(Time_of_a_query_includes_reading_its_rows_but_not_the_queries_inside));
        Assert.Equal(21, outer.Number(Field.Rows));
        Assert.True(outer.TotalMs >= 20, $"the reader was open while 20 ms passed, but {outer.TotalMs} ms were recorded");

        var inner = shop.Site(nameof(Slow));
        Assert.Equal(20, inner.Calls);
        var endpoint = Assert.Single(shop.Snapshot().OfKind(RecordKind.Endpoint));
        Assert.Equal(21, endpoint.Number(Field.RoundTrips));
        Assert.True(endpoint.Number(Field.IoMs) <= outer.TotalMs + inner.TotalMs + 1, "overlapping time was counted twice");
    }

    [Fact]
    public async Task Concurrent_requests_are_kept_apart()
    {
        using var shop = new RecordedShop();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => shop.RequestAsync(db => LoopAsync(db, 20, waits: true)))));

        var site = shop.Site(nameof(FindAsync));
        Assert.Equal((160, 8, 20), (site.Calls, site.Roots, site.PerRoot));
        Assert.Equal(20, site.Number(Field.MaxPerRoot));
    }

    [Fact]
    public void Outside_of_requests_the_process_is_one_operation()
    {
        using var shop = new RecordedShop();
        using (var db = shop.Context())
            Shapes(db);

        var endpoint = Assert.Single(shop.Snapshot().OfKind(RecordKind.Endpoint));
        Assert.Equal("process test", endpoint.Key);
        Assert.Equal(12, endpoint.Number(Field.RoundTrips));
        Assert.Equal(shop.Commands, shop.Snapshot().OfKind(RecordKind.Site).Where(s => s.Via is null).Sum(s => s.Calls));
    }

    [Fact]
    public async Task What_runs_outside_of_requests_is_no_execution_of_theirs()
    {
        using var shop = new RecordedShop();
        using (var db = shop.Context())
        {
            await LoopAsync(db, 50, waits: false);
            Shapes(db);
        }

        await shop.RequestAsync(db => LoopAsync(db, 4, waits: false));
        await shop.RequestAsync(db => LoopAsync(db, 2, waits: false));

        var both = shop.Site(nameof(FindAsync));
        Assert.Equal((56, 2, 3, 50, null), (both.Calls, both.Roots, both.PerRoot, both.Number(Field.MaxPerRoot), both[Field.Root]));
        Assert.All(shop.Sites(nameof(Shapes)), s => Assert.Equal(("process", 1, s.Calls), (s[Field.Root], s.Roots, s.PerRoot)));
        Assert.NotEmpty(shop.Sites(nameof(Shapes)));
    }

    [Fact]
    public async Task Rows_of_a_split_query_are_not_known_because_EF_Core_counts_those_of_its_first_command_only()
    {
        using var shop = new RecordedShop();
        await shop.RequestAsync(async db =>
        {
            Assert.Equal(3, (await SplitAsync(db)).Count);
            Assert.Equal(3, Joined(db).Count);
        });

        Assert.Equal((2, null), (shop.Site(nameof(SplitAsync)).Calls, shop.Site(nameof(SplitAsync))[Field.Rows]));

        // Three items without parts, and the read that finds no more.
        Assert.Equal((1, 4), (shop.Site(nameof(Joined)).Calls, shop.Site(nameof(Joined)).Number(Field.Rows)));
    }

    [Fact]
    public void A_round_trip_that_tells_its_text_late_counts_when_it_was_a_command()
    {
        using var shop = new RecordedShop();
        foreach (var text in new[] { "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (1)", null })
        {
            var command = shop.Recorder.BeginUnknown();
            shop.Recorder.CompleteUnknown(command, text is null ? null : CommandText.Operation(text, returnsRows: true));
        }

        var site = shop.Site(nameof(A_round_trip_that_tells_its_text_late_counts_when_it_was_a_command));
        Assert.Equal((2.0, "db.write", null), (site.Calls, site.Operation, site[Field.Keys]));
    }

    [Fact]
    public async Task That_a_command_was_executed_is_asked_for_where_no_reader_ends_it()
    {
        var asked = new Asked();
        using var shop = new RecordedShop(asked);
        asked.Recorder = shop.Recorder;
        await shop.RequestAsync(async db =>
        {
            await FindAsync(db, 1);
            await RenameAsync(db);
            await FindAsync(db, 2);
            Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => db.Database.ExecuteSqlRaw("DELETE FROM NoSuchTable"));
            await FindAsync(db, 3);
        });

        Assert.Equal(["reader", "no reader, asked", "reader", "no reader, asked", "reader"], asked.Commands);
        Assert.False(shop.Recorder.AwaitsExecuted);
        Assert.Equal((3, 1), (shop.Site(nameof(FindAsync)).Calls, shop.Site(nameof(RenameAsync)).Calls));
        Assert.All(shop.Snapshot().OfKind(RecordKind.Site), s => Assert.True(s.TotalMs > 0));
    }

    private static async Task LoopAsync(ShopContext db, int count, bool waits)
    {
        foreach (var id in Enumerable.Range(1, count))
        {
            if (waits)
                await Task.Yield();

            await FindAsync(db, id);
        }
    }

    private static async Task<RecordedShop.Item> FindAsync(ShopContext db, int id) =>
        await db.Items.AsNoTracking().SingleAsync(i => i.Id == id);

    private static void First(ShopContext db, int id) => ByIdentity(db, id);

    private static void Second(ShopContext db, int id)
    {
        ByIdentity(db, id);
    }

    private static RecordedShop.Item? ByIdentity(ShopContext db, int id)
    {
        return db.Items.AsNoTracking().FirstOrDefault(i => i.Id == id && i.Group >= 0);
    }

    private static int Mixed(ShopContext db, int group)
    {
        return db.Items.Count(i => i.Group == group);
    }

    private static void Shapes(ShopContext db)
    {
        var counts = Enumerable.Range(0, 3).Select(g =>
            db.Items.Count(i => i.Group == g)).ToList();
        for (var g = 0; g < 4; g++)
            Local(g);

        var items = Enumerable.Range(0, 5).Select(new Finder(db).Get).ToList();
        Assert.Equal(5, items.Count);
        Assert.Equal(3, counts.Count);

        bool Local(int group)
        {
            return db.Items.Any(i => i.Group == group);
        }
    }

    private static async Task RenameAsync(ShopContext db)
    {
        await db.Items.Where(i => i.Id == 1).ExecuteUpdateAsync(s => s.SetProperty(i => i.Name, "renamed"));
    }

    private static List<RecordedShop.Item> Fail(ShopContext db)
    {
        return db.Items.FromSqlRaw("SELECT * FROM NoSuchTable").ToList();
    }

    private static async Task<List<RecordedShop.Item>> SplitAsync(ShopContext db)
    {
        return await db.Items.Include(i => i.Parts).Where(i => i.Id <= 3).AsSplitQuery().ToListAsync();
    }

    private static List<RecordedShop.Item> Joined(ShopContext db)
    {
        return db.Items.AsNoTracking().Include(i => i.Parts).Where(i => i.Id <= 3).ToList();
    }

    private static IEnumerable<RecordedShop.Item> Stream(ShopContext db) => db.Items.AsNoTracking().Where(i => i.Group == 1);

    private static int Slow(ShopContext db, int id)
    {
        return db.Items.Count(i => i.Id > id);
    }

    private static int LineOf(string text, [System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        File.ReadAllLines(file).Select((line, i) => (line, i)).First(l => l.line.Contains(text, StringComparison.Ordinal) && !l.line.Contains("LineOf", StringComparison.Ordinal)).i + 1;

    /// <summary>What the recorder asks for while a command is under way.</summary>
    private sealed class Asked : DbCommandInterceptor
    {
        public Recorder? Recorder { get; set; }

        public List<string> Commands { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Add("reader");
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Add("no reader");
            return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
        }

        public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
        {
            Add("no reader");
            return base.NonQueryExecuting(command, eventData, result);
        }

        private void Add(string command)
        {
            if (Recorder is not null)
                Commands.Add(Recorder.AwaitsExecuted ? command + ", asked" : command);
        }
    }

    private sealed class Finder(ShopContext db)
    {
        public RecordedShop.Item? Get(int id) => db.Items.Find(id + 1);
    }

    private static async Task SaveOneAsync(ShopContext db, int id)
    {
        db.Items.Add(new() { Id = id });
        await db.SaveChangesAsync();
    }

    private sealed class SlowSavepoints : DbTransactionInterceptor
    {
        public override async ValueTask<InterceptionResult> CreatingSavepointAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            await Task.Delay(1, cancellationToken);
            return result;
        }
    }
}
