namespace PerfAnalyzers.Tool.Tests.Fetching;

/// <summary>The same as <see cref="StatStatementsFactAttribute"/> for a test with data.</summary>
internal sealed class StatStatementsTheoryAttribute : TheoryAttribute
{
    public StatStatementsTheoryAttribute() => Skip = new StatStatementsFactAttribute().Skip;
}
