using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>A call with an asynchronous twin calls its twin.</summary>
public sealed class SyncIoInAsyncFixTests : RuleTests<SyncIoInAsyncAnalyzer, SyncIoInAsyncFix>
{
    private static Task FixesStatement(string statement, string fixedStatement) => FixesFile(
        $"public class C(ShopDb db)\n{{\n    public async Task M(int id, CancellationToken stop)\n    {{\n        await Task.Yield();\n        {statement}\n    }}\n\n    static void Use(object? o) {{ }}\n}}\n",
        $"public class C(ShopDb db)\n{{\n    public async Task M(int id, CancellationToken stop)\n    {{\n        await Task.Yield();\n        {fixedStatement}\n    }}\n\n    static void Use(object? o) {{ }}\n}}\n");

    [Theory]
    [InlineData("db.[|SaveChanges|]();", "await db.SaveChangesAsync(stop);")]
    [InlineData("Use(db.Orders.[|ToList|]());", "Use(await db.Orders.ToListAsync(stop));")]
    [InlineData("Use(db.Orders.Where(o => o.Id > id).[|ToList|]().Count);", "Use((await db.Orders.Where(o => o.Id > id).ToListAsync(stop)).Count);")]
    [InlineData("Use(db.Orders.[|First|](o => o.Id == id).Number);", "Use((await db.Orders.FirstAsync(o => o.Id == id, stop)).Number);")]
    [InlineData("Use(db.Orders.[|Find|](id));", "Use(await db.Orders.FindAsync(id));")]
    [InlineData("Thread.[|Sleep|](1000);", "await Task.Delay(1000, stop);")]
    [InlineData("new SemaphoreSlim(1).[|Wait|](stop);", "await new SemaphoreSlim(1).WaitAsync(stop);")]
    public Task The_twin_is_awaited_with_the_token_that_is_at_hand(string statement, string fixedStatement) => FixesStatement(statement, fixedStatement);

    [Theory]
    [InlineData("Use(db.Orders.OrderBy(o => o.Id).[|FirstOrDefault|]()?.Number);", "Use((await db.Orders.OrderBy(o => o.Id).FirstOrDefaultAsync(stop))?.Number);")]
    public Task What_follows_is_asked_of_the_result(string statement, string fixedStatement) => FixesStatement(statement, fixedStatement);

    // All rows before the first turn, as long as every turn is taken; the loop's own queries have the connection to themselves.
    [Theory]
    [InlineData("foreach (var o in [|db.Orders.Where(o => o.Id > id)|]) Use(o);", "foreach (var o in await db.Orders.Where(o => o.Id > id).ToListAsync(stop)) Use(o);")]
    [InlineData("foreach (var o in [|from o in db.Orders select o|]) Use(o);", "foreach (var o in await (from o in db.Orders select o).ToListAsync(stop)) Use(o);")]
    [InlineData("foreach (var o in [|db.Orders|]) Use(o);", "foreach (var o in await db.Orders.ToListAsync(stop)) Use(o);")]
    [InlineData("foreach (var o in [|db.Orders|]) { foreach (var l in o.Lines) break; }", "foreach (var o in await db.Orders.ToListAsync(stop)) { foreach (var l in o.Lines) break; }")]
    [InlineData("foreach (var o in [|db.Orders|]) { if (o.Id > id) break; Use(o); }", "await foreach (var o in db.Orders.AsAsyncEnumerable().WithCancellation(stop)) { if (o.Id > id) break; Use(o); }")]
    [InlineData("foreach (var o in [|from o in db.Orders select o|]) return;", "await foreach (var o in (from o in db.Orders select o).AsAsyncEnumerable().WithCancellation(stop)) return;")]
    [InlineData("try { } finally { foreach (var o in [|db.Orders|]) { if (o.Id > id) break; } }", "try { } finally { await foreach (var o in db.Orders.AsAsyncEnumerable()) { if (o.Id > id) break; } }")]
    [InlineData("List<Order> all = [.. [|db.Orders.Where(o => o.Id > id)|]]; Use(all);", "List<Order> all = [.. await db.Orders.Where(o => o.Id > id).ToListAsync(stop)]; Use(all);")]
    [InlineData("Use(new [|HashSet<Order>|](db.Orders));", "Use(new HashSet<Order>(await db.Orders.ToListAsync(stop)));")]
    [InlineData("List<Order> all = [|new(db.Orders)|]; Use(all);", "List<Order> all = new(await db.Orders.ToListAsync(stop)); Use(all);")]
    public Task The_rows_of_a_loop_are_awaited(string statement, string fixedStatement) => FixesStatement(statement, fixedStatement);

