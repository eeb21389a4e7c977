using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>What PERF1001 reports in one method. Reports through calls are in <see cref="QueryInLoopThroughCallsTests"/>.</summary>
public sealed class QueryInLoopTests : RuleTests<QueryInLoopAnalyzer>
{
    [Fact]
    public Task The_message_says_what_repeats_over_what() => Reports(
        """
        foreach (var id in ids)
            Use(db.Orders.[|Find|](id));
        """,
        ExpectedDiagnostic.Any
            .Says("'Find' queries the database for each 'id' in 'ids' - suspect")
            .WithSeverity(DiagnosticSeverity.Warning)
            .WithProperty("perf.state", "suspect")
            .WithAdditionalLocations("foreach"));

    [Theory]
    [InlineData("Use(db.Orders.[|Find|](id));")]
    [InlineData("Use(db.[|Find|]<Order>(id));")]
    [InlineData("Use(await db.Orders.[|FindAsync|](id));")]
    [InlineData("Use(db.Orders.[|First|](o => o.Id == id));")]
    [InlineData("Use(await db.Orders.[|SingleOrDefaultAsync|](o => o.Id == id, ct));")]
    [InlineData("Use(db.Orders.Where(o => o.Id == id).[|ToList|]());")]
    [InlineData("Use(await db.Orders.AsNoTracking().Include(o => o.Lines).Where(o => o.Id == id).[|ToListAsync|](ct));")]
    [InlineData("Use(db.Set<Order>().[|Any|](o => o.Id == id));")]
    [InlineData("Use(db.Orders.FromSql($\"select * from Orders where Id = {id}\").[|ToList|]());")]
    [InlineData("Use(db.Database.SqlQuery<int>($\"select {id} as Value\").[|Single|]());")]
    [InlineData("Use(db.Orders.AsEnumerable().[|First|](o => o.Id == id));")]
    [InlineData("Use((from o in db.Orders where o.Id == id select o).[|ToArray|]());")]
    [InlineData("foreach (var o in [|db.Orders.Where(o => o.Id == id)|]) Use(o);")]
    [InlineData("db.Orders.[|RemoveRange|](db.Orders.Where(o => o.Id == id));")]
    [InlineData("db.[|RemoveRange|](db.Orders.Where(o => o.Id == id));")]
    [InlineData("var old = db.Orders.Where(o => o.Id == id); db.[|RemoveRange|](old);")]
    [InlineData("new List<Order>().[|AddRange|](db.Orders.Where(o => o.Id == id));")]
    [InlineData("new HashSet<int>().[|UnionWith|](db.Orders.Where(o => o.Id == id).Select(o => o.Id));")]
    [InlineData("Use(string.[|Join|](\",\", db.Orders.Where(o => o.Id == id).Select(o => o.Number)));")]
    [InlineData("var q = db.Orders.Where(o => o.Id == id); Use(q.[|Count|]());")]
    [InlineData("IEnumerable<Order> q = db.Orders; Use(q.[|Count|](o => o.Id == id));")]
    [InlineData("db.Entry(orders[id]).Collection(o => o.Lines).[|Load|]();")]
    [InlineData("if (id > 3) Use(db.Orders.[|Find|](id));")]
    [InlineData("try { Use(db.Orders.[|Find|](id)); } catch (InvalidOperationException) { Use(id); }")]
    [InlineData("var order = db.Orders.[|Find|](id); if (order == null) return null; Use(order);")]
    [InlineData("Use(db.Database.CreateExecutionStrategy().Execute(() => db.Orders.[|Find|](id)));")]
    // What IDE0305 makes of ToList().
    [InlineData("List<Order> some = [.. [|db.Orders.Where(o => o.CouponId == id)|]]; Use(some);")]
    [InlineData("Order[] some = [new Order(), .. [|db.Orders.Where(o => o.CouponId == id)|]]; Use(some);")]
    [InlineData("Use(new [|List<Order>|](db.Orders.Where(o => o.CouponId == id)));")]
    [InlineData("HashSet<int> some = [|new(db.Orders.Where(o => o.CouponId == id).Select(o => o.Id))|]; Use(some);")]
    public Task A_read_in_the_body_is_reported(string statement) => Reports($"foreach (var id in ids) {{ {statement} }}");

