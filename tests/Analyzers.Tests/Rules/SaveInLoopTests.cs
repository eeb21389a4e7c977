using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>PERF1002: a save, write or commit per element. What repeats and what does not is asked in the tests of the flow.</summary>
public sealed class SaveInLoopTests : RuleTests<SaveInLoopAnalyzer>
{
    [Fact]
    public Task The_message_says_what_repeats_over_what_and_what_to_do() => Reports(
        """
        foreach (var order in orders)
        {
            order.CouponId = null;
            db.[|SaveChanges|]();
        }
        """,
        ExpectedDiagnostic.Any
            .Says("'SaveChanges' writes to the database for each 'order' in 'orders'; save once after the loop - suspect")
            .WithSeverity(DiagnosticSeverity.Warning)
            .WithProperty("perf.advice", "save once after the loop")
            .WithProperty("perf.rank", null)
            .WithAdditionalLocations("foreach"));

    [Theory]
    [InlineData("db.[|SaveChanges|]();", "save once after the loop")]
    [InlineData("await db.[|SaveChangesAsync|](ct);", "save once after the loop")]
    [InlineData("db.Orders.Where(o => o.Id == id).[|ExecuteDelete|]();", "collect the changes and write them with one command")]
    [InlineData("await db.Orders.Where(o => o.Id == id).[|ExecuteUpdateAsync|](s => s.SetProperty(o => o.Number, \"x\"), ct);", "collect the changes and write them with one command")]
    [InlineData("db.Database.[|ExecuteSql|]($\"delete from Orders where Id = {id}\");", "collect the changes and write them with one command")]
    [InlineData("using var t = db.Database.BeginTransaction(); db.Orders.Add(new() { Id = id }); db.[|SaveChanges|](); t.Commit();", "save once after the loop")]
    public Task Writes_of_entity_framework(string statement, string advice) =>
        Reports($"foreach (var id in ids) {{ {statement} }}", ExpectedDiagnostic.Any.Mentions("; " + advice + " - "));

    [Theory]
    [InlineData("connection.[|Execute|](\"update t set x = 1 where id = @id\", new { id });")]
    [InlineData("await connection.[|ExecuteAsync|](\"update t set x = 1 where id = @id\", new { id });")]
    [InlineData("using var c = connection.CreateCommand(); c.[|ExecuteNonQuery|]();")]
    [InlineData("using var c = any.CreateCommand(); c.[|ExecuteNonQuery|]();")]
    [InlineData("using var c = new Microsoft.Data.Sqlite.SqliteCommand(\"delete from t\", sqlite); await c.[|ExecuteNonQueryAsync|]();")]
    [InlineData("using var t = connection.BeginTransaction(); t.[|Commit|]();")]
    [InlineData("using var t = await connection.BeginTransactionAsync(); await t.[|CommitAsync|]();")]
    public Task Writes_of_dapper_and_ado_net(string statement) => ReportsFile($$"""
        using System.Data;
        using System.Data.Common;
        using Dapper;
        public class Import(DbConnection connection, IDbConnection any, Microsoft.Data.Sqlite.SqliteConnection sqlite)
        {
            public async Task Run(List<int> ids)
            {
                await Task.Yield();
                foreach (var id in ids) { {{statement}} }
            }
        }
        """);

    // das-commitments: Dapper runs the command once for each element of a list that it is given as the parameters.
    [Theory]
    [InlineData("connection.[|Execute|](\"update t set x = 1 where id = @Id\", orders);", DiagnosticSeverity.Warning)]
    [InlineData("await connection.[|ExecuteAsync|](\"update t set x = 1 where id = @Id\", orders.Select(o => new { o.Id }), commandTimeout: 3);", DiagnosticSeverity.Warning)]
    [InlineData("connection.[|Execute|](\"update t set x = 1 where id = @Id\", new[] { new { Id = 1 }, new { Id = 2 } });", DiagnosticSeverity.Info)]
    [InlineData("connection.Execute(\"update t set x = 1 where id in @Ids\", new { Ids = orders.Select(o => o.Id) });", null)]
    [InlineData("connection.Execute(\"update t set x = 1 where id = @Id\", new Dictionary<string, object> { [\"Id\"] = 3 });", null)]
    [InlineData("IDictionary<string, object> values = new Dictionary<string, object> { [\"Id\"] = 3 }; connection.Execute(\"update t set x = 1 where id = @Id\", values);", null)]
    [InlineData("connection.Execute(\"update t set x = 1 where id = @Id\", orders.Select(o => KeyValuePair.Create(o.Number, (object)o.Id)));", null)]
    [InlineData("connection.Execute(\"update t set x = 1 where id = @Id\", orders[0]);", null)]
    [InlineData("connection.Query<Order>(\"select * from t\", orders);", null)]
    public Task A_command_of_a_list_runs_once_for_each_element(string statement, DiagnosticSeverity? severity) => ReportsFile($$"""
        using System.Data.Common;
        using Dapper;
        public class Import(DbConnection connection) { public async Task Run(List<Order> orders) { await Task.Yield(); {{statement}} } }
        """,
        severity is { } expected ? [ExpectedDiagnostic.Any.WithSeverity(expected).Mentions("writes to the database for each element of '").Mentions("collect the changes and write them with one command")] : []);

