using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

public sealed class HotAllocationTests
{
    private const string Hot = "method\tM:Report.Build(System.Collections.Generic.List{System.Int32})\tcalls=200\tallocated-bytes=6000000\nmethod\tM:Other.Work\tallocated-bytes=4000000";

    private static async Task Run(string body, string evidence, string header = "\troots=100", params ExpectedDiagnostic[] expected)
    {
        var test = new AnalyzerTest<HotAllocationAnalyzer>
        {
            TestCode = $"using System; using System.Linq; using System.Collections.Generic; public class Report {{ public object? Build(List<int> ids) {{ {body} return null; }} }}",
            AdditionalFiles = { new(".perf/a.perfevidence", $"perfevidence\t1\nprofile\tcheckout{header}\n{evidence}\n") },
        };
        test.ExpectedDiagnostics.AddRange(expected);
        await test.RunAsync();
    }

    [Fact]
    public Task A_string_that_grows_says_bytes_per_request_and_the_share() => Run(
        "var text = \"\"; foreach (var id in ids) text [|+=|] \"x\";", Hot, expected: ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning)
            .Says("A string grows in 'Build', which allocates 60,000 bytes per request, 60 % of all; append to a StringBuilder - observed, profile checkout"));

    // The loop that everybody rewrites: most of the bytes, and hardly any of the time.
    [Theory]
    [InlineData("self-ms=10", DiagnosticSeverity.Info)]
    [InlineData("self-ms=1000", DiagnosticSeverity.Warning)]
    public Task What_takes_no_time_is_information(string time, DiagnosticSeverity severity) => Run(
        "var text = \"\"; foreach (var id in ids) text [|+=|] \"x\";", Hot.Replace("calls=200", $"calls=200\t{time}", StringComparison.Ordinal) + "\nmethod\tM:Other.Query\tself-ms=4000",
        expected: ExpectedDiagnostic.Any.WithSeverity(severity));

    [Fact]
    public Task Without_requests_it_is_bytes_per_call() => Run(
        "var text = \"\"; foreach (var id in ids) text [|=|] text + \"x\";", Hot, "", ExpectedDiagnostic.Any.Mentions("allocates 30,000 bytes per call, 60 % of all"));

    [Fact]
    public Task All_that_was_allocated_counts_where_the_profile_says_it() => Run(
        "var text = \"\"; foreach (var id in ids) text [|+=|] \"x\";", Hot, "\troots=100\tallocated-bytes=60000000", ExpectedDiagnostic.Any.Mentions("10 % of all"));

    [Theory]
    [InlineData("foreach (var id in ids) ids.Exists(i [|=>|] i == id);", "Warning", "A closure is made")]
    [InlineData("var n = ids.Count; ids.Exists(i [|=>|] i == n);", "Info", "A closure is made")]
    [InlineData("foreach (var id in ids) { object box = [|id|]; box.ToString(); }", "Warning", "A value is boxed")]
    [InlineData("foreach (var id in ids) [|Many|](\"a\", \"b\"); static void Many(params string[] all) { }", "Warning", "An array is made for 'params'")]
    [InlineData("foreach (var id in ids) ids.[|ToList|]();", "Warning", "'ToList' copies a sequence")]
    public Task What_allocates_is_told(string body, string severity, string what) => Run(
        body, Hot, expected: ExpectedDiagnostic.Any.WithSeverity(Enum.Parse<DiagnosticSeverity>(severity)).Mentions(what));

    [Theory]
    [InlineData("method\tM:Report.Build(System.Collections.Generic.List{System.Int32})\tcalls=200\tself-ms=4000\ttotal-ms=4000")]
    [InlineData("method\tM:Report.Build(System.Collections.Generic.List{System.Int32})\tallocated-bytes=900000")]
    [InlineData("method\tM:Report.Build(System.Collections.Generic.List{System.Int32})\tallocated-bytes=2000000\nmethod\tM:Other.Work\tallocated-bytes=98000000")]
    [InlineData("method\tM:Other.Work\tallocated-bytes=98000000")]
    public Task Without_evidence_that_it_matters_nothing_is_said(string evidence) => Run("var text = \"\"; foreach (var id in ids) text += ids.Where(i => i > id).ToList();", evidence);

    // Of what is joined to a text the compiler asks for its own, and what is in an expression tree is read and not run.
    [Theory]
    [InlineData("foreach (var id in ids) { var text = \"no. \" + id; text = id + text + ids.Count; }")]
    [InlineData("foreach (var id in ids) { var text = $\"no. {id}\"; }")]
    [InlineData("System.Linq.Expressions.Expression<Func<int, object>> key = i => i; return key;")]
    public Task What_is_not_boxed_is_silent(string body) => Run(body, Hot);

    [Fact]
    public Task What_allocates_nothing_is_silent() => Run("var sum = 0; foreach (var id in ids) { sum += id; ids.Exists(static i => i > 0); } const int One = 1; object one = One; var s = \"a\"; s += \"b\";", Hot);
}
