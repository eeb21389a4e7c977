namespace PerfAnalyzers.Collector.Listening;

/// <summary>
/// Tells a provider's own events for a command that EF Core already announced from those of a command it did not: both reach the collector,
/// one must count. Only kept up once a provider's source was seen, because flowing a value is not free.
/// </summary>
internal static class AdoNetScope
{
    private static readonly AsyncLocal<bool> InsideEntityFramework = new();
    private static volatile bool _providerSeen;

    /// <summary>Whether EF Core announced the command that a provider now starts in this flow.</summary>
    public static bool IsEntityFramework => InsideEntityFramework.Value;

    /// <summary>Whether it is kept up.</summary>
    public static bool IsKept => _providerSeen;

    /// <summary>A provider that raises its own events is in use.</summary>
    public static void ProviderSeen() => _providerSeen = true;

    /// <summary>EF Core announced a command; what the provider says next in this flow is about the same one.</summary>
    public static void Enter()
    {
        if (_providerSeen)
            InsideEntityFramework.Value = true;
    }

    /// <summary>EF Core said how the command ended.</summary>
    public static void Leave()
    {
        if (_providerSeen)
            InsideEntityFramework.Value = false;
    }
}
