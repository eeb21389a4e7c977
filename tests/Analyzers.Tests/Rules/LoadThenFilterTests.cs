using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>PERF1006: rows loaded for an operation in memory that the query could have done.</summary>
public sealed class LoadThenFilterTests : RuleTests<LoadThenFilterAnalyzer>
{
    private static string Class(string members) => $$"""
        public interface IOrders { List<Order> All(); Task<List<Order>> AllAsync(); IReadOnlyList<Order> Of(Guid account); Task<IEnumerable<Order>> RecentAsync(CancellationToken ct); List<Order> Kept(); List<Order> Open(); }
        public class Orders(ShopDb db) : IOrders
        {
            private List<Order>? _kept;
            public List<Order> All() => db.Orders.ToList();
            public async Task<List<Order>> AllAsync() => await db.Orders.Include(o => o.Lines).AsNoTracking().ToListAsync();
            public IReadOnlyList<Order> Of(Guid account) => db.Orders.Where(o => o.AccountId == account).ToList();
            public async Task<IEnumerable<Order>> RecentAsync(CancellationToken ct) { var all = await db.Orders.ToListAsync(ct); return all; }
            public List<Order> Kept() => _kept ??= db.Orders.ToList();
            public List<Order> Open() => db.Orders.Where(o => o.CouponId == null).ToList();
            public IEnumerable<Order> Find(Func<Order, bool> test) => db.Orders.{|PERF1006:Where|}(test);
        }
        public class Report(IOrders orders, ShopDb db)
        {
            private static void Use(params object?[] values) { }
            private static bool IsOdd(Order order) => order.Id % 2 == 1;
            {{members}}
        }
        """;

    // IdentityServer4: what the database has compared by its collation is compared again.
    [Theory]
    [InlineData("public Order? One(string number) => db.Orders.Where(o => o.Number == number).ToArray().SingleOrDefault(x => x.Number == number);")]
    [InlineData("public async Task<Order?> One(string number) => (await db.Orders.AsNoTracking().Where(o => o.Number == number).ToArrayAsync()).SingleOrDefault(o => o.Number == number);")]
    [InlineData("public List<Order> All(string number) => db.Orders.Where(o => o.Number == number).OrderBy(o => o.Id).ToList().Where(o => o.Number == number).ToList();")]
    public Task What_the_query_says_already_is_no_filter(string members) => ReportsFile(Class(members));

    [Theory]
    [InlineData("public Order? One(string number) => db.Orders.Where(o => o.Number == number).ToArray().[|FirstOrDefault|](o => o.Number == number);")]
    [InlineData("public Order? One(string number, string other) => db.Orders.Where(o => o.Number == other).ToArray().[|SingleOrDefault|](o => o.Number == number);")]
    [InlineData("public List<Order> All(string number) => db.Orders.Where(o => o.Number == number).ToList().[|Where|](o => o.Number == number && o.Id > 3).ToList();")]
    public Task What_it_says_in_part_is_one(string members) => ReportsFile(Class(members));

    // teaching-record-system: what a converter makes of a column has a class, and the column has none.
    [Fact]
    public Task A_class_that_a_column_does_not_have_is_no_filter_of_the_database() => ReportsFile(
        """
        public abstract class Payment { public int Id { get; set; } }
        public class Card : Payment { public string Number { get; set; } = ""; }
        public class Bill { public int Id { get; set; } public Payment Data { get; set; } = null!; }
        public class BillsDb : DbContext { public DbSet<Bill> Bills => Set<Bill>(); }
        public class Report(BillsDb db)
        {
            public bool Any(string number) => db.Bills.Where(b => b.Id > 3).Select(b => b.Data).ToArray().Any(d => ((Card)d).Number != number);
            public bool AnyOf(int id) => db.Bills.Where(b => b.Id > 3).Select(b => b.Data).ToArray().[|Any|](d => d.Id != id);
        }
        """);

    [Fact]
    public Task The_message_says_what_is_done_with_what() => Reports(
        "Use(db.Orders.ToList().[|Where|](o => o.AccountId == guids[0]));",
        ExpectedDiagnostic.Any
            .Says("'Where' filters in memory the rows that 'ToList' loads; let the database do it, before the query runs - suspect")
            .WithSeverity(DiagnosticSeverity.Warning)
            .WithProperty("perf.advice", "let the database do it, before the query runs"));

    [Theory]
    [InlineData("List<Order> all = [.. db.Orders]; Use(all.[|Where|](o => o.AccountId == guids[0]).ToList());")]
    [InlineData("var all = new List<Order>(db.Orders); return all.[|Count|](o => o.AccountId == guids[0]);")]
    [InlineData("return orders2.Spread().[|Where|](o => o.AccountId == guids[0]).ToList();")]
    public Task Rows_that_a_collection_is_made_of_are_loaded(string body) => ReportsFile(Class(
        $"public object? Run(Guid[] guids, Spreads orders2) {{ {body} return null; }}") + "public class Spreads(ShopDb db) { public List<Order> Spread() => [.. db.Orders]; }");

    // The repository that hands out its set as a sequence: each who goes through it runs the query.
    [Theory]
    [InlineData("return read.All().[|Where|](o => o.AccountId == guids[0]).ToList();")]
    [InlineData("return read.Untracked().[|Count|](o => o.AccountId == guids[0]);")]
    [InlineData("return new Store<Order>(db).All().[|First|](o => o.AccountId == guids[0]);")]
    [InlineData("foreach (var o in read.[|All|]()) { if (o.AccountId != guids[0]) continue; Use(o); }")]
    public Task A_sequence_that_is_a_query_is_loaded_by_who_goes_through_it(string body) => ReportsFile(Class($"public object? Run(Guid[] guids, IRead read) {{ {body} return null; }}") + """
        public interface IRead { IEnumerable<Order> All(); IEnumerable<Order> Untracked(); }
        public class Read(ShopDb db) : IRead { public IEnumerable<Order> All() => db.Orders; public IEnumerable<Order> Untracked() => db.Orders.AsNoTracking().AsEnumerable(); }
        public class Store<T>(ShopDb db) where T : class { public IEnumerable<T> All() => db.Set<T>(); }
        """);

    private static string Options(string body) => Class($"public async Task<object?> RunAsync(Guid[] guids, Store<Order> store, Options<Order>? options) {{ {body} }}") + """
        public class Options<T> { public System.Linq.Expressions.Expression<Func<T, bool>>? Filter { get; set; } public int Offset { get; set; } public int? Limit { get; set; } }
        public class Store<T>(ShopDb db) where T : class
        {
            public async Task<IEnumerable<T>> AllAsync(Options<T>? options = null)
            {
                var query = db.Set<T>().AsNoTracking();
                if (options != null) { query = Filtered(query, options.Filter); query = Paged(query, options.Offset, options.Limit); }
                return await query.ToListAsync();
            }

            private static IQueryable<T> Filtered(IQueryable<T> query, System.Linq.Expressions.Expression<Func<T, bool>>? filter) => filter is not null ? query.Where(filter) : query;
            private static IQueryable<T> Paged(IQueryable<T> query, int offset, int? limit) { if (offset > 0) query = query.Skip(offset); if (limit != null) query = query.Take(limit.Value); return query; }
        }
        """;

