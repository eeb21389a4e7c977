using Microsoft.EntityFrameworkCore;

namespace LoadedApp;

/// <summary>One table with a column for each line that asks: the database's own statistics tell lines apart by the column in the text.</summary>
public sealed class Item
{
    public int Id { get; set; }

    public int A { get; set; }

    public int B { get; set; }

    public int C { get; set; }

    public int D { get; set; }

    public int E { get; set; }

    public int F { get; set; }

    public int G { get; set; }

    public int H { get; set; }

    public int J { get; set; }

    public int K { get; set; }

    public int L { get; set; }
}

public sealed class LoadContext(DbContextOptions<LoadContext> options) : DbContext(options)
{
    public const int Rows = 50;

    public DbSet<Item> Items => Set<Item>();

    public void Seed()
    {
        Database.EnsureCreated();
        Items.AddRange(Enumerable.Range(1, Rows).Select(i => new Item { Id = i }));
        SaveChanges();
    }
}
