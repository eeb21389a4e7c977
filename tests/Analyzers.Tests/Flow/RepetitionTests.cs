using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Flow;

/// <summary>How often does this run each time its member runs? Asked through PERF1001, which reports what runs once per element.</summary>
public sealed class RepetitionTests : RuleTests<QueryInLoopAnalyzer>
{
    [Theory]
    [InlineData("foreach (var id in ids) Use(db.Orders.[|Find|](id));")]
    [InlineData("for (var i = 0; i < ids.Count; i++) Use(db.Orders.[|Find|](ids[i]));")]
    [InlineData("for (var i = 0; i < db.Orders.[|Count|](o => o.Id > i); i++) Use(i);")]
    [InlineData("for (var id = 1; id < 1000; id = db.Orders.[|First|](o => o.Id > id).Id) Use(id);")]
    [InlineData("var n = 0; while (n < ids.Count) Use(db.Orders.[|Find|](ids[n++]));")]
    [InlineData("var n = 0; while (db.Orders.[|Count|](o => o.Id > n) > 5) n++;")]
    [InlineData("var n = 0; do { Use(db.Orders.[|Find|](ids[n])); n++; } while (n < ids.Count);")]
    [InlineData("var n = 0; do { n++; } while (db.Orders.[|Count|](o => o.Id > n) > 5);")]
    [InlineData("await foreach (var o in db.Orders.AsAsyncEnumerable()) Use(await db.Orders.[|FindAsync|](o.Id + 1));")]
    [InlineData("foreach (var id in ids) foreach (var line in db.OrderLines.Where(l => l.OrderId == id).[|ToList|]()) Use(line);")]
    [InlineData("foreach (var id in ids) { foreach (var line in [|db.OrderLines.Where(l => l.OrderId == id)|]) Use(line); }")]
    [InlineData("foreach (var id in ids) foreach (var code in codes) Use(db.Coupons.[|Count|](c => c.Code == code && id > 0));")]
    public Task Loops_repeat_their_body_condition_and_increment(string body) => Reports(body);

    [Theory]
    [InlineData("foreach (var o in db.Orders.ToList()) Use(o);")]
    [InlineData("for (var i = db.Orders.Count(); i > 0; i--) Use(i);")]
    [InlineData("foreach (var id in ids) Use(id); Use(db.Orders.ToList());")]
    [InlineData("var all = db.Orders.ToDictionary(o => o.Id); foreach (var id in ids) Use(all[id]);")]
    public Task Loops_run_their_source_and_initialiser_once(string body) => Silent(body);

    [Theory]
    [InlineData("Use(ids.Select(id => db.Orders.[|Find|](id)).ToList());")]
    [InlineData("Use(ids.Where(id => db.Orders.[|Find|](id) != null).ToList());")]
    [InlineData("Use(ids.SelectMany(id => db.OrderLines.Where(l => l.OrderId == id).[|ToList|]()).ToList());")]
    [InlineData("Use(ids.SelectMany(id => new[] { db.Orders.[|Find|](id) }).ToList());")]
    [InlineData("Use(ids.OrderBy(id => db.Orders.[|Find|](id)!.Number).ToList());")]
    [InlineData("Use(ids.OrderBy(id => id).ThenByDescending(id => db.Orders.[|Find|](id)!.Number).ToList());")]
    [InlineData("Use(ids.GroupBy(id => db.Orders.[|Find|](id)!.Number).ToList());")]
    [InlineData("Use(ids.ToDictionary(id => id, id => db.Orders.[|Find|](id)));")]
    [InlineData("Use(ids.ToLookup(id => db.Orders.[|Find|](id)!.Number));")]
    [InlineData("Use(ids.Sum(id => db.OrderLines.[|Count|](l => l.OrderId == id)));")]
    [InlineData("Use(ids.Max(id => db.Orders.[|Find|](id)!.Number));")]
    [InlineData("Use(ids.MinBy(id => db.Orders.[|Find|](id)!.Number));")]
    [InlineData("Use(ids.Aggregate(0, (sum, id) => sum + db.OrderLines.[|Count|](l => l.OrderId == id)));")]
    [InlineData("Use(ids.Zip(codes, (id, code) => db.Orders.[|Find|](id)).ToList());")]
    [InlineData("Use(ids.ConvertAll(id => db.Orders.[|Find|](id)));")]
    [InlineData("ids.ForEach(id => Use(db.Orders.[|Find|](id)));")]
    [InlineData("Use(Array.ConvertAll(guids, id => db.Accounts.[|Find|](id)));")]
    [InlineData("Use(ids.AsParallel().Select(id => db.Orders.[|Find|](id)).ToList());")]
    [InlineData("ids.AsParallel().ForAll(id => Use(db.Orders.[|Find|](id)));")]
    public Task Callbacks_that_are_called_per_element_are_repeated(string body) => Reports(body);

