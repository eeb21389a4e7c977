using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Evidence;

/// <summary>How a finding changes when a profile covers it: its state, severity, message and properties.</summary>
public sealed class EvidenceJoinTests
{
    private const string Code = """
        public interface IOrders { Order? Get(int id); }
        public class Orders(ShopDb db) : IOrders { public Order? Get(int id) => db.Orders.Find(id); }
        public class Report(IOrders orders)
        {
            ATTRIBUTE
            public void Build(List<int> ids)
            {
                foreach (var id in ids)
                    orders.[|Get|](id);
            }
        }
        """;

    private const string Member = "M:Report.Build(System.Collections.Generic.List{System.Int32})";
    private const string Issuer = "M:Orders.Get(System.Int32)";

    private static readonly ExpectedDiagnostic s_suspect = ExpectedDiagnostic.Any
        .WithSeverity(DiagnosticSeverity.Warning).WithProperty("perf.state", "suspect").Mentions(" - suspect");

    private static string File(params string[] lines) => "perfevidence\t1\nprofile\tcheckout\troots=1000\n" + string.Join('\n', lines) + "\n";

    private static Task Run(string? evidence, ExpectedDiagnostic expected, string attribute = "", params (string Key, string Value)[] options)
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer> { TestCode = Code.Replace("ATTRIBUTE", attribute, StringComparison.Ordinal), Sources = { Shop.Model } };
        if (evidence is not null)
            test.AdditionalFiles.Add(new(".perf/checkout.perfevidence", evidence));

        foreach (var (key, value) in options)
            test.GlobalOptions.Add(key, value);