    // ita-social-projects/VictoryCenter-Back
    [Theory]
    [InlineData("return (await store.AllAsync()).[|Where|](o => o.AccountId == guids[0]).ToList();")]
    [InlineData("return (await store.AllAsync(null)).[|Count|](o => o.AccountId == guids[0]);")]
    public Task Options_that_are_not_given_leave_all_rows(string body) => ReportsFile(Options(body), ExpectedDiagnostic.Any, ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning));

    [Theory]
    [InlineData("return (await store.AllAsync(options)).Where(o => o.AccountId == guids[0]).ToList();")]
    [InlineData("return (await store.AllAsync(new Options<Order> { Limit = 10 })).Where(o => o.AccountId == guids[0]).ToList();")]
    public Task Options_that_may_be_given_may_page_them(string body) => ReportsFile(Options(body));

    // Of all rows the first, and perhaps whether there is one.
    [Theory]
    [InlineData("return [|db.Orders.ToList()[0]|];")]
    [InlineData("return [|db.Orders.OrderBy(o => o.PlacedAt).ToArray()[0]|];")]
    [InlineData("var all = db.Orders.Where(o => o.AccountId == guids[0]).[|ToList|](); return all.Count > 0 ? all[0] : null;")]
    [InlineData("var all = await db.Orders.[|ToListAsync|](); if (all.Count == 0) return null; return all.First();")]
    [InlineData("var all = db.Orders.[|ToArray|](); if (!all.Any()) return null; Use(all[0].Number, all[0].Id); return null;")]
    [InlineData("var all = db.Orders.[|ToArray|](); return all.Length < 1 ? null : all[0].Number;")]
    public Task The_first_of_all_rows_is_one_row(string body) => ReportsFile(Class($"public async Task<object?> RunAsync(Guid[] guids) {{ await Task.Yield(); {body} return null; }}"));

    [Theory]
    [InlineData("var all = db.Orders.ToList(); if (all.Count == 1) return all[0]; return null;")]
    [InlineData("var all = db.Orders.ToList(); return (all[0], all[1]);")]
    [InlineData("var all = db.Orders.ToList(); all[0] = new Order(); return all;")]
    [InlineData("var all = db.Orders.ToList(); for (var i = 0; i < all.Count; i++) Use(all[i].Number, all[i].Id, all[i].PlacedAt, all[i].CouponId); return null;")]
    [InlineData("return db.Orders.ToDictionary(o => o.Id)[0];")]
    [InlineData("var all = db.Orders.Where(o => o.Id == 3).ToList(); return all.Count > 0 ? all[0] : null;")]
    public Task Any_other_row_is_not_the_first(string body) => ReportsFile(Class($"public object? Run(Guid[] guids) {{ {body} }}"));

    // What is taken out of the list at once was loaded for nothing.
    [Theory]
    [InlineData("var all = db.Orders.ToList(); all.[|RemoveAll|](o => o.AccountId != guids[0]); return all;")]
    [InlineData("var all = await db.Orders.ToListAsync(); var n = all.[|RemoveAll|](o => o.CouponId == null); return (n, all);")]
    [InlineData("var all = await db.Orders.ToListAsync(); if (guids.Length > 1) all.RemoveAll(o => o.AccountId != guids[0]); return all;")]
    [InlineData("var all = await db.Orders.ToListAsync(); Use(all.Count); all.RemoveAll(o => o.AccountId != guids[0]); return all;")]
    [InlineData("var all = await db.Orders.ToListAsync(); all.RemoveAll(o => IsOdd(o)); return all;")]
    [InlineData("var all = await db.Orders.Take(20).ToListAsync(); all.RemoveAll(o => o.AccountId != guids[0]); return all;")]
    [InlineData("var all = new List<Order>(); all.RemoveAll(o => o.AccountId != guids[0]); return all;")]
    public Task What_is_removed_from_a_list_that_was_loaded(string body) => ReportsFile(
        $"public class Own(ShopDb db) {{ static void Use(object? value) {{ }} static bool IsOdd(Order order) => order.Lines.Count % 2 == 1; public async Task<object> RunAsync(Guid[] guids) {{ await Task.Yield(); {body} }} }}");

    // EPlast: a repository that takes a predicate and a selection, which not everybody gives it.
    [Theory]
    [InlineData("(await all.GetAllAsync()).[|Where|](o => o.AccountId == guids[0]).ToList()", "")]
    [InlineData("(await all.GetAllAsync(null, null, null)).[|Where|](o => o.AccountId == guids[0]).ToList()", "")]
    [InlineData("(await all.GetAllAsync(o => o.CouponId != null)).[|Where|](o => o.AccountId == guids[0]).ToList()", "some of the rows are left out already")]
    [InlineData("(await all.GetAllAsync(take: null)).[|Where|](o => o.AccountId == guids[0]).ToList()", "")]
    [InlineData("(await all.SortedAsync()).[|Where|](o => o.AccountId == guids[0]).ToList()", "")]
    [InlineData("(await all.SortedAsync(o => o.CouponId != null)).[|Where|](o => o.AccountId == guids[0]).ToList()", "some of the rows are left out already")]
    // One row, a page, rows of another make.
    [InlineData("(await all.GetAllAsync(o => o.Id == 3)).Where(o => o.AccountId == guids[0]).ToList()", "")]
    [InlineData("(await all.GetAllAsync(take: 10)).Where(o => o.AccountId == guids[0]).ToList()", "")]
    [InlineData("(await all.GetAllAsync(selector: shape)).Where(o => o.AccountId == guids[0]).ToList()", "")]
    public Task What_a_repository_could_be_given_is_said_behind_it(string value, string less) => ReportsFile(
        $"public class Own {{ public async Task<object> RunAsync(IBase<Order> all, Guid[] guids, System.Linq.Expressions.Expression<Func<Order, Order>> shape) => {value}; }}" + """
        public interface IBase<T>
        {
            Task<IEnumerable<T>> GetAllAsync(System.Linq.Expressions.Expression<Func<T, bool>>? predicate = null, Func<IQueryable<T>, Microsoft.EntityFrameworkCore.Query.IIncludableQueryable<T, object>>? include = null, System.Linq.Expressions.Expression<Func<T, T>>? selector = null, int? take = null);
            Task<IEnumerable<T>> SortedAsync(System.Linq.Expressions.Expression<Func<T, bool>>? predicate = null);
        }
        public class Base<T>(ShopDb db) : IBase<T> where T : class
        {
            public async Task<IEnumerable<T>> GetAllAsync(System.Linq.Expressions.Expression<Func<T, bool>>? predicate = null, Func<IQueryable<T>, Microsoft.EntityFrameworkCore.Query.IIncludableQueryable<T, object>>? include = null, System.Linq.Expressions.Expression<Func<T, T>>? selector = null, int? take = null)
            {
                return await this.GetQuery(predicate, include, selector, take).ToListAsync();
            }

            public Task<IEnumerable<T>> SortedAsync(System.Linq.Expressions.Expression<Func<T, bool>>? predicate = null) => GetAllAsync(predicate);

            private IQueryable<T> GetQuery(System.Linq.Expressions.Expression<Func<T, bool>>? predicate = null, Func<IQueryable<T>, Microsoft.EntityFrameworkCore.Query.IIncludableQueryable<T, object>>? include = null, System.Linq.Expressions.Expression<Func<T, T>>? selector = null, int? take = null)
            {
                var query = db.Set<T>().AsNoTracking();
                if (include != null)
                    query = include(query);

                if (predicate != null)
                    query = query.Where(predicate);

                if (selector != null)
                    query = query.Select(selector);

                if (take != null)
                    query = query.Take(take.Value);

                return query;
            }
        }
        """,
        value.Contains("[|", StringComparison.Ordinal) ? [ExpectedDiagnostic.Any.WithSeverity(less.Length > 0 ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning)] : []);

    // What the member gives itself when it is given nothing is no choice.
    [Theory]
    [InlineData("predicate ??= o => o.CouponId != null; return db.Orders.Where(predicate).ToListAsync();", DiagnosticSeverity.Info)]
    [InlineData("var all = db.Orders.AsNoTracking(); if (predicate is not null) all = all.Where(predicate); return all.ToListAsync();", DiagnosticSeverity.Warning)]
    public Task A_default_that_a_member_sets_is_given_always(string body, DiagnosticSeverity severity) => ReportsFile(
        $"public class Own(ShopDb db) {{ public async Task<object> RunAsync(Guid[] guids) => (await LoadAsync()).[|Where|](o => o.AccountId == guids[0]).ToList(); private Task<List<Order>> LoadAsync(System.Linq.Expressions.Expression<Func<Order, bool>>? predicate = null) {{ {body} }} }}",
        ExpectedDiagnostic.Any.WithSeverity(severity));

    private static Task InReport(string body) =>
        ReportsFile(Class($"public async Task<object?> RunAsync(List<int> ids, Guid[] guids, IReadOnlyList<string> codes, CancellationToken ct) {{ await Task.Yield(); {body} return null; }}"));

    // GZCTF: every flag of the challenge, to find the few that are the one that was handed in.
    [Theory]
    [InlineData("foreach (var o in db.Orders.[|ToList|]()) { if (o.AccountId != guids[0]) continue; Use(o); }")]
    [InlineData("foreach (var o in await db.Orders.[|ToListAsync|](ct)) { if (o.AccountId == guids[0]) Use(o); }")]
    [InlineData("foreach (var o in db.[|Orders|]) { if (o.CouponId != null) { Use(o); Use(o.Id); } }")]
    [InlineData("await foreach (var o in db.[|Orders|].AsAsyncEnumerable()) { if (o.CouponId is null) { continue; } Use(o); }")]
    [InlineData("var all = await db.Orders.[|ToArrayAsync|](ct); foreach (var o in all) { if (o.Number.StartsWith(codes[0])) Use(o); }")]
    [InlineData("foreach (var o in db.Orders.[|ToList|]()) { if (IsOdd(o) || !ids.Contains(o.Id)) continue; Use(o); }")]
    [InlineData("foreach (var o in db.Orders.[|ToList|]()) { if (IsOdd(o) && o.Lines.Any(l => l.Quantity > 3)) Use(o); }")]
    [InlineData("foreach (var o in orders.[|All|]()) { if (o.AccountId != guids[0]) continue; Use(o); }")]
    [InlineData("var wanted = await db.Orders.FirstAsync(ct); foreach (var o in db.Orders.[|ToList|]()) { if (o.Account?.Email != wanted.Number) continue; Use(o, wanted.Id); }")]
    public Task A_loop_that_skips_rows_is_reported_at_the_read(string body) => InReport(body);

    [Fact]
    public Task The_message_of_a_loop_says_that_it_skips() => Reports(
        "foreach (var o in db.Orders.[|ToList|]()) { if (o.AccountId != guids[0]) continue; Use(o); }",
        ExpectedDiagnostic.Any.Says("'foreach' skips some of the rows that 'ToList' loads; let the database do it, before the query runs - suspect"));

    [Theory]
    [InlineData("db.Orders", DiagnosticSeverity.Warning)]
    [InlineData("db.Orders.Where(o => o.CouponId == null)", DiagnosticSeverity.Info)]
    public Task What_a_loop_skips_of_a_part_is_information(string query, DiagnosticSeverity severity) => Reports(
        $"foreach (var o in {query}.[|ToList|]()) {{ if (o.AccountId != guids[0]) continue; Use(o); }}", ExpectedDiagnostic.Any.WithSeverity(severity));

    // openbullet/OpenBullet2: a job without options, against which the loop guards itself.
    [Theory]
    [InlineData("string.IsNullOrEmpty(o.Number)", DiagnosticSeverity.Info)]
    [InlineData("IsOdd(o) || string.IsNullOrWhiteSpace(o.Number)", DiagnosticSeverity.Info)]
    [InlineData("o.CouponId == null", DiagnosticSeverity.Warning)]
    public Task Rows_without_text_may_be_rare(string test, DiagnosticSeverity severity) => Reports(
        $"foreach (var o in db.Orders.[|ToList|]()) {{ if ({test}) continue; Use(o); }} bool IsOdd(Order o) => o.Id % 2 == 1;", ExpectedDiagnostic.Any.WithSeverity(severity));

    [Theory]
    [InlineData("o.Number != null", DiagnosticSeverity.Info)]
    [InlineData("o.Number is not null", DiagnosticSeverity.Info)]
    [InlineData("!string.IsNullOrEmpty(o.Number) && o.Account.Region != null", DiagnosticSeverity.Info)]
    [InlineData("o.Number != null && o.CouponId == 3", DiagnosticSeverity.Warning)]
    [InlineData("o.CouponId != null", DiagnosticSeverity.Warning)]
    public Task Nor_are_those_without_text_many_that_a_filter_leaves_out(string test, DiagnosticSeverity severity) => Reports(
        $"Use(db.Orders.ToList().[|Where|](o => {test}).ToList());", ExpectedDiagnostic.Any.WithSeverity(severity));

    // What the loop counts, collects or remembers is no value that a query could be given, and what is counted or told of all has a use for all.
    [Theory]
    [InlineData("foreach (var o in db.Orders.ToList()) { if (IsOdd(o)) continue; Use(o); }")]
    [InlineData("foreach (var o in db.Orders.ToList()) { if (IsOdd(o) || o.CouponId == null) Use(o); }")]
    [InlineData("foreach (var o in db.Orders.ToList()) { if (IsOdd(o) && o.CouponId == null) continue; Use(o); }")]
    [InlineData("foreach (var o in db.Orders.ToList()) { if (o.CouponId == null) Use(o); else Use(1); }")]
    [InlineData("foreach (var o in db.Orders.ToList()) { if (o.CouponId == null) Use(o); Use(1); }")]
    [InlineData("foreach (var o in db.Orders.ToList()) { Use(o); if (o.CouponId == null) continue; Use(1); }")]
    [InlineData("foreach (var o in db.Orders.ToList()) { if (o.CouponId == null) break; Use(o); }")]
    [InlineData("foreach (var o in db.Orders.ToList()) { if (o == null) continue; Use(o); }")]
    [InlineData("var last = 0; foreach (var o in db.Orders.ToList()) { if (o.Id == last) continue; last = o.Id; Use(o); }")]
    [InlineData("var seen = new List<string>(); foreach (var o in db.Orders.ToList()) { if (seen.Contains(o.Number)) continue; seen.Add(o.Number); Use(o); }")]
    [InlineData("var n = 0; foreach (var o in db.Orders.ToList()) { if (o.Id == n++) continue; Use(o); }")]
    [InlineData("var all = db.Orders.ToList(); foreach (var o in all) { if (o.CouponId == null) continue; Use(o); } return all.Count > 0 ? all : null;")]
    [InlineData("var wanted = await db.Orders.FirstAsync(ct); foreach (var o in db.Orders.ToList()) { if (o.Number != wanted.Number) continue; wanted.Number = o.Number; }")]
    [InlineData("var wanted = await db.Orders.FirstAsync(ct); foreach (var o in db.Orders.ToList()) { if (o.Number != wanted.Number) continue; wanted = o; }")]
    [InlineData("var seen = new List<Order>(); foreach (var o in db.Orders.ToList()) { if (o.Id == seen.Count) continue; seen.Add(o); }")]
    [InlineData("foreach (var o in db.Orders.Take(10).ToList()) { if (o.CouponId == null) continue; Use(o); }")]
    [InlineData("foreach (var id in ids) { if (id > 3) continue; Use(id); }")]
    public Task A_loop_that_uses_all_rows_is_silent(string body) => InReport(body);

    // AgileConfig: all of them, of which each condition leaves some.
    [Theory]
    [InlineData("var all = await orders.[|AllAsync|](); if (codes.Count > 0) all = all.Where(o => o.Number == codes[0]).ToList(); if (ids.Count > 0) all = all.Where(o => ids.Contains(o.Id)).ToList(); return all.Count > 0 ? all : null;")]
    [InlineData("IEnumerable<Order> all = db.[|Orders|]; if (codes.Count > 0) all = all.Where(o => o.Number == codes[0]); Use(all.ToList());")]
    [InlineData("IEnumerable<Order> all = db.Orders.[|ToList|](); if (codes.Count > 0) all = all.OrderBy(o => o.Id).Where(o => o.Number == codes[0]); all = all.OrderBy(o => o.Number); Use(all.Skip(10).Take(10));")]
    [InlineData("IEnumerable<Order> all = db.Orders.[|ToList|](); foreach (var code in codes) all = all.Where(o => o.Number != code); Use(all);")]
    [InlineData("var all = db.Orders.[|ToList|](); all = all.Where(o => o.CouponId == null).ToList(); Use(all);")]
    public Task Rows_that_conditions_leave_out_are_reported_at_the_read(string body) => InReport(body);

    [Theory]
    [InlineData("IQueryable<Order> all = db.Orders; if (codes.Count > 0) all = all.Where(o => o.Number == codes[0]); Use(all.ToList());")]
    [InlineData("IEnumerable<Order> all = db.Orders.ToList(); if (codes.Count > 0) all = all.Where(o => IsOdd(o)); Use(all);")]
    [InlineData("IEnumerable<Order> all = db.Orders.ToList(); if (codes.Count > 0) all = all.OrderBy(o => o.Number); Use(all);")]
    [InlineData("IEnumerable<Order> all = db.Orders.ToList(); if (codes.Count > 0) all = orders.Kept().Where(o => o.CouponId == null); Use(all);")]
    [InlineData("IEnumerable<Order> all = db.Orders.ToList(); Use(all); if (codes.Count > 0) all = all.Where(o => o.CouponId == null); Use(all);")]
    public Task What_is_not_left_out_by_conditions_is_silent(string body) => InReport(body);

    // jaredpar/runfo, bitwarden: rows of a test run, a hundred at a time, that are loaded to be deleted.
    [Theory]
    [InlineData("var gone = await db.Orders.Where(o => o.CouponId == null).[|ToListAsync|](ct); db.Orders.RemoveRange(gone); await db.SaveChangesAsync(ct);")]
    [InlineData("var gone = await db.Orders.Where(o => o.CouponId == null).[|ToListAsync|](ct); if (gone.Count == 0) return null; db.RemoveRange(gone); Use(gone.Count, gone.Any());")]
    [InlineData("db.Orders.[|RemoveRange|](db.Orders.Where(o => o.CouponId == null)); await db.SaveChangesAsync(ct);")]
    [InlineData("var gone = db.Orders.Where(o => o.CouponId == null); db.Orders.[|RemoveRange|](gone); await db.SaveChangesAsync(ct);")]
    [InlineData("db.[|RemoveRange|](db.Orders.Where(o => o.CouponId == null).SelectMany(o => o.Lines));")]
    [InlineData("foreach (var o in await db.Orders.Where(o => o.CouponId == null).[|ToListAsync|](ct)) db.Orders.Remove(o);")]
    [InlineData("foreach (var o in db.Orders.Where(o => o.CouponId == null)) { db.[|Remove|](o); }")]
    [InlineData("foreach (var id in ids) { var gone = db.Orders.Where(o => o.CouponId == id).[|ToList|](); db.RemoveRange(gone); }")]
    [InlineData("int n; do { var gone = await db.Orders.Where(o => o.CouponId == null).Take(100).[|ToListAsync|](ct); if (gone.Count == 0) break; db.RemoveRange(gone); n = await db.SaveChangesAsync(ct); } while (n > 0);")]
    public Task Rows_that_are_loaded_to_be_deleted_are_reported(string body) => Reports(body);

    [Fact]
    public Task The_message_of_rows_to_delete_says_what_is_not_done_then() => Reports(
        "db.RemoveRange(await db.Orders.Where(o => o.CouponId == null).[|ToListAsync|](ct));",
        ExpectedDiagnostic.Any
            .Says("'RemoveRange' only deletes the rows that 'ToListAsync' loads; 'ExecuteDelete' deletes them without loading them - suspect: what saving does besides is not done then")
            .WithSeverity(DiagnosticSeverity.Info)
            .WithAdditionalLocations("RemoveRange"));

    // One row is what Remove is for; what is included is deleted with it, or told of it; others have a use for the rows.
    [Theory]
    [InlineData("db.Orders.RemoveRange(db.Orders.Where(o => o.Id == ids[0]));")]
    [InlineData("db.Orders.RemoveRange(db.Orders.Include(o => o.Lines).Where(o => o.CouponId == null));")]
    [InlineData("db.Orders.RemoveRange(orders);")]
    [InlineData("var gone = await db.Orders.ToListAsync(ct); db.Orders.RemoveRange(gone); return gone;")]
    [InlineData("var gone = await db.Orders.ToListAsync(ct); foreach (var o in gone) Use(o.Number); db.Orders.RemoveRange(gone);")]
    [InlineData("var gone = await db.Orders.ToListAsync(ct); foreach (var id in ids) { if (id > 3) db.Orders.RemoveRange(gone); }")]
    [InlineData("var gone = await db.Orders.ToListAsync(ct); foreach (var o in gone) { Use(o.Number); db.Orders.Remove(o); }")]
    [InlineData("db.OrderLines.UpdateRange(db.OrderLines.Where(l => l.Quantity == 0));")]
    public Task Rows_that_are_not_only_deleted_are_silent(string body) => Silent(body);

    // Of a page, and of what is included, the command knows nothing; a value that differs from row to row is not one command; one row is what the change tracker is for.
    [Theory]
    [InlineData("foreach (var o in await db.Orders.Where(o => o.CouponId == null).[|ToListAsync|](ct)) { o.Number = codes[0]; o.CouponId = ids[0]; } await db.SaveChangesAsync(ct);")]
    [InlineData("var all = await db.Orders.Where(o => o.CouponId == ids[0]).[|ToListAsync|](ct); if (all.Count == 0) return null; foreach (var o in all) o.CouponId = null; db.UpdateRange(all); await db.SaveChangesAsync(ct); return all.Count;")]
    [InlineData("foreach (var l in db.OrderLines.AsNoTracking().Where(l => l.Quantity == 0).[|ToList|]()) { l.Quantity++; db.OrderLines.Update(l); } db.SaveChanges();")]
    [InlineData("foreach (var l in db.[|OrderLines|]) { l.Quantity = l.Quantity + 1; } db.SaveChanges();")]
    [InlineData("foreach (var l in db.Set<OrderLine>().Where(l => l.Quantity < 3).[|ToArray|]()) { l.Quantity -= ids[0]; } db.SaveChanges();")]
    public Task Rows_that_are_loaded_to_be_set_alike_are_reported(string body) => Reports(body);

    [Fact]
    public Task The_message_of_rows_to_set_names_the_columns() => Reports(
        "foreach (var o in await db.Orders.Where(o => o.CouponId == null).[|ToListAsync|](ct)) { o.Number = codes[0]; o.CouponId = ids[0]; } await db.SaveChangesAsync(ct);",
        ExpectedDiagnostic.Any
            .Says("'foreach' only sets 'Number', 'CouponId' of the rows that 'ToListAsync' loads; 'ExecuteUpdate' does it without loading them - suspect: what saving does besides is not done then")
            .WithSeverity(DiagnosticSeverity.Info));

    [Theory]
    [InlineData("foreach (var o in db.Orders.Where(o => o.CouponId == null).ToList()) { o.Number = Guid.NewGuid().ToString(); } db.SaveChanges();")]
    [InlineData("var n = 0; foreach (var o in db.Orders.Where(o => o.CouponId == null).ToList()) { o.CouponId = n; n++; } db.SaveChanges();")]
    [InlineData("foreach (var o in db.Orders.Where(o => o.CouponId == null).Take(100).ToList()) o.CouponId = 3; db.SaveChanges();")]
    [InlineData("foreach (var o in db.Orders.Include(o => o.Lines).ToList()) o.CouponId = 3; db.SaveChanges();")]
    [InlineData("foreach (var o in db.Orders.AsNoTracking().ToList()) o.CouponId = 3; db.SaveChanges();")]
    [InlineData("foreach (var o in db.Orders.Where(o => o.Id == ids[0]).ToList()) o.CouponId = 3; db.SaveChanges();")]
    [InlineData("foreach (var o in db.Orders.Select(o => new Order { Id = o.Id }).ToList()) o.CouponId = 3; db.SaveChanges();")]
    [InlineData("var all = db.Orders.ToList(); foreach (var o in all) o.CouponId = 3; db.SaveChanges(); return all;")]
    [InlineData("foreach (var l in db.OrderLines.ToList()) { l.Quantity = 3; l.Quantity += 1; } db.SaveChanges();")]
    [InlineData("foreach (var l in db.OrderLines.ToList()) { l.Quantity = 3; l.ProductId = l.Quantity; } db.SaveChanges();")]
    [InlineData("foreach (var o in db.Orders.ToList()) { o.Account = null!; } db.SaveChanges();")]
    [InlineData("foreach (var o in db.Orders.ToList()) { o.CouponId = o.GetHashCode(); } db.SaveChanges();")]
    [InlineData("foreach (var o in db.Orders.ToList()) { o.CouponId = 3; Use(o); } db.SaveChanges();")]
    [InlineData("foreach (var o in orders) { o.CouponId = 3; } db.SaveChanges();")]
    public Task Rows_that_are_set_one_by_one_are_silent(string body) => Silent(body);

    [Theory]
    [InlineData("public override int SaveChanges(bool all) => base.SaveChanges(all);")]
    [InlineData("public override Task<int> SaveChangesAsync(CancellationToken ct = default) => base.SaveChangesAsync(ct);")]
    public Task What_a_context_makes_of_deleted_rows_when_it_saves_is_its_own(string save) => ReportsFile($$"""
        public class MarkingDb(DbContextOptions<ShopDb> options) : ShopDb(options) { {{save}} public DbSet<Product> Marked => Set<Product>(); }
        public class Cleaner(MarkingDb db) { public void Run() { db.RemoveRange(db.Marked.Where(p => p.Discontinued).ToList()); db.Marked.RemoveRange(db.Marked.Where(p => p.Discontinued)); foreach (var p in db.Marked.ToList()) p.Discontinued = true; } }
        """);

    [Fact]
    public Task What_an_interceptor_makes_of_rows_when_a_context_saves_is_its_own() => ReportsFile("""
        public class Marking : Microsoft.EntityFrameworkCore.Diagnostics.SaveChangesInterceptor;
        public class Cleaner(ShopDb db) { public void Run() { db.RemoveRange(db.Products.Where(p => p.Discontinued).ToList()); foreach (var p in db.Products.ToList()) p.Discontinued = true; } }
        """);

    // jjgnet-broadcast: a page, and of how many.
    [Theory]
    [InlineData("var all = await db.Orders.[|ToListAsync|](ct); Use(all.Count, all.Skip(ids[0]).Take(10).Select(o => o.Number).ToList());")]
    [InlineData("var all = await orders.[|AllAsync|](); if (all.Count == 0) return null; return (all.Count, all.OrderBy(o => o.Number).Skip(ids[0] * 10).Take(10).Select(o => new { o.Id }).ToList());")]
    [InlineData("var all = orders.[|All|](); if (all == null) return null; return all.Where(o => o.CouponId == null).ToList();")]
    [InlineData("var all = orders.[|All|](); if (all is null) return null; return all.Find(o => o.Number == codes[0]);")]
    [InlineData("List<Order>? all = null; all = await db.Orders.AsNoTracking().[|ToListAsync|](ct); var n = all.Count(); Use(n); return all.Skip(3).Take(10).ToList();")]
    public Task Of_rows_a_page_and_their_number_is_not_all_of_them(string body) => InReport(body);

    [Theory]
    [InlineData("var all = await db.Orders.ToListAsync(ct); Use(all.Skip(ids[0]).Take(10), all);")]
    [InlineData("var all = await db.Orders.ToListAsync(ct); Use(all.Where(o => o.CouponId == null).Count(), all.Where(o => o.CouponId != null).Count());")]
    [InlineData("var all = orders.All(); if (all == null) return null; foreach (var id in ids) Use(all.Where(o => o.Id == id)); return null;")]
    [InlineData("var all = orders.All(); if (all == null) return null; foreach (var id in ids) Use(all.Skip(id).Take(10)); return null;")]
    public Task Of_rows_that_others_want_too_a_page_is_no_finding(string body) => InReport(body);

    private const string Helpers = """
        public static class OrderLists
        {
            public static IEnumerable<Order> Open(this IEnumerable<Order> all) => all.Where(o => o.CouponId == null);
            public static int CountOf(List<Order> all, Guid account) => all.Count(o => o.AccountId == account);
            public static List<T> Page<T>(IEnumerable<T> all, int page, int size) => all.Skip(page * size).Take(size).ToList();
            public static (int, List<Order>) Counted(IReadOnlyList<Order> all, int page) => (all.Count, all.OrderBy(o => o.Number).Skip(page * 10).Take(10).ToList());
            public static IEnumerable<Order> Filtered(IEnumerable<Order> all, Guid? account, bool open)
            {
                if (open)
                    all = all.Where(o => o.CouponId == null);

                if (account is not null)
                    all = all.Where(o => o.AccountId == account);

                all = open switch { true => all.Where(o => o.Id > 3), false => all };
                return all;
            }

            public static IEnumerable<Order> Turns(IEnumerable<Order> all, Guid account)
            {
                foreach (var order in all)
                {
                    if (order.AccountId == account)
                        yield return order;
                }
            }

            public static bool IsOdd(Order order) => order.Id % 2 == 1;
            public static IEnumerable<Order> Odd(IEnumerable<Order> all) => all.Where(IsOdd);
            public static IEnumerable<string> Numbers(IEnumerable<Order> all) => all.Select(o => o.Number);
            public static IEnumerable<Order> Of(IEnumerable<Order> all, IEnumerable<int> ids) => ids.Select(id => all.First(o => o.Id == id));
            public static IEnumerable<Order> Both(List<Order> all) { all.Sort((a, b) => a.Id - b.Id); return all.Where(o => o.CouponId == null); }
            public static List<Order> OpenOrAll(List<Order> all, bool open) => open ? all.Where(o => o.CouponId == null).ToList() : all;
            public static IEnumerable<Order> OpenAndOther(IEnumerable<Order> all) => all.Where(o => o.CouponId == null).Concat(all.Where(o => o.AccountId == Guid.Empty));
            public static IEnumerable<Order> Either(IEnumerable<Order> all, IEnumerable<Order> other, bool open) { if (open) all = other; return all.Where(o => o.CouponId == null); }
        }

        public class OpenOrders(IEnumerable<Order> all)
        {
            public IEnumerable<Order> Open { get; } = all.Where(o => o.CouponId == null);
        }

        public class PageOfOrders
        {
            public PageOfOrders(IEnumerable<Order> all, int page) => Orders = all.Skip(page).Take(10).ToList();
            public List<Order> Orders { get; }
        }
        """;

    // LittleBigRefresh/Refresh, cabinetoffice/gender-pay-gap: what is done with them is done next door.
    [Theory]
    [InlineData("Use(db.Orders.[|ToList|]().Open());")]
    [InlineData("var all = await db.Orders.[|ToListAsync|](ct); Use(OrderLists.CountOf(all, guids[0]));")]
    [InlineData("Use(OrderLists.Page(db.Orders.OrderBy(o => o.Id).[|ToArray|](), 3, 20));")]
    [InlineData("Use(OrderLists.Counted(db.Orders.[|ToList|](), 3));")]
    [InlineData("Use(OrderLists.Filtered(db.Orders.[|ToList|](), guids[0], true).Select(o => o.Number));")]
    [InlineData("Use(OrderLists.Turns(await orders.[|AllAsync|](), guids[0]));")]
    [InlineData("Use(OrderLists.Turns(db.[|Orders|], guids[0]));")]
    [InlineData("Use(new PageOfOrders(db.[|Orders|].AsEnumerable(), 1));")]
    public Task Rows_that_a_member_leaves_out_are_reported_at_the_read(string body) => ReportsFile(
        Class($"public async Task<object?> RunAsync(Guid[] guids, CancellationToken ct) {{ await Task.Yield(); {body} return null; }}") + Helpers);

    [Theory]
    [InlineData("Use(OrderLists.Odd(db.Orders.ToList()));")]
    [InlineData("Use(OrderLists.Numbers(db.Orders.ToList()));")]
    [InlineData("Use(OrderLists.Of(db.Orders.ToList(), ids));")]
    [InlineData("Use(OrderLists.Both(db.Orders.ToList()));")]
    [InlineData("Use(OrderLists.OpenOrAll(db.Orders.ToList(), true));")]
    [InlineData("Use(OrderLists.OpenAndOther(db.Orders.ToList()));")]
    [InlineData("Use(OrderLists.Either(db.Orders.ToList(), [], true));")]
    [InlineData("Use(OrderLists.Open(orders.Kept()));")]
    [InlineData("Use(OrderLists.Open(db.Orders.Take(10).ToList()));")]
    [InlineData("var all = db.Orders.ToList(); Use(all.Open(), all);")]
    [InlineData("var all = db.Orders.ToList(); foreach (var id in ids) Use(OrderLists.Page(all, id, 1));")]
    public Task Rows_that_a_member_uses_or_that_others_use_are_silent(string body) => ReportsFile(
        Class($"public async Task<object?> RunAsync(List<int> ids) {{ await Task.Yield(); {body} return null; }}") + Helpers);

    [Fact]
    public Task The_message_names_the_member_that_is_given_them() => ReportsFile(
        Class("public void Run() => Use(OrderLists.Open(db.Orders.[|ToList|]()));") + Helpers,
        ExpectedDiagnostic.Any, ExpectedDiagnostic.Any.Says("'Open' filters in memory the rows that 'ToList' loads; let the database do it, before the query runs - suspect"));

    [Theory]
    [InlineData("Use((await db.Orders.ToListAsync(ct)).[|Count|]);")]
    [InlineData("Use((await db.Orders.ToListAsync(ct).ConfigureAwait(false)).[|Count|]());")]
    [InlineData("Use(db.Orders.AsEnumerable().[|Where|](o => o.CouponId == null).ToList());")]
    [InlineData("IEnumerable<Order> all = db.Orders; Use(all.[|First|](o => o.Number == codes[0]));")]
    [InlineData("var all = await db.Orders.ToListAsync(ct); Use(all.[|Where|](o => o.AccountId == guids[0]).Select(o => o.Id).ToList());")]
    [InlineData("var all = db.Orders.AsNoTracking().ToArray(); return all.[|Length|];")]
    [InlineData("Use(db.Orders.ToList().OrderBy(o => o.PlacedAt).[|Take|](10).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.CouponId == null).ToList().[|Any|](o => o.Lines.Any(l => l.Quantity > 3)));")]
    [InlineData("Use(db.OrderLines.ToList().[|Sum|](l => l.Quantity));")]
    [InlineData("Use(db.OrderLines.ToList().[|Max|](l => l.Price));")]
    [InlineData("Use(db.Orders.ToList().[|Exists|](o => o.Number == \"1\"));")]
    [InlineData("Use(db.Orders.ToList().[|Find|](o => o.Number == \"1\"));")]
    [InlineData("Use(db.Orders.ToList().[|FindAll|](o => ids.Contains(o.Id)));")]
    [InlineData("Use(db.Orders.ToList().[|FirstOrDefault|]());")]
    [InlineData("Use(db.Orders.ToList().[|Where|](o => o.Number.StartsWith(\"N\") && o.PlacedAt.Year == 2026));")]
    [InlineData("Use(from o in db.Orders.ToList() [|where o.CouponId != null|] select o);")]
    [InlineData("foreach (var order in db.Orders.ToList().[|Where|](o => o.CouponId != null)) Use(order);")]
    [InlineData("Use(db.Products.Where(p => p.Discontinued).ToList().[|Count|]);")]
    [InlineData("Use(db.Orders.Select(o => o.Id).ToList().[|Count|]);")]
    [InlineData("Use(await db.Orders.AsAsyncEnumerable().[|Where|](o => o.CouponId == null).ToListAsync(ct));")]
    [InlineData("Use(await db.Orders.OrderBy(o => o.Id).AsAsyncEnumerable().[|Take|](1).FirstOrDefaultAsync(ct));")]
    [InlineData("Use(await db.Orders.ToAsyncEnumerable().[|FirstOrDefaultAsync|](o => o.Number == codes[0], ct));")]
    [InlineData("Use(await db.Orders.AsAsyncEnumerable().WithCancellation(ct).ConfigureAwait(false).GetAsyncEnumerator().MoveNextAsync());")]
    [InlineData("Func<Order, bool> late = o => o.Id > 3; Use(db.Orders.[|Where|](late).ToList());")]
    [InlineData("Func<Order, bool> late = o => o.Id > 3; Use(db.Orders.[|Count|](late));")]
    [InlineData("Func<Order, bool> late = o => o.Id > 3; System.Linq.Expressions.Expression<Func<Order, bool>> early = o => o.Id > 3; Use(new List<Order>().Where(late), db.Orders.Where(early).ToList());")]
    public Task What_the_query_could_do_is_reported(string body) => Reports(body);

    [Theory]
    [InlineData("public void Run(Guid id) => Use(orders.All().[|Where|](o => o.AccountId == id));")]
    [InlineData("public async Task Run(Guid id) { var all = await orders.AllAsync(); Use(all.[|Where|](o => o.AccountId == id)); }")]
    [InlineData("List<Order> Late() { List<Order>? late = null; try { late = db.Orders.ToList(); } finally { Use(1); } return late; } public void Run() => Use(Late().[|Count|](o => o.Id > 3));")]
    [InlineData("public async Task Run(CancellationToken ct) => Use((await orders.RecentAsync(ct)).[|Count|]());")]
    public Task So_is_what_a_repository_could(string members) => ReportsFile(Class(members));

    [Fact]
    public Task The_message_names_the_method_and_the_chain() => ReportsFile(
        Class("public async Task Run(Guid id) => Use((await orders.AllAsync()).[|Any|](o => o.AccountId == id));"),
        ExpectedDiagnostic.Any.Says("'Where' filters in memory the rows that 'the query' loads; take 'test' as an expression, so that it becomes part of the query - suspect"),
        ExpectedDiagnostic.Any
            .Says("'Any' computes in memory one value from the rows that 'AllAsync' loads, through Orders.AllAsync -> ToListAsync; ask the database for no more than that - suspect")
            .WithProperty("perf.chain", "Orders.AllAsync -> ToListAsync"));

    [Theory]
    [InlineData("public void Run(Guid id) => Use(orders.Of(id).[|Count|](o => o.CouponId == null));")]
    [InlineData("public void Run(Guid id) => Use(orders.Open().[|Where|](o => o.AccountId == id));")]
    public Task What_is_narrowed_already_is_information(string members) => ReportsFile(
        Class(members), ExpectedDiagnostic.Any, ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "some of the rows are left out already"));

    [Theory]
    [InlineData("public void Run() => Use(orders.[|All|]().Select(o => o.Number));")]
    [InlineData("public void Run() { var all = orders.[|All|](); Use(all.Select(o => o.Number), all.Count(o => o.Id > 3)); }")]
    [InlineData("public void Run(int[] ids) { var all = orders.[|All|]().ToList(); foreach (var id in ids) Use(all.Where(o => o.CouponId == id).Select(o => o.Id).ToList()); }")]
    [InlineData("public void Run(string number) => Use(orders.[|All|]().Exists(o => o.Number.Normalize() == number));")]
    [InlineData("public void Run() { var all = orders.[|All|]().ToList(); Use(all.Count, all.Sum(o => o.Id)); }")]
    [InlineData("public void Run(List<string> paths) { var all = orders.[|All|]().ToList(); if (paths.Count == 0) return; var left = paths.Except(all.Select(o => o.Number), StringComparer.Ordinal).ToList(); Use(left); }")]
    public Task Rows_of_which_few_columns_are_used_are_information(string members) => ReportsFile(
        Class(members), ExpectedDiagnostic.Any, ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "as many rows, only narrower"));

    // Ids are loaded to find out whether one of them is there.
    [Theory]
    [InlineData("Use(db.Orders.Select(o => o.Id).ToList().[|Contains|](ids[0]));")]
    [InlineData("var numbers = db.Orders.Select(o => o.Number).ToArray(); return numbers.[|Contains|](codes[0]);")]
    [InlineData("var known = await db.Orders.Select(o => o.AccountId).ToListAsync(ct); if (!known.[|Contains|](guids[0])) return null;")]
    [InlineData("IList<Guid> known = db.Orders.Select(o => o.AccountId).ToList(); return known.[|Contains|](guids[0]);")]
    [InlineData("Use(db.Orders.Select(o => o.Number).AsEnumerable().[|Contains|](codes[0]));")]
    public Task Values_that_are_loaded_to_look_for_one_are_reported(string body) => Reports(body);

    [Fact]
    public Task Those_of_a_part_of_the_rows_are_information() => Reports(
        "Use(db.Orders.Where(o => o.AccountId == guids[0]).Select(o => o.Id).ToList().[|Contains|](ids[0]));",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "some of the rows are left out already"));

    [Theory]
    [InlineData("var known = db.Orders.Select(o => o.Id).ToList(); foreach (var id in ids) if (known.Contains(id)) Use(id);")]
    [InlineData("var known = db.Orders.Select(o => o.Id).ToList(); Use(ids.Where(id => known.Contains(id)).ToList());")]
    [InlineData("var known = db.Orders.Select(o => o.Id).ToList(); Use(db.OrderLines.Where(l => known.Contains(l.OrderId)).ToList());")]
    [InlineData("var known = db.Orders.Select(o => o.Number).ToList(); Use(known.Contains(codes[0], StringComparer.OrdinalIgnoreCase));")]
    [InlineData("Use(db.Orders.ToList().Contains(orders[0]));")]
    [InlineData("Use(db.Orders.Select(o => o.Number.Normalize()).ToList().Contains(codes[0]));")]
    [InlineData("Use(db.Orders.Select(o => o.Id).Contains(ids[0]));")]
    public Task Values_of_which_several_are_looked_for_are_not(string body) => Silent(body);

    [Theory]
    [InlineData("Use(db.Orders.ToList().[|GroupBy|](o => o.AccountId).Select(g => new { g.Key, Count = g.Count() }));")]
    [InlineData("Use(db.Orders.ToList().[|GroupBy|](o => o.Number).ToDictionary(g => g.Key, g => g.Sum(o => o.Id)));")]
    [InlineData("Use(db.Orders.ToList().[|GroupBy|](o => o.Number).OrderByDescending(g => g.Count()).Select(g => g.Key));")]
    [InlineData("Use(db.Orders.ToList().[|GroupBy|](o => o.Number).Where(g => g.Count() > 1).OrderBy(g => g.Key).Take(3).Select(g => new { g.Key, Last = g.Max(o => o.PlacedAt) }));")]
    [InlineData("Use(db.Orders.ToList().[|GroupBy|](o => o.Number, (number, orders) => new { number, Count = orders.Count() }));")]
    public Task Groups_of_which_only_values_are_made_are_reported(string body) => Reports(
        body, ExpectedDiagnostic.Any.Mentions("'GroupBy' computes in memory a value for each group of the rows that"));

    // frasermolyneux/portal-repository: a value for each month.
    [Theory]
    [InlineData("Use(db.Orders.ToList().[|GroupBy|](o => new DateTime(o.PlacedAt.Year, o.PlacedAt.Month, 1)).Select(g => new { g.Key, Count = g.Count() }));")]
    [InlineData("Use(db.Orders.Select(o => o.PlacedAt).ToList().[|GroupBy|](d => new DateTime(d.Year, d.Month, d.Day)).Select(g => new { g.Key, Count = g.Count() }));")]
    public Task Groups_of_which_the_query_makes_the_key_otherwise_are_information(string body) => Reports(
        body, ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "a query says it in other words"));

    [Theory]
    [InlineData("Use(db.Orders.ToList().GroupBy(o => o.AccountId).Select(g => g.First()));")]
    [InlineData("Use(db.Orders.ToList().GroupBy(o => o.AccountId).Select(g => (g.Key, g.Sum(o => Weigh(o))))); int Weigh(Order o) => o.Id;")]
    [InlineData("foreach (var group in db.Orders.ToList().GroupBy(o => o.AccountId)) Use(group.Key, group.ToList());")]
    [InlineData("Use(db.Orders.ToList().GroupBy(o => o.AccountId).Select((g, i) => i));")]
    [InlineData("Use(db.Orders.ToList().GroupBy(o => o.AccountId).OrderBy(g => g.Count()).ToList());")]
    [InlineData("Use(db.Orders.ToList().GroupBy(o => o.AccountId).OrderBy(g => g.First().Number).Select(g => g.Key));")]
    [InlineData("Use(db.Orders.ToList().GroupBy(o => o.AccountId).OrderBy(g => g.Count()).SelectMany(g => g));")]
    [InlineData("Use(db.Orders.ToList().GroupBy(o => o.AccountId, (account, orders) => new { account, First = orders.First() }));")]
    [InlineData("Use(db.Orders.ToList().GroupBy(o => o.AccountId, o => o.Number));")]
    [InlineData("Use(db.Orders.ToList().GroupBy(o => new TimeSpan(o.PlacedAt.Ticks)).Select(g => new { g.Key, Count = g.Count() }));")]
    public Task Groups_that_are_used_are_silent(string body) => Silent(body);

    private static string Roles(string body, string returns = "object?", string other = "") => $$"""
        public class Role { public int Id { get; set; } public string Name { get; set; } = ""; public List<User> Users { get; set; } = []; }
        public class User { public int Id { get; set; } public string Name { get; set; } = ""; public List<Badge> Badges { get; set; } = []; }
        public class Badge { public int Id { get; set; } }
        public class RoleDb(DbContextOptions<RoleDb> options) : DbContext(options) { public DbSet<Role> Roles => Set<Role>(); }
        public class RoleView { public string Name { get; set; } = ""; public bool? IsUsed { get; set; } }
        public class Roles(RoleDb db)
        {
            private static void Use(params object?[] values) { }
            private static RoleView View(Role role) => new() { Name = role.Name, IsUsed = role.Users?.Any() };
            {{other}}
            public {{returns}} Run(bool all) { {{body}} }
        }
        """;

    [Theory]
    [InlineData("return db.Roles.[|Include|](r => r.Users).Select(r => r).ToList().Select(View).ToArray();")]
    [InlineData("var query = db.Roles.AsQueryable(); if (all) query = query.[|Include|](r => r.Users); var roles = query.ToArray(); return roles.OrderBy(r => r.Name).Select(View).ToArray();")]
    [InlineData("foreach (var role in db.Roles.[|Include|](r => r.Users).ToList()) Use(role.Name, role.Users.Count, role.Users.Count(u => u.Id > 3)); return null;")]
    public Task A_collection_that_is_only_counted_is_information(string body) => ReportsFile(
        Roles(body), ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Says("'Any' needs only one value of the 'Users' that 'Include' loads; select in the query what is needed - suspect: one collection of each row, which may be short"));

    [Theory]
    [InlineData("return db.Roles.Include(r => r.Users).ToList();", "List<Role>", "")]
    [InlineData("return db.Roles.Include(r => r.Users).ToList().Select(View).ToArray();", "object?", "private static object Names(Role role) => role.Users.Select(u => u.Name).ToList();")]
    [InlineData("return db.Roles.Include(r => r.Users).ToList().Select(View).ToArray();", "object?", "private static void Clear(Role role) => role.Users.Clear();")]
    [InlineData("return db.Roles.Include(r => r.Users).ThenInclude(u => u.Badges).ToList().Select(View).ToArray();", "object?", "")]
    [InlineData("return db.Roles.Include(r => r.Users.Where(u => u.Id > 3)).ToList().Select(View).ToArray();", "object?", "")]
    [InlineData("return System.Text.Json.JsonSerializer.Serialize(db.Roles.Include(r => r.Users).ToList());", "object?", "")]
    public Task A_collection_that_somebody_may_read_is_silent(string body, string returns, string other) => ReportsFile(Roles(body, returns, other));

    // sitkatech/neptune: who may see all of them gets all of them.
    [Theory]
    [InlineData("if (all) return db.Orders.ToList(); return db.Orders.Where(o => o.CouponId == null).ToList();", "some of the rows are left out already")]
    [InlineData("return all ? db.Orders.ToList() : db.Orders.Where(o => o.CouponId == null).ToList();", null)]
    [InlineData("if (all) return db.Orders.ToList(); return db.Orders.AsNoTracking().ToList();", "")]
    [InlineData("if (all) return db.Orders.ToList(); return db.Orders.Where(o => o.Id == 3).ToList();", null)]
    [InlineData("if (all) return db.Orders.ToList(); return new List<Order> { new() };", null)]
    public Task One_of_several_queries_may_have_loaded_them(string body, string? rank)
    {
        var where = rank is null ? "Where" : "[|Where|]";
        var file = Class($"List<Order> Visible(bool all) {{ {body} }} object Run(bool all) => Visible(all).{where}(o => o.Number == \"1\");");
        ExpectedDiagnostic[] found = rank switch
        {
            null => [],
            "" => [ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning)],
            _ => [ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", rank)],
        };
        return ReportsFile(file, [ExpectedDiagnostic.Any, .. found]);
    }

    // rnwood/smtp4dev: text is searched for in all messages that there are. nhs-digital-gp-it-futures/GPITBuyingCatalogue: all organisations but the related ones.
    [Theory]
    [InlineData("Use(db.Orders.ToList().[|Where|](o => o.Number.Contains(codes[0], StringComparison.CurrentCultureIgnoreCase)));")]
    [InlineData("Use(db.Orders.ToList().[|Count|](o => o.Number.Equals(\"n\", StringComparison.OrdinalIgnoreCase) && o.CouponId == null));")]
    // sillsdev/TheCombine: one of all users.
    [InlineData("Use(db.Orders.ToList().[|SingleOrDefault|](o => o.Number.ToLowerInvariant() == codes[0]));")]
    [InlineData("Use(db.Orders.ToList().[|Where|](o => orders.Any(other => other.Id == o.Id)));")]
    [InlineData("Use(db.Orders.ToList().[|Where|](o => orders.All(other => o.Id != other.Id)));")]
    public Task What_a_query_says_in_other_words_is_information(string body) =>
        Reports(body, ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "a query says it in other words"));

    // LittleBigRefresh/Refresh
    [Fact]
    public Task An_entity_that_is_compared_whole_is_compared_by_its_key() =>
        Reports("Use(db.Orders.AsEnumerable().[|Count|](o => Equals(o.Account, db.Accounts.Local.First())));", ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning));

    // The database cannot evaluate it.
    [Theory]
    [InlineData("Use(db.Orders.ToList().Where(o => System.Text.RegularExpressions.Regex.IsMatch(o.Number, \"N.\")));")]
    [InlineData("Use(db.Orders.ToList().Where(o => IsOdd(o))); bool IsOdd(Order o) => o.Id % 2 == 1;")]
    [InlineData("Use(db.Orders.ToList().Where(o => { return o.Id > 1 && Math.Sin(o.Id) > 0; }));")]
    [InlineData("Use(db.Orders.ToList().Where((o, i) => i % 2 == 0 && o.Id > 1).ToList(), db.Orders.ToList().Where(o => object.ReferenceEquals(o, null)));")]
    [InlineData("Use(db.Orders.ToList().Where(o => orders.Any(other => other.Id == o.Id || other.Number == o.Number)));")]
    [InlineData("Use(db.Orders.ToList().Where(o => orders.All(other => other.Id == o.Id)));")]
    [InlineData("Use(db.Orders.ToList().Where(o => orders.Any(other => other.Number.Length == o.Id)));")]
    [InlineData("Use(db.Orders.ToList().Where(o => orders.Any(other => other.Id == Math.Sin(o.Id))));")]
    [InlineData("Use(db.Orders.ToList().OrderBy(o => o.Number).ToList());")]
    [InlineData("Use(db.Orders.ToList().MinBy(o => o.Id, Comparer<int>.Default));")]
    public Task What_only_memory_can_do_is_silent(string body) => Silent(body);

    // Somebody else has a use for the rows.
    [Theory]
    [InlineData("var all = db.Orders.ToList(); Use(all); return all.Where(o => o.CouponId == null);")]
    [InlineData("var all = db.Orders.ToList(); Use(all.Count, all.First());")]
    [InlineData("var all = db.Orders.ToList(); foreach (var id in ids) Use(all.First(o => o.Id == id));")]
    [InlineData("var all = db.Orders.ToList(); Use(ids.Select(id => all.First(o => o.Id == id)));")]
    [InlineData("Use(orders.Where(o => o.CouponId == null), lines.Count);")]
    [InlineData("Use(ids.Count, sequence.First(), codes.Where(c => c.Length > 1));")]
    public Task Rows_that_are_used_whole_are_silent(string body) => Silent(body);

    [Theory]
    [InlineData("Use(db.Orders.Where(o => o.AccountId == guids[0]).ToList());")]
    [InlineData("Use(await db.Orders.CountAsync(o => o.AccountId == guids[0], ct));")]
    [InlineData("Use(db.Orders.OrderBy(o => o.Id).Take(20).ToList().Where(o => o.CouponId == null));")]
    [InlineData("Use(db.Orders.Where(o => o.Id == ids[0]).ToList().FirstOrDefault());")]
    [InlineData("Use(db.Orders.FromSqlRaw(\"exec OpenOrders\").AsEnumerable().Where(o => o.CouponId == null));")]
    // MassTransit: a statement that locks one row.
    [InlineData("var locked = db.Orders.FromSqlRaw(\"select * from Orders limit 1 for update skip locked\").AsTracking().ToList(); Use(locked.SingleOrDefault());")]
    [InlineData("Use(db.Orders.Local.Where(o => o.CouponId == null), db.ChangeTracker.Entries().Count());")]
    [InlineData("Use(db.Orders.AsQueryable().Where(o => o.CouponId == null).OrderBy(o => o.Id).First());")]
    public Task What_the_query_does_already_or_cannot_is_silent(string body) => Silent(body);

    // rnwood/smtp4dev: a query can be asked for what its projection makes.
    [Theory]
    [InlineData("Use(db.Orders.Select(o => new { o.Id, o.Number }).ToList().[|Where|](x => x.Number == codes[0]));")]
    [InlineData("Use((await db.Orders.Select(o => new OrderRow { Key = o.Id, Email = o.Account!.Email }).ToListAsync(ct)).[|FirstOrDefault|](r => r.Email == codes[0]));")]
    [InlineData("Use(db.Orders.Select(o => new { Text = o.Number + o.Id, Lines = o.Lines.Count, IsOpen = o.CouponId == null }).AsEnumerable().[|Where|](x => x.Text.Length > 3 && x.Lines > 1));")]
    [InlineData("Use(db.Orders.Select(o => o).ToList().[|Where|](o => o.CouponId == null));")]
    [InlineData("Use(db.Orders.Select(o => o.Account!).ToList().[|Any|](a => a.Email == codes[0]));")]
    [InlineData("Use(db.Orders.Select(o => o.Number).ToArray().[|Count|](n => n.StartsWith(\"N\")));")]
    public Task What_a_projection_makes_is_asked_for_like_columns(string body) => ReportsFile(
        Class($"public class OrderRow {{ public int Key {{ get; set; }} public string? Email {{ get; set; }} }} public async Task<object?> RunAsync(IReadOnlyList<string> codes, CancellationToken ct) {{ await Task.Yield(); {body} return null; }}"));

    [Theory]
    [InlineData("Use(db.Orders.Select(o => new { o.Id, Text = Number(o) }).AsEnumerable().Where(x => x.Id > 3));")]
    [InlineData("Use(db.Orders.Select(o => new Row(o.Id)).ToList().Where(r => r.Id > 3));")]
    [InlineData("Use(db.Orders.Select(o => new Row(0) { Id = o.Id }).ToList().Where(r => r.Id > 3));")]
    [InlineData("Use(db.Orders.Select(o => Number(o)).ToList().Where(n => n.Length > 3));")]
    public Task What_a_function_makes_of_the_rows_is_silent(string body) => ReportsFile(
        Class($"public record Row(int Id); private static string Number(Order order) => order.Number; public void Run() {{ {body} }}"));

    // Loading all of them fills the children of each.
    [Theory]
    [InlineData("return db.Nodes.ToList().Where(n => n.ParentId == null).ToList();")]
    [InlineData("var all = db.Nodes.ToList(); if (isRoot) all = all.Where(n => n.ParentId == null).ToList(); return all;")]
    [InlineData("var roots = new List<Node>(); foreach (var n in db.Nodes.ToList()) { if (n.ParentId != null) continue; roots.Add(n); } return roots;")]
    public Task Rows_of_a_tree_are_silent(string body) => ReportsFile(
        $$"""
        public class Node { public int Id { get; set; } public int? ParentId { get; set; } public List<Node> Children { get; set; } = []; }
        public class NodeDb(DbContextOptions<NodeDb> options) : DbContext(options) { public DbSet<Node> Nodes => Set<Node>(); }
        public class Menu(NodeDb db) { public List<Node> Roots(bool isRoot) { {{body}} } }
        """);

    [Theory]
    [InlineData("Func<Order, bool> first, Func<Order, bool> second", "if (some) all = all.Pick(o => o.Id > 1, o => o.CouponId == null);")]
    [InlineData("Func<bool> some", "if (some) all = all.Pick(() => true);")]
    [InlineData("Func<bool> some", "return db.Orders.ToList().Pick(() => true);")]
    public Task An_operator_of_other_functions_is_silent(string parameters, string statement) => new AnalyzerTest<LoadThenFilterAnalyzer>
    {
        TestCode = $$"""
            public static class Rows { public static List<Order> Pick(this List<Order> rows, {{parameters}}) => rows; }
            public class Report(ShopDb db) { public List<Order> Run(bool some) { var all = db.Orders.ToList(); {{statement}} return all; } }
            """,
        Sources = { Shop.Model },
        AdditionalFiles = { new("rows.perfapis", "[Rows]\nRows::Pick  none  rows=some\n") },
    }.RunAsync();

    [Theory]
    [InlineData("public void Run(Guid id) => Use(orders.Kept().Where(o => o.AccountId == id));")]
    [InlineData("public void Run() => Use(orders.All().Where(IsOdd), orders.All().Where(o => IsOdd(o)));")]
    [InlineData("public void Run() { var all = orders.All(); Use(all.Where(o => o.CouponId == null), all); }")]
    [InlineData("List<Order>? _all; public void Run() { _all = db.Orders.ToList(); Use(_all.Where(o => o.CouponId == null)); }")]
    [InlineData("public void Run(Guid id) => Use(orders.Of(id));")]
    public Task What_is_kept_or_opaque_is_silent(string members) => ReportsFile(Class(members));
}
