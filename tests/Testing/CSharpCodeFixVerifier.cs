using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Testing;

/// <summary>One-line code fix tests; the full set of options is <see cref="CodeFixTest{TAnalyzer, TFix}"/>.</summary>
public static class CSharpCodeFixVerifier<TAnalyzer, TFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    /// <summary>The analyzer reports exactly the marked spans.</summary>
    public static Task VerifyAnalyzerAsync(string source, params ExpectedDiagnostic[] expected) =>
        CSharpAnalyzerVerifier<TAnalyzer>.VerifyAnalyzerAsync(source, expected);

    /// <summary>The analyzer reports the marked spans, and fixing them gives <paramref name="fixedSource"/>, whose marks are what remains.</summary>
    public static Task VerifyCodeFixAsync(string source, string fixedSource) =>
        new CodeFixTest<TAnalyzer, TFix> { TestCode = source, FixedCode = fixedSource }.RunAsync();

    /// <summary>The analyzer reports the marked spans, and no fix is offered for any of them.</summary>
    public static Task VerifyNoFixAsync(string source) => VerifyCodeFixAsync(source, source);
}
