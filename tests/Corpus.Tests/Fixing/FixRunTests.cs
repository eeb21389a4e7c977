using Microsoft.CodeAnalysis;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Fixing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Sites;
using PerfAnalyzers.Corpus.Volume;

namespace PerfAnalyzers.Corpus.Tests.Fixing;

public sealed class FixRunTests : IDisposable
{
    private const string Commit = "0123456789abcdef";

    private const string Library = """
        namespace Microsoft.EntityFrameworkCore
        {
            public class DbContext { public int SaveChanges() => 0; }
        }
        """;

    private readonly DirectoryInfo _checkouts = Directory.CreateTempSubdirectory("perfanalyzers-fixes-");

    [Fact]
    public async Task A_fix_is_planned_applied_and_compiled_in_the_projects_of_the_tree()
    {
        var outcome = await OutcomeAsync("order.Shipped = true;\n            db.SaveChanges();");
        Assert.Equal(("PERF1002", DiagnosticSeverity.Warning, "Save once after the loop", null), (outcome.Rule, outcome.Severity, outcome.Fix, outcome.Refusal));
        Assert.Empty(outcome.NewErrors);
    }

    [Fact]
    public async Task Where_there_is_no_fix_the_reason_is_told()
    {
        var outcome = await OutcomeAsync("order.Rows = db.SaveChanges();");
        Assert.Null(outcome.Fix);
        Assert.Contains("the number of saved rows is used", outcome.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PERF1002", 11, true)]
    [InlineData("PERF1002", 12, false)]
    [InlineData("PERF1001", 11, false)]
    public async Task A_drawn_report_is_asked_for_at_its_line_and_by_its_rule(string rule, int line, bool isFixed)
    {
        var drawn = new SampledReport(1, "owner/name", Commit, "Shop/Ship.cs", line, rule, DiagnosticSeverity.Warning, "", []);
        var outcomes = await OutcomesAsync("order.Shipped = true;\n            db.SaveChanges();", Site.Of(drawn));
        Assert.Equal(isFixed, outcomes.Exists(o => o.Fix == "Save once after the loop"));
    }

    public void Dispose() => _checkouts.Delete(recursive: true);

    private async Task<FixOutcome> OutcomeAsync(string body) =>
        Assert.Single(await OutcomesAsync(body, new(SiteSet.Mined, "shop-001", "savechanges-in-loop", "owner/name", Commit, "Shop/Ship.cs", 10, Note: null, InScope: true)));

    private async Task<List<FixOutcome>> OutcomesAsync(string body, Site site)
    {
        var root = Path.Combine(_checkouts.FullName, CheckedOutTree.NameOf("owner/name", Commit));
        Write("Library/Microsoft.EntityFrameworkCore.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        Write("Library/DbContext.cs", Library);
        Write("Shop/Shop.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup><ProjectReference Include=\"../Library/Microsoft.EntityFrameworkCore.csproj\" /></ItemGroup></Project>");
        Write("Shop/Ship.cs", $$"""
            using Microsoft.EntityFrameworkCore;
            using System.Collections.Generic;
            public class Order { public bool Shipped; public int Rows; }
            public class Shipping
            {
                public void Ship(DbContext db, List<Order> orders)
                {
                    foreach (var order in orders)
                    {
                        {{body}}
                    }
                }
            }
            """);
        var outcomes = new List<FixOutcome>();
        await foreach (var outcome in new FixRun(_checkouts.FullName, AnalyzerSet.Ours(null), ReferenceLibraries.Load(null)).AskAsync([site]))
            outcomes.Add(outcome);

        return outcomes;

        void Write(string path, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
            File.WriteAllText(Path.Combine(root, path), text);
        }
    }
}
