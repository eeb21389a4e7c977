using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Evidence;

/// <summary>What the evidence says about a finding.</summary>
/// <param name="State">The state.</param>
/// <param name="Measurement">What it rests on; null without evidence.</param>
internal readonly record struct Verdict(EvidenceState State, Measurement? Measurement)
{
    // Ten of one for each ten of the other.
    private const double RowsOfProduct = 100;

    /// <summary>
    /// Confirmed when the database read many rows of the table to keep a few of them; cold when each plan found them by an index, or had no more rows to
    /// read than are read at once anyway.
    /// </summary>
    public static Verdict OfPlan(IEnumerable<Measurement> plans, PerfOptions options)
    {
        Measurement? worst = null;
        var isCold = true;
        foreach (var plan in plans)
        {
            if (worst is null || plan.RowsThrownAway > worst.RowsThrownAway)
                worst = plan;

            // A query that was planned and not run says nothing about the number of rows.
            isCold &= plan.RowsDropped < options.ScannedRows && (!plan.ReadsAll || plan.Record.Number(Field.RowsRead) is not null);
        }

        return worst switch
        {
            null => new(EvidenceState.Suspect, null),
            { ReadsAll: true } when worst.RowsThrownAway >= options.ScannedRows => new(EvidenceState.Confirmed, worst),
            _ when isCold => new(EvidenceState.Cold, worst),
            _ => new(EvidenceState.Suspect, worst),
        };
    }

    /// <summary>
    /// Confirmed when the heap held more and more of it. One that did not grow is no proof of the contrary: the path may not have run.
    /// </summary>
    public static Verdict OfGrowth(IEnumerable<Measurement> measurements, PerfOptions options)
    {
        var most = measurements.OrderByDescending(m => m.GrowthBytesPerMin).FirstOrDefault();
        return most?.GrowthBytesPerMin >= options.GrowthBytesPerMin ? new(EvidenceState.Confirmed, most) : new(EvidenceState.Suspect, null);
    }

    /// <summary>
    /// Confirmed when one profile shows the repetition at a price; cold when every profile that covers the place shows it cheap; otherwise
    /// still a suspect. No coverage is no verdict.
    /// </summary>
    public static Verdict OfRepetition(IEnumerable<Measurement> measurements, PerfOptions options)
    {
        Measurement? hottest = null;
        var isCold = true;
        foreach (var measurement in measurements)
        {
            // A method that ran says what the place costs at most; how often the operation ran, only a site says.
            var isSite = measurement.Record.Kind == RecordKind.Site;
            if (isSite && measurement.IsRepeated(options) && (hottest is null || !hottest.IsRepeated(options) || measurement.TotalMs > hottest.TotalMs))
                hottest = measurement;

            if (hottest is null || (measurement.TotalMs > hottest.TotalMs && !hottest.IsRepeated(options)))
                hottest = measurement;

            // What a log of slow statements does not hold may have run a thousand times.
            isCold &= !measurement.HasThreshold && !measurement.IsHot(options) && (isSite || measurement.TotalMs < options.RepeatedTotalMs);
        }

        return hottest switch
        {
            null => new(EvidenceState.Suspect, null),
            { Record.Kind: RecordKind.Site } when hottest.IsRepeated(options) => new(EvidenceState.Confirmed, hottest),
            _ when isCold => new(EvidenceState.Cold, hottest),
            { Record.Kind: RecordKind.Site } => new(EvidenceState.Suspect, hottest),
            _ => new(EvidenceState.Suspect, null),
        };
    }

    /// <summary>
    /// Of a query whose collections multiply: confirmed when the place is hot and each execution read many rows, which one row with short collections does not; otherwise what its
    /// repetition says.
    /// </summary>
    public static Verdict OfProduct(IEnumerable<Measurement> measurements, PerfOptions options)
    {
        var all = measurements.ToList();
        var most = all.Where(m => m.RowsPerCall >= RowsOfProduct && m.IsHot(options)).OrderByDescending(m => m.TotalMs).FirstOrDefault();
        return most is null ? OfRepetition(all, options) : new(EvidenceState.Confirmed, most with { SaysRows = true });
    }

    /// <summary>
    /// Of calls that could have run at the same time, each with what was measured of it: confirmed when one profile shows all of them and even the quickest
    /// was slow, for that is what could be saved; cold when each profile that shows them all had little to save.
    /// </summary>
    public static Verdict OfWaterfall(IEnumerable<IEnumerable<Measurement>> calls, PerfOptions options)
    {
        var measured = calls.Select(c => c.ToList()).ToList();
        Measurement? best = null;
        var isCold = true;
        foreach (var profile in measured[0].Select(m => m.Profile))
        {
            var together = measured.Select(c => c.Find(m => m.Profile == profile)).ToList();
            if (together.Any(m => m is not { TotalMs: not null, Record.Kind: RecordKind.Site }) || together.Select(m => m!.Record).Distinct().Count() < together.Count)
                continue;

            var quickest = together.OrderBy(m => m!.TotalMs).First()!;
            if (best is null || quickest.TotalMs > best.TotalMs)
                best = quickest;

            isCold &= !quickest.HasThreshold && !quickest.IsHot(options);
        }

        return best is null ? new(EvidenceState.Suspect, null) : new(isCold ? EvidenceState.Cold : best.IsHot(options) ? EvidenceState.Confirmed : EvidenceState.Suspect, best);
    }
}
