using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>PERF9001 where nothing else explains what was measured, and once for each cause.</summary>
public sealed class ObservedRoundTripsTests
{
    private const string Hot = "\top=db.read\tcalls=847000\troots=1000\tper-root=847\ttotal-ms=3960";

    // 'Driver' is a library that nobody knows; 'Bus' runs whatever was registered, as often as it likes.
    private const string Libraries = """
        public static class Driver { public static int Ask(string what) => what.Length; }
        public static class Bus { public static void Register(System.Action<int> handler) => Handlers += handler; public static System.Action<int>? Handlers; }
        """;

    private static async Task Run(string code, string evidence, params ExpectedDiagnostic[] expected)
    {
        var test = new AnalyzerTest<ObservedRoundTripsAnalyzer> { TestCode = code, Sources = { Shop.Model, new("Libraries.cs", Libraries) } };
        test.AdditionalFiles.Add(new(".perf/a.perfevidence", "perfevidence\t1\nprofile\tcheckout\troots=1000\troot-ms=4000\n" + evidence + "\n"));
        test.ExpectedDiagnostics.AddRange(expected);
        await test.RunAsync();
    }

    [Fact]
    public Task A_loop_over_an_unknown_library_is_reported_at_its_call() => Run(
        """
        public class Report
        {
            public void Build(List<string> names)
            {
                foreach (var name in names)
                    Driver.[|Ask|](name);
            }
        }
        """,
        "site\tM:Report.Build(System.Collections.Generic.List{System.String})\tline=6\tkeys=distinct" + Hot,
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning).WithProperty("perf.state", "observed").WithProperty("perf.calls", "847000")
            .Says("'Ask' queries the database again and again in one operation; ask once for all that is needed - observed, measured: 847 per request, 3,960 ms of 4,000 ms (99 %), profile checkout"));

    // What was measured may have been mended since: it is told, and accuses nobody.
    [Fact]
    public Task A_file_that_has_changed_since_is_information() => Run(
        """
        public class Report
        {
            public void Build(List<string> names)
            {
                foreach (var name in names)
                    Driver.[|Ask|](name);
            }
        }
        """,
        "site\tM:Report.Build(System.Collections.Generic.List{System.String})\tfile=Test0.cs\tline=6\tchecksum=0123456789abcdef\tkeys=distinct" + Hot,
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.state", "observed").WithProperty("perf.rank", "the file has changed since it was measured").Mentions("profile checkout, of another version of this file"));

    [Fact]
    public Task A_handler_that_a_framework_calls_is_reported_where_it_issues_the_round_trip() => Run(
        """
        public class Handler(ShopDb db)
        {
            public void Start() => Bus.Register(Load);

            private void Load(int id)
            {
                db.Orders.[|Find|](id);
            }
        }
        """,
        "site\tM:Handler.Load(System.Int32)\tline=7\tkeys=same" + Hot,
        ExpectedDiagnostic.Any.Mentions("the same is asked each time: ask once and keep the answer - observed"));

    // Seeding in a program of requests: no request had a part in it.
    [Fact]
    public Task What_ran_outside_of_requests_is_not_counted_per_request() => Run(
        """
        public class Seed(ShopDb db)
        {
            public void Start() => Bus.Register(Load);

            private void Load(int id)
            {
                db.Orders.[|Find|](id);
            }
        }
        """,
        "site\tM:Seed.Load(System.Int32)\tline=7\tkeys=distinct\troot=process\top=db.read\tcalls=847\troots=1\tper-root=847\ttotal-ms=3960",
        ExpectedDiagnostic.Any.Says("'Find' queries the database again and again in one operation; ask once for all that is needed - observed, measured: 847 outside of requests, 3,960 ms, profile checkout"));

    [Fact]
    public Task The_loop_in_a_caller_is_told_and_not_what_it_calls() => Run(
        """
        public class Report
        {
            public void Build(List<string> names)
            {
                foreach (var name in names)
                    [|Load|](name);
            }

            private static int Load(string name) => Driver.Ask(name);
        }
        """,
        "site\tM:Report.Load(System.String)\tline=9" + Hot + "\nsite\tM:Report.Build(System.Collections.Generic.List{System.String})\tline=6\tvia=M:Report.Load(System.String)" + Hot,
        ExpectedDiagnostic.Any.Mentions("'Load' queries the database again and again"));

    [Fact]
    public Task A_line_that_moved_is_told_at_the_member() => Run(
        "public class Handler { public int [|Load|](int id) => Driver.Ask(\"x\"); }",
        "site\tM:Handler.Load(System.Int32)\tline=400" + Hot,
        ExpectedDiagnostic.Any.Mentions("'Load' queries the database"));

    [Theory]
    // A rule reports the loop itself.
    [InlineData("site\tM:Report.Build(System.Collections.Generic.List{System.Int32})\tline=6\tvia=M:Report.Load(System.Int32)")]
    // ... and so what the loop calls, whether the recorder knows who called or not.
    [InlineData("site\tM:Report.Load(System.Int32)\tline=9")]
    [InlineData("site\tM:Report.Load(System.Int32)\tline=9", "site\tM:Report.Build(System.Collections.Generic.List{System.Int32})\tline=6\tvia=M:Report.Load(System.Int32)")]
    // Nor is a caller of the loop the cause.
    [InlineData("site\tM:Report.All\tline=11\tvia=M:Report.Load(System.Int32)", "site\tM:Report.Build(System.Collections.Generic.List{System.Int32})\tline=6\tvia=M:Report.Load(System.Int32)")]
    public Task What_another_rule_reports_is_no_news(params string[] sites) => Run(
        """
        public class Report(ShopDb db)
        {
            public void Build(List<int> ids)
            {
                foreach (var id in ids)
                    Load(id);
            }

            private Order? Load(int id) => db.Orders.Find(id);

            public void All() => Build([1, 2]);
        }
        """,
        string.Join('\n', sites.Select(s => s + Hot)));

    // A conversion is run without a name.
    [Theory]
    [InlineData("public class Report(IStore store) { public void Build(List<int> ids) { foreach (var id in ids) store.Load(id); } }")]
    [InlineData("public class Mail(IStore store) { public Order? For(int id) => store.Load(id); } public class Report(Mail mail) { public void Build(List<int> ids) { foreach (var id in ids) mail.For(id); } }")]
    [InlineData("public class Box { public static IStore Store = null!; public int Id; public static implicit operator Order?(Box box) => Store.Load(box.Id); } public class Report { public void Build(List<Box> boxes) { foreach (var box in boxes) { Order? order = box; } } }")]
    public Task A_loop_far_away_explains_it_whoever_is_on_the_way(string callers) => Run(
        $"public interface IStore {{ Order? Load(int id); }}\npublic class Store(ShopDb db) : IStore {{ public Order? Load(int id) => db.Orders.Find(id); }}\n{callers}",
        "site\tM:Store.Load(System.Int32)\tline=2" + Hot);

    [Theory]
    [InlineData("\top=db.read\tcalls=4000\troots=1000\tper-root=4\ttotal-ms=3960")]
    [InlineData("\top=db.read\tcalls=847000\troots=1000\tper-root=847\ttotal-ms=49")]
    [InlineData("\top=wait\tcalls=847000\troots=1000\tper-root=847\ttotal-ms=3960")]
    public Task What_is_not_repeated_at_a_price_is_silent(string measured) =>
        Run("public class Handler { public int Load(int id) => Driver.Ask(\"x\"); }", "site\tM:Handler.Load(System.Int32)\tline=1" + measured);

    // A worker beside the requests, or one who tells a client what is new: each turn is an operation of its own.
    [Theory]
    [InlineData("while (await timer.WaitForNextTickAsync(stop)) { db.Orders.Find(1); }", "site\tM:Worker.Run(System.Threading.PeriodicTimer,System.Threading.CancellationToken)\tline=3\tkeys=same\troot=process")]
    [InlineData("while (!stop.IsCancellationRequested) { Turn(); await Task.Delay(1000, stop); }", "site\tM:Worker.Turn\tline=4\troot=process", "site\tM:Worker.Run(System.Threading.PeriodicTimer,System.Threading.CancellationToken)\tline=3\tvia=M:Worker.Turn\troot=process")]
    [InlineData("while (!stop.IsCancellationRequested) { Turn(); await Task.Delay(1000, stop); }", "site\tM:Worker.Turn\tline=4", "site\tM:Worker.Run(System.Threading.PeriodicTimer,System.Threading.CancellationToken)\tline=3\tvia=M:Worker.Turn")]
    public Task A_worker_s_turns_are_no_repetition(string loop, params string[] sites) => Run(
        $"public class Worker(ShopDb db) {{\npublic async Task Run(PeriodicTimer timer, CancellationToken stop)\n{{ {loop} }}\nprivate void Turn() => db.Orders.Find(2); }}",
        string.Join('\n', sites.Select(s => s + Hot)));

    [Fact]
    public Task What_repeats_within_a_turn_is_told() => Run(
        "public class Worker {\npublic async Task Run(List<string> all, CancellationToken stop)\n{ while (!stop.IsCancellationRequested) { await Task.Delay(1000, stop);\nforeach (var one in all) Driver.[|Ask|](one); } } }",
        "site\tM:Worker.Run(System.Collections.Generic.List{System.String},System.Threading.CancellationToken)\tline=4\troot=process" + Hot,
        ExpectedDiagnostic.Any.Mentions("'Ask' queries the database again and again"));

    [Fact]
    public Task A_caller_that_is_out_of_sight_may_be_the_loop() => Run(
        "public class Handler { public int Load(int id) => Driver.Ask(\"x\"); }",
        "site\tM:Handler.Load(System.Int32)\tline=1" + Hot + "\nsite\tM:Another.Project\tline=1\tvia=M:Handler.Load(System.Int32)" + Hot);

    [Fact]
    public Task It_can_be_accepted_with_a_reason() => Run(
        "public class Handler { [PerfAnalyzers.AcceptedCost(\"PERF9001\", Because = \"once a night\")] public int Load(int id) => Driver.Ask(\"x\"); }",
        "site\tM:Handler.Load(System.Int32)\tline=1" + Hot);
}
