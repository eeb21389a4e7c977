using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>PERF9002 against endpoint and site records.</summary>
public sealed class BudgetExceededTests
{
    private const string Endpoint = "endpoint\tGET /report\tmember=M:Handler.Get(System.Int32)\tcount=100\tp50-ms=90\tp95-ms=120\tp99-ms=130\tround-trips=40\tmax-round-trips=41\tallocated-bytes=5000";

    private static Task Run(string budget, string evidence, params ExpectedDiagnostic[] expected)
    {
        var mark = expected.Length > 0 ? $"[|PerformanceBudget({budget})|]" : $"PerformanceBudget({budget})";
        var test = new AnalyzerTest<BudgetExceededAnalyzer>
        {
            TestCode = $$"""
                using PerfAnalyzers;
                public class Handler { [{{mark}}] public int Get(int id) => id; }
                """,
            AdditionalFiles = { new(".perf/a.perfevidence", "perfevidence\t1\nprofile\tload\n" + evidence + "\n") },
        };
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }

    [Theory]
    [InlineData("MaxRoundTrips = 3", "'Get' exceeds its budget: 41 round trips per execution instead of at most 3 - observed, profile load")]
    [InlineData("P95Milliseconds = 100", "'Get' exceeds its budget: p95 120 ms instead of at most 100 ms - observed, profile load")]
    [InlineData("P50Milliseconds = 50, P99Milliseconds = 129.5", "p50 90 ms instead of at most 50 ms; p99 130 ms instead of at most 130 ms")]
    [InlineData("MaxAllocatedBytes = 4999", "5,000 bytes allocated per execution instead of at most 4,999")]
    [InlineData("MaxRoundTrips = 3, Profile = \"load\"", "41 round trips")]
    public Task A_broken_budget_is_reported_at_the_attribute(string budget, string says) =>
        Run(budget, Endpoint, ExpectedDiagnostic.Any.Mentions(says).WithSeverity(DiagnosticSeverity.Warning).WithProperty("perf.state", "observed"));

    [Theory]
    [InlineData("MaxRoundTrips = 41")]
    [InlineData("P95Milliseconds = 120")]
    [InlineData("MaxRoundTrips = 3, Profile = \"another\"")]
    [InlineData("")]
    public Task A_kept_budget_is_silent(string budget) => Run(budget, Endpoint);

    [Fact]
    public Task A_member_without_an_endpoint_is_the_sum_of_its_sites() => Run(
        "MaxRoundTrips = 3",
        "site\tM:Handler.Get(System.Int32)\tline=2\top=db.read\tper-root=2\tvia=M:A\nsite\tM:Handler.Get(System.Int32)\tline=2\top=db.write\tper-root=2\tvia=M:B",
        ExpectedDiagnostic.Any.Mentions("4 round trips per execution instead of at most 3"));
}
