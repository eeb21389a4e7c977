using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>PERF1001 where the loop and the query are in different members: 87 % of real cases.</summary>
public sealed class QueryInLoopThroughCallsTests : RuleTests<QueryInLoopAnalyzer>
{
    private static string Class(string members) => $$"""
        public class Service(ShopDb db, IOrders repository)
        {
            private readonly List<int> ids = [];
            private static void Use(params object?[] values) { }
        {{members}}
        }

        public interface IOrders { Task<Order?> GetAsync(int id); IQueryable<Order> Query { get; } Order? this[int id] { get; } }

        public class Orders(ShopDb db) : IOrders
        {
            public async Task<Order?> GetAsync(int id) => await LoadAsync(id);
            private Task<Order?> LoadAsync(int id) => db.Orders.FirstOrDefaultAsync(o => o.Id == id);
            public IQueryable<Order> Query => db.Orders.AsNoTracking();
            public Order? this[int id] => db.Orders.Find(id);
        }
        """;

    [Theory]
    [InlineData("ids.ForEach(_ => Use(db.Orders.[|Find|](Next())));", "for each element of 'ids'")]
    [InlineData("Use(order?.Lines.Select(l => db.Orders.[|Find|](l.Id)).ToList());", "for each 'l' in 'order?.Lines'")]
    [InlineData("Use(order?.Lines.Where(l => l.Id > 1).Select(l => db.Orders.[|Find|](l.Id)).ToList());", "for each 'l' in 'order?.Lines.Where(l => l.Id > 1)'")]
    public Task The_message_says_in_what(string body, string says) => ReportsFile(
        $"public class Report(ShopDb db) {{ private static void Use(object? value) {{ }} private static int Next() => Environment.TickCount; public void Run(List<int> ids, Order? order) {{ {body} }} }}",
        ExpectedDiagnostic.Any.Mentions(says));

    private static string Compiled(string body) => $$"""
        public class Report(ShopDb db)
        {
            private static readonly Func<ShopDb, int, Order> s_byId = EF.CompileQuery((ShopDb db, int id) => db.Orders.First(o => o.Id == id));
            private static readonly Func<ShopDb, int, Task<Order?>> s_byIdAsync = EF.CompileAsyncQuery((ShopDb db, int id) => db.Orders.FirstOrDefault(o => o.Id == id));
            private static readonly Func<ShopDb, int, IEnumerable<OrderLine>> s_lines = EF.CompileQuery((ShopDb db, int id) => db.OrderLines.Where(l => l.OrderId == id));
            private static Func<ShopDb, int, IAsyncEnumerable<OrderLine>> LinesOf { get; } = EF.CompileAsyncQuery((ShopDb db, int id) => db.OrderLines.Where(l => l.OrderId == id));
            private static readonly Func<ShopDb, int, string> s_name = (_, id) => "order " + id;
            private static void Use(params object?[] values) { }
            private Task<Order?> GetAsync(int id) => s_byIdAsync(db, id);
            public async Task RunAsync(List<int> ids) { {{body}} await Task.Yield(); }
        }
        """;

    [Theory]
    [InlineData("foreach (var id in ids) Use([|s_byId|](db, id));", "'s_byId' queries the database for each 'id' in 'ids'")]
    [InlineData("foreach (var id in ids) Use(await [|s_byIdAsync|](db, id));", "'s_byIdAsync' queries")]
    [InlineData("foreach (var id in ids) Use(await [|GetAsync|](id));", "through Report.GetAsync -> s_byIdAsync")]
    [InlineData("foreach (var id in ids) foreach (var line in [|s_lines|](db, id)) Use(line);", "'s_lines' queries")]
    [InlineData("foreach (var id in ids) await foreach (var line in [|LinesOf|](db, id)) Use(line);", "'LinesOf' queries")]
    [InlineData("foreach (var id in ids) Use(s_lines.[|Invoke|](db, id).ToList());", "'s_lines' queries")]
    [InlineData("var query = EF.CompileQuery((ShopDb db, int id) => db.Orders.Count(o => o.Id > id)); foreach (var id in ids) Use([|query|](db, id));", "'query' queries")]
    public Task A_compiled_query_runs_each_time_it_is_called(string body, string says) => ReportsFile(Compiled(body), ExpectedDiagnostic.Any.Mentions(says));

