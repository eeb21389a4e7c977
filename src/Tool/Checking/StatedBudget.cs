using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Checking;

/// <summary>A budget where somebody stated it.</summary>
/// <param name="Key">Documentation-comment id, or the name of an endpoint.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Profile">The one profile that counts, or null.</param>
/// <param name="Limits">The limits; at least one.</param>
/// <param name="Source">The assembly or budget file that states it.</param>
/// <param name="File">The file to look at: the member's source, or the budget file; empty when it is not known.</param>
/// <param name="Line">The 1-based line there, or 0.</param>
internal sealed record StatedBudget(
    string Key, BudgetSubject Subject, string? Profile, IReadOnlyList<BudgetLimit> Limits, string Source, string File, int Line)
{
    /// <summary>The compiler's name for a lambda or local function, which no profiler tells apart from the member around it.</summary>
    public bool IsOfUnnamedMember => Key.Contains("__", StringComparison.Ordinal) && Key.Contains('<', StringComparison.Ordinal);

    /// <summary>The same statement, wherever it was read: a build leaves several copies of an assembly.</summary>
    public string Identity => $"{Key}\n{Profile}\n{string.Join('\n', Limits.Select(l => $"{l.Kind.Field}={EvidenceWriter.Number(l.Allowed)}"))}";
}
