namespace PerfAnalyzers.Flow;

/// <summary>Why something lives as long as the process.</summary>
/// <param name="Words">In words: <c>the singleton 'PriceCache'</c>.</param>
/// <param name="Doubt">Why that is not certain, as a clause; null when it is.</param>
/// <param name="IsOfStore">The words are about the field or variable itself, not about its owner.</param>
internal sealed record Holder(string Words, string? Doubt = null, bool IsOfStore = false);
