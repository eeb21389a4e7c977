using Microsoft.EntityFrameworkCore;

namespace PerfAnalyzers.Benchmarks.Rules;

/// <summary>The model on SQLite, in a file that goes with the process.</summary>
public sealed class RuleShop(CommandsSeen seen) : DbContext
{
    public static string File { get; } = Path.Combine(Path.GetTempPath(), $"perfanalyzers-rules-{Environment.ProcessId}.db");

    public DbSet<Buyer> Buyers => Set<Buyer>();

    public DbSet<Purchase> Purchases => Set<Purchase>();

    public DbSet<Branch> Branches => Set<Branch>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite($"Data Source={File}").AddInterceptors(seen);

    // Name has no index; Code holds the same text and has one.
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Buyer>().HasIndex(b => b.Code);
}
