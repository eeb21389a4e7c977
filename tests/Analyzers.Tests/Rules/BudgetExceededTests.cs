using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>PERF9002 against endpoint and site records; <c>perfevidence check</c> has the same suite for the verb.</summary>
public sealed class BudgetExceededTests
{
    // The spread, from the median to the 95th percentile, is 30 ms.
    private const string Endpoint = "endpoint\tGET /report\tmember=M:Handler.Get(System.Int32)\tcount=100\tp50-ms=90\tp95-ms=120\tp99-ms=130\tround-trips=40\tmax-round-trips=41\tallocated-bytes=5000";

    private static Task Run(string budget, string evidence, params ExpectedDiagnostic[] expected) =>
        Run(budget, "public int Get(int id) => id;", evidence, [], expected);

    private static Task Run(string budget, string member, string evidence, (string Key, string Value)[] options, params ExpectedDiagnostic[] expected)
    {
        var mark = expected.Length > 0 ? $"[|PerformanceBudget({budget})|]" : $"PerformanceBudget({budget})";
        var test = new AnalyzerTest<BudgetExceededAnalyzer>
        {
            TestCode = $$"""
                using PerfAnalyzers;
                public class Handler { [{{mark}}] {{member}} }
                """,
            AdditionalFiles = { new(".perf/a.perfevidence", "perfevidence\t1\nprofile\tload\n" + evidence + "\n") },
        };
        foreach (var (key, value) in options)
            test.GlobalOptions.Add(key, value);

        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }

    [Theory]
    [InlineData("MaxRoundTrips = 3", "'Get' exceeds its budget: 41 round trips per execution instead of at most 3 - observed, profile load")]
    [InlineData("P95Milliseconds = 60", "'Get' exceeds its budget: p95 120 ms instead of at most 60 ms - observed, profile load")]
    [InlineData("P50Milliseconds = 50, P99Milliseconds = 99.5", "p50 90 ms instead of at most 50 ms; p99 130 ms instead of at most 99.5 ms - observed")]
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

    [Theory]
    [InlineData("P95Milliseconds = 100", "p95 120 ms instead of at most 100 ms, which is within noise - observed, profile load", "Warning")]
    [InlineData("P95Milliseconds = 60", "p95 120 ms instead of at most 60 ms - observed", "Error")]
    [InlineData("MaxRoundTrips = 40", "41 round trips per execution instead of at most 40 - observed", "Error")]
    public Task Counts_fail_and_timings_warn_unless_beyond_noise(string budget, string says, string severity) => Run(
        budget, "public int Get(int id) => id;", Endpoint, [("build_property.PerfAnalyzersEnforce", "confirmed")],
        ExpectedDiagnostic.Any.Mentions(says).WithSeverity(Enum.Parse<DiagnosticSeverity>(severity)));

    [Fact]
    public Task Of_few_executions_a_timing_has_no_spread_and_only_a_factor_of_five_is_beyond_noise()
    {
        var few = Endpoint.Replace("count=100", "count=5", StringComparison.Ordinal);
        return Task.WhenAll(
            Run("P95Milliseconds = 60", few, ExpectedDiagnostic.Any.Mentions("within noise")),
            Run("P95Milliseconds = 20", few, ExpectedDiagnostic.Any.Mentions("instead of at most 20 ms - observed")),
            // The 99th percentile of five is the slowest one, however slow.
            Run("P99Milliseconds = 1", few, ExpectedDiagnostic.Any.Mentions("within noise")));
    }

    [Theory]
    [InlineData("endpoint\tGET /other\tmember=M:Other.Get\tcount=100\tmax-round-trips=41")]
    [InlineData("endpoint\tGET /report\tmember=M:Handler.Get(System.Int32)\tcount=100\tp95-ms=120")]
    [InlineData("method\tM:Handler.Get(System.Int32)\tcalls=100\ttotal-ms=9000")]
    [InlineData("site\tM:Handler.Get(System.Int32)\top=wait\tper-root=40\tcalls=40")]
    public Task Without_evidence_there_is_nothing_to_say(string evidence) => Run("MaxRoundTrips = 3", evidence);

    [Fact]
    public Task Evidence_of_other_code_still_breaks_a_budget() =>
        Run("MaxRoundTrips = 3", Endpoint + "\tfile=Test0.cs\tchecksum=0123456789abcdef", ExpectedDiagnostic.Any.Mentions("41 round trips"));

    [Fact]
    public Task Where_profiles_disagree_the_worst_counts_and_it_is_said() => Run(
        "MaxRoundTrips = 3",
        Endpoint + "\nprofile\tnightly\n" + Endpoint.Replace("trips=41", "trips=2", StringComparison.Ordinal) + "\nprofile\tstress\n" + Endpoint.Replace("trips=41", "trips=90", StringComparison.Ordinal),
        ExpectedDiagnostic.Any.Says("'Get' exceeds its budget: 90 round trips per execution instead of at most 3; profile nightly says less, and the worst counts - observed, profile stress"));

    [Fact]
    public Task A_sampler_s_count_is_at_least_what_it_says() => Task.WhenAll(
        Run("MaxRoundTrips = 3", Endpoint + "\tsampled=true", ExpectedDiagnostic.Any.Mentions("41 round trips")),
        Run("MaxRoundTrips = 50", Endpoint + "\tsampled=true"));

    [Fact]
    public Task A_member_without_an_endpoint_is_the_sum_of_its_sites() => Run(
        "MaxRoundTrips = 3",
        "site\tM:Handler.Get(System.Int32)\tline=2\top=db.read\tper-root=2\tvia=M:A\nsite\tM:Handler.Get(System.Int32)\tline=2\top=db.write\tper-root=2\tvia=M:B",
        ExpectedDiagnostic.Any.Mentions("4 round trips per execution instead of at most 3"));

    [Fact]
    public Task A_property_is_measured_by_its_accessor() => Run(
        "MaxRoundTrips = 0", "public int Total { get => 1; }", "site\tM:Handler.get_Total\tline=2\top=db.read\tper-root=2", [],
        ExpectedDiagnostic.Any.Mentions("'Total' exceeds its budget: 2 round trips per execution instead of at most 0"));
}
