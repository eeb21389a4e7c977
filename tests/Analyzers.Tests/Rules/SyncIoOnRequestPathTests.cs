using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

public sealed class SyncIoOnRequestPathTests : RuleTests<SyncIoOnRequestPathAnalyzer>
{
    private static Task InWebAsync(string code, params ExpectedDiagnostic[] expected)
    {
        var test = new AnalyzerTest<SyncIoOnRequestPathAnalyzer> { TestCode = code, Sources = { Shop.Model } };
        test.Projects[0].References = [.. TestReferences.Libraries, .. LibraryStubs.Contracts];
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }

    [Fact]
    public Task A_loop_over_a_query_waits_with_the_request() => InWebAsync(
        """
        class OrdersController(ShopDb db) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public int Get(int id) { var sum = 0; foreach (var line in [|db.OrderLines.Where(l => l.OrderId == id)|]) sum += line.Id; return sum; }
        }
        """,
        ExpectedDiagnostic.Any.WithProperty("perf.twin", "ToListAsync"));

    // languageforge-lexbox, where a type is missing: what is asked in a query is a part of it, whether or not the compiler understands the whole yet.
    [Fact]
    public async Task A_query_in_a_query_that_does_not_compile_yet_is_silent()
    {
        var test = new AnalyzerTest<SyncIoOnRequestPathAnalyzer>
        {
            TestCode = """
                record Row(Guid Id, bool HasOrders, int Role);
                class AccountsController(ShopDb db) : Microsoft.AspNetCore.Mvc.ControllerBase
                {
                    public async Task<object> Get() => await db.Accounts.Select(a => new Row(a.Id, db.Orders.Any(o => o.AccountId == a.Id), a.Missing)).ToListAsync();
                }
                """,
            Sources = { Shop.Model },
            ExpectsCompilerErrors = true,
        };
        test.Projects[0].References = [.. TestReferences.Libraries, .. LibraryStubs.Contracts];
        await test.RunAsync();
    }

    // Functions, grains, actors, subscribers, jobs: whoever calls them waits, or has others wait.
    [Theory]
    [InlineData("class Functions(ShopDb db) { [Microsoft.Azure.Functions.Worker.Function(\"Count\")] public int Run() => db.Orders.[|Count|](); public int Other() => db.Orders.Count(); }")]
    [InlineData("static class Functions { [Microsoft.Azure.WebJobs.FunctionName(\"Count\")] public static int Run(ShopDb db) => db.Orders.[|Count|](); public static int Other(ShopDb db) => db.Orders.Count(); }")]
    [InlineData("class Get(ShopDb db) : FastEndpoints.EndpointWithoutRequest<int> { public override Task<int> ExecuteAsync(CancellationToken ct) => Task.FromResult(Load()); private int Load() => db.Orders.[|Count|](); }")]
    [InlineData("class Count : FastEndpoints.ICommand; class CountHandler(ShopDb db) : FastEndpoints.ICommandHandler<Count> { public Task ExecuteAsync(Count command, CancellationToken ct) { Load(); return Task.CompletedTask; } private void Load() => db.Orders.[|Count|](); }")]
    [InlineData("class Counter(ShopDb db) : Orleans.Grain { public Task<int> CountAsync() => Task.FromResult(Load()); private int Load() => db.Orders.[|Count|](); }")]
    [InlineData("class Counter(Dapr.Actors.Runtime.ActorHost host, ShopDb db) : Dapr.Actors.Runtime.Actor(host) { public Task<int> CountAsync() => Task.FromResult(Load()); private int Load() => db.Orders.[|Count|](); }")]
    [InlineData("class Counter(ShopDb db) : Akka.Actor.UntypedActor { protected override void OnReceive(object message) => db.Orders.[|Count|](); }")]
    [InlineData("class Subscriber(ShopDb db) { [DotNetCore.CAP.CapSubscribe(\"placed\")] public void On(int id) => db.Orders.[|Count|](); public void Other(int id) => db.Orders.Count(); }")]
    [InlineData("class Placed(ShopDb db) : Wolverine.IWolverineHandler { public void Handle(int id) => db.Orders.[|Count|](); }")]
    [InlineData("[Wolverine.Attributes.WolverineHandler] class Placed(ShopDb db) { public void Handle(int id) => db.Orders.[|Count|](); }")]
    [InlineData("class Cleanup(ShopDb db) : Coravel.Invocable.IInvocable { public Task Invoke() { Load(); return Task.CompletedTask; } private void Load() => db.Orders.[|Count|](); }")]
    public Task What_other_frameworks_call_is_called_for_requests(string code) => InWebAsync(code);

