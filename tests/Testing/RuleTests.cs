using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Testing;

/// <summary>The base of a rule's test class: bodies in the shared <see cref="Shop"/> model, or full files.</summary>
public abstract class RuleTests<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>The body, inside a method of the shop, reports exactly its marks.</summary>
    protected static Task Reports(string body, params ExpectedDiagnostic[] expected) => ReportsFile(Shop.Body(body), expected);

    /// <summary>The body has no marks and reports nothing.</summary>
    protected static Task Silent(string body) =>
        Markup.Parse(body).Spans.Count == 0 ? Reports(body) : throw new ArgumentException("A silent body has no marks", nameof(body));

    /// <summary>The file, next to the shop's model, reports exactly its marks.</summary>
    protected static async Task ReportsFile(string file, params ExpectedDiagnostic[] expected)
    {
        var test = new AnalyzerTest<TAnalyzer> { TestCode = file, Sources = { Shop.Model } };
        test.ExpectedDiagnostics.AddRange(expected);
        await test.RunAsync();
    }
}

/// <summary>The base of the test class of a rule that has a fix.</summary>
public abstract class RuleTests<TAnalyzer, TFix> : RuleTests<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    /// <summary>The marks of the body are reported, and fixing them gives the other body.</summary>
    protected static Task Fixes(string body, string fixedBody) => FixesFile(Shop.Body(body), Shop.Body(fixedBody));

    /// <summary>The marks of the body are reported, and no fix is offered for them.</summary>
    protected static Task Refuses(string body) => Fixes(body, body);

    protected static Task FixesFile(string file, string fixedFile) =>
        new CodeFixTest<TAnalyzer, TFix> { TestCode = file, Sources = { Shop.Model }, FixedCode = fixedFile }.RunAsync();

    protected static Task RefusesFile(string file) => FixesFile(file, file);
}
