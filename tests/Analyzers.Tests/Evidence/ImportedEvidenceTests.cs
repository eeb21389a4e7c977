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

    private const string Lookup = "public class Lookup(ShopDb db) { public object Find(string number) => db.Orders.First(o => o.Number == number); public void Other(int id) { } }";

    [Theory]
    [InlineData("plan\t!:SELECT * FROM Orders WHERE Number = ?\tnode=Seq Scan\trelation=Orders\tcolumn=Number\trows-read=2000000\trows-kept=1\n", "confirmed")]
    [InlineData("plan\t!:SELECT * FROM Orders WHERE Number = ?\tnode=Index Scan\trelation=Orders\tcolumn=Number\trows-read=1\trows-kept=1\n", "cold")]
    [InlineData("plan\t!:orders\tnode=Seq Scan\trelation=Orders\tcolumn=PlacedAt\trows-read=2000000\trows-kept=1\n", "suspect")]
    [InlineData("plan\t!:orders\tnode=Seq Scan\trelation=Orders\trows-read=2000000\trows-kept=1\n", "suspect")]
    [InlineData("plan\t!:orders\tnode=Seq Scan\trelation=Accounts\tcolumn=Number\trows-read=2000000\trows-kept=1\n", "suspect")]
    [InlineData("plan\t!:Else.cs\tfile=Else.cs\tline=1\tnode=Seq Scan\trelation=Orders\tcolumn=Number\trows-read=2000000\trows-kept=1\n", "suspect")]
    [InlineData("plan\t!:Test0.cs\tfile=Test0.cs\tline=1\tnode=Seq Scan\trelation=Orders\tcolumn=Number\trows-read=2000000\trows-kept=1\n", "confirmed")]
    [InlineData("plan\tM:Lookup.Find\tsignature=unknown\tnode=Seq Scan\trelation=Orders\tcolumn=Number\trows-read=2000000\trows-kept=1\n", "confirmed")]
    [InlineData("plan\t!:a\tnode=Index Scan\trelation=Orders\tcolumn=Number\trows-read=1\trows-kept=1\nplan\t!:b\tnode=Seq Scan\trelation=Orders\tcolumn=Number\trows-read=2000000\trows-kept=1\n", "confirmed")]
    // The member's own plan counts before one that may be of other code.
    [InlineData("plan\tM:Lookup.Find(System.String)\tnode=Index Scan\trelation=Orders\tcolumn=Number\trows-read=1\trows-kept=1\nplan\t!:b\tnode=Seq Scan\trelation=Orders\tcolumn=Number\trows-read=2000000\trows-kept=1\n", "cold")]
    [InlineData("plan\t!:orders\tnode=Seq Scan\trelation=Orders\tcolumn=Number\n", "suspect")]
    [InlineData("plan\tM:Lookup.Find(System.String)\tnode=Index Scan\trelation=Orders\trows-read=2000000\trows-kept=1\n", "suspect")]
    public async Task A_plan_is_joined_by_member_or_by_table_and_column(string records, string state)
    {
        var test = new AnalyzerTest<UnindexedFilterAnalyzer>
        {
            TestCode = Lookup,
            Sources = { Shop.Model },
            AdditionalFiles = { new(".perf/checkout.perfevidence", "perfevidence\t1\nprofile\tcheckout\n" + records) },
        };
        Assert.Equal(state, Assert.Single(await test.GetDiagnosticsAsync()).Properties["perf.state"]);
    }

    [Theory]
    [InlineData("", "cold")]
    [InlineData("\tmin-ms=20\tsampled=true", "suspect")]
    public async Task A_log_of_slow_statements_never_shows_that_something_is_cheap(string header, string state)
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer>
        {
            TestCode = Code.Replace("OTHER", "", StringComparison.Ordinal).Replace("[|Find|]", "Find", StringComparison.Ordinal),
            Sources = { Shop.Model },
            AdditionalFiles = { new(".perf/checkout.perfevidence", $"perfevidence\t1\nprofile\tcheckout{header}\nsite\t!:Test0.cs\tfile=Test0.cs\tline=6\top=db.read\tcalls=1\ttotal-ms=25\n") },
        };
        Assert.Equal(state, Assert.Single(await test.GetDiagnosticsAsync()).Properties["perf.state"]);
    }
}
