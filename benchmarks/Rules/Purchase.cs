namespace PerfAnalyzers.Benchmarks.Rules;

/// <summary>What a buyer bought.</summary>
public sealed class Purchase
{
    public int Id { get; set; }

    public int BuyerId { get; set; }

    public Buyer? Buyer { get; set; }

    public int Cents { get; set; }
}
