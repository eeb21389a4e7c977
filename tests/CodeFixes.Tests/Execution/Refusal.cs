using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Why a fix is not offered.</summary>
internal static class Refusal
{
    /// <summary>The reason, for the last finding of the file; offering a fix fails the test.</summary>
    public static async Task<string> OfAsync<TAnalyzer, TFix>(string file, TestFile? model = null)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : PerfCodeFix, new()
    {
        var test = new AnalyzerTest<TAnalyzer> { TestCode = file, Sources = { model ?? Shop.Model } };
        var (solution, diagnostics) = await test.GetSolutionDiagnosticsAsync();
        var reported = diagnostics.OrderByDescending(diagnostic => diagnostic.Location.SourceSpan.Start).FirstOrDefault(diagnostic => diagnostic.Location.GetLineSpan().Path.EndsWith("Test0.cs", StringComparison.Ordinal));
        Assert.True(reported is not null, "Nothing is reported");
        var document = solution.Projects.Single().Documents.Single(candidate => candidate.Name == "Test0.cs");
        var request = await FixRequest.CreateAsync(document, reported, default);
        var (rewrite, refusal) = await new TFix().PlanAsync(request!, default);
        Assert.True(rewrite is null, "A fix is offered");
        return refusal!;
    }
}
