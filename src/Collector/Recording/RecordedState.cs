namespace PerfAnalyzers.Collector.Recording;

/// <summary>The recorder's numbers while its lock is held.</summary>
internal readonly record struct RecordedState(
    IReadOnlyCollection<SiteStats> Sites, IReadOnlyDictionary<string, EndpointStats> Endpoints, RootOperation Process, long Unattributed)
{
    /// <summary>How many round trips were recorded.</summary>
    public long RoundTrips => Sites.Where(s => s.Via is null).Sum(s => s.Calls) + Unattributed;
}
