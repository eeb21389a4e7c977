using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Flow;

/// <summary>Loops that are something else than one turn per element. Each protects a case that real programs have, and proves that it applies.</summary>
public sealed class GuardTests : RuleTests<QueryInLoopAnalyzer>
{
    // Databases limit the parameters of a command: whoever batches correctly has a loop like this.
    [Theory]
    [InlineData("foreach (var page in ids.Chunk(500)) Use(db.Orders.Where(o => page.Contains(o.Id)).ToList());")]
    [InlineData("var pages = ids.Chunk(500); foreach (var page in pages) Use(await db.Orders.Where(o => page.Contains(o.Id)).ToListAsync());")]
    [InlineData("for (var i = 0; i < 9; i++) { var part = ids.Skip(i * 500).Take(500).ToList(); Use(db.Orders.Where(o => part.Contains(o.Id)).ToList()); }")]
    [InlineData("for (var i = 0; i < 9; i++) { var part = ids.Skip(500 * i).Take(500); Use(Load(part)); } List<Order> Load(IEnumerable<int> some) => db.Orders.Where(o => some.Contains(o.Id)).ToList();")]
    [InlineData("var at = 0; while (at < ids.Count) { var part = ids.Skip(at).Take(500); var keys = part.Select(i => i + 1).ToList(); Use(db.Orders.Where(o => keys.Contains(o.Id)).ToList()); at += 500; }")]
    [InlineData("for (var i = 0; i < 9; i++) Use(Load(ids.Skip(i * 500).Take(500))); List<Order> Load(IEnumerable<int> some) => db.Orders.Where(o => some.Contains(o.Id)).ToList();")]
    [InlineData("Use(ids.Chunk(500).SelectMany(page => db.Orders.Where(o => page.Contains(o.Id)).ToList()).ToList());")]
    [InlineData("Use(ids.Chunk(500).SelectMany(page => db.Orders.Where(o => page.Contains(o.Id))).ToList());")]
    [InlineData("Use((from page in ids.Chunk(500) from order in db.Orders.Where(o => page.Contains(o.Id)) select order).ToList());")]
    [InlineData("for (var i = 0; i < ids.Count; i += 500) { var page = ids.GetRange(i, 500); Use(db.Orders.Where(o => page.Contains(o.Id)).ToList()); }")]
    [InlineData("var pages = new List<List<int>>(); foreach (var page in pages) Use(db.Orders.Where(o => page.Contains(o.Id)).ToList());")]
    [InlineData("var pages = new List<int[]>(); foreach (var page in pages) Use(Load(page)); List<Order> Load(int[] some) => db.Orders.Where(o => some.Contains(o.Id)).ToList();")]
    public Task A_batch_per_turn(string body) => Silent(body);

    // An element that is a collection is no batch when one of its elements is asked for, and a group stands for its key.
    [Theory]
    [InlineData("var pages = new List<List<int>>(); foreach (var page in pages) Use(db.Orders.[|Find|](page[0]));")]
    [InlineData("foreach (var group in orders.GroupBy(o => o.CouponId)) Use(db.Orders.[|Count|](o => o.CouponId == group.Key));")]
    [InlineData("for (var i = 0; i < 9; i++) { var some = ids.Skip(i * 500).Take(500).ToList(); Use(db.Orders.[|Find|](some[i])); }")]
    [InlineData("for (var i = 0; i < ids.Count; i++) { var rest = ids.Skip(i).Take(2); Use(db.Orders.[|Find|](rest.First())); }")]
    [InlineData("foreach (var code in codes) Use(db.Coupons.[|Find|](code));")]
    public Task An_element_with_elements_is_not_always_a_batch(string body) => Reports(body);

    // A buffer that is written when it is full, or by a timer: one write for many.
    [Theory]
    [InlineData("_pending.Add(id); if (_pending.Count >= 500) Flush(id);")]
    [InlineData("bool full; lock (_pending) { _pending.Add(id); full = _pending.Count + _more.Count >= 500; } if (full) Flush(id);")]
    public Task A_buffer_that_is_written_when_it_is_full(string keep) => ReportsFile(Buffer(keep));

    [Theory]
    [InlineData("_pending.Add(id); Flush(id);")]
    [InlineData("if (_pending.Count >= 500) Flush(id);")]
    [InlineData("_pending.Add(id); if (_pending.Count > 0) Flush(id);")]
    [InlineData("_pending.Add(id); if (_pending.Count < 500) Flush(id);")]
    public Task What_only_looks_like_such_a_buffer(string keep) => ReportsFile(Buffer(keep).Replace("buffer.Keep(", "buffer.[|Keep|](", StringComparison.Ordinal));

    private static string Buffer(string keep) => $$"""
        public class Buffer(ShopDb db)
        {
            private readonly HashSet<int> _pending = [];
            private readonly List<int> _more = [];
            public void Keep(int id) { {{keep}} }
            private void Flush(int last) { var rows = db.Orders.Where(o => _pending.Contains(o.Id) && o.Id <= last).ToList(); _pending.Clear(); _more.AddRange(rows.Select(r => r.Id)); }
        }
        public class Work(Buffer buffer) { public void Run(List<int> ids) { foreach (var id in ids) buffer.Keep(id); } }
        """;

