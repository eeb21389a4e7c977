using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Evidence;

/// <summary>Evidence of tools that know less than the recorder: a name without parameters, or a line without a member.</summary>
public sealed class ImportedEvidenceTests
{
    private const string Code = """
        public class Orders(ShopDb db)
        {
            public void Build(List<int> ids)
            {
                foreach (var id in ids)
                    db.Orders.[|Find|](id);
            }
            OTHER
        }
        """;

    private const string Figures = "op=db.read\tcalls=900\troots=1\ttotal-ms=900\n";

    private static Task Run(string record, bool confirmed, string other = "")
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer>
        {
            TestCode = Code.Replace("OTHER", other, StringComparison.Ordinal),
            Sources = { Shop.Model },
            AdditionalFiles = { new(".perf/checkout.perfevidence", "perfevidence\t1\nprofile\tcheckout\troots=1\n" + record) },
        };
        test.ExpectedDiagnostics.Add(ExpectedDiagnostic.Any.WithProperty("perf.state", confirmed ? "confirmed" : "suspect"));
        return test.RunAsync();
    }

    [Fact]
    public Task A_name_without_parameters_is_the_only_member_that_has_it() => Run("site\tM:Orders.Build\tsignature=unknown\t" + Figures, confirmed: true);

    [Fact]
    public Task Without_the_mark_it_is_another_member() => Run("site\tM:Orders.Build\t" + Figures, confirmed: false);

    [Fact]
    public Task With_an_overload_it_may_be_the_other_one() => Run("site\tM:Orders.Build\tsignature=unknown\t" + Figures, confirmed: false, other: "public void Build(string name) { }");

    [Theory]
    [InlineData("Test0.cs", 6, true)]
    [InlineData("Test0.cs", 4, true)]
    [InlineData("Test0.cs", 60, false)]
    [InlineData("src/Test0.cs", 6, false)]
    [InlineData("est0.cs", 6, false)]
    public Task A_line_is_the_member_s_that_contains_it(string file, int line, bool confirmed) => Run($"site\t!:{file}\tfile={file}\tline={line}\t{Figures}", confirmed);
}
