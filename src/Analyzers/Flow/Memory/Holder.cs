namespace PerfAnalyzers.Flow.Memory;

/// <summary>Why something lives as long as the process.</summary>
/// <param name="Name">In words: <c>the singleton 'PriceCache'</c>.</param>
/// <param name="Doubt">Why that is not certain, as a clause; null when it is.</param>
/// <param name="IsOfStore">The words are about the field or variable itself, not about its owner.</param>
internal sealed record Holder(string Name, string? Doubt = null, bool IsOfStore = false)
{
    /// <summary>Who keeps it, and who keeps that, where it does not live so long by itself.</summary>
    public string? By { get; init; }

    /// <summary>In a sentence: <c>'Part' (held by 'Whole', held by the static 's_all')</c>.</summary>
    public string Words => By is null ? Name : $"{Name} (held by {By})";

    /// <summary>As the rest of such a list.</summary>
    public string Chain => By is null ? Name : $"{Name}, held by {By}";
}
