using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

public sealed class HotMethodTests
{
    private const string Format = "M:Report.Format(System.Int32)";

    private static async Task Run(bool isReported, string evidence, params ExpectedDiagnostic[] expected)
    {
        var name = isReported ? "[|Format|]" : "Format";
        var test = new AnalyzerTest<HotMethodAnalyzer>
        {
            TestCode = $"public class Report {{ public int {name}(int id) => id; }}",
            AdditionalFiles = { new(".perf/a.perfevidence", "perfevidence\t1\nprofile\tcheckout\troots=100\n" + evidence + "\n") },
        };
        test.ExpectedDiagnostics.AddRange(expected);
        await test.RunAsync();
    }

    [Fact]
    public Task Own_time_is_told_at_the_method() => Run(
        true, $"method\t{Format}\tself-ms=250\ttotal-ms=900\nmethod\tM:Other.Work\tself-ms=750",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.state", "observed")
            .Says("'Format' takes 25 % of the time itself, 250 ms of 1,000 ms, 2.5 ms per request - observed, profile checkout"));

    [Fact]
    public Task Samples_say_about() => Run(
        true, $"method\t{Format}\tself-ms=250\tsampled=true\nmethod\tM:Other.Work\tself-ms=750", ExpectedDiagnostic.Any.Mentions("about 250 ms of 1,000 ms"));

    [Fact]
    public Task Round_trips_are_no_own_time() => Run(
        true, $"method\t{Format}\tself-ms=900\nsite\t{Format}\top=db.read\ttotal-ms=800\nsite\tM:Other.Load\top=db.read\ttotal-ms=100",
        ExpectedDiagnostic.Any.Mentions("takes 10 % of the time itself, 100 ms of 1,000 ms"));

    [Fact]
    public Task Fifty_milliseconds_of_each_operation_are_hot_however_small_a_part() => Run(
        true, $"method\t{Format}\tself-ms=5000\nmethod\tM:Other.Work\tself-ms=995000", ExpectedDiagnostic.Any.Mentions("takes 0.5 % of the time itself, 5,000 ms of 1,000,000 ms, 50 ms per request"));

    [Theory]
    [InlineData("self-ms=49", "self-ms=951")]
    // Most of nothing is nothing.
    [InlineData("self-ms=40", "self-ms=1")]
    [InlineData("total-ms=900", "self-ms=100")]
    public Task A_small_part_is_silent(string format, string other) => Run(false, $"method\t{Format}\t{format}\nmethod\tM:Other.Work\t{other}");

    [Fact]
    public Task An_accessor_has_time_of_its_own() => new AnalyzerTest<HotMethodAnalyzer>
    {
        TestCode = "public class Report { public int Total { [|get|] { return 1; } set { } } }",
        AdditionalFiles = { new(".perf/a.perfevidence", "perfevidence\t1\nprofile\tcheckout\nmethod\tM:Report.get_Total\tself-ms=900\n") },
        ExpectedDiagnostics = { ExpectedDiagnostic.Any.Mentions("'Total' takes 100 % of the time itself, 900 ms of 900 ms") },
    }.RunAsync();
}
