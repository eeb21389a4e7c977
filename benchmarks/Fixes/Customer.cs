namespace PerfAnalyzers.Benchmarks;

/// <summary>A row.</summary>
public sealed class Customer
{
    public int Id { get; set; }

    public string Name { get; set; } = "";
}