    // Whoever calls the helper in a loop of his own repeats it, and that is his.
    [Fact]
    public Task Who_repeats_a_command_of_a_list_is_told_as_well() => ReportsFile("""
        using System.Data.Common;
        using Dapper;
        public class Import(DbConnection connection)
        {
            public void Run(List<string> names, List<Order> orders) { foreach (var name in names) [|Write|](name, orders); }
            private void Write(string name, List<Order> orders) => connection.[|Execute|]($"insert into {name} values (@Id)", orders);
        }
        """);

    // Behind the interface of a context, with what the context has from its base class.
    [Theory]
    [InlineData("ShopDb2 : ShopDb, IShop", DiagnosticSeverity.Warning)]
    [InlineData("ShopDb2 : ShopDb", DiagnosticSeverity.Info)]
    public Task The_save_of_a_context_behind_an_interface(string context, DiagnosticSeverity severity) => ReportsFile($$"""
        public interface IShop { DbSet<Order> Orders { get; } Task<int> SaveChangesAsync(CancellationToken ct); }
        public class {{context}} { public ShopDb2() : base(new()) { } public DbSet<Order> Placed => Orders; }
        public interface IShopUnitOfWork { Task<int> SaveChangesAsync(CancellationToken ct); }
        public class Import(IShop shop, IShopUnitOfWork unit)
        {
            public async Task Run(List<Order> orders, CancellationToken ct) { foreach (var order in orders) { shop.Orders.Add(order); await {{(severity is DiagnosticSeverity.Warning ? "shop" : "unit")}}.[|SaveChangesAsync|](ct); } }
        }
        """, ExpectedDiagnostic.Any.WithSeverity(severity));

    // ASP.NET Boilerplate: who holds several contexts or transactions ends each of them.
    [Theory]
    [InlineData("foreach (var context in contexts) context.[|SaveChanges|]();", DiagnosticSeverity.Info)]
    [InlineData("foreach (var active in units) active.Db.[|SaveChanges|]();", DiagnosticSeverity.Info)]
    [InlineData("foreach (var active in units) db.[|SaveChanges|]();", DiagnosticSeverity.Warning)]
    public Task Contexts_of_their_own_are_saved_one_by_one(string body, DiagnosticSeverity severity) => ReportsFile(
        $$"""
        public class Unit { public ShopDb Db { get; set; } = null!; }
        public class Work(ShopDb db, List<ShopDb> contexts, List<Unit> units) { public void Run() { {{body}} } }
        """, ExpectedDiagnostic.Any.WithSeverity(severity));

    // ErsatzTV: a hundred ids in one command.
    [Theory]
    [InlineData("await connection.ExecuteAsync(\"delete from t where id in @Ids\", new { Ids = page });")]
    [InlineData("await connection.ExecuteAsync(new CommandDefinition(\"delete from t where id in @Ids\", parameters: new { Ids = page }));")]
    [InlineData("await connection.[|ExecuteAsync|](\"delete from t where id = @Id\", new { Id = page[0] });")]
    public Task A_page_of_keys_is_written_at_once(string statement) => ReportsFile($$"""
        using System.Data.Common;
        using Dapper;
        public class Import(DbConnection connection)
        {
            public async Task Run(List<int> ids) { foreach (List<int> page in Pages(ids, 100)) { {{statement}} } }
            private static IEnumerable<List<int>> Pages(List<int> all, int size) { for (var i = 0; i < all.Count; i += size) yield return all.GetRange(i, Math.Min(size, all.Count - i)); }
        }
        """);

    private static string Repository(string body) => $$"""
        public interface IOrders { Task AddAsync(Order order); Task AddRangeAsync(List<Order> orders); Task SaveAsync(); }
        public class Orders(ShopDb db) : IOrders
        {
            public async Task AddAsync(Order order) { db.Orders.Add(order); await SaveAsync(); }
            public async Task AddRangeAsync(List<Order> orders) { db.Orders.AddRange(orders); await SaveAsync(); }
            public Task SaveAsync() => db.SaveChangesAsync();
        }
        public sealed class Batch(ShopDb db) : IDisposable { public void Add(Order order) => db.Orders.Add(order); public void Dispose() => db.SaveChanges(); }
        public class Import(ShopDb db, IOrders repository)
        {
            public async Task Run(List<Order> orders) { await Task.Yield(); {{body}} }
            private void One(Order order) { using var batch = new Batch(db); batch.Add(order); }
        }
        """;

    [Fact]
    public Task The_save_behind_a_repository() => ReportsFile(
        Repository("foreach (var order in orders) await repository.[|AddAsync|](order);"),
        ExpectedDiagnostic.Any.Says(
            "'AddAsync' writes to the database for each 'order' in 'orders', through Orders.AddAsync -> Orders.SaveAsync -> SaveChangesAsync; call 'AddRangeAsync' once for all of them - suspect"));

