namespace PerfAnalyzers.Benchmarks.Rules;

/// <summary>What somebody wrote about a buyer.</summary>
public sealed class Note
{
    public int Id { get; set; }

    public int BuyerId { get; set; }

    public string Text { get; set; } = "";
}