    // Kavita: a function that somebody switched off with a return.
    [Theory]
    [InlineData("return; db.Orders.Find(id);", false)]
    [InlineData("throw new NotSupportedException(); db.Orders.Find(id);", false)]
    [InlineData("if (id > 3) return; db.Orders.Find(id);", true)]
    [InlineData("again: if (id > 3) { return; } db.Orders.Find(id); goto again;", true)]
    public Task What_stands_behind_a_return_never_runs(string body, bool isReported) => ReportsFile(
        $"#pragma warning disable CS0162\npublic class Report(ShopDb db) {{ public void Run(List<int> ids) {{ foreach (var id in ids) {(isReported ? "[|Load|]" : "Load")}(id); }} private void Load(int id) {{ {body} }} }}");

    // oqtane: what all groups need is loaded for the first that needs it.
    [Theory]
    [InlineData("List<Order>? all = null; foreach (var id in ids) { if (all == null) { all = db.Orders.Where(o => o.Id > id).ToList(); } Use(all[id]); }")]
    [InlineData("List<Order>? all = null; foreach (var id in ids) { if (all is null) all = await db.Orders.Where(o => o.Id > id).ToListAsync(); Use(all[id]); }")]
    [InlineData("List<Order>? all = null; foreach (var id in ids) { all ??= db.Orders.Where(o => o.Id > id).ToList(); Use(all[id]); }")]
    public Task What_is_loaded_in_the_first_turn_that_needs_it(string body) => Silent(body);

    [Theory]
    [InlineData("foreach (var id in ids) { List<Order>? all = null; if (all == null) { all = db.Orders.Where(o => o.Id > id).[|ToList|](); } Use(all[id]); }")]
    [InlineData("List<Order>? all = null; foreach (var id in ids) { if (all == null) Use(db.Orders.Where(o => o.Id > id).[|ToList|]()); }")]
    [InlineData("List<Order>? all = []; foreach (var id in ids) { if (all != null) all = db.Orders.Where(o => o.Id > id).[|ToList|](); Use(id); }")]
    public Task What_is_loaded_in_every_turn(string body) => Reports(body);