    // The member for many takes many of one thing. Of what else differs from turn to turn it takes one.
    [Theory]
    [InlineData("foreach (var order in orders) await repository.[|TagAsync|](order, \"new\");", false)]
    [InlineData("foreach (var order in orders) await repository.[|TagAsync|](order, order.Id.ToString());", false)]
    [InlineData("var first = orders[0]; foreach (var order in orders) await repository.[|TagAsync|](first, order.Id.ToString());", true)]
    [InlineData("await Task.WhenAll(orders.Select(repository.[|AddAsync|]));", true)]
    public Task The_member_for_many_is_advised_where_one_call_is_enough(string body, bool isAdvised) => ReportsFile(
        Repository(body).Replace("public interface IOrders {", "public interface IOrders { Task TagAsync(Order order, string tag); Task TagsAsync(Order order, List<string> tags);", StringComparison.Ordinal)
            .Replace("public Task SaveAsync() =>", "public Task TagAsync(Order order, string tag) => SaveAsync(); public Task TagsAsync(Order order, List<string> tags) => SaveAsync(); public Task SaveAsync() =>", StringComparison.Ordinal),
        isAdvised ? ExpectedDiagnostic.Any.Mentions("once for all of them") : ExpectedDiagnostic.Any.WithProperty("perf.advice", "save once after the loop"));

    [Theory]
    [InlineData("await Task.WhenAll(orders.Select(repository.[|AddAsync|]));")]
    [InlineData("orders.ForEach(order => { db.Orders.Add(order); db.[|SaveChanges|](); });")]
    [InlineData("foreach (var order in orders) [|One|](order);")]
    [InlineData("foreach (var order in orders) { [|using var batch = new Batch(db);|] batch.Add(order); }")]
    [InlineData("for (var i = 0; i < orders.Count; i++) { db.Orders.Remove(orders[i]); await db.[|SaveChangesAsync|](); }")]
    public Task Saves_through_calls_callbacks_and_disposal(string body) => ReportsFile(Repository(body));

    [Theory]
    [InlineData("foreach (var order in orders) db.Orders.Add(order); await db.SaveChangesAsync();")]
    [InlineData("await repository.AddRangeAsync(orders);")]
    [InlineData("foreach (var page in orders.Chunk(500)) await repository.AddRangeAsync([.. page]);")]
    [InlineData("foreach (var page in orders.Chunk(500)) { db.Orders.AddRange(page); await db.SaveChangesAsync(); }")]
    public Task One_save_for_all_or_for_a_batch_is_silent(string body) => ReportsFile(Repository(body));

    [Theory]
    [InlineData("var saved = false; while (!saved) { try { db.SaveChanges(); saved = true; } catch (DbUpdateConcurrencyException e) { e.Entries[0].Reload(); } }")]
    [InlineData("for (var i = 0; ; i++) { try { await db.SaveChangesAsync(ct); break; } catch (DbUpdateException) when (i < 3) { Use(i); } }")]
    [InlineData("foreach (var id in ids) { if (id == 3) { db.SaveChanges(); break; } }")]
    [InlineData("foreach (var id in ids) { try { Use(id); } catch (InvalidOperationException) { db.SaveChanges(); throw; } }")]
    [InlineData("while (!ct.IsCancellationRequested) { db.SaveChanges(); await Task.Delay(1000, ct); }")]
    [InlineData("var jobs = System.Threading.Channels.Channel.CreateUnbounded<int>(); await foreach (var id in jobs.Reader.ReadAllAsync(ct)) { db.Orders.Remove(new() { Id = id }); await db.SaveChangesAsync(ct); }")]
    public Task Retries_error_paths_and_workers_are_silent(string body) => Silent(body);

    // What PERF1001 reports is not reported again.
    [Theory]
    [InlineData("foreach (var id in ids) Use(db.Orders.Find(id));")]
    [InlineData("foreach (var order in orders) db.Orders.Update(order);")]
    [InlineData("foreach (var order in orders) db.Entry(order).State = EntityState.Deleted;")]
    [InlineData("foreach (var id in ids) Use(db.Orders.Where(o => o.Id == id));")]
    public Task Reads_and_changes_that_are_only_tracked_are_silent(string body) => Silent(body);

    [Fact]
    public Task A_save_for_every_hundred_elements_is_silent() => Silent(
        "var n = 0; foreach (var order in orders) { db.Orders.Add(order); if (++n % 100 == 0) db.SaveChanges(); } db.SaveChanges();");

    [Fact]
    public Task Seeding_is_information() => ReportsFile(
        "class OrderSeeder(ShopDb db) { public void Run(List<Order> orders) { foreach (var order in orders) { db.Orders.Add(order); db.[|SaveChanges|](); } } }",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "runs at startup or in maintenance"));
}