    [Theory]
    [InlineData("foreach (var id in ids) Use(s_name(db, id));")]
    [InlineData("foreach (var id in ids) Use(EF.CompileQuery((ShopDb db, int key) => db.Orders.First(o => o.Id == key)));")]
    [InlineData("var one = await s_byIdAsync(db, ids[0]); foreach (var id in ids) Use(one);")]
    public Task One_that_is_not_called_does_not(string body) => ReportsFile(Compiled(body));

    // A repository of specifications: the query goes through a list of includes, and is one behind it.
    private static string Specified(string body) => $$"""
        public interface ISpec<T> { List<System.Linq.Expressions.Expression<Func<T, object?>>> Includes { get; } System.Linq.Expressions.Expression<Func<T, bool>> Where { get; } }
        public class Repository<T>(ShopDb db) where T : class
        {
            public async Task<List<T>> ListAsync(ISpec<T> spec) { {{body}} }
            public static IQueryable<T> Apply(IQueryable<T> rows, ISpec<T> spec) { var query = rows.Where(spec.Where); query = spec.Includes.Aggregate(query, (all, include) => all.Include(include)); return query; }
        }
        public class Report(Repository<Order> orders, Func<int, ISpec<Order>> of) { public async Task RunAsync(List<int> ids) { foreach (var id in ids) await orders.[|ListAsync|](of(id)); } }
        """;

    [Theory]
    [InlineData("var all = spec.Includes.Aggregate(db.Set<T>().AsQueryable(), (all, include) => all.Include(include)); return await all.Where(spec.Where).AsNoTracking().ToListAsync();")]
    [InlineData("return await spec.Includes.Aggregate(db.Set<T>().AsQueryable(), (all, include) => all.Include(include)).ToListAsync();")]
    [InlineData("return await Apply(db.Set<T>(), spec).ToListAsync();")]
    [InlineData("return await Apply(db.Set<T>().AsQueryable(), spec).AsNoTracking().ToListAsync();")]
    public Task What_includes_are_added_to_one_by_one_is_a_query(string body) => ReportsFile(Specified(body));

    [Fact]
    public Task A_helper_of_the_same_object_goes_through_what_it_is_given() => ReportsFile(
        """
        class Report(ShopDb db)
        {
            private readonly List<Order?> _found = [];
            public void Run(List<int> ids) => Each(3, ids, id => _found.Add(db.Orders.[|Find|](id)));
            private void Each(int first, IEnumerable<int> ids, Action<int> run) { foreach (var id in ids.Skip(first)) run(id); _found.Clear(); }
        }
        """,
        ExpectedDiagnostic.Any.Mentions("'Find' queries the database for each 'id' in 'ids'"));

    [Fact]
    public Task Two_calls_away_behind_an_interface() => ReportsFile(
        Class("public async Task Run() { foreach (var id in ids) Use(await repository.[|GetAsync|](id)); }"),
        ExpectedDiagnostic.Any
            .Says("'GetAsync' queries the database for each 'id' in 'ids', through Orders.GetAsync -> Orders.LoadAsync -> FirstOrDefaultAsync - suspect")
            .WithSeverity(DiagnosticSeverity.Warning)
            .WithProperty("perf.chain", "Orders.GetAsync -> Orders.LoadAsync -> FirstOrDefaultAsync")
            .WithAdditionalLocations("foreach", "LoadAsync", "FirstOrDefaultAsync"));

