using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace PerfAnalyzers.Benchmarks.Collector;

/// <summary>Reads by key, each with a context that it is given and gives back.</summary>
internal sealed class RecordedReads(Func<RecordedContext> take, Action<RecordedContext> giveBack)
{
    /// <summary>One context for all.</summary>
    public static RecordedReads OfOne(DbContextOptions<RecordedContext> options)
    {
        var db = new RecordedContext(options);
        return new(() => db, _ => { });
    }

    /// <summary>One of a pool for each.</summary>
    public static RecordedReads OfPool(DbContextOptions<RecordedContext> options) => new(new PooledDbContextFactory<RecordedContext>(options).CreateDbContext, db => db.Dispose());

    /// <summary>A new one for each.</summary>
    public static RecordedReads OfNew(DbContextOptions<RecordedContext> options) => new(() => new(options), db => db.Dispose());

    public void Read(int id)
    {
        var db = take();
        db.Read(id);
        giveBack(db);
    }
}

internal sealed class RecordedItem
{
    public int Id { get; set; }

    public string Name { get; set; } = "";
}

internal sealed class RecordedContext(DbContextOptions<RecordedContext> options) : DbContext(options)
{
    private const int Rows = 50;

    public DbSet<RecordedItem> Items => Set<RecordedItem>();

    public void Seed()
    {
        Database.EnsureCreated();
        Items.AddRange(Enumerable.Range(1, Rows).Select(i => new RecordedItem { Id = i, Name = "item" }));
        SaveChanges();
    }

    public RecordedItem Read(int id) => Items.AsNoTracking().Single(i => i.Id == id);
}
