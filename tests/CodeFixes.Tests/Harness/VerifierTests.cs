using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>The verifier must fail when it should, or every other test is worth nothing.</summary>
public sealed class VerifierTests : RuleTests<QueryInLoopAnalyzer>
{
    private const string Loop = "foreach (var id in ids)\n    Use(db.Products.[|Find|](id));";

    [Fact]
    public Task A_marked_call_passes() => Reports(Loop, ExpectedDiagnostic.Any.WithId("PERF1001").Says("'Find' queries the database for each 'id' in 'ids' - suspect")
        .WithSeverity(DiagnosticSeverity.Warning).WithAdditionalLocations("foreach"));

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
    public Task Severity_comes_from_the_editorconfig() => new AnalyzerTest<QueryInLoopAnalyzer>
    {
        TestCode = Shop.Body(Loop),
        Sources = { Shop.Model },
        EditorConfig = "[*.cs]\ndotnet_diagnostic.PERF1001.severity = error\n",
        ExpectedDiagnostics = { ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Error) },
    }.RunAsync();

    [Fact]
    public async Task Projects_reference_each_other()
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer> { TestCode = Shop.Body(Loop), Sources = { Usings }, Projects = { new TestProject("Model") { Sources = { Shop.Model } } } };
        test.Projects[0].ProjectReferences.Add("Model");
        await test.RunAsync();
    }

    [Fact]
    public Task A_fix_that_does_what_it_says_passes() => Fix<RenamingFix>("[|First|]", "[|First|]", "Where", "Where").RunAsync();

    [Fact]
    public async Task A_fix_whose_result_does_not_compile_fails() => Assert.Contains(
        "does not compile", (await FailureOf(Fix<BreakingFix>("[|First|]", "Where", "Missing", "Where").RunAsync())).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_fix_that_leaves_the_finding_fails() => Assert.Contains(
        "not expected", (await FailureOf(Fix<RenamingToSingleFix>("[|First|]", "Where", "Single", "Where").RunAsync())).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_fix_that_gives_another_text_fails() => Assert.Contains(
        "differs", (await FailureOf(Fix<RenamingFix>("[|First|]", "Where", "SkipWhile", "Where").RunAsync())).Message, StringComparison.Ordinal);

    private static TestFile Usings => new("Usings.cs", string.Join('\n', Shop.Model.Text.Split('\n').Where(line => line.StartsWith("global", StringComparison.Ordinal))));

    private static CodeFixTest<QueryInLoopAnalyzer, TFix> Fix<TFix>(string first, string second, string fixedFirst, string fixedSecond)
        where TFix : CodeFixProvider, new() => new()
        {
            TestCode = Calling(first, second),
            FixedCode = Calling(fixedFirst, fixedSecond),
            Sources = { Shop.Model },
        };

    private static string Calling(string first, string second) => Shop.Body(
        $$"""
        foreach (var id in ids)
            Use(db.Products.{{first}}(p => p.Id == id));

        foreach (var id in ids)
            Use(db.Products.{{second}}(p => p.Id == id));
        """);

    private static async Task<Exception> FailureOf(Task test)
    {
        var failure = await Record.ExceptionAsync(() => test);
        return failure ?? throw new InvalidOperationException("The verifier accepted a wrong test");
    }
}

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RenamingFix() : RenameFix("Where");

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
