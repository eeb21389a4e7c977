using Microsoft.EntityFrameworkCore;

namespace PerfAnalyzers.Benchmarks;

/// <summary>The smallest model that a keyed read needs.</summary>
public sealed class CustomerContext(DbContextOptions<CustomerContext> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();
}
