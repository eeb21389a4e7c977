using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>The benchmark compares Shop's action with what the fix makes of it; this holds it to that.</summary>
public sealed class StarvationBenchmarkTests
{
    private const string Model =
        """
        global using System;
        global using System.Linq;
        global using System.Threading.Tasks;
        using Microsoft.EntityFrameworkCore;

        namespace Shop;

        public class Account { public int Id { get; set; } public string Name { get; set; } = ""; }
        public class Order { public int Id { get; set; } public int AccountId { get; set; } }
        public record AccountSummary(int Id, string Name, int Orders);
        public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
        {
            public DbSet<Account> Accounts => Set<Account>();
            public DbSet<Order> Orders => Set<Order>();
        }
        """;

    [Fact]
    public async Task What_is_measured_as_fixed_is_what_the_fix_makes_of_the_sample()
    {
        var test = new AnalyzerTest<SyncOverAsyncAnalyzer>
        {
            TestCode = Embedded("AccountsController.cs"),
            Sources = { new("Model.cs", Model) },
            // The sample is a program, which nobody references.
            EditorConfig = "root = true\n[*.cs]\nperfanalyzers.change_public_api = true\n",
        };
        test.Projects[0].References = TestReferences.Libraries;
        var solution = test.CreateSolution();
        var found = await AnalyzerTest<SyncOverAsyncAnalyzer>.GetDiagnosticsAsync(solution);
        Assert.Equal(2, found.Length);

        // The function becomes async with the first; the second is awaited in place.
        while (found is [var first, ..])
        {
            var document = solution.Projects.Single().Documents.Single(d => d.Name == "Test0.cs");
            solution = await new SyncOverAsyncFix().ApplyAsync(document, first) ?? throw new InvalidOperationException("no fix is offered");
            found = await AnalyzerTest<SyncOverAsyncAnalyzer>.GetDiagnosticsAsync(solution);
        }

        var after = await solution.Projects.Single().Documents.Single(d => d.Name == "Test0.cs").GetTextAsync();
        Assert.Equal(Action(Embedded("FixedAccountsController.cs")), Action(after.ToString()));
    }

    // The route differs, so that both can be asked in one program.
    private static string Action(string file)
    {
        var action = CSharpSyntaxTree.ParseText(file).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single();
        return action.WithAttributeLists([]).NormalizeWhitespace().ToString();
    }

    private static string Embedded(string name)
    {
        using var stream = typeof(StarvationBenchmarkTests).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
