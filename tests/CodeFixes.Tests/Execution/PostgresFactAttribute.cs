namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>A fact that needs a PostgreSQL server and says so when there is none.</summary>
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = new PostgresTheoryAttribute().Skip;
}
