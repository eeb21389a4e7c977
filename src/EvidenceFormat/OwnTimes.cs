namespace PerfAnalyzers.EvidenceFormat;

/// <summary>
/// What the flat list of a profile is made of: the round trips of lines, and what is left of each method's sampled time. A member's own time is the greater of
/// what was sampled in it and what its own round trips took: sampling does not see an asynchronous wait, and round trips do not see computing.
/// </summary>
internal sealed class OwnTimes
{
    private readonly Dictionary<string, double> _trips = new(StringComparer.Ordinal);

    public OwnTimes(EvidenceProfile profile)
    {
        foreach (var site in profile.OfKind(RecordKind.Site).Where(s => s.Via is null))
        {
            _trips.TryGetValue(site.Key, out var before);
            _trips[site.Key] = before + (site.TotalMs ?? 0);
        }

        AllMs = _trips.Values.Sum() + profile.OfKind(RecordKind.Method).Sum(LeftOf);
    }

    /// <summary>The own time of all rows, in milliseconds: what 100 % is.</summary>
    public double AllMs { get; }

    /// <summary><see cref="LeftOf"/> as a part of <see cref="AllMs"/>; 0 where nothing has a time.</summary>
    public double ShareOf(EvidenceRecord method) => AllMs > 0 ? LeftOf(method) / AllMs : 0;

    /// <summary>What is left of a method's own time beside its own round trips, which have rows of their own.</summary>
    public double LeftOf(EvidenceRecord method) => Math.Max(0, (method.SelfMs ?? 0) - (_trips.TryGetValue(method.Key, out var trips) ? trips : 0));
}