    [Theory]
    [InlineData("for (var i = 0; i < ids.Count; i++) Use(db.Orders.[|Find|](ids[i]));")]
    [InlineData("var i = 0; while (i < ids.Count) Use(db.Orders.[|Find|](ids[i++]));")]
    [InlineData("var i = 0; do { Use(db.Orders.[|Find|](ids[i])); i++; } while (i < ids.Count);")]
    [InlineData("foreach (var (id, _) in ids.Zip(codes)) Use(db.Orders.[|Find|](id));")]
    [InlineData("await foreach (var o in db.Orders.AsAsyncEnumerable()) Use(db.Orders.[|Find|](o.Id + 1));")]
    [InlineData("Use(ids.Select(id => db.Orders.[|Find|](id)).ToList());")]
    [InlineData("Use((from id in ids select db.Orders.[|Find|](id)).ToList());")]
    [InlineData("Use(ids.ToDictionary(id => id, id => db.Orders.[|Find|](id)));")]
    [InlineData("ids.ForEach(id => Use(db.Orders.[|Find|](id)));")]
    [InlineData("Parallel.ForEach(ids, id => Use(db.Orders.[|Find|](id)));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => Use(await db.Orders.[|FindAsync|](id))));")]
    [InlineData("Use(await ids.ToAsyncEnumerable().Select(async (int id, CancellationToken token) => await db.Orders.[|FindAsync|](id)).ToListAsync(ct));")]
    [InlineData("Use(await ids.ToAsyncEnumerable().Where(async (int id, CancellationToken token) => await db.Orders.[|AnyAsync|](o => o.Id == id, token)).CountAsync(ct));")]
    [InlineData("Use(await ids.ToAsyncEnumerable().ToDictionaryAsync(id => id, id => db.Orders.[|Find|](id), cancellationToken: ct));")]
    [InlineData("foreach (var id in ids) Use(await db.Orders.Where(o => o.Id == id).AsAsyncEnumerable().[|LastOrDefaultAsync|](ct));")]
    public Task Every_form_of_repetition_is_reported(string body) => Reports(body);

    [Theory]
    [InlineData("foreach (var o in db.Orders.ToList()) Use(o);")]
    [InlineData("List<Order> all = [.. db.Orders]; foreach (var id in ids) { List<Order> some = [.. all.Where(o => o.CouponId == id)]; Use(some, new List<int>(ids), new List<int>(id)); }")]
    [InlineData("foreach (var id in ids) Use(db.Orders.Where(o => o.Id == id));")]
    [InlineData("var all = db.Orders.ToList(); foreach (var id in ids) Use(all.First(o => o.Id == id));")]
    [InlineData("foreach (var id in ids) Use(orders.AsQueryable().First(o => o.Id == id));")]
    [InlineData("foreach (var id in ids) Use(db.Entry(orders[id]).Collection(o => o.Lines));")]
    [InlineData("var q = db.Orders.Where(o => db.OrderLines.Count(l => l.OrderId == o.Id) > 3); Use(q.ToList());")]
    [InlineData("foreach (var id in ids) { Func<Order?> later = () => db.Orders.Find(id); Use(later); }")]
    public Task What_does_not_run_a_query_per_element_is_silent(string body) => Silent(body);

    [Theory]
    [InlineData("foreach (var chunk in ids.Chunk(500)) Use(db.Orders.Where(o => chunk.Contains(o.Id)).ToList());")]
    [InlineData("var groups = new List<List<int>>(); foreach (var g in groups) Use(db.Orders.Where(o => g.Contains(o.Id)).ToList());")]
    [InlineData("for (var i = 0; i < ids.Count; i += 100) { var page = ids.Skip(i).Take(100).ToList(); Use(db.Orders.Where(o => page.Contains(o.Id)).ToList()); }")]
    public Task A_batch_per_turn_is_silent(string body) => Silent(body);

