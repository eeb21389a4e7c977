namespace PerfAnalyzers.Benchmarks.Rules;

/// <summary>A customer with orders and notes, in a tree of categories: what the examples of the rules' pages need.</summary>
public sealed class Buyer
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public string Code { get; set; } = "";

    public string City { get; set; } = "";

    public List<Purchase> Purchases { get; } = [];

    public List<Note> Notes { get; } = [];
}
