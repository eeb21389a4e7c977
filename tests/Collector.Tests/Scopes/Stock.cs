using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace PerfAnalyzers.Collector.Tests.Scopes;

/// <summary>A database of its own for a test, and code that queries it.</summary>
internal sealed class Stock : IDisposable
{
    private readonly SqliteConnection _keepAlive;
    private readonly DbContextOptions<StockContext> _options;

    public Stock()
    {
        var connectionString = $"Data Source=stock-{Guid.NewGuid():N};Mode=Memory;Cache=Shared";
        _keepAlive = new(connectionString);
        _keepAlive.Open();
        _options = new DbContextOptionsBuilder<StockContext>().UseSqlite(connectionString).Options;
        using var db = Context();
        db.Database.EnsureCreated();
        db.Items.AddRange(Enumerable.Range(1, 20).Select(i => new StockItem { Id = i }));
        db.SaveChanges();
    }

    public StockContext Context() => new(_options);

    public void Dispose() => _keepAlive.Dispose();

    /// <summary>A command for each key, from one line, in a loop of another member.</summary>
    public async Task LoadEachAsync(int count, int firstKey = 1)
    {
        await using var db = Context();
        for (var i = 0; i < count; i++)
        {
            await FindAsync(db, firstKey + i);
            await Task.Yield();
        }
    }

    /// <summary>The same row again and again.</summary>
    public void CountTheSame(int times)
    {
        using var db = Context();
        for (var i = 0; i < times; i++)
            _ = db.Items.Count(item => item.Id > 3);
    }

    /// <summary>The same command from another line.</summary>
    public void CountTheSameElsewhere(int times)
    {
        using var db = Context();
        for (var i = 0; i < times; i++)
            _ = db.Items.Count(item => item.Id > 3);
    }

    private static async Task<StockItem?> FindAsync(StockContext db, int id)
    {
        return await db.Items.AsNoTracking().FirstOrDefaultAsync(item => item.Id == id);
    }

    internal sealed class StockItem
    {
        public int Id { get; set; }
    }

    internal sealed class StockContext(DbContextOptions<StockContext> options) : DbContext(options)
    {
        public DbSet<StockItem> Items => Set<StockItem>();
    }
}
