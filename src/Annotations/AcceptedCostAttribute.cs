namespace PerfAnalyzers;

/// <summary>
/// This member's cost was looked at and accepted: findings of <see cref="RuleId"/> in it are silent, with a reason, until
/// newer evidence shows that the place is hot.
/// </summary>
/// <param name="ruleId">The rule, for example <c>PERF1001</c>.</param>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Struct,
    AllowMultiple = true, Inherited = false)]
public sealed class AcceptedCostAttribute(string ruleId) : Attribute
{
    /// <summary>The rule whose findings are accepted.</summary>
    public string RuleId { get; } = ruleId;

    /// <summary>Why the cost is acceptable. Without a reason nothing is silenced.</summary>
    public string? Because { get; set; }

    /// <summary>The profile that was looked at. When set, only newer measurements in other profiles, or this one, above the thresholds revoke the acceptance.</summary>
    public string? Profile { get; set; }
}