    [Theory]
    [InlineData("await Task.WhenAll(ids.Select(async id => Use(await db.Orders.[|FindAsync|](id))));")]
    [InlineData("await Task.WhenAll(ids.Select(id => Task.Run(() => db.Orders.[|Find|](id))));")]
    [InlineData("Parallel.ForEach(ids, id => Use(db.Orders.[|Find|](id)));")]
    [InlineData("Parallel.For(0, ids.Count, i => Use(db.Orders.[|Find|](ids[i])));")]
    [InlineData("await Parallel.ForEachAsync(ids, ct, async (id, _) => Use(await db.Orders.[|FindAsync|](id)));")]
    [InlineData("foreach (var id in ids) Use(Task.Run(() => db.Orders.[|Find|](id), ct));")]
    public Task Work_that_is_started_per_element_is_repeated(string body) => Reports(body);

    [Theory]
    [InlineData("Use((from id in ids select db.Orders.[|Find|](id)).ToList());")]
    [InlineData("Use((from id in ids where db.Orders.[|Find|](id) != null select id).ToList());")]
    [InlineData("Use((from id in ids let o = db.Orders.[|Find|](id) select o.Number).ToList());")]
    [InlineData("Use((from id in ids orderby db.OrderLines.[|Count|](l => l.OrderId == id) select id).ToList());")]
    [InlineData("Use((from id in ids from l in db.OrderLines.Where(l => l.OrderId == id).[|ToList|]() select l).ToList());")]
    public Task Query_expressions_are_callbacks(string body) => Reports(body);

    [Theory]
    [InlineData("Use(ids.Select([|Load|]).ToList()); Order? Load(int id) => db.Orders.Find(id);")]
    [InlineData("ids.ForEach([|Load|]); void Load(int id) => Use(db.Orders.Find(id));")]
    [InlineData("await Task.WhenAll(ids.Select([|Load|])); Task Load(int id) => db.Orders.FirstAsync(o => o.Id == id);")]
    [InlineData("Parallel.ForEach(ids, [|Load|]); void Load(int id) => Use(db.Orders.Find(id));")]
    public Task Method_groups_are_repeated_where_they_are_named(string body) => Reports(body);

    [Theory]
    [InlineData("var q = db.Orders.Select(o => new { o.Id, Count = db.OrderLines.Count(l => l.OrderId == o.Id) }); Use(q.ToList());")]
    [InlineData("Use(db.Orders.Where(o => ids.Any(id => id == o.Id)).ToList());")]
    [InlineData("Use((from o in db.Orders from l in db.OrderLines where l.OrderId == o.Id select l).ToList());")]
    [InlineData("System.Linq.Expressions.Expression<Func<int, Order?>> e = id => db.Orders.Find(id); foreach (var id in ids) Use(e, id);")]
    public Task Lambdas_that_become_expression_trees_are_translated_and_not_run(string body) => Silent(body);

    [Theory]
    [InlineData("foreach (var id in ids) { Func<Order?> later = () => db.Orders.Find(id); Use(later); }")]
    [InlineData("var later = new List<Func<Order?>>(); foreach (var id in ids) later.Add(() => db.Orders.Find(id));")]
    [InlineData("foreach (var id in ids) { Order? Later() => db.Orders.Find(id); Func<Order?> f = Later; Use(f); }")]
    [InlineData("foreach (var id in ids) { Order? Never() => db.Orders.Find(id); } ")]
    [InlineData("foreach (var id in ids) AppDomain.CurrentDomain.ProcessExit += (_, _) => db.Orders.Find(id);")]
    [InlineData("foreach (var id in ids) using (ct.Register(() => db.Orders.Find(id))) Use(id);")]
    public Task Lambdas_that_are_only_kept_do_not_run_per_element(string body) => Silent(body);

