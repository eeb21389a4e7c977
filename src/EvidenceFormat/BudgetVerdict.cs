namespace PerfAnalyzers.EvidenceFormat;

/// <summary>
/// A budget against evidence: the one judgement that the build (PERF9002) and <c>perfevidence check</c> share. Each profile judges by itself; the worst
/// counts, and where others disagree it is said.
/// </summary>
internal sealed class BudgetVerdict
{
    private BudgetVerdict(IReadOnlyList<BudgetMeasure> measures, IReadOnlyList<BudgetLimit> unmeasured)
    {
        Measures = measures;
        Unmeasured = unmeasured;
        State = measures.Select(m => m.State).Concat(unmeasured.Select(_ => BudgetState.NoEvidence)).DefaultIfEmpty(BudgetState.Met).Max();
        Decisive = measures.OrderByDescending(m => m.State).ThenByDescending(m => m.Excess).FirstOrDefault();
    }

    /// <summary>What each profile says about each limit, for those that say something.</summary>
    public IReadOnlyList<BudgetMeasure> Measures { get; }

    /// <summary>The limits that no profile says anything about.</summary>
    public IReadOnlyList<BudgetLimit> Unmeasured { get; }

    /// <summary>The verdict, the age of the evidence aside.</summary>
    public BudgetState State { get; }

    /// <summary>The figure that decides: the worst of the worst profile; null without evidence.</summary>
    public BudgetMeasure? Decisive { get; }

    /// <summary>What is exceeded in the profile that decides.</summary>
    public IEnumerable<BudgetMeasure> Exceeded => Measures.Where(m => m.Profile == Decisive?.Profile && m.State is BudgetState.Broken or BudgetState.Warns);

    /// <summary>What other profiles say instead, as a clause that starts with a separator; empty when they agree.</summary>
    public string Disagreement
    {
        get
        {
            if (Decisive is not { State: BudgetState.Broken or BudgetState.Warns })
                return "";

            var milder = Measures.GroupBy(m => m.Profile).Where(p => p.Key != Decisive.Profile && p.Max(m => m.State) < Decisive.State)
                .Select(p => p.Key.Name).Distinct(StringComparer.Ordinal).OrderBy(n => n, StringComparer.Ordinal).ToList();
            return milder.Count switch
            {
                0 => "",
                1 => $"; profile {milder[0]} says less, and the worst counts",
                _ => $"; profiles {string.Join(", ", milder)} say less, and the worst counts",
            };
        }
    }

    /// <summary>Judges a budget by the profiles that it is about.</summary>
    /// <param name="subject">The member or endpoint.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="only">The one profile that counts; null for every profile.</param>
    /// <param name="profiles">The evidence.</param>
    public static BudgetVerdict Of(BudgetSubject subject, IReadOnlyList<BudgetLimit> limits, string? only, IEnumerable<EvidenceProfile> profiles)
    {
        var measures = profiles.Where(p => only is null || p.Name == only).SelectMany(p => limits.Select(l => Measure(subject, l, p)).OfType<BudgetMeasure>()).ToList();
        return new(measures, [.. limits.Where(l => !measures.Exists(m => m.Limit == l))]);
    }

    // Of several endpoints with one handler, the worst.
    private static BudgetMeasure? Measure(BudgetSubject subject, BudgetLimit limit, EvidenceProfile profile) =>
        Figures(subject, limit.Kind, profile)
            .Select(f => new BudgetMeasure(limit, f.Value, StateOf(limit, f.Value, f.Record), profile, f.Record))
            // A sampler's count is at least what it says: that it lies within the limit proves nothing.
            .Where(m => m.State is not BudgetState.Met || !m.Limit.Kind.IsCount || !IsSampled(m))
            .OrderByDescending(m => m.State).ThenByDescending(m => m.Measured)
            .FirstOrDefault();

    private static BudgetState StateOf(BudgetLimit limit, double measured, EvidenceRecord record)
    {
        if (measured <= limit.Allowed)
            return BudgetState.Met;

        if (limit.Kind.IsCount)
            return BudgetState.Broken;

        // Of a few executions the 99th percentile is the slowest one.
        if (limit.Kind.Field == Field.P99Ms && !TimingNoise.MeansSomething(record.Number(Field.Count)))
            return BudgetState.Warns;

        return TimingNoise.IsExceededBy(limit.Allowed, measured, TimingNoise.Spread(record)) ? BudgetState.Broken : BudgetState.Warns;
    }

    private static IEnumerable<(double Value, EvidenceRecord Record)> Figures(BudgetSubject subject, BudgetLimitKind kind, EvidenceProfile profile)
    {
        var endpoints = subject.Endpoints(profile).ToList();
        var isTrips = kind.Field == Field.MaxRoundTrips;
        foreach (var endpoint in endpoints)
        {
            if ((endpoint.Number(kind.Field) ?? (isTrips ? endpoint.Number(Field.RoundTrips) : null)) is { } figure)
                yield return (figure, endpoint);
        }

        if (endpoints.Count > 0 || !isTrips)
            yield break;

        // An endpoint counts its round trips; for other members they are the sum over the lines in them.
        var sites = subject.Sites(profile).Where(s => s.PerRoot is not null).OrderByDescending(s => s.PerRoot).ToList();
        if (sites.Count > 0)
            yield return (sites.Sum(s => s.PerRoot!.Value), sites[0]);
    }

    private static bool IsSampled(BudgetMeasure measure) => measure.Profile.IsSampled(measure.Record);
}
