using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

public sealed class EvidenceNotFoundTests
{
    private const string Evidence = "perfevidence\t1\nprofile\tcheckout\nmethod\tM:Handler.Get(System.Int32)\tcalls=3\nendpoint\tGET /other\tmember=M:Handler.Other\tcount=1\nsite\tM:Caller.Run\tvia=M:Handler.Issue\tcalls=1\nmethod\tM:Handler.get_Total\tcalls=1\nmethod\tM:Handler.Loose\tsignature=unknown\tcalls=1\n";

    private static async Task Run(string code, string? evidence, params ExpectedDiagnostic[] expected)
    {
        var test = new AnalyzerTest<EvidenceNotFoundAnalyzer> { TestCode = "using PerfAnalyzers;\n" + code };
        if (evidence is not null)
            test.AdditionalFiles.Add(new(".perf/a.perfevidence", evidence));

        test.ExpectedDiagnostics.AddRange(expected);
        await test.RunAsync();
    }

    [Theory]
    [InlineData("ProfilerEvidence(\"chekout\")", "'Get' names the profile 'chekout', which no evidence file has")]
    [InlineData("PerformanceBudget(MaxRoundTrips = 1, Profile = \"nightly\")", "'Get' names the profile 'nightly', which no evidence file has")]
    [InlineData("AcceptedCost(\"PERF1001\", Because = \"few\", Profile = \"nightly\")", "'Get' names the profile 'nightly', which no evidence file has")]
    public Task A_profile_that_does_not_exist_is_reported_at_the_attribute(string attribute, string says) =>
        Run($"public class Handler {{ [[|{attribute}|]] public int Get(int id) => id; }}", Evidence, ExpectedDiagnostic.Any.Says(says).WithSeverity(DiagnosticSeverity.Warning));

    [Fact]
    public Task Without_any_evidence_it_is_said() =>
        Run("public class Handler { [[|ProfilerEvidence(\"checkout\")|]] public int Get(int id) => id; }", null, ExpectedDiagnostic.Any.Mentions("'checkout', and there is no evidence file"));

    [Theory]
    [InlineData("public class Handler { [[|ProfilerEvidence(\"checkout\")|]] public int Get(string id) => 1; }")]
    [InlineData("public class Handler { [[|PerformanceBudget(MaxRoundTrips = 1, Profile = \"checkout\")|]] public int Load() => 1; }")]
    [InlineData("[[|ProfilerEvidence(\"checkout\")|]] public class Hand { public int Get(int id) => 1; }")]
    public Task A_profile_without_the_member_is_reported(string code) => Run(code, Evidence, ExpectedDiagnostic.Any.Mentions("'checkout', which has no measurement of it"));

    [Theory]
    [InlineData("public class Handler { [ProfilerEvidence(\"checkout\")] public int Get(int id) => id; }")]
    [InlineData("public class Handler { [PerformanceBudget(MaxRoundTrips = 1, Profile = \"checkout\")] public void Other() { } }")]
    [InlineData("public class Handler { [ProfilerEvidence(\"checkout\")] public void Issue() { } }")]
    [InlineData("public class Handler { [ProfilerEvidence(\"checkout\")] public int Total => 1; }")]
    [InlineData("public class Handler { [ProfilerEvidence(\"checkout\")] public int Loose(int id) => 1; }")]
    [InlineData("[ProfilerEvidence(\"checkout\")] public class Handler { }")]
    // What was accepted may have cost too little to be in the profile.
    [InlineData("public class Handler { [AcceptedCost(\"PERF1001\", Because = \"few\", Profile = \"checkout\")] public int Load() => 1; }")]
    [InlineData("public class Handler { [PerformanceBudget(MaxRoundTrips = 1)] public int Load() => 1; }")]
    public Task What_exists_or_is_not_named_is_silent(string code) => Run(code, Evidence);
}
