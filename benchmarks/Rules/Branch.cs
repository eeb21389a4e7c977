namespace PerfAnalyzers.Benchmarks.Rules;

/// <summary>A node of a tree.</summary>
public sealed class Branch
{
    public int Id { get; set; }

    public int? ParentId { get; set; }
}
