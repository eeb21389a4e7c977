namespace PerfAnalyzers.EvidenceFormat;

/// <summary>A limit of a budget.</summary>
/// <param name="Kind">What it limits.</param>
/// <param name="Allowed">The greatest value that is within it.</param>
internal readonly record struct BudgetLimit(BudgetLimitKind Kind, double Allowed);
