using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>The verifier must fail when it should, or every other test is worth nothing.</summary>
public sealed class VerifierTests : RuleTests<LoopReadAnalyzer>
{
    private const string Loop = "foreach (var id in ids)\n    Use(db.Products.[|Find|](id));";

    [Fact]
    public Task A_marked_call_passes() => Reports(Loop, ExpectedDiagnostic.Any.WithId("PERF1001").Says("'Find' runs once per element")
        .WithSeverity(DiagnosticSeverity.Warning).WithAdditionalLocations("foreach", "Find"));

    [Theory]
    [InlineData("Use(db.Products.[|Find|](1));", "not reported")]
    [InlineData("foreach (var id in ids) Use(db.Products.Find(id));", "not expected")]
    [InlineData("foreach (var id in ids) Use(db.Products.{|PERF1002:Find|}(id));", "not reported: PERF1002")]
    [InlineData("foreach (var id in ids) Use([|db|].Products.Find(id));", "not expected")]
    [InlineData("Use(doesNotExist);", "CS0103")]
    public async Task A_wrong_test_fails(string body, string reason) =>
        Assert.Contains(reason, (await FailureOf(Reports(body))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_wrong_message_fails() =>
        Assert.Contains("message", (await FailureOf(Reports(Loop, ExpectedDiagnostic.Any.Says("nonsense")))).Message, StringComparison.Ordinal);

    [Fact]
    public Task Severity_comes_from_the_editorconfig() => new AnalyzerTest<LoopReadAnalyzer>
    {
        TestCode = Shop.Body(Loop),
        Sources = { Shop.Model },
        EditorConfig = "[*.cs]\ndotnet_diagnostic.PERF1001.severity = error\n",
        ExpectedDiagnostics = { ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Error) },
    }.RunAsync();

    [Fact]
    public async Task Projects_reference_each_other()
    {
        var test = new AnalyzerTest<LoopReadAnalyzer>
        {
            TestCode = "foreach (var n in Lib.Source.Numbers.Take(3)) System.Console.WriteLine(Lib.Source.Numbers.[|First|](x => x == n));",
            Sources = { new("Usings.cs", "global using System.Linq;") },
            OutputKind = OutputKind.ConsoleApplication,
            Projects = { new TestProject("Lib") { Sources = { new("Lib.cs", "using System.Linq; namespace Lib; public static class Source { public static IQueryable<int> Numbers => null!; }") } } },
        };
        test.Projects[0].ProjectReferences.Add("Lib");
        await test.RunAsync();
    }

    [Fact]
    public Task A_fix_that_does_what_it_says_passes() => CSharpCodeFixVerifier<LoopReadAnalyzer, RenamingFix>.VerifyCodeFixAsync(
        Calling("[|First|]", "[|First|]"), Calling("Count", "Count"));

    [Fact]
    public async Task A_fix_whose_result_does_not_compile_fails() => Assert.Contains(
        "does not compile",
        (await FailureOf(CSharpCodeFixVerifier<LoopReadAnalyzer, BreakingFix>.VerifyCodeFixAsync(Calling("[|First|]", "Count"), Calling("Missing", "Count")))).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task A_fix_that_leaves_the_finding_fails() => Assert.Contains(
        "not expected",
        (await FailureOf(new CodeFixTest<LoopReadAnalyzer, RenamingToSingleFix> { TestCode = Calling("[|First|]", "Count"), FixedCode = Calling("Single", "Count") }.RunAsync())).Message,
        StringComparison.Ordinal);

    private static string Calling(string first, string second) =>
        $$"""
        using System.Linq;
        class C
        {
            void M(IQueryable<int> q)
            {
                while (true)
                {
                    q.{{first}}();
                    q.{{second}}();
                }
            }
        }
        """;

    private static async Task<Exception> FailureOf(Task test)
    {
        var failure = await Record.ExceptionAsync(() => test);
        return failure ?? throw new InvalidOperationException("The verifier accepted a wrong test");
    }
}

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RenamingFix() : RenameFix("Count");

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RenamingToSingleFix() : RenameFix("Single");

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class BreakingFix() : RenameFix("Missing");

public abstract class RenameFix(string newName) : CodeFixProvider
{
    public override System.Collections.Immutable.ImmutableArray<string> FixableDiagnosticIds => ["PERF1001"];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = (await context.Document.GetSyntaxRootAsync())!;
        var name = (SimpleNameSyntax)root.FindNode(context.Span);

        if (name.Identifier.Text == "First")
        {
            context.RegisterCodeFix(
                CodeAction.Create("Rename", _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(name, SyntaxFactory.IdentifierName(newName)))), "rename"),
                context.Diagnostics);
        }
    }
}