    [Theory]
    [InlineData("void Run() { foreach (var id in ids) [|Helper|](id); } void Helper(int id) => Use(db.Orders.Find(id));")]
    [InlineData("void Run() { foreach (var id in ids) [|Helper|](id); } static void Local() { } void Helper(int id) { if (id > 1) { Use(db.Orders.Find(id)); } }")]
    [InlineData("void Run() { foreach (var id in ids) [|Load|](id); void Load(int id) => Use(db.Orders.Find(id)); }")]
    [InlineData("void Run() { Func<int, Order?> load = id => db.Orders.Find(id); foreach (var id in ids) [|load|](id); }")]
    [InlineData("void Run() { Use(ids.Select([|Helper|]).ToList()); } Order? Helper(int id) => db.Orders.Find(id);")]
    [InlineData("Task Run() => Task.WhenAll(ids.Select(repository.[|GetAsync|]));")]
    [InlineData("void Run() { foreach (var id in ids) Use([|repository[id]|]); }")]
    [InlineData("void Run() { foreach (var id in ids) Use(repository.Query.[|First|](o => o.Id == id)); }")]
    [InlineData("void Run() { foreach (var id in ids) Use([|Newest|]); } Order Newest => db.Orders.First();")]
    [InlineData("void Run() { foreach (var id in ids) Use(new [|View|](db, id)); } class View { public View(ShopDb db, int id) { Use(db.Orders.Find(id)); } }")]
    [InlineData("void Run() { foreach (var id in ids) [|Page|](db.Orders.Where(o => o.Id == id)); } void Page(IQueryable<Order> q) => Use(q.ToList());")]
    [InlineData("void Run() { foreach (var id in ids) Use(Open(id).[|ToList|]()); } IQueryable<Order> Open(int id) => db.Orders.Where(o => o.Id == id);")]
    [InlineData("void Run() { Each(ids, id => Use(db.Orders.[|Find|](id))); } static void Each(List<int> all, Action<int> act) { foreach (var x in all) act(x); }")]
    [InlineData("void Run() { foreach (var id in ids) Once(() => db.Orders.[|Find|](id)); } static T Once<T>(Func<T> f) => f();")]
    [InlineData("readonly List<Action> _queue = []; async Task Run() { foreach (var id in ids) await Queued(() => db.Orders.[|Find|](id)); } Task Queued(Action f) { var done = new TaskCompletionSource(); _queue.Add(() => { f(); done.SetResult(); }); return done.Task; }")]
    [InlineData("void Run() { foreach (var id in ids) [|Ping|](id); } void Ping(int n) { if (n > 0) Pong(n); } void Pong(int n) { Ping(n - 1); Use(db.Orders.Find(n)); }")]
    public Task Through_every_kind_of_call(string members) => ReportsFile(Class(members));

    [Theory]
    [InlineData("void Run() { foreach (var id in ids) Helper(id); } void Helper(int id) => Use(db.Orders.Where(o => o.Id == id));")]
    [InlineData("void Run() { foreach (var id in ids) Page(new List<Order>().AsQueryable()); } void Page(IQueryable<Order> q) => Use(q.ToList());")]
    [InlineData("void Run() { foreach (var id in ids) Use(Cached); } Order? _c; Order Cached => _c ??= db.Orders.First();")]
    [InlineData("void Run() { foreach (var id in ids) Use(Get()); } Order? _c; Order Get() { if (_c != null) return _c; _c = db.Orders.First(); return _c; }")]
    [InlineData("void Run() { foreach (var id in ids) Use(Get()); } Order? _c; Order Get() { if (_c == null) { _c = db.Orders.First(); } return _c; }")]
    [InlineData("void Run() { foreach (var id in ids) Use(Get()); } Order? _c; DateTime _at; bool IsKnown => _at > DateTime.MinValue; Order Get() { if (IsKnown) return _c!; _c = db.Orders.First(); _at = DateTime.UtcNow; return _c; }")]
    [InlineData("void Run() { foreach (var id in ids) Try(id); } void Try(int id) { try { Use(id); } catch (Exception) { Use(db.Orders.First()); throw; } }")]
    [InlineData("void Run() { foreach (var id in ids) Get(id); } [PerfAnalyzers.NotARoundTrip] Order? Get(int id) => db.Orders.Find(id);")]
    [InlineData("void Run() { foreach (var id in ids) Ping(id); } void Ping(int n) { if (n > 0) Pong(n); } void Pong(int n) => Ping(n - 1);")]
    [InlineData("readonly List<Func<Order?>> _later = []; void Run() { foreach (var id in ids) Later(() => db.Orders.Find(id)); } void Later(Func<Order?> f) { _later.Add(f); }")]
    public Task What_leads_to_no_query_is_silent(string members) => ReportsFile(Class(members));

