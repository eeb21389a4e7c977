namespace PerfAnalyzers.Flow.Memory;

/// <summary>A subscription to what lives longer than who subscribes, which nobody removes.</summary>
/// <param name="Name">The event or member by which it is made.</param>
/// <param name="Publisher">Who keeps it, in words.</param>
/// <param name="Run">How often it is made.</param>
/// <param name="Subscriber">The type of which each object subscribes when it is made; null when a member subscribes.</param>
/// <param name="IsEvent">It is taken back by <c>-=</c>, not by disposing of what is returned.</param>
/// <param name="Doubt">Why it is not proven to add up, as a clause; null when it is.</param>
internal sealed record RetainedSubscription(string Name, string Publisher, Run Run, string? Subscriber, bool IsEvent, string? Doubt);