    // A mapper that loads what its caller may have loaded already.
    [Fact]
    public Task What_was_not_loaded_before_is_information() => ReportsFile(
        """
        public class Mapper(ShopDb db)
        {
            public void Run(List<OrderLine> lines) { foreach (var line in lines) [|Map|](line); }
            private string Map(OrderLine line) { var product = line.Product ?? db.Products.Find(line.ProductId); return product!.Name; }
        }
        """,
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "only where it was not loaded before"));

    // In an expression tree even a lambda that would run for each element in memory is part of the SQL.
    [Theory]
    [InlineData("Use(db.Orders.SelectMany(o => o.Lines.Where(l => db.Products.Count(p => p.Id == l.ProductId) > 1)).ToList());")]
    [InlineData("var known = db.Products.Select(p => p.Id); Use(db.Orders.Select(o => o.Lines.Where(l => known.Contains(l.Id)).Select(l => l.Id).ToList()).ToList());")]
    [InlineData("Use((from o in db.Orders from l in o.Lines.Where(l => db.Products.Any(p => p.Id == l.ProductId)) select l).ToList());")]
    public Task Whatever_stands_in_an_expression_tree_is_translated(string body) => Silent(body);

    // CleanArchitectureWithBlazorServer: of the rows with one key there is one.
    [Theory]
    [InlineData("var rows = await db.Orders.Where(o => o.Id == ids[0]).ToListAsync(); foreach (var order in rows) Use(db.Accounts.Find(order.AccountId));")]
    [InlineData("foreach (var order in db.Orders.AsNoTracking().Where(o => o.Id == ids[0] && o.Number != \"\").ToList()) Use(db.Accounts.Find(order.AccountId));")]
    public Task A_loop_over_one_row(string body) => Silent(body);

    // healthgateway: a helper fetches the page, and the question whether it was full says that it is one.
    [Theory]
    [InlineData("while (orders.Count == size);", "db.SaveChanges()")]
    [InlineData("while (orders.Count >= size);", "db.SaveChanges()")]
    [InlineData("while (page < size);", "db.[|SaveChanges|]()")]
    public Task What_is_saved_for_each_page_is_saved_for_many(string until, string save) => ReportsSavesOf(
        $$"""
        class Job(ShopDb db)
        {
            public void Run(int size) { var page = 0; List<Order> orders; do { orders = Page(page++, size); foreach (var order in orders) order.Number = ""; {{save}}; } {{until}} }
            private List<Order> Page(int page, int size) => db.Orders.Where(o => o.Id > page * size && o.Id <= (page + 1) * size).ToList();
        }
        """);

    private static Task ReportsSavesOf(string file) => new AnalyzerTest<SaveInLoopAnalyzer> { TestCode = file, Sources = { Shop.Model } }.RunAsync();

    // An export goes through a table of any size page by page: fewer pages would mean more memory.
    [Theory]
    [InlineData("var n = 0; while (true) { var page = db.Orders.OrderBy(o => o.Id).Skip(n).Take(100).ToList(); if (page.Count == 0) break; n += 100; }")]
    [InlineData("for (var n = 0; ; n++) { var rows = await db.Orders.Skip(n * 10).Take(10).ToListAsync(); if (rows.Count < 10) break; }")]
    [InlineData("var last = 0; List<Order> page; do { page = db.Orders.Where(o => o.Id > last).Take(100).ToList(); last += 100; } while (page.Count > 0);")]
    [InlineData("var last = 0; while (true) { var page = await Next(last); if (page.Count == 0) break; last = page[^1].Id; } Task<List<Order>> Next(int id) => db.Orders.Where(o => o.Id > id).ToListAsync();")]
    public Task Paging_by_number_and_by_key(string body) => Silent(body);

    [Theory]
    [InlineData("Page page; do { page = Next(null); } while (page.Token != null);")]
    [InlineData("while (true) { var page = Next(null); if (page.Token is null) break; }")]
    [InlineData("string? token = null; do { var page = Next(token); token = page.Token; } while (token != null);")]
    [InlineData("var more = true; while (more) { more = Some(); } bool Some() => db.Orders.ToList().Count > 0;")]
    public Task Paging_by_what_the_last_page_says(string body) => ReportsFile(Pages(body));

    // A loop over prepared requests for pages ends with the first page that is not full.
    [Theory]
    [InlineData("var page = Next(from); if (page.Count < 10) break;")]
    [InlineData("var rows = Next(from); if (!IsFullPage(rows)) break;")]
    public Task Paging_by_prepared_requests(string body) => ReportsFile(Prepared(body));

    [Fact]
    public Task What_ends_the_loop_and_is_no_page_is_no_paging() => ReportsFile(Prepared("var rows = [|Next|](from); if (IsTooMuch(rows)) break;"));

    private static string Prepared(string body) => $$"""
        class Export(ShopDb db)
        {
            private List<Order> Next(int from) => db.Orders.Where(o => o.Id > from).ToList();
            private static bool IsFullPage(List<Order> rows) => rows.Count == 10;
            private static bool IsTooMuch(List<Order> rows) => rows.Count > 10;
            public void Run(int[] starts) { foreach (var from in starts) { {{body}} } }
        }
        """;

    // GetById(id, fromDb: true) asks the database, and everybody else the memory.
    [Theory]
    [InlineData("foreach (var id in ids) Of(id);")]
    [InlineData("foreach (var id in ids) Of(id, false);")]
    [InlineData("foreach (var id in ids) Through(id, false);")]
    [InlineData("foreach (var id in ids) Unless(id, true);")]
    [InlineData("foreach (var id in ids) Both(id, false);")]
    public Task A_branch_that_a_constant_rules_out(string body) => ReportsFile(Decided(body));

    [Theory]
    [InlineData("foreach (var id in ids) [|Of|](id, true);")]
    [InlineData("foreach (var id in ids) [|Of|](id, id > 3);")]
    [InlineData("foreach (var id in ids) [|Through|](id, true);")]
    [InlineData("foreach (var id in ids) [|Through|](id, id > 3);")]
    [InlineData("foreach (var id in ids) [|Unless|](id, false);")]
    [InlineData("foreach (var id in ids) [|Either|](id, false);")]
    public Task A_branch_that_a_caller_asks_for(string body) => ReportsFile(Decided(body));

    private static string Decided(string body) => $$"""
        class Catalog(ShopDb db, Dictionary<int, Order> memory)
        {
            private Order? Of(int id, bool fromDb = false) { if (fromDb) return db.Orders.Find(id); return memory[id]; }
            private Order? Through(int id, bool fresh) => Of(id, fresh);
            private Order? Unless(int id, bool remembered) => !remembered ? db.Orders.Find(id) : memory[id];
            private Order? Both(int id, bool fresh) { if (id > 0 && fresh) { return db.Orders.Find(id); } return null; }
            private Order? Either(int id, bool fresh) { if (id > 0 || fresh) { return db.Orders.Find(id); } return null; }
            public void Run(List<int> ids) { {{body}} }
        }
        """;

    // jellyfin: images of chapters are rows, all others files.
    [Theory]
    [InlineData("foreach (var id in ids) If(id, Kind.Cover);")]
    [InlineData("foreach (var id in ids) Left(id, Kind.Cover);")]
    [InlineData("foreach (var id in ids) Unless(id, Kind.Chapter);")]
    [InlineData("foreach (var id in ids) Switch(id, Kind.Cover);")]
    [InlineData("foreach (var id in ids) Arms(id, Kind.Cover);")]
    [InlineData("foreach (var id in ids) Default(id, Kind.Cover);")]
    [InlineData("foreach (var id in ids) Through(id, Kind.Cover);")]
    [InlineData("foreach (var id in ids) Through(id);")]
    [InlineData("foreach (var id in ids) Local(id, Kind.Cover);")]
    public Task A_branch_that_a_kind_rules_out(string body) => ReportsFile(Kinds(body));

    [Theory]
    [InlineData("foreach (var id in ids) [|If|](id, Kind.Chapter);")]
    [InlineData("foreach (var id in ids) [|If|](id, kind);")]
    [InlineData("foreach (var id in ids) [|Left|](id, Kind.Chapter);")]
    [InlineData("foreach (var id in ids) [|Left|](id, Kind.Back);")]
    [InlineData("foreach (var id in ids) [|Unless|](id, Kind.Cover);")]
    [InlineData("foreach (var id in ids) [|Switch|](id, Kind.Chapter);")]
    [InlineData("foreach (var id in ids) [|Switch|](id, Kind.Back);")]
    [InlineData("foreach (var id in ids) [|Arms|](id, Kind.Chapter);")]
    [InlineData("foreach (var id in ids) [|Default|](id, Kind.Back);")]
    [InlineData("foreach (var id in ids) [|Through|](id, Kind.Chapter);")]
    [InlineData("foreach (var id in ids) [|Changed|](id, Kind.Cover);")]
    [InlineData("foreach (var id in ids) [|Local|](id, Kind.Chapter);")]
    [InlineData("foreach (var id in ids) [|Outer|](id, Kind.Chapter);")]
    [InlineData("foreach (var id in ids) [|Large|](id, Kind.Large);")]
    [InlineData("foreach (var id in ids) [|GoTo|](id, Kind.Cover);")]
    public Task A_branch_that_a_kind_may_lead_to(string body) => ReportsFile(Kinds(body));

    private static string Kinds(string body) => $$"""
        enum Kind { Cover, Chapter, Back, Large = 700 }
        class Images(ShopDb db)
        {
            private Order? If(int id, Kind kind) { if (id > 0 && kind == Kind.Chapter) { return db.Orders.Find(id); } return null; }
            private Order? Left(int id, Kind kind) { if (!(kind is Kind.Chapter or Kind.Back)) return null; return db.Orders.Find(id); }
            private Order? Unless(int id, Kind kind) => kind != Kind.Chapter ? db.Orders.Find(id) : null;
            private Order? Switch(int id, Kind kind) { switch (kind) { case Kind.Chapter: case Kind.Back: return db.Orders.Find(id); default: return null; } }
            private Order? Arms(int id, Kind kind) => kind switch { Kind.Chapter => db.Orders.Find(id), _ => null };
            private Order? Default(int id, Kind kind) { switch (kind) { case Kind.Cover: return null; case Kind.Chapter when id > 3: return null; default: return db.Orders.Find(id); } }
            private Order? GoTo(int id, Kind kind) { switch (kind) { case Kind.Cover: if (id > 3) goto case Kind.Chapter; return null; case Kind.Chapter: return db.Orders.Find(id); default: return null; } }
            private Order? Through(int id, Kind kind = Kind.Cover) => If(id, kind);
            private Order? Changed(int id, Kind kind) { kind = Kind.Chapter; return If(id, kind); }
            private Order? Local(int id, Kind kind) { return Of(id, kind); Order? Of(int order, Kind of) => of == Kind.Chapter ? db.Orders.Find(order) : null; }
            private Order? Outer(int id, Kind kind) { return Of(id, Kind.Cover); Order? Of(int order, Kind of) => kind == Kind.Chapter && of == Kind.Cover ? db.Orders.Find(order) : null; }
            private Order? Large(int id, Kind kind) => kind == Kind.Cover ? null : db.Orders.Find(id);
            public void Run(List<int> ids, Kind kind) { {{body}} }
        }
        """;

    [Fact]
    public Task Paging_by_a_token_in_a_tuple() => ReportsFile(Pages(
        "(List<Order> Rows, string? Token) page; do { page = Pair(); } while (page.Token != null); (List<Order>, string?) Pair() => (db.Orders.ToList(), null);"));

    private static string Pages(string body) => $$"""
        record Page(List<Order> Rows, string? Token);
        class Export(ShopDb db)
        {
            private Page Next(string? from) => new(db.Orders.ToList(), from);
            public void Run() { {{body}} }
        }
        """;

    // A walk from one row to the next is no paging: each step is a round trip that one recursive query spares.
    [Fact]
    public Task A_walk_from_row_to_row_is_reported() => Reports(
        "var order = orders[0]; while (order != null) { var next = order.CouponId; order = db.Orders.[|FirstOrDefault|](o => o.Id == next); }");

    // A service that looks for work every few seconds for as long as the process lives.
    [Theory]
    [InlineData("while (!ct.IsCancellationRequested) { Use(db.Orders.FirstOrDefault(o => o.CouponId == null)); await Task.Delay(1000, ct); }")]
    [InlineData("while (true) { Use(db.Orders.FirstOrDefault(o => o.CouponId == null)); Thread.Sleep(1000); }")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync(ct)) Use(db.Orders.FirstOrDefault());")]
    [InlineData("for (; ; ) { Use(db.Orders.FirstOrDefault()); await Task.Delay(1000, ct); }")]
    public Task Polling(string body) => Silent(body);

    // One job after the other as they come in: there is nothing to batch over.
    [Theory]
    [InlineData("var jobs = System.Threading.Channels.Channel.CreateUnbounded<int>(); await foreach (var id in jobs.Reader.ReadAllAsync(ct)) Use(db.Orders.Find(id));")]
    [InlineData("var jobs = System.Threading.Channels.Channel.CreateUnbounded<int>(); while (await jobs.Reader.WaitToReadAsync(ct)) { var id = await jobs.Reader.ReadAsync(ct); Use(db.Orders.Find(id)); }")]
    [InlineData("var jobs = new System.Collections.Concurrent.BlockingCollection<int>(); foreach (var id in jobs.GetConsumingEnumerable(ct)) Use(db.Orders.Find(id));")]
    public Task A_worker_loop(string body) => Silent(body);

    [Fact]
    public Task Elements_within_a_worker_loop_are_elements() => Reports(
        "var jobs = System.Threading.Channels.Channel.CreateUnbounded<List<int>>(); await foreach (var job in jobs.Reader.ReadAllAsync(ct)) foreach (var id in job) Use(db.Orders.[|Find|](id));");

    // A transient error of the network is retried: the loop runs once when all is well.
    [Theory]
    [InlineData("for (var i = 0; i < ids.Count; i++) { try { return db.Orders.First(); } catch (InvalidOperationException) { Thread.Sleep(10); } }")]
    [InlineData("for (var i = 0; ; i++) { try { Use(db.Orders.First()); break; } catch (InvalidOperationException) when (i < 3) { Use(i); } }")]
    [InlineData("var done = false; while (!done) { try { Use(db.Orders.First()); done = true; } catch (InvalidOperationException) { Use(1); } }")]
    [InlineData("string slug; var n = 0; do { slug = \"a\" + n++; } while (db.Products.Any(p => p.Sku == slug));")]
    public Task Retry_leaves_on_success(string body) => Silent(body);

    [Theory]
    [InlineData("foreach (var id in ids) { if (id > 10) { Use(db.Orders.Find(id)); break; } }")]
    [InlineData("foreach (var id in ids) { if (id > 10) return db.Orders.Find(id); }")]
    [InlineData("foreach (var id in ids) { if (id > 10) throw new InvalidOperationException(db.Orders.Find(id)?.Number); }")]
    public Task The_loop_is_left_after_its_first_query(string body) => Silent(body);

    // The details of an error are read once something went wrong.
    [Theory]
    [InlineData("foreach (var id in ids) { try { Use(id); } catch (InvalidOperationException) { Use(db.Orders.Find(id)); } }")]
    [InlineData("foreach (var id in ids) Try(id); void Try(int id) { try { Use(id); } catch (InvalidOperationException) { Use(db.Orders.Find(id)); } }")]
    public Task A_catch_block(string body) => Silent(body);

    private static ExpectedDiagnostic OncePerKey => ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "each key is asked for once, then remembered");

    // Once for each distinct key: as many as there are, in the worst case, and developers did batch such loops (btcpayserver's report of payment requests).
    [Theory]
    [InlineData("var seen = new Dictionary<int, Order?>(); foreach (var id in ids) { if (!seen.TryGetValue(id, out var o)) { o = db.Orders.[|Find|](id); seen[id] = o; } Use(o); }")]
    [InlineData("var seen = new Dictionary<int, Order?>(); foreach (var id in ids) { if (!seen.ContainsKey(id)) seen.Add(id, db.Orders.[|Find|](id)); }")]
    [InlineData("var seen = new System.Collections.Concurrent.ConcurrentDictionary<int, Order?>(); foreach (var id in ids) Use(seen.GetOrAdd(id, k => db.Orders.[|Find|](k)));")]
    public Task A_lookup_that_is_remembered_by_its_key_is_information(string body) => Reports(body, OncePerKey);

    // The answer does not depend on the element, so the first turn asks for all of them.
    [Theory]
    [InlineData("var cache = new Dictionary<string, int>(); foreach (var id in ids) { if (!cache.TryGetValue(\"all\", out var n)) { n = db.Orders.Count(); cache[\"all\"] = n; } Use(n, id); }")]
    [InlineData("var cache = new System.Collections.Concurrent.ConcurrentDictionary<string, int>(); foreach (var id in ids) Use(id, cache.GetOrAdd(\"all\", _ => db.Orders.Count()));")]
    public Task A_lookup_that_is_remembered_for_all(string body) => Silent(body);

    // grandnode: GetStoreById behind a cache, in a loop over stores.
    [Theory]
    [InlineData("Order? Get(int id) => cache.GetOrCreate(id, _ => db.Orders.Find(id));", "[|Get|](id)", true)]
    [InlineData("Order? Get(int id) { if (!cache.TryGetValue(id, out Order? o)) { o = db.Orders.Find(id); cache.Set(id, o); } return o; }", "[|Get|](id)", true)]
    [InlineData("List<Order>? All() => cache.GetOrCreate(1, _ => db.Orders.ToList());", "All()", false)]
    [InlineData("Order? Get(int id) => All()?.Find(o => o.Id == id); List<Order>? All() => cache.GetOrCreate(1, _ => db.Orders.ToList());", "Get(id)", false)]
    [InlineData("Order? Get(int id) => cache.GetOrCreate(id, _ => db.Orders.Find(id));", "Get(7)", false)]
    [InlineData("bool Allowed(int id) => Rights(7) > id; int Rights(int user) => cache.GetOrCreate(user, _ => db.Orders.Count(o => o.Id == user));", "Allowed(id)", false)]
    public Task A_memory_in_the_callee_counts_when_it_is_asked_by_the_element(string members, string call, bool isReported) => ReportsFile($$"""
        using Microsoft.Extensions.Caching.Memory;
        class Report(ShopDb db, IMemoryCache cache)
        {
            public void Run(List<int> ids) { foreach (var id in ids) Use({{call}}, id); }
            private static void Use(params object?[] values) { }
            private {{members}}
        }
        """, isReported ? [OncePerKey] : []);

    [Theory]
    [InlineData("IMemoryCache cache", "cache.GetOrCreate(id, _ => db.Orders.[|Find|](id));")]
    [InlineData("IMemoryCache cache", "_ = await cache.GetOrCreateAsync(id, async _ => await db.Orders.[|FindAsync|](id));")]
    [InlineData("IMemoryCache cache", "if (!cache.TryGetValue(id, out Order? o)) { o = db.Orders.[|Find|](id); cache.Set(id, o); }")]
    [InlineData("Cache cache", "cache.Get(id, () => db.Orders.[|Find|](id));")]
    [InlineData("ICache cache", "cache.Get(id, () => db.Orders.[|Find|](id));")]
    public Task A_cache_of_the_framework_or_of_the_program_is_information(string cache, string statement) => ReportsFile($$"""
        using Microsoft.Extensions.Caching.Memory;
        interface ICache { Order? Get(int id, Func<Order?> load); }
        class Cache : ICache
        {
            private readonly Dictionary<int, Order?> _orders = [];
            public Order? Get(int id, Func<Order?> load)
            {
                if (_orders.TryGetValue(id, out var known))
                    return known;

                return _orders[id] = load();
            }
        }

        class Report(ShopDb db, {{cache}})
        {
            public async Task Run(List<int> ids) { await Task.Yield(); foreach (var id in ids) { {{statement}} } }
        }
        """, OncePerKey);

    // ACE: what loads puts the answer into the memory somewhere below; that it is asked again under the same key says so.
    [Theory]
    [InlineData("if (_known.TryGetValue(id, out var known)) return known; Load(id); _known.TryGetValue(id, out known); return known;", true)]
    [InlineData("if (!_known.ContainsKey(id)) Load(id); return _known[id];", true)]
    [InlineData("if (!_known.ContainsKey(id)) { Load(id); return _known[id]; } return null;", true)]
    [InlineData("if (!_known.ContainsKey(id)) { Load(id); return null; } return _known[id];", false)]
    [InlineData("if (_known.TryGetValue(id, out var known)) return known; Load(id); _known.TryGetValue(id + 1, out known); return known;", false)]
    [InlineData("if (_known.TryGetValue(id, out var known)) return known; Load(id); _others.TryGetValue(id, out known); return known;", false)]
    [InlineData("if (_known.TryGetValue(id, out var known)) Console.WriteLine(known); Load(id); return known;", false)]
    public Task A_memory_that_is_asked_again_was_filled(string body, bool isCache) => ReportsFile(
        $$"""
        public abstract class Loader(ShopDb db)
        {
            protected void Load(int id) => Loaded(id, db.Orders.Find(id));
            protected virtual void Loaded(int id, Order? order) { }
        }
        public class Orders(ShopDb db, Dictionary<int, Order?> others) : Loader(db)
        {
            private readonly Dictionary<int, Order?> _known = [];
            private readonly Dictionary<int, Order?> _others = others;
            protected override void Loaded(int id, Order? order) => _known[id] = order;
            public Order? Get(int id) { {{body}} }
        }
        public class Report(Orders orders) { public void Run(List<int> ids) { foreach (var id in ids) orders.[|Get|](id); } }
        """, isCache ? OncePerKey : ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning));

    // Smartstore: a cache that the program wrote itself, beside one that keeps nothing.
    [Theory]
    [InlineData("var entry = Find(key); if (entry != null) return (T)entry; lock (this) { entry = Find(key); if (entry != null) return (T)entry; var value = load(key); Put(key, value); return value; }", true)]
    [InlineData("if (Find(key) is T known) return known; return Put(key, load(key));", true)]
    [InlineData("Find(key); var value = load(key); Put(key, value); return value;", false)]
    [InlineData("var entry = Find(key); if (entry != null) return (T)entry; return load(key);", false)]
    [InlineData("var entry = Find(key); if (entry != null) return (T)entry; Put(key, entry); return load(key);", false)]
    public Task A_cache_of_the_program_with_a_store_of_its_own_is_information(string body, bool isCache) => ReportsFile(
        $$"""
        public interface IStore { object? Find(string key); void Put(string key, object? value); }
        public interface ICache { T Get<T>(string key, Func<string, T> load); }
        public class NoCache : ICache { public T Get<T>(string key, Func<string, T> load) => load(key); }
        public class Cache(IStore store) : ICache
        {
            public T Get<T>(string key, Func<string, T> load) { {{body}} }
            private object? Find(string key) => store.Find(key);
            private T Put<T>(string key, T value) { store.Put(key, value); return value; }
        }
        public class Report(ShopDb db, ICache cache)
        {
            public void Run(List<int> ids) { foreach (var id in ids) [|Get|](id); }
            private Order? Get(int id) => cache.Get($"order {id}", _ => db.Orders.Find(id));
        }
        """, isCache ? OncePerKey : ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning));

    // fhir-server and TASVideos: a cache of the program, asked and filled under the same key.
    [Theory]
    [InlineData("if (store.TryGet(id, out var known)) return known; var order = db.Orders.Find(id); store.Add(id, order); return order;", false)]
    [InlineData("if (!store.TryGet(id, out var order)) { order = db.Orders.Find(id); store.Add(id, order); } return order;", false)]
    [InlineData("var known = store.Get(id); if (known != null) return known; var order = db.Orders.Find(id); store.Add(id, order); return order;", false)]
    [InlineData("if (store.TryGet(id, out var known)) return known; var order = db.Orders.Find(id); store.Add(0, order); return order;", true)]
    [InlineData("if (store.TryGet(id, out var known)) return known; return db.Orders.Find(id);", true)]
    [InlineData("store.Add(id, null); if (store.TryGet(id, out var known)) return known; return db.Orders.Find(id);", true)]
    public Task A_cache_of_the_program_that_is_filled_by_the_same_key_is_information(string body, bool isReported) => ReportsFile(
        $$"""
        public class OrderCache { public bool TryGet(int key, out Order? order) { order = null; return false; } public Order? Get(int key) => null; public bool Add(int key, Order? order) => true; }
        public class Report(ShopDb db, OrderCache store)
        {
            public void Run(List<int> ids) { foreach (var id in ids) [|Load|](id); }
            private Order? Load(int id) { {{body}} }
        }
        """, isReported ? ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning) : OncePerKey);

    // jellyfin: a cache of a library that is not to be had here, and so is not bound.
    [Theory]
    [InlineData("_cache.AddOrUpdate(order.Id, order);", true)]
    [InlineData("_cache.TryRemove(id);", false)]
    public Task A_cache_that_is_not_bound_is_one_where_it_is_filled(string register, bool isCache) => new AnalyzerTest<QueryInLoopAnalyzer>
    {
        ExpectsCompilerErrors = true,
        Sources = { Shop.Model },
        TestCode = $$"""
            public class Orders(ShopDb db)
            {
                private readonly FastConcurrentLru<int, Order> _cache = new(100);
                public Order? Get(int id) { if (_cache.TryGet(id, out var order)) { return order; } order = Load(id); if (order is not null) { Register(order); } return order; }
                private Order? Load(int id) => db.Orders.Find(id);
                public void Register(Order order) { if (order.Id > 0) { {{register}} } }
            }
            public class Report(Orders orders) { public void Run(List<int> ids) { foreach (var id in ids) orders.[|Get|](id); } }
            """,
        ExpectedDiagnostics = { isCache ? OncePerKey : ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning) },
    }.RunAsync();

    // ErsatzTV: options of a library that is not to be had here, and so are not bound.
    [Theory]
    [InlineData("foreach (var id in Optional(maybe)) Use(db.Orders.Find(id));")]
    [InlineData("foreach (var id in ids.HeadOrNone()) Use(db.Orders.Find(id));")]
    [InlineData("foreach (int id in Result().RightToSeq()) Use(db.Orders.Find(id));")]
    [InlineData("foreach (int id in All(maybe)) Use(db.Orders.[|Find|](id));")]
    [InlineData("foreach (int id in ids.Several()) Use(db.Orders.[|Find|](id));")]
    public Task An_option_that_is_not_bound_is_told_by_what_gives_it(string body) => new AnalyzerTest<QueryInLoopAnalyzer>
    {
        ExpectsCompilerErrors = true,
        Sources = { Shop.Model },
        TestCode = $"class Report(ShopDb db) {{ static void Use(object? value) {{ }} public void Run(List<int> ids, int? maybe) {{ {body} }} }}",
    }.RunAsync();

    // Smartstore: what is loaded once is taken apart where it is put away.
    [Theory]
    [InlineData("(_order, _id) = (Load(), 3);", false)]
    [InlineData("(var order, _id) = (Load(), 3);", true)]
    public Task A_field_that_is_filled_with_others_at_once_is_a_memory(string fill, bool isReported) => ReportsFile(
        $$"""
        public class Current(ShopDb db)
        {
            private Order? _order;
            private int _id;
            public Order? Order { get { if (_order == null) Initialise(); return _order; } }
            private void Initialise() { if (_order == null) { {{fill}} } }
            private Order? Load() => db.Orders.First(o => o.Id > _id);
        }
        public class Report(Current current) { public void Run(List<int> ids) { foreach (var id in ids) Console.WriteLine(current.{{(isReported ? "[|Order|]" : "Order")}}); } }
        """);

    // fhir-server: pages that a helper of the program cuts are each one transaction.
    [Theory]
    [InlineData("foreach (var page in ids.TakeBatch(100)) { var last = page[^1]; Use(db.Orders.Where(o => o.Id > last).ToList()); }")]
    [InlineData("foreach (var page in ids.TakeBatch(100)) Use(db.Orders.[|Find|](page[0]));")]
    // Informatievlaanderen/building-registry
    [InlineData("var pages = ids.SplitBySize(200); foreach (var page in pages) { var sql = $\"select * from Orders where Id in ({string.Join(',', page)})\"; Use(db.Orders.FromSqlRaw(sql).ToList()); }")]
    [InlineData("var pages = ids.TakeBatch(100); foreach (var page in pages) Use(db.Orders.FromSqlRaw(\"select * from Orders where Id = any({0})\", new Ids(page)).ToList());")]
    [InlineData("foreach (var page in ids.Paginate(100)) Use(db.Orders.FromSqlRaw(\"select * from Orders where Id = any({0})\", new Ids(page)).ToList());")]
    [InlineData("foreach (var page in ids.TakeBatch(100)) Use(db.Orders.FromSqlRaw(\"select * from Orders where Id = any({0})\", new Ids(page)).ToList());")]
    [InlineData("foreach (var page in ids.Groups(100)) Use(db.Orders.FromSqlRaw(\"select * from Orders where Id = any({0})\", new Ids(page)).[|ToList|]());")]
    [InlineData("foreach (var page in ids.Groups(100)) { var last = page[^1]; Use(db.Orders.Where(o => o.Id > last).[|ToList|]()); }")]
    [InlineData("foreach (var id in ids.TakeBatch(100).SelectMany(p => p)) Use(db.Orders.[|Find|](id));")]
    public Task A_page_that_a_helper_cuts_is_a_batch(string body) => ReportsFile($$"""
        public static class Cutting { public static IEnumerable<List<int>> TakeBatch(this List<int> all, int size) => []; public static IEnumerable<List<int>> Paginate(this List<int> all, int size) => []; public static IEnumerable<List<int>> SplitBySize(this List<int> all, int size) => []; public static IEnumerable<List<int>> Groups(this List<int> all, int size) => []; }
        public record Ids(List<int> All);
        public class Report(ShopDb db) { public void Run(List<int> ids) { {{body}} } private static void Use(object? value) { } }
        """);

    // ErsatzTV: an option is a sequence of one element or none.
    [Theory]
    [InlineData("Option<Order> maybe = new(); foreach (var order in maybe) Use(db.Accounts.Find(order.AccountId));")]
    [InlineData("foreach (var id in ids) { Option<Order> maybe = new(); foreach (var order in maybe) Use(db.Accounts.[|Find|](order.AccountId)); }")]
    [InlineData("Several<Order> all = new(); foreach (var order in all) Use(db.Accounts.[|Find|](order.AccountId));")]
    [InlineData("Option<Order> maybe = new(); foreach (var order in maybe.ToList()) Use(db.Accounts.Find(order.AccountId));")]
    [InlineData("Several<Order> all = new(); foreach (var order in all.ToList()) Use(db.Accounts.[|Find|](order.AccountId));")]
    [InlineData("Several<Order> all = new(); var first = all.Take(1); foreach (var order in first) Use(db.Accounts.Find(order.AccountId));")]
    [InlineData("Several<Order> all = new(); foreach (var order in all.Take(10)) Use(db.Accounts.[|Find|](order.AccountId));")]
    [InlineData("Either<string, Order> result = new(); foreach (var order in result.RightToSeq()) Use(db.Accounts.Find(order.AccountId));")]
    [InlineData("foreach (var id in ids) { Either<string, Order> result = new(); foreach (var order in result.RightToSeq()) Use(db.Accounts.[|Find|](order.AccountId)); }")]
    public Task An_option_is_no_loop(string body) => ReportsFile($$"""
        class Option<T> : List<T> { } class Several<T> : List<T> { } class Either<L, R> { public IEnumerable<R> RightToSeq() => []; }
        class Report(ShopDb db) { public void Run(List<int> ids) { {{body}} } private static void Use(object? value) { } }
        """);

    // Of what an argument fills, the only value in sight is made of itself.
    [Fact]
    public Task A_local_that_is_made_of_itself_has_an_end() => ReportsFile("""
        class Report(ShopDb db)
        {
            public void Run() { Fill(out var all); all = all.ToList(); foreach (var order in all) Use(db.Accounts.[|Find|](order.AccountId)); }
            private static void Fill(out List<Order> all) => all = [];
            private static void Use(object? value) { }
        }
        """);

    // oqtane: its own cache hands the factory on to a library's, which does not bind where packages are not restored.
    [Fact]
    public async Task A_cache_of_a_library_that_does_not_bind_is_information()
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer>
        {
            TestCode = """
                class Cache(Unknown.ILibraryCache cache)
                {
                    public T Get<T>(string key, Func<CancellationToken, T> load) => cache.GetOrSet(key, token => load(token));
                }

                class Report(ShopDb db, Cache cache)
                {
                    public void Run(List<int> ids) { foreach (var id in ids) [|Get|](id); }
                    private Order? Get(int id) => cache.Get($"order {id}", _ => db.Orders.Find(id));
                }
                """,
            Sources = { Shop.Model },
            ExpectsCompilerErrors = true,
        };
        test.ExpectedDiagnostics.Add(OncePerKey);
        await test.RunAsync();
    }

    // oqtane: old rows are deleted a hundred at a time; all that the loop does, it does once for a hundred.
    [Fact]
    public Task Rows_that_are_taken_by_the_hundred() => Silent("""
        var old = db.Orders.Where(o => o.CouponId == null).Take(100).ToList();
        while (old.Count > 0)
        {
            db.Orders.RemoveRange(old);
            db.SaveChanges();
            Use(db.Accounts.Count());
            old = db.Orders.Where(o => o.CouponId == null).Take(100).ToList();
        }
        """);

    // btcpayserver: a background task is given its loop by the base class; Jackett: a request is repeated until it succeeds.
    [Theory]
    [InlineData("Forever(() => Use(db.Orders.Count())); void Forever(Action act) { while (!ct.IsCancellationRequested) { act(); } }")]
    [InlineData("Retry(() => Use(db.Orders.Count())); void Retry(Action act) { for (var i = 0; i < ids.Count; i++) { try { act(); return; } catch (InvalidOperationException) { Thread.Sleep(10); } } }")]
    public Task A_helper_that_polls_or_retries(string body) => Silent(body);

    [Fact]
    public Task Chunks_by_number() => Silent("for (var chunk = 0; chunk < ids.Count; chunk++) Use(db.Orders.Where(o => o.Id > chunk * 10 && o.Id < chunk * 10 + 10).ToList());");

    [Fact]
    public Task Pages_by_number() => Silent("for (var page = 0; page < ids.Count; page++) Use(db.Orders.Where(o => o.Id > page * 10 && o.Id < page * 10 + 10).ToList());");

    [Theory]
    [InlineData("foreach (var id in ids) Use(All[id]); ")]
    [InlineData("foreach (var id in ids) Use(Get(id));")]
    public Task A_field_that_is_filled_at_first_use(string body) => ReportsFile($$"""
        class Report(ShopDb db)
        {
            private Dictionary<int, Order>? _all;
            private static void Use(object? value) { }
            private Dictionary<int, Order> All => _all ??= db.Orders.ToDictionary(o => o.Id);
            private Order? Get(int id) { if (_all == null) _all = db.Orders.ToDictionary(o => o.Id); return _all.GetValueOrDefault(id); }
            public void Run(List<int> ids) { {{body}} }
        }
        """);

    // A guard must prove that it applies: who asks a memory that nobody fills has none.
    [Fact]
    public Task A_memory_that_is_never_filled_remembers_nothing() => Reports("""
        var seen = new Dictionary<int, Order?>();
        foreach (var id in ids)
        {
            if (!seen.TryGetValue(id, out var o))
                Use(db.Orders.[|Find|](id), o);
        }
        """);
}
