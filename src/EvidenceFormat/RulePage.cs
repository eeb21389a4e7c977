namespace PerfAnalyzers.EvidenceFormat;

/// <summary>Where a rule is explained.</summary>
internal static class RulePage
{
    /// <summary>The address of a rule's page.</summary>
    public static string Of(string id) => $"https://github.com/PerfAnalyzers/PerfAnalyzers/blob/main/docs/rules/{id}.md";
}
