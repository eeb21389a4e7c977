using System.Globalization;

namespace PerfAnalyzers.EvidenceFormat;

/// <summary>One of the limits that a budget can set.</summary>
internal sealed class BudgetLimitKind
{
    private readonly string _text;

    private BudgetLimitKind(string argument, string field, string text, bool isCount)
    {
        Argument = argument;
        Field = field;
        IsCount = isCount;
        _text = text;
    }

    /// <summary>The property of <c>[PerformanceBudget]</c>.</summary>
    public string Argument { get; }

    /// <summary>The field of evidence that it limits, and its name in a budget file.</summary>
    public string Field { get; }

    /// <summary>Counts repeat exactly, on every machine; durations do not.</summary>
    public bool IsCount { get; }

    /// <summary>Every limit, in the order in which they are told.</summary>
    public static IReadOnlyList<BudgetLimitKind> All { get; } =
    [
        new("P50Milliseconds", EvidenceFormat.Field.P50Ms, "p50 {0} ms instead of at most {1} ms", isCount: false),
        new("P95Milliseconds", EvidenceFormat.Field.P95Ms, "p95 {0} ms instead of at most {1} ms", isCount: false),
        new("P99Milliseconds", EvidenceFormat.Field.P99Ms, "p99 {0} ms instead of at most {1} ms", isCount: false),
        new("MaxRoundTrips", EvidenceFormat.Field.MaxRoundTrips, "{0} round trips per execution instead of at most {1}", isCount: true),
        new("MaxAllocatedBytes", EvidenceFormat.Field.AllocatedBytes, "{0} bytes allocated per execution instead of at most {1}", isCount: true),
    ];

    /// <summary>The limit that a property of the attribute sets; null for the default, -1, which sets none.</summary>
    public BudgetLimit? Limit(object? value) => value switch
    {
        double number and >= 0 => new(this, number),
        int number and >= 0 => new(this, number),
        long number and >= 0 => new(this, number),
        _ => null,
    };

    /// <summary>What was measured beside what is allowed, as a clause.</summary>
    public string Text(double measured, double allowed) => string.Format(CultureInfo.InvariantCulture, _text, Number(measured), Number(allowed));

    /// <summary>A figure that is compared with a limit: with the decimals that decide.</summary>
    public static string Number(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);
}
