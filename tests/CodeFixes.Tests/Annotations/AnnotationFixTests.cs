using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Attributes that say something about a finding.</summary>
public sealed class AnnotationFixTests
{
    private const string Code =
        """
        using Shop;

        public class Report(ShopDb db)
        {
            /// <summary>Writes it.</summary>
            public void Run(List<int> ids)
            {
                foreach (var id in ids)
                    db.Products.Find(id);
            }
        }
        """;

    private static async Task<string?> ApplyAsync(PerfCodeFix fix, string code)
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer> { TestCode = code, Sources = { Shop.Model } };
        var diagnostic = Assert.Single(await test.GetDiagnosticsAsync());
        return await ApplyAsync(fix, test.CreateSolution(), diagnostic);
    }

    private static async Task<string?> ApplyAsync(PerfCodeFix fix, Solution solution, Diagnostic diagnostic)
    {
        var document = solution.Projects.Single().Documents.Single(d => d.Name == "Test0.cs");
        if (await fix.ApplyAsync(document, diagnostic) is not { } changed)
            return null;

        Assert.DoesNotContain((await changed.Projects.Single().GetCompilationAsync())!.GetDiagnostics(), d => d.Severity is DiagnosticSeverity.Error);
        return (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString();
    }

    [Fact]
    public async Task Accepting_asks_for_a_reason()
    {
        var text = await ApplyAsync(new AcceptCostFix(), Code);

        Assert.Equal(
            Code.Replace("using Shop;\n", "using PerfAnalyzers;\nusing Shop;\n", StringComparison.Ordinal)
                .Replace("    public void Run", "    [AcceptedCost(\"PERF1001\", Because = \"\")]\n    public void Run", StringComparison.Ordinal), text);
        // Nothing is accepted until somebody says why; and then it is not offered a second time.
        Assert.Null(await ApplyAsync(new AcceptCostFix(), text!));
    }

    // The attributes are for what can be called; an event is none.
    [Theory]
    [InlineData("public event EventHandler Done { add { foreach (var id in new List<int>()) db.Products.Find(id); } remove { } }", false)]
    [InlineData("public int this[List<int> ids] { get { foreach (var id in ids) db.Products.Find(id); return 0; } }", true)]
    public async Task Accepting_takes_a_member_that_may_have_the_attribute(string member, bool isOffered) =>
        Assert.Equal(isOffered, await ApplyAsync(new AcceptCostFix(), $"public class Report(ShopDb db)\n{{\n    {member}\n}}\n") is not null);

    [Fact]
    public async Task Pinning_names_the_profile()
    {
        const string member = "M:Report.Run(System.Collections.Generic.List{System.Int32})";
        var test = new AnalyzerTest<QueryInLoopAnalyzer>
        {
            TestCode = Code,
            Sources = { Shop.Model },
            AdditionalFiles =
            {
                new(".perf/checkout.perfevidence", $"perfevidence\t1\nprofile\tcheck\"out\troots=10\nmethod\t{member}\tcalls=10\ttotal-ms=4000\n" +
                    $"site\t{member}\tline=9\top=db.read\tcalls=8470\troots=10\tper-root=847\ttotal-ms=3960\n"),
            },
        };
        var confirmed = Assert.Single(await test.GetDiagnosticsAsync());

        Assert.Equal("confirmed", confirmed.Properties["perf.state"]);
        Assert.Contains("    [ProfilerEvidence(\"check\\\"out\")]\n    public void Run", await ApplyAsync(new PinEvidenceFix(), test.CreateSolution(), confirmed), StringComparison.Ordinal);
        Assert.Contains("Because = \"\", Profile = \"check\\\"out\")]", await ApplyAsync(new AcceptCostFix(), test.CreateSolution(), confirmed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_measured_is_not_pinned() => Assert.Null(await ApplyAsync(new PinEvidenceFix(), Code));
}