    [Theory]
    [InlineData("db.Orders.[|RemoveRange|](db.Orders.Where(o => o.Id > id));", "db.Orders.RemoveRange(await db.Orders.Where(o => o.Id > id).ToListAsync(stop));")]
    [InlineData("db.[|RemoveRange|](from o in db.Orders select o);", "db.RemoveRange(await (from o in db.Orders select o).ToListAsync(stop));")]
    [InlineData("Use(string.[|Join|](\",\", db.Orders.Select(o => o.Number)));", "Use(string.Join(\",\", await db.Orders.Select(o => o.Number).ToListAsync(stop)));")]
    [InlineData("var rows = new List<Order>(); foreach (var o in new[] { 1, 2 }) { rows.[|AddRange|](db.Orders); break; }", "var rows = new List<Order>(); foreach (var o in new[] { 1, 2 }) { rows.AddRange(await db.Orders.ToListAsync(stop)); break; }")]
    public Task The_rows_that_a_call_goes_through_are_awaited(string statement, string fixedStatement) => FixesStatement(statement, fixedStatement);

    [Fact]
    public Task The_rows_of_a_loop_are_configured_as_the_other_awaits() => FixesFile(
        "public class C(ShopDb db)\n{\n    public async Task M()\n    {\n        await Task.Delay(1).ConfigureAwait(false);\n        foreach (var o in [|db.Orders|]) o.Number = \"\";\n    }\n}\n",
        "public class C(ShopDb db)\n{\n    public async Task M()\n    {\n        await Task.Delay(1).ConfigureAwait(false);\n        foreach (var o in await db.Orders.ToListAsync().ConfigureAwait(false)) o.Number = \"\";\n    }\n}\n");

    // The await may go on with another thread, which can neither give the lock back nor end the transaction.
    [Theory]
    [InlineData("var gate = new object(); Monitor.Enter(gate); try { db.[|SaveChanges|](); } finally { Monitor.Exit(gate); }")]
    [InlineData("var gate = new object(); var taken = false; try { Monitor.Enter(gate, ref taken); db.[|SaveChanges|](); } finally { if (taken) Monitor.Exit(gate); }")]
    [InlineData("var gate = new object(); if (Monitor.TryEnter(gate)) { db.[|SaveChanges|](); Monitor.Exit(gate); }")]
    [InlineData("var gate = new object(); if (!Monitor.TryEnter(gate)) return; db.[|SaveChanges|](); Monitor.Exit(gate);")]
    [InlineData("var gate = new object(); Monitor.Enter(gate); if (id == 0) { Monitor.Exit(gate); return; } db.[|SaveChanges|](); Monitor.Exit(gate);")]
    [InlineData("var gate = new Lock(); gate.Enter(); try { Use(db.Orders.[|Count|]()); } finally { gate.Exit(); }")]
    [InlineData("var gate = new ReaderWriterLockSlim(); gate.EnterUpgradeableReadLock(); gate.EnterWriteLock(); gate.ExitWriteLock(); Use(db.Orders.[|Count|]()); gate.ExitUpgradeableReadLock();")]
    [InlineData("var gate = new ReaderWriterLockSlim(); gate.TryEnterReadLock(1); try { foreach (var o in [|db.Orders|]) Use(o); } finally { gate.ExitReadLock(); }")]
    [InlineData("var gate = new ReaderWriterLock(); gate.AcquireReaderLock(1); try { Use(db.Orders.[|Count|]()); } finally { gate.ReleaseReaderLock(); }")]
    [InlineData("var gate = new SpinLock(); var taken = false; gate.Enter(ref taken); Use(db.Orders.[|Count|]()); gate.Exit();")]
    [InlineData("var gate = new Mutex(); gate.WaitOne(); try { Use(db.Orders.[|Count|]()); } finally { gate.ReleaseMutex(); }")]
    [InlineData("using (var scope = new System.Transactions.TransactionScope()) { db.[|SaveChanges|](); scope.Complete(); }")]
    [InlineData("using (new System.Transactions.TransactionScope(System.Transactions.TransactionScopeAsyncFlowOption.Suppress)) db.[|SaveChanges|]();")]
    [InlineData("using var scope = new System.Transactions.TransactionScope(); db.[|SaveChanges|](); scope.Complete();")]
    [InlineData("System.Transactions.TransactionScope scope = new(); try { db.[|SaveChanges|](); scope.Complete(); } finally { scope.Dispose(); }")]
    [InlineData("System.Transactions.TransactionScope Begin() => new(); using var scope = Begin(); db.[|SaveChanges|](); scope.Complete();")]
    public Task Nothing_is_offered_while_a_lock_or_transaction_is_the_threads(string statement) => FixesStatement(statement, statement);