    [Fact]
    public Task The_way_from_the_handler_is_told() => InWebAsync(
        """
        class OrdersController(IOrders orders) : Microsoft.AspNetCore.Mvc.ControllerBase { public object Get(int id) => orders.Load(id); }
        interface IOrders { Order Load(int id); }
        class Orders(ShopDb db) : IOrders
        {
            public Order Load(int id) { var order = db.Orders.[|First|](o => o.Id == id); db.SaveChanges(); return order; }
            public Order Unused(int id) => db.Orders.First(o => o.Id == id);
        }
        """,
        ExpectedDiagnostic.Any
            .Says("'First' blocks the thread of a request until the database answers, on the way of a request through OrdersController.Get -> Orders.Load; make the methods that lead here async, and await 'FirstAsync' - suspect")
            .WithProperty("perf.chain", "OrdersController.Get -> Orders.Load"));

    [Fact]
    public Task A_message_handler_is_a_handler() => InWebAsync(
        """
        public record GetOrder(int Id) : MediatR.IRequest<Order>;
        class OrdersController(MediatR.ISender sender) : Microsoft.AspNetCore.Mvc.ControllerBase { public Task<Order> Get(int id) => sender.Send(new GetOrder(id)); }
        class Handler(Orders orders) : MediatR.IRequestHandler<GetOrder, Order> { public Task<Order> Handle(GetOrder request, CancellationToken ct) => Task.FromResult(orders.Load(request.Id)); }
        class Orders(ShopDb db) { public Order Load(int id) => db.Orders.[|First|](o => o.Id == id); }
        """);

    [Fact]
    public Task What_overrides_a_message_handler_is_a_handler() => InWebAsync(
        """
        public record GetOrder(int Id) : MediatR.IRequest<Order>;
        abstract class Base : MediatR.IRequestHandler<GetOrder, Order> { public abstract Task<Order> Handle(GetOrder request, CancellationToken ct); }
        class Handler(Orders orders) : Base { public override Task<Order> Handle(GetOrder request, CancellationToken ct) => Task.FromResult(orders.Load(request.Id)); }
        class Orders(ShopDb db) { public Order Load(int id) => db.Orders.[|First|](o => o.Id == id); }
        """);

    [Fact]
    public Task What_a_library_prescribes_to_a_base_class_is_information() => InWebAsync(
        """
        using Microsoft.AspNetCore.Http;
        abstract class Cookies : Microsoft.AspNetCore.Authentication.Cookies.ICookieManager
        {
            public abstract string? GetRequestCookie(HttpContext context, string key);
            public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) { }
            public void DeleteCookie(HttpContext context, string key, CookieOptions options) { }
        }
        class OrderCookies(ShopDb db) : Cookies { public override string? GetRequestCookie(HttpContext context, string key) => db.Orders.[|First|](o => o.Number == key).Number; }
        """,
        ExpectedDiagnostic.Any.WithSeverity(Microsoft.CodeAnalysis.DiagnosticSeverity.Info).Mentions("'ICookieManager.GetRequestCookie' of another assembly is synchronous"));

    [Fact]
    public Task Without_a_handler_in_sight_nothing_is_reported() => InWebAsync("class Orders(ShopDb db) { public Order Load(int id) => db.Orders.First(o => o.Id == id); }");

