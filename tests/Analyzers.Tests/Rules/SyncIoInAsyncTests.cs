using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

public sealed class SyncIoInAsyncTests : RuleTests<SyncIoInAsyncAnalyzer>
{
    [Fact]
    public Task The_message_names_the_twin() => ReportsFile(
        "class C(ShopDb db) { public async Task RunAsync() { await Task.Yield(); db.[|SaveChanges|](); } }",
        ExpectedDiagnostic.Any.Says("'SaveChanges' blocks the thread until the database answers; await 'SaveChangesAsync' - suspect").WithProperty("perf.twin", "SaveChangesAsync"));

    // Whoever mends the first sees the others, too; the fix takes all of them.
    [Fact]
    public Task Further_ones_of_the_same_method_are_information() => ReportsFile(
        "class C(ShopDb db) { public async Task RunAsync() { await Task.Yield(); db.[|SaveChanges|](); db.[|SaveChanges|](); } public async Task OtherAsync() { await Task.Yield(); db.[|SaveChanges|](); } }",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning),
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "beside another one of the same method"),
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning));

    [Fact]
    public async Task Sqlite_alone_answers_at_once_unless_somebody_wants_to_know()
    {
        Assert.Equal(DiagnosticSeverity.Info, await SeverityWithSqliteAsync("false"));
        Assert.Equal(DiagnosticSeverity.Warning, await SeverityWithSqliteAsync("true"));
    }

    [Fact]
    public async Task It_works_in_a_program_that_uses_no_known_library()
    {
        var test = new AnalyzerTest<SyncIoInAsyncAnalyzer> { TestCode = "using System.Threading; using System.Threading.Tasks; class C { async Task M() { await Task.Yield(); Thread.[|Sleep|](100); } }" };
        test.Projects[0].References = TestReferences.FrameworkOnly;
        await test.RunAsync();
    }

    private static async Task<DiagnosticSeverity> SeverityWithSqliteAsync(string wanted)
    {
        var test = new AnalyzerTest<SyncIoInAsyncAnalyzer>
        {
            TestCode = "class C(ShopDb db) { public async Task RunAsync() { await Task.Yield(); db.SaveChanges(); } }",
            Sources = { Shop.Model },
            EditorConfig = $"root = true\n[*.cs]\nperfanalyzers.sqlite_waits = {wanted}\n",
        };
        test.Projects[0].References = [.. TestReferences.All.Where(r => r.Display?.Contains("Npgsql", StringComparison.Ordinal) != true)];
        return Assert.Single(await test.GetDiagnosticsAsync()).Severity;
    }
}
