namespace ProfileFirst.Steps;

/// <summary>The rules this story meets.</summary>
internal static class Rule
{
    public const string QueryInLoop = "PERF1001";
    public const string Observed = "PERF9001";
    public const string BudgetExceeded = "PERF9002";

    /// <summary>How a message starts to say what evidence knows.</summary>
    public const string Measured = "measured: ";
}