    // arcade-services: a grid takes queries only, and is given a list as one.
    [Theory]
    [InlineData("rows?.Where(o => o.Id > 3).AsQueryable()", "on one way it is a sequence in memory, which cannot be awaited")]
    [InlineData("db?.Orders.Where(o => o.Id > 3)", null)]
    public Task What_is_kept_as_a_query_may_be_a_list(string orders, string? because) => InWebAsync(
        $$"""
        class Store { public Dictionary<int, Order> ById(IQueryable<Order> orders) => orders.[|ToDictionary|](o => o.Id); }
        class OrdersController(Store store) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            private IQueryable<Order>? _orders;
            private void Set(ShopDb? db, List<Order>? rows) => _orders = {{orders}};
            public object Get() => store.ById(_orders!);
        }
        """,
        ExpectedDiagnostic.Any.WithSeverity(because is null ? Microsoft.CodeAnalysis.DiagnosticSeverity.Warning : Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithProperty("perf.rank", because));

    // smtp4dev: what is put into a queue has the queue's thread wait for the database, and the request awaits.
    [Theory]
    [InlineData("var done = new TaskCompletionSource(); Action run = () => { work(); done.SetResult(); }; if (first) _first.Add(run); else _others.Add(run); return done.Task;", false)]
    [InlineData("var done = new TaskCompletionSource(); _others.Add(() => { work(); done.SetResult(); }); return done.Task;", false)]
    [InlineData("_others.Add(work); return Task.CompletedTask;", false)]
    [InlineData("return Task.Factory.StartNew(() => work(), TaskCreationOptions.LongRunning);", true)]
    [InlineData("Action run = () => work(); run(); return Task.CompletedTask;", true)]
    [InlineData("Action run = () => work(); if (first) run(); else _others.Add(run); return Task.CompletedTask;", true)]
    [InlineData("Action run = () => work(); Now(run); return Task.CompletedTask;", true)]
    [InlineData("Action run = () => { }; run = () => { run(); work(); }; _others.Add(run); work(); return Task.CompletedTask;", true)]
    public Task What_a_queue_runs_is_not_on_the_way_of_the_request(string body, bool isOnTheWay) => InWebAsync(
        $$"""
        class OrdersController(ShopDb db, IWork queue) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public Task Get(int id) => queue.RunAsync(() => { Use(db.Orders.{{(isOnTheWay ? "[|First|]" : "First")}}(o => o.Id == id)); }, true);
            private static void Use(Order order) { }
        }
        interface IWork { Task RunAsync(Action work, bool first); }
        class Work : IWork
        {
            private readonly System.Collections.Concurrent.BlockingCollection<Action> _first = new(), _others = new();
            public Task RunAsync(Action work, bool first) { {{body}} }
            private static void Now(Action run) => run();
        }
        """);

    // Kavita: a lambda in a lambda of a query is part of the query.
    [Fact]
    public Task What_is_translated_blocks_nobody_however_deep_it_stands() => InWebAsync(
        """
        class OrdersController(ShopDb db) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public async Task<object> Get()
            {
                var ids = db.Products.Where(p => p.Discontinued).Select(p => p.Id);
                return await db.Orders.Where(o => ids.Contains(o.Id) && o.Lines.All(l => ids.Contains(l.Id) && o.Lines.Any(m => ids.Count() > m.Id))).ToListAsync();
            }
        }
        """);

    [Fact]
    public Task A_minimal_endpoint_is_a_handler() => InWebAsync(
        """
        using Microsoft.AspNetCore.Builder;
        static class Endpoints
        {
            public static void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app) => app.MapGet("/orders/{id}", (int id, ShopDb db) => db.Orders.[|First|](o => o.Id == id).Number);
            public static void MapGroup(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app) => app.MapPost("/orders", Save);
            static int Save(ShopDb db) => db.[|SaveChanges|]();
        }
        """);

    // dotnet new webapi: Program.cs maps without a member around it.
    [Fact]
    public Task What_a_minimal_endpoint_of_top_level_statements_calls_is_on_the_way_of_a_request()
    {
        var test = new AnalyzerTest<SyncIoOnRequestPathAnalyzer>
        {
            OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication,
            TestCode = """
                using Microsoft.AspNetCore.Builder;
                Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app = null!;
                app.MapGet("/orders/{id}", (int id, Store store) => store.Number(id));
                app.MapGet("/counts", (Store store) => Count(store));
                static int Count(Store store) => store.Count();
                public sealed class Store(ShopDb db)
                {
                    public string Number(int id) => db.Orders.[|First|](o => o.Id == id).Number;
                    public int Count() => db.Orders.[|Count|]();
                    public int Unasked() => db.Orders.Count();
                }
                """,
            Sources = { Shop.Model },
        };
        test.Projects[0].References = [.. TestReferences.Libraries, .. LibraryStubs.Contracts];
        return test.RunAsync();
    }

    // oqtane: 155 actions ask repositories that are synchronous. That is one decision, and not 155 warnings.
    [Theory]
    [InlineData(18, 0, null)]
    [InlineData(19, 0, "20 of 20 handlers are synchronous here, which is one decision")]
    [InlineData(19, 19, "20 of 39 handlers are synchronous here, which is one decision")]
    [InlineData(19, 20, null)]
    public Task One_more_in_a_program_that_is_synchronous_throughout_is_information(int others, int asynchronous, string? rank) => InWebAsync(
        $$"""
        class OrdersController(ShopDb db) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public object Get(int id) => db.Orders.[|First|](o => o.Id == id);
            {{string.Concat(Enumerable.Range(1, others).Select(n => $"public int Get{n}() => {n}; "))}}
            {{string.Concat(Enumerable.Range(1, asynchronous).Select(n => $"public Task Set{n}() => Task.CompletedTask; "))}}
        }
        """,
        ExpectedDiagnostic.Any.WithProperty("perf.rank", rank));
}