    [Theory]
    [InlineData("var n = 0; while (true) { var page = db.Orders.OrderBy(o => o.Id).Skip(n).Take(100).ToList(); if (page.Count == 0) break; n += 100; }")]
    [InlineData("var last = 0; List<Order> page; do { page = db.Orders.Where(o => o.Id > last).Take(100).ToList(); last += 100; } while (page.Count > 0);")]
    [InlineData("for (var n = 0; ; n++) { var rows = await db.Orders.Skip(n * 10).Take(10).ToListAsync(); if (rows.Count < 10) break; }")]
    public Task Paging_is_silent(string body) => Silent(body);

    [Theory]
    [InlineData("while (!ct.IsCancellationRequested) { Use(db.Orders.FirstOrDefault()); await Task.Delay(1000, ct); }")]
    [InlineData("while (true) { Use(db.Orders.FirstOrDefault()); Thread.Sleep(1000); }")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync(ct)) Use(db.Orders.FirstOrDefault());")]
    [InlineData("var jobs = System.Threading.Channels.Channel.CreateUnbounded<int>(); await foreach (var id in jobs.Reader.ReadAllAsync(ct)) Use(db.Orders.Find(id));")]
    public Task Polling_is_silent(string body) => Silent(body);

    [Fact]
    public Task A_loop_over_elements_inside_a_polling_loop_is_reported() => Reports(
        """
        while (!ct.IsCancellationRequested)
        {
            foreach (var id in ids)
                Use(db.Orders.[|Find|](id));

            await Task.Delay(1000, ct);
        }
        """);

    [Theory]
    [InlineData("for (var i = 0; i < ids.Count; i++) { try { return db.Orders.First(); } catch (InvalidOperationException) { Thread.Sleep(10); } }")]
    [InlineData("for (var i = 0; i < ids.Count; i++) { try { Use(db.Orders.First()); break; } catch (InvalidOperationException) { Use(i); } }")]
    [InlineData("var done = false; while (!done) { try { Use(db.Orders.First()); done = true; } catch (InvalidOperationException) { Use(1); } }")]
    public Task Retry_is_silent(string body) => Silent(body);

    // Duplicati: a name is probed until it is free, through a function that does the probing, and rows come from what an await goes through.
    [Theory]
    [InlineData("await foreach (var id in Each().WithCancellation(ct).ConfigureAwait(false)) Use(db.Orders.[|Find|](id)); async IAsyncEnumerable<int> Each() { await Task.Yield(); foreach (var id in ids) yield return id; }", "for each 'id' in 'Each()' - ")]
    [InlineData("Tried(id => db.Orders.[|Find|](id)); void Tried(Func<int, Order?> load, int times = 0) { for (var i = 0; i < times + ids.Count; i++) Use(load(i)); }", "each time that 'Tried' runs it")]
    public Task The_message_says_what_repeats_it(string body, string says) => Reports(body, ExpectedDiagnostic.Any.Mentions(says));

    [Fact]
    public Task A_retry_inside_a_loop_over_elements_is_reported_for_that_loop() => Reports(
        """
        foreach (var id in ids)
        {
            for (var attempt = 0; ; attempt++)
            {
                try { Use(db.Orders.[|Find|](id)); break; } catch (InvalidOperationException) { Use(attempt); }
            }
        }
        """,
        ExpectedDiagnostic.Any.Mentions("for each 'id' in 'ids'"));

    [Theory]
    [InlineData("foreach (var id in ids) { Use(db.Orders.Find(id)); break; }")]
    [InlineData("foreach (var id in ids) { if (id > 10) { var o = db.Orders.Find(id); return o; } }")]
    [InlineData("foreach (var id in ids) { if (id > 10) return db.Orders.Find(id); }")]
    [InlineData("foreach (var id in ids) { if (id > 10) throw new InvalidOperationException(db.Orders.Count().ToString()); }")]
    [InlineData("foreach (var id in ids) { try { Use(id); } catch (InvalidOperationException) { Use(db.Orders.Find(id)); } }")]
    public Task A_query_after_which_the_loop_is_left_is_silent(string body) => Silent(body);

