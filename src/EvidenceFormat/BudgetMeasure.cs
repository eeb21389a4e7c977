namespace PerfAnalyzers.EvidenceFormat;

/// <summary>What one profile says about one limit.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Measured">The figure.</param>
/// <param name="State">Met, warns or broken.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Record">The line of evidence.</param>
internal sealed record BudgetMeasure(BudgetLimit Limit, double Measured, BudgetState State, EvidenceProfile Profile, EvidenceRecord Record)
{
    /// <summary>How many times what is allowed was measured.</summary>
    public double Excess => Limit.Allowed > 0 ? Measured / Limit.Allowed : Measured > 0 ? double.PositiveInfinity : 0;

    /// <summary>For a message: <c>41 round trips per execution instead of at most 3</c>.</summary>
    public override string ToString() => Limit.Kind.Text(Measured, Limit.Allowed) + (State is BudgetState.Warns ? ", which is within noise" : "");
}
