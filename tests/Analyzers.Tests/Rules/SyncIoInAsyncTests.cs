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

    // GZCTF: the query of the loop ran synchronously in a method that awaits in each turn.
    [Theory]
    [InlineData("foreach (var o in [|db.Orders.Where(o => o.Id > count)|]) Use(o);")]
    [InlineData("foreach (var (id, number) in [|db.Orders.Select(o => ValueTuple.Create(o.Id, o.Number))|]) Use(number);")]
    [InlineData("foreach (var o in [|from o in db.Orders where o.Id > count select o|]) Use(o);")]
    [InlineData("foreach (var o in [|db.Orders|]) Use(o);")]
    [InlineData("var query = db.Orders.Where(o => o.Id > count); foreach (var o in [|query|]) Use(o);")]
    [InlineData("var query = db.Orders.AsQueryable(); if (count > 3) query = query.Where(o => o.Id > count); foreach (var o in [|query|]) Use(o);")]
    public Task A_loop_over_a_query_waits_for_the_rows(string loop) => ReportsFile(
        $"class C(ShopDb db) {{ public async Task RunAsync(int count) {{ await Task.Yield(); {loop} }} static void Use(object o) {{ }} }}",
        ExpectedDiagnostic.Any.Says("'foreach' blocks the thread until the database answers; await 'ToListAsync' - suspect").WithSeverity(DiagnosticSeverity.Warning).WithProperty("perf.twin", "ToListAsync"));

    [Theory]
    [InlineData("List<Order> all = [.. [|db.Orders.Where(o => o.Id > count)|]]; Use(all);", "..")]
    [InlineData("Use(new [|List<Order>|](db.Orders.Where(o => o.Id > count)));", "List")]
    public Task So_does_a_collection_that_is_made_of_a_query(string statement, string name) => ReportsFile(
        $"class C(ShopDb db) {{ public async Task RunAsync(int count) {{ await Task.Yield(); {statement} }} static void Use(object o) {{ }} }}",
        ExpectedDiagnostic.Any.Says($"'{name}' blocks the thread until the database answers; await 'ToListAsync' - suspect").WithSeverity(DiagnosticSeverity.Warning).WithProperty("perf.twin", "ToListAsync"));

    // What is in a loop is found after what it goes through, and a sequence by its type cannot be awaited.
    [Theory]
    [InlineData("await foreach (var o in db.Orders.AsAsyncEnumerable()) Use(o);")]
    [InlineData("foreach (var o in await db.Orders.ToListAsync()) Use(o);")]
    [InlineData("foreach (var o in new List<Order>().AsQueryable()) Use(o);")]
    [InlineData("foreach (var o in db.Orders.AsEnumerable()) Use(o);")]
    [InlineData("IEnumerable<Order> orders = db.Orders; foreach (var o in orders) Use(o);")]
    [InlineData("foreach (var o in db.Orders.Local) Use(o);")]
    [InlineData("List<Order> all = [.. await db.Orders.ToListAsync()]; Order[] some = [.. all.Where(o => o.Id > 3)]; Use(new List<Order>(some));")]
    [InlineData("lock (db) { foreach (var o in db.Orders) Use(o); }")]
    [InlineData("void Load() { foreach (var o in db.Orders) Use(o); } Load();")]
    public Task A_loop_over_anything_else_does_not(string loop) => ReportsFile(
        $"class C(ShopDb db) {{ public async Task RunAsync() {{ await Task.Yield(); {loop} }} static void Use(object o) {{ }} }}");

    // Npgsql's own member hides the one of the base, and takes a behaviour whose default is a 0.
    [Theory]
    [InlineData("command.[|ExecuteReader|]().HasRows")]
    [InlineData("command.[|ExecuteReader|](System.Data.CommandBehavior.Default).HasRows")]
    [InlineData("command.[|ExecuteScalar|]()")]
    [InlineData("db.Products.[|Find|](1)")]
    public Task What_is_given_a_number_asks_all_the_same(string value) => ReportsFile(
        $"class C(ShopDb db, Npgsql.NpgsqlCommand command) {{ public async Task<object?> RunAsync() {{ await db.SaveChangesAsync(); return ({value}, command); }} }}");

    // bitwarden: what is removed, or put in a list, is loaded first.
    [Theory]
    [InlineData("db.Orders.[|RemoveRange|](db.Orders.Where(o => o.Id > count));", "RemoveRange")]
    [InlineData("var old = db.Orders.Where(o => o.Id > count); db.[|RemoveRange|](old);", "RemoveRange")]
    [InlineData("await db.Orders.[|AddRangeAsync|](db.Orders.Select(o => new Order { Number = o.Number }));", "AddRangeAsync")]
    [InlineData("new List<Order>().[|AddRange|](db.Orders.Where(o => o.Id > count));", "AddRange")]
    [InlineData("Console.WriteLine(string.[|Join|](',', db.Orders.Select(o => o.Id)));", "Join")]
    public Task What_goes_through_a_query_that_it_is_given_waits_for_the_rows(string statement, string name) => ReportsFile(
        $"class C(ShopDb db) {{ public async Task RunAsync(int count) {{ await Task.Yield(); {statement} }} }}",
        ExpectedDiagnostic.Any.Says($"'{name}' blocks the thread until the database answers; await 'ToListAsync' - suspect").WithSeverity(DiagnosticSeverity.Warning));

    [Theory]
    [InlineData("db.Orders.RemoveRange(await db.Orders.ToListAsync());")]
    [InlineData("db.Orders.RemoveRange(new Order(), new Order());")]
    [InlineData("db.RemoveRange(await db.Orders.FirstAsync(), await db.Orders.LastAsync());")]
    [InlineData("new List<Order>().AddRange(new List<Order>().AsQueryable());")]
    [InlineData("Console.WriteLine(string.Join(',', 1, 2));")]
    [InlineData("Console.WriteLine(string.Join(',', new[] { 1, 2 }));")]
    public Task What_goes_through_anything_else_does_not(string statement) => ReportsFile($"class C(ShopDb db) {{ public async Task RunAsync() {{ await Task.Yield(); {statement} }} }}");

    [Fact]
    public Task A_loop_is_before_what_it_runs() => ReportsFile(
        "class C(ShopDb db) { public async Task RunAsync() { await Task.Yield(); foreach (var o in [|db.Orders|]) { o.Number = \"\"; db.[|SaveChanges|](); } } }",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning),
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "beside another one of the same method"));

    // A member of the program whose asynchronous twin awaits the same rows.
    [Fact]
    public Task A_member_that_loops_over_a_query_has_a_twin() => ReportsFile(
        """
        class Names(ShopDb db)
        {
            public int Total() { var n = 0; foreach (var o in db.Orders) n += o.Number.Length; return n; }
            public async Task<int> TotalAsync() { var n = 0; await foreach (var o in db.Orders.AsAsyncEnumerable()) n += o.Number.Length; return n; }
        }
        class C(Names names) { public async Task<int> RunAsync() { await Task.Yield(); return names.[|Total|](); } }
        """,
        ExpectedDiagnostic.Any.WithProperty("perf.twin", "TotalAsync"));

    // One body for callers that await and for those that cannot, as EF Core's own are written.
    [Theory]
    [InlineData("if (async) { return await db.SaveChangesAsync(); } return db.SaveChanges();")]
    [InlineData("return async ? await db.SaveChangesAsync() : db.SaveChanges();")]
    [InlineData("if (!async) return db.SaveChanges(); return await db.SaveChangesAsync();")]
    [InlineData("if (async) return db.[|SaveChanges|](); return await db.SaveChangesAsync();")]
    [InlineData("if (async) { await db.SaveChangesAsync(); } return db.[|SaveChanges|]();")]
    public Task What_runs_for_callers_that_cannot_await_is_silent(string body) => ReportsFile($"class C(ShopDb db) {{ public async Task<int> RunAsync(bool async) {{ {body} }} }}");

    // VocaDB: lists that stand in for queries in tests cannot be awaited.
    [Theory]
    [InlineData("if (query.Provider is IAsyncQueryProvider) return await query.ToListAsync(); return query.ToList();")]
    [InlineData("if (query.Provider is not IAsyncQueryProvider) { return query.ToList(); } return await query.ToListAsync();")]
    [InlineData("return query is IAsyncEnumerable<Order> ? await query.ToListAsync() : query.ToList();")]
    [InlineData("if (!(query.Provider is IAsyncQueryProvider provider)) return query.ToList(); else return await query.ToListAsync();")]
    [InlineData("if (query.Provider is IAsyncQueryProvider) return query.[|ToList|](); return await query.ToListAsync();")]
    [InlineData("if (query is IOrderedQueryable<Order>) return await query.ToListAsync(); return query.[|ToList|]();")]
    public Task What_runs_for_queries_that_cannot_be_awaited_is_silent(string body) => ReportsFile(
        $"using Microsoft.EntityFrameworkCore.Query; class C(ShopDb db) {{ public async Task<List<Order>> RunAsync(int count) {{ var query = db.Orders.Where(o => o.Id > count); {body} }} }}");

    // Whoever mends the first sees the others, too; the fix takes all of them.
    [Fact]
    public Task Further_ones_of_the_same_method_are_information() => ReportsFile(
        "class C(ShopDb db) { public async Task RunAsync() { await Task.Yield(); db.[|SaveChanges|](); db.[|SaveChanges|](); } public async Task OtherAsync() { await Task.Yield(); db.[|SaveChanges|](); } }",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning),
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "beside another one of the same method"),
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning));

    // A repository that is queried synchronously throughout is one decision, and the first function speaks for all.
    [Theory]
    [InlineData(10, 0, "10 of 10 functions that query 'IRows' and could await do not, which is one decision")]
    [InlineData(11, 10, "11 of 21 functions that query 'IRows' and could await do not, which is one decision")]
    [InlineData(10, 10, null)]
    [InlineData(9, 0, null)]
    public Task Where_most_functions_do_it_the_first_is_a_warning(int synchronous, int awaited, string? because)
    {
        var functions = Enumerable.Range(0, synchronous).Select(n => n % 3 == 0 ? $"public async Task<int> S{n}() {{ var q = from o in rows.Orders where o.CouponId == {n} select o; q = q.Where(o => o.Id > 1); return await Task.FromResult(q.[|ToList|]().Count); }}"
                : n % 3 == 1 ? $"public async Task<Order> S{n}() {{ await Task.Yield(); return rows.Orders.[|First|](o => o.Id == {n}); }}"
                : $"public Task<List<Order>> S{n}() => Task.FromResult(rows.Orders.Where(o => o.Id == {n}).[|ToList|]());")
            .Concat(Enumerable.Range(0, awaited).Select(n => $"public async Task<int> A{n}() => await rows.Orders.CountAsync(o => o.Id == {n});"));
        return ReportsFile(
            $"public interface IRows {{ IQueryable<Order> Orders {{ get; }} }} class Rows(ShopDb db) : IRows {{ public IQueryable<Order> Orders => db.Orders; }} class C(IRows rows) {{ {string.Join("\n", functions)} }}",
            [.. Enumerable.Range(0, synchronous).Select(n => n == 0 || because is null
                ? ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning)
                : ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", because))]);
    }

    [Theory]
    [InlineData("var query = rows.Orders.Where(o => o.Id > 0); query = query.OrderBy(o => o.Id); return query.ToList();")]
    [InlineData("return (from o in rows.Orders where o.Id > 0 select o).ToList();")]
    [InlineData("return Enumerable.ToList((await Task.FromResult(rows)).Orders);")]
    [InlineData("return ((IQueryable<Order>)rows.Orders!).ToList();")]
    public async Task Usual_are_queries_in_whatever_way_they_are_written(string body)
    {
        var others = string.Concat(Enumerable.Range(0, 10).Select(i => $"class S{i}(IRows rows) {{ public async Task<List<Order>> RunAsync() {{ await Task.Yield(); {body} }} }}\n"));
        var test = new AnalyzerTest<SyncIoInAsyncAnalyzer>
        {
            TestCode = "interface IRows { IQueryable<Order> Orders { get; } }\nclass Rows(ShopDb db) : IRows { public IQueryable<Order> Orders => db.Orders; }\n" + others,
            Sources = { Shop.Model },
        };
        var found = await test.GetDiagnosticsAsync();
        Assert.Equal(10, found.Length);
        Assert.Equal(9, found.Count(d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture).Contains("10 of 10 functions that query 'IRows'", StringComparison.Ordinal)));
    }

    // grandnode2: one store hands out MongoDB's queries, the other what it has read, dressed up; the twin throws for the latter.
    [Theory]
    [InlineData("db.Orders.ToList().AsQueryable()", DiagnosticSeverity.Info, "an implementation of 'IRows.Orders' hands out a sequence in memory, which cannot be awaited")]
    [InlineData("db.Orders.Where(o => o.Id > 1)", DiagnosticSeverity.Warning, null)]
    [InlineData("db.Orders.Where(o => o.Id > 1).AsQueryable()", DiagnosticSeverity.Warning, null)]
    public Task Where_one_of_several_stores_gives_no_query_there_is_nothing_to_await(string other, DiagnosticSeverity severity, string? because)
    {
        var expected = ExpectedDiagnostic.Any.WithSeverity(severity);
        return ReportsFile(
            $$"""
            public interface IRows { IQueryable<Order> Orders { get; } }
            class Rows(ShopDb db) : IRows { public IQueryable<Order> Orders => db.Orders; }
            class OtherRows(ShopDb db) : IRows { public IQueryable<Order> Orders => {{other}}; }
            class C(IRows rows) { public async Task<List<Order>> RunAsync() { await Task.Yield(); return rows.Orders.Where(o => o.Id > 1).[|ToList|](); } }
            """,
            because is null ? expected : expected.WithProperty("perf.rank", because));
    }

    // btcpayserver: administrators come from another service, members of a store from the database.
    [Theory]
    [InlineData("rows = Read().AsQueryable();", DiagnosticSeverity.Info)]
    [InlineData("rows = db.Orders.Where(o => o.Id > 5);", DiagnosticSeverity.Warning)]
    public Task What_is_in_memory_on_one_way_cannot_be_awaited(string other, DiagnosticSeverity severity)
    {
        var expected = ExpectedDiagnostic.Any.WithSeverity(severity);
        return ReportsFile(
            $$"""
            class C(ShopDb db)
            {
                public async Task<int[]> RunAsync(bool isAdmin)
                {
                    await Task.Yield();
                    IQueryable<Order> rows;
                    if (isAdmin) { {{other}} } else { rows = db.Orders.Where(o => o.Id > 1); }
                    rows = rows.Where(o => o.Id < 9);
                    return rows.Select(o => o.Id).[|ToArray|]();
                }
                private List<Order> Read() => [];
            }
            """,
            severity is DiagnosticSeverity.Info ? expected.WithProperty("perf.rank", "on one way it is a sequence in memory, which cannot be awaited") : expected);
    }

    // The twin of what is chosen in an expression throws on the same way as that of what is chosen by an if.
    [Theory]
    [InlineData("IQueryable<Order> rows = isAdmin ? db.Orders : Enumerable.Empty<Order>().AsQueryable(); return rows.[|ToArray|]();")]
    [InlineData("var rows = isAdmin switch { true => db.Orders.Where(o => o.Id > 3), _ => Array.Empty<Order>().AsQueryable() }; return rows.Where(o => o.Id < 9).[|ToArray|]();")]
    [InlineData("var rows = Found(isAdmin) ?? new List<Order>().AsQueryable(); return rows.[|ToArray|]();")]
    [InlineData("return Chosen(isAdmin).[|ToArray|]();")]
    [InlineData("var rows = isAdmin ? db.Orders : Chosen(isAdmin); return rows.[|ToArray|]();")]
    [InlineData("var all = new List<Order>(); foreach (var order in [|isAdmin ? db.Orders : Chosen(isAdmin)|]) all.Add(order); return all.ToArray();")]
    [InlineData("var all = new List<Order>(); all.[|AddRange|](isAdmin ? db.Orders : Chosen(isAdmin)); return all.ToArray();")]
    public Task What_may_be_chosen_in_memory_cannot_be_awaited(string body) => ReportsFile(
        $$"""
        class C(ShopDb db)
        {
            public async Task<Order[]> RunAsync(bool isAdmin) { await Task.Yield(); {{body}} }
            private IQueryable<Order>? Found(bool isAdmin) => isAdmin ? db.Orders : null;
            private IQueryable<Order> Chosen(bool isAdmin) => isAdmin ? db.Orders : new List<Order>().AsQueryable();
        }
        """,
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info));

    // grandnode2: what is given for the parameter comes from either store.
    [Theory]
    [InlineData("db.Orders.ToList().AsQueryable()", DiagnosticSeverity.Info)]
    [InlineData("db.Orders.Where(o => o.Id > 1)", DiagnosticSeverity.Warning)]
    public Task What_is_given_for_a_query_is_looked_at_where_it_is_given(string other, DiagnosticSeverity severity) => ReportsFile(
        $$"""
        public interface IRows { IQueryable<Order> Orders { get; } }
        class Rows(ShopDb db) : IRows { public IQueryable<Order> Orders => db.Orders; }
        class OtherRows(ShopDb db) : IRows { public IQueryable<Order> Orders => {{other}}; }
        class C(IRows rows)
        {
            public Task<List<int>> RunAsync() { var query = rows.Orders.Where(o => o.Id > 1); return IdsAsync(query); }
            private static async Task<List<int>> IdsAsync(IQueryable<Order> orders) { await Task.Yield(); return orders.Select(o => o.Id).[|ToList|](); }
        }
        """,
        ExpectedDiagnostic.Any.WithSeverity(severity));

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
