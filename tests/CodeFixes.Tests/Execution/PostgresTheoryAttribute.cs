namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>A theory that needs a PostgreSQL server and says so when there is none.</summary>
internal sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TestDatabase.PostgresVariable)))
            Skip = $"{TestDatabase.PostgresVariable} has no connection string of a PostgreSQL server on which databases may be created";
    }
}
