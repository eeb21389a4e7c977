using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Checking;

/// <summary>A budget and what the evidence says about it.</summary>
internal sealed class CheckedBudget
{
    private readonly IReadOnlyDictionary<EvidenceProfile, string> _stale;
    private readonly bool _profileExists;

    private CheckedBudget(StatedBudget budget, BudgetVerdict verdict, IReadOnlyDictionary<EvidenceProfile, string> stale, bool profileExists)
    {
        Budget = budget;
        Verdict = verdict;
        _stale = stale;
        _profileExists = profileExists;
        State = verdict.State switch
        {
            BudgetState.Met when OnlyStale is not null => BudgetState.Stale,
            BudgetState.Met or BudgetState.Warns when OnlyPartial is not null => BudgetState.Partial,
            var state => state,
        };
    }

    public StatedBudget Budget { get; }

    public BudgetVerdict Verdict { get; }

    /// <summary>The verdict. That evidence is stale or not whole makes nothing better: what it shows to be exceeded stays so.</summary>
    public BudgetState State { get; }

    /// <summary>Why the evidence that decides is about other code; null when it is not.</summary>
    public string? Stale => Verdict.Decisive is { State: BudgetState.Broken or BudgetState.Warns } decisive ? _stale.GetValueOrDefault(decisive.Profile) : OnlyStale;

    /// <summary>The member or endpoint as people say it.</summary>
    public string Name => Budget.Key.Length > 2 && Budget.Key[1] == ':' ? MemberName.Short(Budget.Key) : Budget.Key;

    /// <summary>The figures that decide each limit: the worst of all profiles.</summary>
    public IEnumerable<(BudgetLimit Limit, BudgetMeasure? Measure)> Limits => Budget.Limits.Select(l =>
        (l, Verdict.Measures.Where(m => m.Limit == l).OrderByDescending(m => m.State).ThenByDescending(m => m.Measured).FirstOrDefault()));

    /// <summary>The verdict as a sentence without its period.</summary>
    public string Message => State switch
    {
        BudgetState.Broken or BudgetState.Warns =>
            $"'{Name}' exceeds its budget: {string.Join("; ", Verdict.Exceeded)}{Verdict.Disagreement} - observed, profile {Verdict.Decisive!.Profile.Name}" +
            (Stale is { } stale ? $", on other code: {stale}" : ""),
        BudgetState.NoEvidence => $"'{Name}' has a budget, and {Missing}",
        BudgetState.Stale => $"'{Name}' keeps its budget in evidence of other code: {Stale}; measure again",
        BudgetState.Partial =>
            $"'{Name}' {(Verdict.Exceeded.Any() ? $"exceeds its budget: {string.Join("; ", Verdict.Exceeded)}; the rest is kept" : "keeps its budget")}" +
            $" in evidence that is not whole: profile {OnlyPartial} ended early, and what is missing may exceed it; measure again",
        _ => $"'{Name}' keeps its budget",
    };

    /// <summary>Checks one budget.</summary>
    public static CheckedBudget Of(StatedBudget budget, IReadOnlyList<EvidenceProfile> profiles, MeasuredSource source)
    {
        var verdict = BudgetVerdict.Of(budget.Subject, budget.Limits, budget.Profile, profiles);
        var stale = new Dictionary<EvidenceProfile, string>();
        foreach (var profile in verdict.Measures.Select(m => m.Profile).Distinct())
        {
            if (source.WhyStale(profile, budget.Subject.Endpoints(profile).Concat(budget.Subject.Sites(profile))) is { } reason)
                stale.Add(profile, reason);
        }

        return new(budget, verdict, stale, budget.Profile is null || profiles.Any(p => p.Name == budget.Profile));
    }

    // A limit that some profile of the code here was measured for has been kept by it.
    private string? OnlyStale => Measured
        .Where(m => m.TrueForAll(x => _stale.ContainsKey(x.Profile)))
        .Select(m => _stale[m[0].Profile])
        .FirstOrDefault();

    // The same of whole measurements: the name of one that is not.
    private string? OnlyPartial => Measured
        .Where(m => m.TrueForAll(x => x.State is BudgetState.Met && (x.Profile.IsPartial || _stale.ContainsKey(x.Profile))))
        .Select(m => m.Find(x => x.Profile.IsPartial)?.Profile.Name)
        .FirstOrDefault(n => n is not null);

    private IEnumerable<List<BudgetMeasure>> Measured => Budget.Limits.Select(l => Verdict.Measures.Where(m => m.Limit == l).ToList()).Where(m => m.Count > 0);

    private string Missing
    {
        get
        {
            if (Budget.IsOfUnnamedMember)
                return "evidence does not tell a lambda or local function from the member around it; state the budget of its route in a budget file";

            if (!_profileExists)
                return $"there is no profile '{Budget.Profile}' in the evidence";

            var where = Budget.Profile is { } profile ? $"profile {profile}" : "the evidence";
            return $"{where} says nothing about {string.Join(", ", Verdict.Unmeasured.Select(l => l.Kind.Field))}";
        }
    }
}