    [Fact]
    public Task A_member_that_the_user_calls_a_round_trip_is_one() => ReportsFile(
        Class("void Run() { foreach (var id in ids) Use([|Price|](id)); } [PerfAnalyzers.RoundTrip] static int Price(int id) => id;"));

    // virtocommerce/vc-platform: sets that a base class of a library hands out.
    [Theory]
    [InlineData("public interface ISets { IQueryable<Order> Orders { get; } }")]
    [InlineData("public abstract class ISets { public IQueryable<Order> Orders => Sets<Order>(); protected abstract IQueryable<T> Sets<T>(); }")]
    [InlineData("public abstract class ISets { protected IQueryable<Order>? Kept; public IQueryable<Order> Orders => Kept!; }")]
    public Task A_query_is_one_by_its_type_where_nobody_in_sight_says_of_what(string sets) => ReportsFile(
        sets + " public class Report(ISets sets) { public object? Run(List<int> ids) { object? last = null; foreach (var id in ids) last = sets.Orders.[|First|](o => o.Id == id); return last; } }",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning).Says("'First' queries the database for each 'id' in 'ids' - suspect"));

    [Theory]
    [InlineData("public IQueryable<Order> Orders => _orders.AsQueryable();")]
    [InlineData("public IQueryable<Order> Orders => _orders.Where(o => o.Id > 3).AsQueryable().OrderBy(o => o.Number);")]
    [InlineData("public IQueryable<Order> Orders { get { var all = _orders.AsQueryable(); return all; } }")]
    public Task A_list_that_is_dressed_up_as_a_query_is_none(string sets) => ReportsFile(
        $$"""
        public interface ISets { IQueryable<Order> Orders { get; } }
        public class Sets : ISets { private readonly List<Order> _orders = []; {{sets}} }
        public class Report(ISets sets) { public object? Run(List<int> ids) { object? last = null; foreach (var id in ids) last = sets.Orders.First(o => o.Id == id); return last; } }
        """);

    [Theory]
    [InlineData("foreach (var id in ids) Use(db?.Orders.Where(o => o.Id > 3).[|First|](o => o.Id == id));")]
    [InlineData("var all = db?.Orders.Where(o => o.Id > 3); foreach (var id in ids) Use(all?.Where(o => o.Id > 4).[|ToList|]());")]
    [InlineData("var all = list?.Where(o => o.Id > 3).AsQueryable(); foreach (var id in ids) Use(all?.Where(o => o.Id > 4).ToList());")]
    public Task Behind_a_question_mark_stands_what_is_before_it(string body) => ReportsFile(
        $$"""
        public class Report { private static void Use(object? value) { } public void Run(List<int> ids, ShopDb? db, List<Order>? list) { {{body}} } }
        """);

    // arcade-services: a page keeps its rows as a query, for the grid that shows them.
    [Theory]
    [InlineData("private IQueryable<Order>? _orders; void Set(List<Order>? rows) => _orders = rows?.Where(o => o.Id > 3).AsQueryable();", false)]
    [InlineData("private IQueryable<Order> _orders = new List<Order>().AsQueryable(); void Narrow(int id) => _orders = _orders.Where(o => o.Id == id);", false)]
    [InlineData("private IQueryable<Order> _orders = new List<Order>().AsQueryable(); void Fill(ShopDb db) => _orders = db.Orders;", true)]
    [InlineData("private IQueryable<Order>? _orders; void Set(IQueryable<Order> rows) => _orders = rows;", true)]
    [InlineData("public IQueryable<Order>? _orders; void Set(List<Order> rows) => _orders = rows.AsQueryable();", true)]
    public Task What_a_type_keeps_as_a_query_is_what_it_gives_to_it(string members, bool isQuery) => ReportsFile(
        $$"""
        public class Report
        {
            {{members}}
            public object? Run(List<int> ids) { object? last = null; foreach (var id in ids) last = _orders!.{{(isQuery ? "[|First|]" : "First")}}(o => o.Id == id); return last; }
        }
        """);

    [Fact]
    public Task One_of_many_implementations_is_information() => ReportsFile(
        """
        public interface IStep { void Run(int id); }
        public class A : IStep { public void Run(int id) { } }
        public class B : IStep { public void Run(int id) { } }
        public class C : IStep { public void Run(int id) { } }
        public class D(ShopDb db) : IStep { public void Run(int id) => db.Orders.Find(id); }
        public class Runner(IStep step) { public void Go(List<int> ids) { foreach (var id in ids) step.[|Run|](id); } }
        """,
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions("only 1 of 4 implementations"));

    [Fact]
    public Task A_generic_repository_is_seen_through() => ReportsFile(
        """
        public interface IRepository<T> where T : class { T? Get(int id); }
        public class Repository<T>(ShopDb db) : IRepository<T> where T : class { public T? Get(int id) => db.Set<T>().Find(id); }
        public class Report(IRepository<Order> orders) { public void Go(List<int> ids) { foreach (var id in ids) orders.[|Get|](id); } }
        """);

    [Fact]
    public Task Another_project_is_seen_through_in_an_editor()
    {
        var data = new TestProject("Data")
        {
            Sources = { Shop.Model, new("Data.cs", "public class Lookup(ShopDb db) { public Order? Get(int id) => db.Orders.Find(id); }") },
        };
        var test = new AnalyzerTest<QueryInLoopAnalyzer>
        {
            TestCode = """
                using System.Collections.Generic;
                public class Report(Lookup lookup) { public void Go(List<int> ids) { foreach (var id in ids) lookup.[|Get|](id); } }
                """,
        };
        test.Projects.Add(data);
        test.Projects[0].ProjectReferences.Add("Data");
        return test.RunAsync();
    }

    // C# 14: members of an extension block.
    [Theory]
    [InlineData("Use(db.[|NumberOf|](id));")]
    [InlineData("Use(id, db.[|Total|]);")]
    public Task Members_of_an_extension_block_are_followed(string statement) => ReportsFile($$"""
        public class Report(ShopDb db) { private static void Use(params object?[] values) { } public void Run(List<int> ids) { foreach (var id in ids) { {{statement}} } } }
        public static class ShopExtensions
        {
            extension(ShopDb db)
            {
                public string NumberOf(int id) => db.Orders.Find(id)!.Number;
                public int Total => db.Orders.Count();
            }
        }
        """);

    // What holds the query is a field, a variable of several, or a property that nobody types as a query.
    [Theory]
    [InlineData("foreach (var id in ids) Use(_some.[|First|](o => o.Id == id));")]
    [InlineData("foreach (var id in ids) Use(Some.[|First|](o => o.Id == id));")]
    [InlineData("var (some, count) = (db.Orders.Where(o => o.Id > 1), 3); foreach (var id in ids) Use(count, some.[|First|](o => o.Id == id));")]
    [InlineData("IQueryable<Order> some; int count; (some, count) = (db.Orders, 3); foreach (var id in ids) Use(count, some.[|First|](o => o.Id == id));")]
    [InlineData("IEnumerable<Order>? some = null; some ??= db.Orders.Where(o => o.Id > 1); foreach (var id in ids) Use(some.[|First|](o => o.Id == id));")]
    [InlineData("foreach (var id in ids) Use((_late ??= db.Orders.Where(o => o.Id > 1)).[|First|](o => o.Id == id));")]
    [InlineData("var holder = new Holder(db.Orders); foreach (var id in ids) Use(holder.[|First|](id));")]
    [InlineData("foreach (var id in ids) Use(_rows.First(o => o.Id == id));")]
    [InlineData("var (some, count) = (orders.Where(o => o.Id > 1), 3); foreach (var id in ids) Use(count, some.First(o => o.Id == id));")]
    public Task A_query_is_one_whatever_holds_it(string body) => ReportsFile($$"""
        public class Report(ShopDb db)
        {
            private readonly IEnumerable<Order> _some = db.Orders.Where(o => o.Id > 1);
            private readonly IEnumerable<Order> _rows = db.Orders.Where(o => o.Id > 1).ToList();
            private IEnumerable<Order>? _late;
            private IEnumerable<Order> Some => db.Orders.Where(o => o.Id > 1);
            private static void Use(params object?[] values) { }
            public void Run(List<int> ids, List<Order> orders) { {{body}} }
        }
        public class Holder(IQueryable<Order> all) { public Order First(int id) => all.First(o => o.Id == id); }
        """);
}