    [Theory]
    [InlineData("var gate = new object(); Monitor.Enter(gate); try { Use(id); } finally { Monitor.Exit(gate); } db.[|SaveChanges|]();")]
    [InlineData("var gate = new object(); var taken = false; try { Monitor.TryEnter(gate, ref taken); } finally { if (taken) Monitor.Exit(gate); } db.[|SaveChanges|]();")]
    [InlineData("var gate = new object(); if (!Monitor.TryEnter(gate)) { db.[|SaveChanges|](); return; } Monitor.Exit(gate);")]
    [InlineData("var gate = new object(); if (id > 0) { Monitor.Enter(gate); Use(id); Monitor.Exit(gate); } else { db.[|SaveChanges|](); }")]
    [InlineData("var gate = new SemaphoreSlim(1); gate.Wait(0); try { db.[|SaveChanges|](); } finally { gate.Release(); }")]
    [InlineData("var gate = new Lock(); using (gate.EnterScope()) { Use(id); } db.[|SaveChanges|]();")]
    [InlineData("var done = new ManualResetEvent(true); done.WaitOne(); db.[|SaveChanges|](); done.Set();")]
    [InlineData("using (var scope = new System.Transactions.TransactionScope(System.Transactions.TransactionScopeAsyncFlowOption.Enabled)) { db.[|SaveChanges|](); scope.Complete(); }")]
    [InlineData("using (var scope = new System.Transactions.TransactionScope()) { scope.Complete(); } db.[|SaveChanges|]();")]
    [InlineData("System.Transactions.TransactionScope Begin() { System.Transactions.TransactionOptions o = new(); return new(default, o, System.Transactions.TransactionScopeAsyncFlowOption.Enabled); } using var scope = Begin(); db.[|SaveChanges|]();")]
    [InlineData("var scope = new System.Transactions.TransactionScope(); scope.Dispose(); db.[|SaveChanges|]();")]
    [InlineData("using var file = new System.IO.MemoryStream(); db.[|SaveChanges|](); file.WriteByte(1);")]
    public Task What_the_thread_has_given_back_or_never_had_is_awaited(string statement) =>
        FixesStatement(statement, statement.Replace("db.[|SaveChanges|]()", "await db.SaveChangesAsync(stop)", StringComparison.Ordinal));

    [Theory]
    [InlineData("Depth++; try { Use(db.Orders.[|Count|]()); } finally { Depth--; }")]
    [InlineData("Depth += db.Orders.[|Count|]();")]
    [InlineData("while (id > 0) { Use(db.Orders.[|Count|]()); Depth++; }")]
    public Task Nothing_is_offered_between_uses_of_a_field_of_the_thread(string statement) => RefusesFile(OfThread(statement));

    [Theory]
    [InlineData("Depth = db.Orders.[|Count|]();", "Depth = await db.Orders.CountAsync();")]
    [InlineData("if (id > 0) { Depth++; return; } Use(db.Orders.[|Count|]()); Depth--;", "if (id > 0) { Depth++; return; } Use(await db.Orders.CountAsync()); Depth--;")]
    public Task A_field_of_the_thread_may_be_used_on_one_side(string statement, string fixedStatement) => FixesFile(OfThread(statement), OfThread(fixedStatement));