    [Theory]
    [InlineData("foreach (var id in ids) { var o = db.Orders.[|Find|](id); if (o != null) return o; }")]
    [InlineData("foreach (var id in ids) { if (db.Orders.[|Any|](o => o.Id == id)) return id; }")]
    [InlineData("Use(ids.Any(id => db.Orders.[|Any|](o => o.Id == id)));")]
    public Task A_search_that_stops_at_its_first_hit_is_information(string body) => Reports(
        body, ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions("stops at the first hit"));

    // Where all is well, it is asked for every element.
    [Theory]
    [InlineData("foreach (var id in ids) { var o = db.Orders.[|Find|](id); if (o != null) throw new InvalidOperationException(o.Number); }")]
    [InlineData("foreach (var id in ids) { if (db.Orders.[|Any|](o => o.Id == id)) { throw new InvalidOperationException(); } }")]
    [InlineData("for (var i = 0; i < ids.Count; i++) { var o = db.Orders.[|First|](o => o.Id == ids[i]); if (o.CouponId == null) throw new InvalidOperationException(); }")]
    public Task A_check_that_fails_is_no_search_and_no_page(string body) => Reports(body, ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning));

    [Theory]
    [InlineData("foreach (var id in new[] { 1, 2, 3 }) Use(db.Orders.[|Find|](id));")]
    [InlineData("int[] few = [1, 2, 3]; foreach (var id in few) Use(db.Orders.[|Find|](id));")]
    [InlineData("for (var i = 0; i < 3; i++) Use(db.Orders.[|Find|](i));")]
    [InlineData("foreach (var day in Enum.GetValues<DayOfWeek>()) Use(db.Orders.[|Count|](o => o.PlacedAt.DayOfWeek == day));")]
    public Task A_few_elements_written_in_the_code_are_information(string body) => Reports(
        body, ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions("few elements"));

    [Theory]
    [InlineData("var seen = new Dictionary<int, Order?>(); foreach (var id in ids) { if (seen.ContainsKey(id)) continue; seen.Add(id, null); }")]
    public Task A_memory_alone_is_silent(string body) => Silent(body);

    [Fact]
    public Task A_dictionary_that_is_asked_but_never_filled_is_no_memory() => Reports(
        """
        var names = new Dictionary<int, string>();
        foreach (var id in ids)
        {
            if (!names.ContainsKey(id))
                Use(db.Orders.[|Find|](id));
        }
        """);

    [Fact]
    public Task The_source_of_an_inner_loop_runs_once_per_turn_of_the_outer() => Reports(
        """
        foreach (var id in ids)
        {
            foreach (var line in db.OrderLines.Where(l => l.OrderId == id).[|ToList|]())
                Use(line);
        }
        """);

    [Fact]
    public Task Queries_on_one_line_of_one_loop_are_one_finding_and_on_two_lines_two() => Reports(
        """
        foreach (var id in ids)
        {
            Use(db.Orders.[|Find|](id), db.Orders.Find(id + 1));
            Use(db.Orders.[|Find|](id + 2));
        }
        """);

    [Fact]
    public Task Code_that_seeds_is_information() => ReportsFile(
        """
        public class DataSeeder(ShopDb db)
        {
            public void Run(List<int> ids)
            {
                foreach (var id in ids)
                    if (db.Orders.[|Find|](id) is null) db.Orders.Add(new() { Id = id });
            }
        }
        """,
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions("startup or in maintenance"));

    [Fact]
    public Task A_project_that_references_no_known_library_is_not_looked_at() => new AnalyzerTest<QueryInLoopAnalyzer>
    {
        Projects = { },
        TestCode = """
            using System.Collections.Generic;
            class C { void M(List<int> ids, System.Func<int, int> find) { foreach (var id in ids) find(id); } }
            """,
    }.RunAsync();
}