    // btcpayserver: what is to happen when a payment request expires is given to a scheduler, which puts it into a record for a timer.
    [Fact]
    public Task A_lambda_that_the_callee_keeps_does_not_run_per_element() => ReportsFile("""
        class Scheduler
        {
            private readonly Dictionary<int, Timer> _timers = [];
            private sealed record State(int Key, Action Act);
            public void Schedule(int key, Action act) { var state = new State(key, act); _timers[key] = new Timer(s => ((State)s!).Act(), state, 1000, 1000); }
        }

        class Report(ShopDb db, Scheduler scheduler)
        {
            public void Run(List<int> ids) { foreach (var id in ids) scheduler.Schedule(id, () => db.Orders.Find(id)); }
        }
        """);

    [Fact]
    public Task An_iterator_is_a_loop_like_any_other() => ReportsFile("""
        public class Service(ShopDb db)
        {
            public IEnumerable<Order?> All(List<int> ids) { foreach (var id in ids) yield return db.Orders.[|Find|](id); }
            public async IAsyncEnumerable<Order?> AllAsync(List<int> ids) { foreach (var id in ids) yield return await db.Orders.[|FindAsync|](id); }
        }
        """);

    [Theory]
    [InlineData("public static void Each<T>(this IEnumerable<T> all, Action<T> act) { foreach (var x in all) act(x); }", "ids.Each(id => db.Orders.[|Find|](id));")]
    [InlineData("public static void Each<T>(this IEnumerable<T> all, Action<T> act) { foreach (var x in all) act?.Invoke(x); }", "ids.Each(id => db.Orders.[|Find|](id));")]
    [InlineData("public static void Each<T>(this IEnumerable<T> all, Action<T> act) => all.Inner(act); static void Inner<T>(this IEnumerable<T> all, Action<T> act) { foreach (var x in all) act(x); }", "ids.Each(id => db.Orders.[|Find|](id));")]
    [InlineData("public static List<R> Map<T, R>(this IEnumerable<T> all, Func<T, R> f) => all.Select(f).ToList();", "ids.Map(id => db.Orders.[|Find|](id));")]
    [InlineData("public static IEnumerable<R> Map<T, R>(this IEnumerable<T> all, Func<T, R> f) { foreach (var x in all) yield return f(x); }", "ids.Map(id => db.Orders.[|Find|](id)).ToList();")]
    public Task A_callback_of_the_program_is_followed_into_its_receiver(string extension, string statement) => ReportsFile(
        $"public static class Sequences {{ {extension} }} public class Service(ShopDb db) {{ public void Run(List<int> ids) {{ {statement} }} }}");

    [Theory]
    [InlineData("public static T Timed<T>(Func<T> f) => f();", "Run.Timed(() => db.Orders.Find(1));")]
    [InlineData("public static void Keep(Action f) => s_later.Add(f); static readonly List<Action> s_later = [];", "foreach (var id in ids) Run.Keep(() => db.Orders.Find(id));")]
    [InlineData("public static Action Bind(Action f) => f;", "foreach (var id in ids) Run.Bind(() => db.Orders.Find(id));")]
    public Task A_callback_that_its_receiver_runs_once_or_keeps_is_silent(string member, string statement) => ReportsFile(
        $"public static class Run {{ {member} }} public class Service(ShopDb db) {{ public void Go(List<int> ids) {{ {statement} }} }}");

    [Fact]
    public Task Several_queries_on_one_line_of_one_loop_are_one_finding() => Reports(
        "foreach (var id in ids) Use(db.Orders.[|Find|](id), db.OrderLines.Where(l => l.OrderId == id).ToList());");

    [Fact]
    public Task Queries_of_two_loops_are_two_findings() => Reports("""
        foreach (var id in ids)
            Use(db.Orders.[|Find|](id));
        foreach (var id in guids)
            Use(db.Accounts.[|Find|](id));
        """);
}