    private static string OfThread(string statement) =>
        $"public class C(ShopDb db)\n{{\n    [ThreadStatic] private static int Depth;\n\n    public async Task M(int id)\n    {{\n        await Task.Yield();\n        {statement}\n    }}\n\n    static void Use(object? o) {{ }}\n}}\n";

    // The twin throws on the way on which it is a list.
    [Theory]
    [InlineData("IQueryable<Order> rows = id > 1 ? db.Orders : Enumerable.Empty<Order>().AsQueryable(); Use(rows.[|ToList|]());")]
    [InlineData("IQueryable<Order> rows; if (id > 1) rows = db.Orders; else rows = new List<Order>().AsQueryable(); Use(rows.[|ToList|]());")]
    [InlineData("var rows = id switch { > 1 => db.Orders.Where(o => o.Id > 3), _ => Array.Empty<Order>().AsQueryable() }; Use(rows.[|Count|]());")]
    [InlineData("IQueryable<Order> rows = id > 1 ? db.Orders : new List<Order>().AsQueryable(); foreach (var order in [|rows|]) Use(order);")]
    [InlineData("IQueryable<Order> rows = id > 1 ? db.Orders : new List<Order>().AsQueryable(); db.[|RemoveRange|](rows);")]
    public Task Nothing_is_offered_where_it_may_be_a_list(string statement) =>
        RefusesFile($"public class C(ShopDb db)\n{{\n    public async Task M(int id)\n    {{\n        await Task.Yield();\n        {statement}\n    }}\n\n    static void Use(object? o) {{ }}\n}}\n");

    [Fact]
    public Task Nothing_is_offered_behind_a_question_mark() =>
        RefusesFile("public class C\n{\n    public async Task M(ShopDb? db)\n    {\n        await Task.Yield();\n        db?.[|SaveChanges|]();\n    }\n}\n");
}

/// <summary>The chain from the handler to the round trip becomes async.</summary>
public sealed class SyncIoOnRequestPathFixTests
{
    // A lambda has no name that a title could say.
    [Fact]
    public Task A_handler_that_is_a_lambda()
    {
        var test = new CodeFixTest<SyncIoOnRequestPathAnalyzer, SyncIoOnRequestPathFix>
        {
            TestCode =
                """
                using Microsoft.AspNetCore.Builder;

                public static class App
                {
                    public static void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app) => app.MapGet("/orders/{id}", (int id, ShopDb db) => db.Orders.[|First|](o => o.Id == id).Number);
                }
                """,
            FixedCode =
                """
                using Microsoft.AspNetCore.Builder;

                public static class App
                {
                    public static void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app) => app.MapGet("/orders/{id}", async (int id, ShopDb db) => (await db.Orders.FirstAsync(o => o.Id == id)).Number);
                }
                """,
            Sources = { Shop.Model },
            Title = "Make the lambda async and await it (review)",
        };
        test.Projects[0].References = [.. TestReferences.Libraries, .. LibraryStubs.Contracts];
        return test.RunAsync();
    }

    // A delegate of any type is that of an async method as well.
    [Fact]
    public Task A_handler_that_is_mapped_by_its_name()
    {
        const string Code =
            """
            using Microsoft.AspNetCore.Builder;

            public static class App
            {
                public static void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app) => app.MapGet("/orders/{id}", Find);

                private static string Find(int id, ShopDb db) => db.Orders.[|First|](o => o.Id == id).Number;
            }
            """;
        var test = new CodeFixTest<SyncIoOnRequestPathAnalyzer, SyncIoOnRequestPathFix>
        {
            TestCode = Code,
            FixedCode = Code.Replace("static string Find", "static async Task<string> Find", StringComparison.Ordinal).Replace("db.Orders.[|First|](o => o.Id == id)", "(await db.Orders.FirstAsync(o => o.Id == id))", StringComparison.Ordinal),
            Sources = { Shop.Model },
        };
        test.Projects[0].References = [.. TestReferences.Libraries, .. LibraryStubs.Contracts];
        return test.RunAsync();
    }