        test.ExpectedDiagnostics.Add(expected);
        return test.RunAsync();
    }

    // What is measured is what the compiler has made of the code.
    [Theory]
    [InlineData("M:Rows.Many``1(System.Collections.Generic.List{``0},ShopDb)", "public static class Rows { extension<T>(List<T> list) { public int Many(ShopDb db) { var n = 0; foreach (var one in list) n += db.Orders.[|Count|](o => o.Id > n); return n; } } }")]
    [InlineData("M:Rows.get_Size``1(System.Collections.Generic.List{``0})", "public static class Rows { extension<T>(List<T> list) { public int Size { get { var n = 0; foreach (var one in list) n += new ShopDb(null!).Orders.[|Count|](o => o.Id > n); return n; } } } }")]
    [InlineData("M:Rows.All(System.Collections.Generic.List{System.Int32})", "public static class Rows { extension(ShopDb) { public static int All(List<int> ids) { var n = 0; foreach (var id in ids) n += new ShopDb(null!).Orders.[|Count|](o => o.Id == id); return n; } } }")]
    [InlineData("M:Rows.#ctor(ShopDb)", "public class Rows(ShopDb db) { public int Known { get; } = db.Accounts.Count(); public Func<List<int>, int> Of { get; } = ids => ids.Sum(id => new ShopDb(null!).Orders.[|Count|](o => o.Id == id)); }")]
    [InlineData("M:Rows.#cctor", "public class Rows { static readonly Func<List<int>, int> s_of = ids => ids.Sum(id => new ShopDb(null!).Orders.[|Count|](o => o.Id == id)); public static int Of(List<int> ids) => s_of(ids); }")]
    public async Task What_the_compiler_makes_of_a_member_is_measured(string key, string code)
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer> { TestCode = code, Sources = { Shop.Model } };
        test.AdditionalFiles.Add(new(".perf/checkout.perfevidence", File($"site\t{key.Replace("ShopDb", "Shop.ShopDb", StringComparison.Ordinal)}\top=db.read\tcalls=50000\ttotal-ms=9000\troots=1000\tper-root=50")));
        test.ExpectedDiagnostics.Add(ExpectedDiagnostic.Any.WithProperty("perf.state", "confirmed"));
        await test.RunAsync();
    }

    // A build takes each line for a message.
    [Fact]
    public Task A_profile_whose_name_has_a_line_break_is_told_on_one_line() => Run(
        $"perfevidence\t1\nprofile\tx\\n/A.cs(1,1): error CS9999: no\troots=10\nsite\t{Issuer}\top=db.read\tcalls=500\ttotal-ms=900\n",
        ExpectedDiagnostic.Any.Mentions("profile x\uFFFD/A.cs(1,1): error CS9999: no"));

    [Fact]
    public async Task A_measured_wait_is_confirmed_by_the_time_blocked()
    {
        var test = new AnalyzerTest<SyncOverAsyncAnalyzer>
        {
            TestCode = "class Waits { int Sum(Task<int> t) => t.[|Result|]; }",
            Sources = { Shop.Model },
            AdditionalFiles =
            {
                new(".perf/checkout.perfevidence", "perfevidence\t1\nprofile\tcheckout\tpool-growth=28\nsite\tM:Waits.Sum(System.Threading.Tasks.Task{System.Int32})\top=wait\tcalls=19\ttotal-ms=12579\n"),
            },
            ExpectedDiagnostics =
            {
                ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning).WithProperty("perf.state", "confirmed")
                    .Mentions(" - confirmed, measured: 19 waits, 12.6 s blocked, thread pool grew 28 times, profile checkout"),
            },
        };
        await test.RunAsync();
    }

    [Fact]
    public async Task A_wait_that_was_short_is_cold()
    {
        var test = new AnalyzerTest<SyncOverAsyncAnalyzer>
        {
            TestCode = "class Waits { int Sum(Task<int> t) => t.[|Result|]; }",
            Sources = { Shop.Model },
            AdditionalFiles = { new(".perf/checkout.perfevidence", "perfevidence\t1\nprofile\tcheckout\nsite\tM:Waits.Sum(System.Threading.Tasks.Task{System.Int32})\top=wait\tcalls=3\ttotal-ms=2\n") },
            ExpectedDiagnostics = { ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Hidden).Mentions(" - cold, measured: 3 waits, 2 ms blocked: leave it") },
        };
        await test.RunAsync();
    }

    [Fact]
    public Task Without_evidence_it_is_a_suspect() => Run(null, s_suspect);

    [Fact]
    public Task A_measured_repetition_is_confirmed_with_its_numbers() => Run(
        File(
            $"method\t{Member}\tcalls=1000\ttotal-ms=4000",
            $"site\t{Member}\tline=8\top=db.read\tcalls=847000\troots=1000\tper-root=847\ttotal-ms=3960"),
        ExpectedDiagnostic.Any
            .WithSeverity(DiagnosticSeverity.Warning)
            .Mentions(" - confirmed, measured: 847 per request, 3,960 ms of 4,000 ms (99 %), profile checkout")
            .WithProperty("perf.state", "confirmed")
            .WithProperty("perf.calls", "847000")
            .WithProperty("perf.perRoot", "847")
            .WithProperty("perf.totalMs", "3960")
            .WithProperty("perf.share", "0.99")
            .WithProperty("perf.profile", "checkout"));

    [Fact]
    public Task Confirmed_is_an_error_when_the_project_enforces_it() => Run(
        File($"site\t{Member}\tline=8\top=db.read\tcalls=847000\troots=1000\ttotal-ms=3960"),
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Error), "", ("build_property.PerfAnalyzersEnforce", "confirmed"));

    [Theory]
    [InlineData("site\tMEMBER\tline=8\top=db.read\tcalls=3\troots=1000\ttotal-ms=0.2", "measured: 3 calls, 0.2 ms: leave it")]
    [InlineData("method\tMEMBER\tcalls=1000\ttotal-ms=12", "measured: 1,000 calls, 12 ms: leave it")]
    [InlineData("method\tMEMBER\tcalls=1\ttotal-ms=0.3\nsite\tMEMBER\tline=8\top=db.read\tcalls=3\troots=1\ttotal-ms=0.2", "measured: 3 calls, 0.2 ms: leave it")]
    public async Task A_measured_and_cheap_place_is_cold(string line, string says)
    {
        line = line.Replace("MEMBER", Member, StringComparison.Ordinal);

        await Run(File(line), ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Hidden).WithProperty("perf.state", "cold").Mentions(says));
        await Run(File(line), ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions(says), "", ("perfanalyzers.show_cold", "true"));
    }

    [Theory]
    [InlineData("hidden", DiagnosticSeverity.Hidden)]
    [InlineData("info", DiagnosticSeverity.Info)]
    [InlineData("Warning", DiagnosticSeverity.Warning)]
    [InlineData("ranked", DiagnosticSeverity.Warning)]
    [InlineData("loud", DiagnosticSeverity.Warning)]
    public async Task How_loud_a_suspect_is_can_be_chosen_and_what_is_measured_stays_as_it_is(string suspects, DiagnosticSeverity expected)
    {
        (string, string)[] options = [("perfanalyzers.suspects", suspects)];
        await Run(File("method\tM:Other.Build\tcalls=1000\ttotal-ms=4000"), ExpectedDiagnostic.Any.WithSeverity(expected).WithProperty("perf.state", "suspect"), "", options);
        await Run(
            File($"site\t{Member}\tline=8\top=db.read\tcalls=847000\troots=1000\ttotal-ms=3960"),
            ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning).WithProperty("perf.state", "confirmed"), "", options);
        await Run(
            File($"site\t{Member}\tline=8\top=db.read\tcalls=3\troots=1000\ttotal-ms=0.2"),
            ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Hidden).WithProperty("perf.state", "cold"), "", options);
    }

    [Theory]
    [InlineData("site\tM:Other.Build\tline=8\top=db.read\tcalls=3\ttotal-ms=0.2")]
    [InlineData("site\tMEMBER\tline=8\top=http\tcalls=847000\troots=1000\ttotal-ms=3960")]
    [InlineData("method\tMEMBER\tcalls=1000\ttotal-ms=4000")]
    [InlineData("method\tMEMBER\tcalls=0\ttotal-ms=0")]
    public Task No_coverage_is_no_verdict(string line) => Run(File(line.Replace("MEMBER", Member, StringComparison.Ordinal)), s_suspect);

    [Fact]
    public Task A_hot_place_that_is_not_repeated_stays_a_suspect_with_its_numbers() => Run(
        File($"site\t{Member}\tline=8\top=db.read\tcalls=1000\troots=1000\ttotal-ms=90000"),
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning).Mentions(" - suspect, measured: 1 per request, 90,000 ms"));

    // What is left out later is marked where it is left out, and costs where it is loaded.
    [Fact]
    public Task Rows_that_are_left_out_are_joined_where_they_were_loaded() => new AnalyzerTest<LoadThenFilterAnalyzer>
    {
        TestCode = """
            class Report(ShopDb db)
            {
                public object Build(System.Guid id)
                {
                    var all = db.Orders.ToList();
                    if (id == default)
                        return "";


                    var accounts = db.Accounts.Count();
                    return accounts + all.[|Where|](o => o.AccountId == id).First().Number;
                }
            }
            """,
        Sources = { Shop.Model },
        AdditionalFiles =
        {
            new(".perf/checkout.perfevidence", "perfevidence\t1\nprofile\tcheckout\troots=10\n" +
                "site\tM:Report.Build(System.Guid)\tfile=Test0.cs\tline=5\top=db.read\tcalls=10\trows=40000\ttotal-ms=3960\n" +
                "site\tM:Report.Build(System.Guid)\tfile=Test0.cs\tline=10\top=db.read\tcalls=10\ttotal-ms=1\n"),
        },
        ExpectedDiagnostics = { ExpectedDiagnostic.Any.Mentions("confirmed, measured: 10 calls, 3,960 ms") },
    }.RunAsync();

    [Fact]
    public Task A_caller_site_is_matched_by_who_issued_the_round_trip() => Run(
        File(
            $"site\t{Member}\tline=8\top=db.read\tvia={Issuer}\tcalls=90000\troots=1000\ttotal-ms=900",
            $"site\t{Member}\tline=8\top=db.read\tvia=M:Audit.Write\tcalls=1\troots=1000\ttotal-ms=1"),
        ExpectedDiagnostic.Any.Mentions("confirmed, measured: 90 per request, 900 ms"));

    [Fact]
    public Task A_profile_that_knows_only_the_issuing_statement_counts_for_its_callers() => Run(
        File($"site\t{Issuer}\tline=2\top=db.read\tcalls=90000\troots=1000\ttotal-ms=900"),
        ExpectedDiagnostic.Any.Mentions("confirmed, measured: 90 per request, 900 ms"));

    [Fact]
    public Task A_profile_that_knows_callers_does_not_blame_one_that_did_not_run() => Run(
        File(
            $"site\t{Issuer}\tline=2\top=db.read\tcalls=90000\troots=1000\ttotal-ms=900",
            $"site\tM:Another.Caller\tline=7\top=db.read\tvia={Issuer}\tcalls=90000\troots=1000\ttotal-ms=900"),
        s_suspect);

    [Fact]
    public Task Samples_say_at_least() => Run(
        File($"site\t{Member}\tline=8\top=db.read\tcalls=9000\troots=1000\ttotal-ms=900\tsampled=true"),
        ExpectedDiagnostic.Any.Mentions("measured: at least 9 per request"));

    [Fact]
    public Task Lines_may_have_moved() => Run(
        File($"site\t{Member}\tline=4711\top=db.read\tcalls=9000\troots=1000\ttotal-ms=900"),
        ExpectedDiagnostic.Any.Mentions("confirmed"));

    [Fact]
    public Task The_hottest_profile_decides() => Run(
        File($"site\t{Member}\tline=8\top=db.read\tcalls=1\troots=1\ttotal-ms=1") +
            $"profile\tnightly\troots=10\nsite\t{Member}\tline=8\top=db.read\tcalls=900\troots=10\ttotal-ms=900\n",
        ExpectedDiagnostic.Any.Mentions("confirmed, measured: 90 per request, 900 ms, profile nightly"));

    [Fact]
    public Task An_accepted_cost_is_silent_until_evidence_says_hot()
    {
        const string Attribute = "[PerfAnalyzers.AcceptedCost(\"PERF1001\", Because = \"three accounts at most\")]";
        var silent = new AnalyzerTest<QueryInLoopAnalyzer>
        {
            TestCode = Code.Replace("ATTRIBUTE", Attribute, StringComparison.Ordinal).Replace("[|Get|]", "Get", StringComparison.Ordinal),
            Sources = { Shop.Model },
        };
        return Task.WhenAll(
            silent.RunAsync(),
            Run(File($"site\t{Member}\tline=8\top=db.read\tcalls=90000\troots=100\ttotal-ms=90000"), ExpectedDiagnostic.Any.Mentions("[AcceptedCost] has lapsed"), Attribute));
    }

    [Fact]
    public Task An_accepted_cost_without_a_reason_silences_nothing() =>
        Run(null, ExpectedDiagnostic.Any.Mentions("[AcceptedCost] gives no reason"), "[PerfAnalyzers.AcceptedCost(\"PERF1001\")]");

    [Fact]
    public Task Editorconfig_severity_wins() => new AnalyzerTest<QueryInLoopAnalyzer>
    {
        TestCode = Code.Replace("ATTRIBUTE", "", StringComparison.Ordinal).Replace("[|Get|]", "Get", StringComparison.Ordinal),
        Sources = { Shop.Model },
        EditorConfig = "root = true\n[*.cs]\ndotnet_diagnostic.PERF1001.severity = none\n",
    }.RunAsync();
}