    [Fact]
    public async Task The_chain_becomes_async_up_to_the_handler()
    {
        var test = new CodeFixTest<SyncIoOnRequestPathAnalyzer, SyncIoOnRequestPathFix>
        {
            TestCode =
                """
                public class OrdersController(IOrders orders) : Microsoft.AspNetCore.Mvc.ControllerBase
                {
                    public object Get(int id) => orders.Load(id).Number;

                    public object Delete(int id, CancellationToken stop)
                    {
                        orders.Load(id).Number = "";
                        return Ok();
                    }
                }

                public interface IOrders
                {
                    Order Load(int id);
                }

                public class Orders(ShopDb db) : IOrders
                {
                    public Order Load(int id)
                    {
                        return db.Orders.[|First|](o => o.Id == id);
                    }

                    public static void Main()
                    {
                    }
                }

                """,
            FixedCode =
                """
                public class OrdersController(IOrders orders) : Microsoft.AspNetCore.Mvc.ControllerBase
                {
                    public async Task<object> Get(int id) => (await orders.Load(id)).Number;

                    public async Task<object> Delete(int id, CancellationToken stop)
                    {
                        (await orders.Load(id)).Number = "";
                        return Ok();
                    }
                }

                public interface IOrders
                {
                    Task<Order> Load(int id);
                }

                public class Orders(ShopDb db) : IOrders
                {
                    public async Task<Order> Load(int id)
                    {
                        return await db.Orders.FirstAsync(o => o.Id == id);
                    }

                    public static void Main()
                    {
                    }
                }

                """,
            Sources = { Shop.Model },
            OutputKind = OutputKind.ConsoleApplication,
            Title = "Make 'Load' and its callers async, 4 functions in all (review)",
        };
        test.Projects[0].References = TestReferences.Libraries;
        await test.RunAsync();
    }

    // ASP.NET Core finds both Invoke and InvokeAsync, and takes no task from the former; the host refuses a startup class whose Configure returns one.
    [Theory]
    [InlineData("""
        public class NewestViewComponent(ShopDb db) : Microsoft.AspNetCore.Mvc.ViewComponent
        {
            public string Invoke(int id) => db.Orders.[|First|](o => o.Id == id).Number;
        """)]
    [InlineData("""
        public class Startup
        {
            public void Configure(Microsoft.AspNetCore.Builder.IApplicationBuilder app, IWarmUp first)
            {
                first.RunAsync().[|Wait|]();
            }
        """)]
    public async Task What_the_framework_finds_by_name_stays_synchronous(string type)
    {
        var code = type + "\n\n    public static void Main()\n    {\n    }\n}\n\npublic interface IWarmUp\n{\n    Task RunAsync();\n}\n";
        if (type.Contains("Wait", StringComparison.Ordinal))
            await RefuseAsync<SyncOverAsyncAnalyzer, SyncOverAsyncFix>(code);
        else
            await RefuseAsync<SyncIoOnRequestPathAnalyzer, SyncIoOnRequestPathFix>(code);
    }

    [Theory]
    [InlineData("Monitor.Enter(db); try { Save(); } finally { Monitor.Exit(db); } return Ok();")]
    [InlineData("using var scope = new System.Transactions.TransactionScope(); Save(); scope.Complete(); return Ok();")]
    [InlineData("using (new Lock().EnterScope()) { Save(); return Ok(); }")]
    public Task What_belongs_to_the_thread_of_a_caller_stops_the_chain(string body) => RefuseAsync<SyncIoOnRequestPathAnalyzer, SyncIoOnRequestPathFix>(
        $"public class OrdersController(ShopDb db) : Microsoft.AspNetCore.Mvc.ControllerBase\n{{\n    public object Post()\n    {{\n        {body}\n    }}\n\n    private void Save() => db.[|SaveChanges|]();\n\n    public static void Main()\n    {{\n    }}\n}}\n");

    private static async Task RefuseAsync<TAnalyzer, TFix>(string code)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : PerfCodeFix, new()
    {
        var test = new CodeFixTest<TAnalyzer, TFix>
        {
            TestCode = code,
            FixedCode = code,
            Sources = { Shop.Model },
            OutputKind = OutputKind.ConsoleApplication,
        };
        test.Projects[0].References = TestReferences.Libraries;
        await test.RunAsync();
    }
}
