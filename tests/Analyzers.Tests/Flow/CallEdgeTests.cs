using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Flow;

/// <summary>Where does a call lead? Every kind of edge between a loop and the query below it.</summary>
public sealed class CallEdgeTests : RuleTests<QueryInLoopAnalyzer>
{
    private static string Class(string members, string types = "") => $$"""
        public class Service(ShopDb db)
        {
            private readonly List<int> ids = [];
            private readonly List<Order> orders = [];
            private static void Use(params object?[] values) { }
            {{members}}
        }

        {{types}}
        """;

    [Theory]
    [InlineData("void Run() { foreach (var id in ids) { _id = id; Use([|Current|]); } } int _id; Order? Current => db.Orders.Find(_id);")]
    [InlineData("void Run() { foreach (var id in ids) { _id = id; Use(this.[|Current|]); } } int _id; Order? Current { get { return db.Orders.Find(_id); } }")]
    [InlineData("void Run() { foreach (var o in orders) [|Current|] = o; } Order Current { set { Use(db.Orders.First(x => x.Id == value.Id)); } }")]
    [InlineData("void Run() { foreach (var id in ids) Use([|this[id]|]); } Order? this[int id] => db.Orders.Find(id);")]
    public Task Property_getters_setters_and_indexers(string members) => ReportsFile(Class(members));

    [Theory]
    [InlineData("class View { public View(ShopDb db, int id) { _ = db.Orders.Find(id); } }")]
    [InlineData("class Base { protected Base(ShopDb db, int id) { _ = db.Orders.Find(id); } } class View : Base { public View(ShopDb db, int id) : base(db, id) { } }")]
    [InlineData("class View { public View(ShopDb db, int id) : this(db.Orders.Find(id)) { } private View(Order? o) { } }")]
    public Task Constructors_and_the_constructors_of_base_classes(string types) =>
        ReportsFile(Class("void Run() { foreach (var id in ids) Use(new [|View|](db, id)); }", types));

    [Fact]
    public Task Primary_constructors_and_initialisers() => ReportsFile(Class(
        "void Run() { foreach (var id in ids) Use(new [|View|](db, id)); }",
        "class View(ShopDb db, int id) { public Order? Order { get; } = db.Orders.Find(id); }"));

    [Theory]
    [InlineData("class Base { protected Base(ShopDb db, int id) { _ = db.Orders.Find(id); } } class View(ShopDb db, int id) : Base(db, id) { }")]
    [InlineData("class View { public View(ShopDb db, int id) { _n = id + (db is null ? 1 : 0); } readonly int _n = new ShopDb(new()).Orders.Count(); public int N => _n; }")]
    public Task Base_calls_of_primary_constructors_and_initial_values_of_fields(string types) =>
        ReportsFile(Class("void Run() { foreach (var id in ids) Use(new [|View|](db, id)); }", types));

    private const string Pages = """
        abstract class Page { public virtual void Refresh(int id = 0) { } public virtual int Size => 0; }
        class Hits(ShopDb db) : Page { public override void Refresh(int id = 0) => db.Orders.Find(id); public override int Size => db.Orders.Count(); }
        class Misses(ShopDb db) : Hits(db) { public void Again() => base.Refresh(); }
        class Plain : Page { }
        class Polite : Page { public override void Refresh(int id = 0) => base.Refresh(id); public override int Size => base.Size; }
        """;

    // OpenBullet2: a job's view model is no list of hits, though both are view models. What a class inherits is what runs, and what those below it do instead.
    [Theory]
    [InlineData("Page", true)]
    [InlineData("Hits", true)]
    [InlineData("Misses", true)]
    [InlineData("Plain", false)]
    [InlineData("Polite", false)]
    public async Task An_object_of_a_class_is_none_of_those_beside_it(string type, bool queries)
    {
        var (refresh, size) = queries ? ("[|Refresh|]", "[|Size|]") : ("Refresh", "Size");
        await ReportsFile(Class($"void Run(List<{type}> pages) {{ foreach (var page in pages) page.{refresh}(); }}", Pages));
        await ReportsFile(Class($"void Run(List<{type}> pages) {{ foreach (var page in pages) Use(page.{size}); }}", Pages));
    }

    [Theory]
    [InlineData("class Own : Page { void Run(List<int> ids) { foreach (var id in ids) Refresh(id); } }")]
    [InlineData("class Own(List<int> ids) : Page { public override void Refresh(int one = 0) { foreach (var id in ids) base.Refresh(id); } }")]
    [InlineData("class Own(ShopDb db) : Hits(db) { void Run(List<int> ids) { foreach (var id in ids) [|Refresh|](id); } }")]
    [InlineData("class Own(ShopDb db, List<int> ids) : Misses(db) { public override void Refresh(int one = 0) { foreach (var id in ids) base.[|Refresh|](id); } }")]
    [InlineData("class Own<T>(List<T> pages) where T : Page { void Run() { foreach (var page in pages) page.[|Refresh|](); } }")]
    public Task Nor_is_the_object_itself(string own) => ReportsFile(Class("", Pages + own));

    [Theory]
    [InlineData("void Run() { foreach (var id in ids) [|Load|](id); void Load(int id) => Use(db.Orders.Find(id)); }")]
    [InlineData("void Run() { foreach (var id in ids) [|Load|](id); void Load(int id) { Deeper(id); void Deeper(int n) => Use(db.Orders.Find(n)); } }")]
    public Task Local_functions(string members) => ReportsFile(Class(members));

    [Theory]
    [InlineData("void Run() { Func<int, Order?> load = id => db.Orders.Find(id); foreach (var id in ids) Use([|load|](id)); }")]
    [InlineData("void Run() { Func<int, Order?> load = Load; foreach (var id in ids) Use([|load|](id)); } Order? Load(int id) => db.Orders.Find(id);")]
    [InlineData("void Run() { foreach (var id in ids) Use([|_load|](db, id)); } readonly Func<ShopDb, int, Order?> _load = (db, id) => db.Orders.Find(id);")]
    public Task Delegates_in_locals_and_fields(string members) => ReportsFile(Class(members));

    [Theory]
    [InlineData("foreach (var command in _commands) [|command|]();")]
    [InlineData("while (_commands.TryDequeue(out var command)) [|command|]();")]
    [InlineData("while (_commands.Count > 0) { var command = _commands.Dequeue(); [|command|](); }")]
    public Task Delegates_that_are_stored_in_a_collection_and_run_elsewhere(string run) => ReportsFile(Class(
        $"readonly Queue<Action> _commands = new(); void Add(Action command) => _commands.Enqueue(command); void Plan(int id) => Add(() => db.Orders.Find(id)); void Run() {{ {run} }}"));

    [Fact]
    public Task Delegates_stored_that_go_nowhere_are_silent() => ReportsFile(Class(
        "readonly List<Action> _commands = []; void Plan(int id) => _commands.Add(() => Use(id)); void Run() { foreach (var command in _commands) command(); } void Other() => db.Orders.Find(1);"));

    [Theory]
    [InlineData("readonly Lazy<Order> _first = new(() => new ShopDb(new()).Orders.First()); void Run() { foreach (var id in ids) Use(id, _first.Value); }")]
    [InlineData("void Run() { var all = new Lazy<List<Order>>(() => db.Orders.ToList()); foreach (var id in ids) Use(all.Value.Find(o => o.Id == id)); }")]
    public Task Lazy_values_are_made_once(string members) => ReportsFile(Class(members));

    [Theory]
    [InlineData("void Run() { foreach (var id in ids) Use([|Folder|](id)); }")]
    [InlineData("void Run() { foreach (var id in ids) Use([|Folder|](id, null)); }")]
    [InlineData("void Run() { foreach (var id in ids) Use([|Outer|](id)); } string Outer(int id, Order? known = null) => Folder(id, known);")]
    public Task An_optional_parameter_that_is_left_out_is_loaded(string members) => ReportsFile(Class(
        members + " string Folder(int id, Order? known = null) { known ??= db.Orders.First(o => o.Id > id); return known.Number + id; }"));

    // Passing the value is how such a finding is fixed.
    [Theory]
    [InlineData("void Run(Order known) { foreach (var id in ids) Use(Folder(id, known)); }")]
    [InlineData("void Run() { foreach (var o in orders) Use(Folder(o.Id, known: o)); }")]
    [InlineData("void Run(Order known) { foreach (var id in ids) Use(Outer(id, known)); } string Outer(int id, Order? known = null) => Folder(id, known);")]
    public Task An_optional_parameter_that_is_given_is_not_loaded(string members) => ReportsFile(Class(
        members + " string Folder(int id, Order? known = null) { known ??= db.Orders.First(o => o.Id > id); return known.Number + id; }"));

    [Theory]
    [InlineData("db.[|Load|](id)", "static class Loading { public static Order? Load(this ShopDb db, int id) => db.Orders.Find(id); }")]
    [InlineData("db.Orders.[|ById|](id)", "static class Loading { public static Order? ById(this IQueryable<Order> all, int id) => all.FirstOrDefault(o => o.Id == id); }")]
    [InlineData("db.[|Load|]<Order>(id)", "static class Loading { public static T? Load<T>(this ShopDb db, int id) where T : class => db.Set<T>().Find(id); }")]
    [InlineData("Loading.[|Load|]<Order>(db, id)", "static class Loading { public static T? Load<T>(ShopDb db, int id) where T : class => Inner<T>(db, id); static T? Inner<T>(ShopDb db, object id) where T : class => db.Find<T>(id); }")]
    public Task Extension_and_generic_methods(string call, string types) =>
        ReportsFile(Class($"void Run() {{ foreach (var id in ids) Use({call}); }}", types));

    [Theory]
    [InlineData("interface ILookup { Order? Get(int id); Order Need(int id) => Get(id) ?? throw new InvalidOperationException(); } class Lookup(ShopDb db) : ILookup { public Order? Get(int id) => db.Orders.Find(id); }")]
    [InlineData("abstract class ILookup { public abstract Order? Need(int id); } class Lookup(ShopDb db) : ILookup { public override Order? Need(int id) => db.Orders.Find(id); }")]
    [InlineData("class ILookup { public virtual Order? Need(int id) => null; } class Lookup(ShopDb db) : ILookup { public override Order? Need(int id) => db.Orders.Find(id); }")]
    [InlineData("interface ILookup { Order? Need(int id); } class Lookup(ShopDb db) : ILookup { Order? ILookup.Need(int id) => db.Orders.Find(id); }")]
    [InlineData("interface ILookup { Order? Need(int id); } abstract class Base : ILookup { public Order? Need(int id) => Load(id); protected abstract Order? Load(int id); } class Lookup(ShopDb db) : Base { protected override Order? Load(int id) => db.Orders.Find(id); }")]
    [InlineData("interface ILookup { Order? Need(int id); } class Logged(ILookup inner) : ILookup { public Order? Need(int id) { Console.WriteLine(id); return inner.Need(id); } } class Lookup(ShopDb db) : ILookup { public Order? Need(int id) => db.Orders.Find(id); }")]
    [InlineData("interface ILookup { Order? Need(int id); } abstract class Base : ILookup { public abstract Order? Need(int id); } class Lookup(ShopDb db) : Base { public override Order? Need(int id) => db.Orders.Find(id); }")]
    [InlineData("interface ILookup { Order? Need(int id); } class Base : ILookup { public virtual Order? Need(int id) => null; } class Lookup(ShopDb db) : Base { public override Order? Need(int id) => db.Orders.Find(id); }")]
    [InlineData("interface ILookup { Order? Need(int id); } abstract class Base<T> : ILookup { public abstract Order? Need(int id); } class Middle<T> : Base<T> { public override Order? Need(int id) => null; } class Lookup(ShopDb db) : Middle<int> { public sealed override Order? Need(int id) => db.Orders.Find(id); }")]
    public Task Interface_and_virtual_dispatch(string types) => ReportsFile(
        types + " class Report(ILookup lookup) { public void Run(List<int> ids) { foreach (var id in ids) lookup.[|Need|](id); } }");

    [Fact]
    public Task A_call_of_a_sealed_member_runs_that_member_alone() => ReportsFile("""
        interface ILookup { Order? Get(int id); }
        class FromDatabase(ShopDb db) : ILookup { public Order? Get(int id) => db.Orders.Find(id); }
        class FromMemory : ILookup { public Order? Get(int id) => null; }
        class Report(FromMemory lookup) { public void Run(List<int> ids) { foreach (var id in ids) lookup.Get(id); } }
        """);

    [Fact]
    public Task A_generic_repository_leads_where_its_entity_leads() => ReportsFile("""
        abstract class Repository<T> where T : class { public virtual T? Get(int id) => default; }
        class OrderRepository(ShopDb db) : Repository<Order> { public override Order? Get(int id) => db.Orders.Find(id); }
        class ProductRepository : Repository<Product> { }
        class Report(Repository<Order> orders, Repository<Product> products)
        {
            public void Orders(List<int> ids) { foreach (var id in ids) orders.[|Get|](id); }
            public void Products(List<int> ids) { foreach (var id in ids) products.Get(id); }
        }
        """);

    [Fact]
    public Task A_service_of_generic_repositories_leads_where_its_type_argument_leads() => ReportsFile("""
        interface IRepository<T> where T : class { T? Get(int id); }
        class OrderRepository(ShopDb db) : IRepository<Order> { public Order? Get(int id) => db.Orders.Find(id); }
        class ProductRepository : IRepository<Product> { public Product? Get(int id) => null; }
        class Service<T>(IRepository<T> repository) where T : class { public T? One(int id) => repository.Get(id); }
        class Report(Service<Order> orders, Service<Product> products)
        {
            public void Orders(List<int> ids) { foreach (var id in ids) orders.[|One|](id); }
            public void Products(List<int> ids) { foreach (var id in ids) products.One(id); }
        }
        """);

    private const string Events = """
        interface IHandle<T> { void Handle(T message); }
        record Shipped(int Id);
        record Printed(int Id);
        class OnShipped(ShopDb db) : IHandle<Shipped> { public void Handle(Shipped message) => db.Orders.Find(message.Id); }
        class OnPrinted : IHandle<Printed> { public void Handle(Printed message) { } }

        """;

    [Fact]
    public Task An_event_aggregator_leads_to_the_handlers_of_the_event() => ReportsFile(Events + """
        class Aggregator(IServiceProvider services)
        {
            public void Publish<T>(T message) { if (services.GetService(typeof(IHandle<T>)) is IHandle<T> handler) handler.Handle(message); }
        }
        class Desk(Aggregator events)
        {
            public void Ship(List<int> ids) { foreach (var id in ids) events.[|Publish|](new Shipped(id)); }
            public void Print(List<int> ids) { foreach (var id in ids) events.Publish(new Printed(id)); }
        }
        """);

    [Fact]
    public Task An_event_aggregator_that_loops_over_its_handlers_does_not_hide_the_loop_over_the_elements() => ReportsFile(Events + """
        class Aggregator(IEnumerable<object> handlers)
        {
            public void Publish<T>(T message) { foreach (var handler in handlers.OfType<IHandle<T>>()) handler.[|Handle|](message); }
        }
        class Desk(Aggregator events)
        {
            public void Ship(List<int> ids) { foreach (var id in ids) events.[|Publish|](new Shipped(id)); }
            public void Print(List<int> ids) { foreach (var id in ids) events.Publish(new Printed(id)); }
        }
        """);

    [Fact]
    public async Task A_mediator_leads_to_the_handler_of_the_request()
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer>
        {
            TestCode = """
                using MediatR;
                record GetOrder(int Id) : IRequest<Order?>;
                record Ping(int Id) : IRequest<int>;
                class GetOrderHandler(ShopDb db) : IRequestHandler<GetOrder, Order?>
                {
                    public Task<Order?> Handle(GetOrder request, CancellationToken ct) => db.Orders.FirstOrDefaultAsync(o => o.Id == request.Id, ct);
                }
                class PingHandler : IRequestHandler<Ping, int> { public Task<int> Handle(Ping request, CancellationToken ct) => Task.FromResult(request.Id); }
                class Desk(IMediator mediator)
                {
                    public async Task Orders(List<int> ids) { foreach (var id in ids) await mediator.[|Send|](new GetOrder(id)); }
                    public async Task Pings(List<int> ids) { foreach (var id in ids) await mediator.Send(new Ping(id)); }
                }
                """,
            Sources = { Shop.Model },
        };
        test.Projects[0].References = [.. TestReferences.All, .. TestReferences.OlderLibraries.Where(r => Path.GetFileName(r.Display) == "MediatR.dll")];
        await test.RunAsync();
    }

    [Theory]
    [InlineData("using var view = new View(db, id);")]
    [InlineData("using (var view = new View(db, id)) Use(view);")]
    public Task Disposal(string statement) => ReportsFile(Class(
        $"void Run() {{ foreach (var id in ids) [|Show|](id); }} void Show(int id) {{ {statement} }}",
        "class View(ShopDb db, int id) : IDisposable { public void Dispose() => db.Orders.Find(id); }"));

    private const string Key = "readonly struct Key(ShopDb db, int id) { ShopDb Db => db; int Id => id; public static implicit operator Order?(Key k) => k.Db.Orders.Find(k.Id); public static Order? operator +(Key k, int n) => k.Db.Orders.Find(k.Id + n); }";

    [Theory]
    [InlineData("Order? Load(int id) { Order? order = new Key(db, id); return order; }")]
    [InlineData("Order? Load(int id) => new Key(db, id) + 1;")]
    public Task User_defined_conversions_and_operators(string member) => ReportsFile(Class(
        $"void Run() {{ foreach (var id in ids) Use([|Load|](id)); }} {member}", Key));

    [Fact]
    public Task User_defined_conversions_in_the_loop_itself() => ReportsFile(Class(
        "void Run() { foreach (var id in ids) { Order? order = new [|Key|](db, id); Use(order); } }", Key));

    [Theory]
    [InlineData("void Run() { foreach (var id in ids) [|A|](id); } void A(int n) { if (n > 0) B(n); } void B(int n) { C(n); } void C(int n) { A(n - 1); Use(db.Orders.Find(n)); }")]
    [InlineData("void Run() { foreach (var id in ids) [|A|](id); } void A(int n) { A(n - 1); B(n); } void B(int n) { B(n - 1); Use(db.Orders.Find(n)); }")]
    public Task Cycles_converge_on_the_query(string members) => ReportsFile(Class(members));

    [Fact]
    public Task Cycles_converge_on_nothing() => ReportsFile(Class(
        "void Run() { foreach (var id in ids) A(id); } void A(int n) { B(n); } void B(int n) { C(n); } void C(int n) { A(n - 1); } void Other() => db.Orders.Find(1);"));

    // What the callee repeats itself is mended there.
    [Fact]
    public Task A_repetition_in_the_callee_is_reported_in_the_callee_alone() => ReportsFile(Class(
        "void Run(List<List<int>> all) { foreach (var some in all) Load(some); } void Load(List<int> some) { foreach (var id in some) Use(db.Orders.[|Find|](id)); }"));

    [Fact]
    public Task A_callee_that_loops_over_the_one_element_it_is_given_repeats_nothing_itself() => ReportsFile(Class(
        "void Run() { foreach (var id in ids) [|One|](id); } void One(int id) => Many([id]); void Many(List<int> some) { foreach (var id in some) Use(db.Orders.[|Find|](id)); }"));

    // What a body is given as a query may be one, whoever calls it; an IEnumerable is one where somebody in sight gives it one.
    [Theory]
    [InlineData("void Run(IQueryable<Order> all) { foreach (var id in ids) Use(all.[|First|](o => o.Id == id)); }")]
    [InlineData("void Run(IQueryable<Order> all) { ids.ForEach(id => Use(all.[|First|](o => o.Id == id))); }")]
    [InlineData("void Run(IQueryable<Order> all) { foreach (var id in ids) [|Load|](all, id); } void Load(IQueryable<Order> all, int id) => Use(all.First(o => o.Id == id));")]
    [InlineData("void Run(IQueryable<Order> all) { foreach (var id in ids) [|Load|](id); void Load(int id) => Use(all.First(o => o.Id == id)); }")]
    [InlineData("void Run() { foreach (var id in ids) [|Load|](db.Orders, id); } void Load(IQueryable<Order> all, int id) { Use(Find()); Order Find() => all.First(o => o.Id == id); }")]
    [InlineData("void Run() { foreach (var id in ids) [|Load|](db.Orders, id); } void Load(IQueryable<Order> all, int id) { Use(Once(() => all.First(o => o.Id == id))); } T Once<T>(Func<T> f) => f();")]
    [InlineData("void Run() { foreach (var id in ids) [|Show|](db.Orders.Where(o => o.Id == id)); } void Show(IEnumerable<Order> some) { foreach (var o in some) Use(o); }")]
    [InlineData("void Run() { foreach (var id in ids) [|Show|](db.Orders.Where(o => o.Id == id)); } void Show(IEnumerable<Order> some) => Deeper(1, some); void Deeper(int n, IEnumerable<Order> some) => Use(n, some.ToDictionary(o => o.Id));")]
    [InlineData("void Run() { foreach (var id in ids) [|Show|](db.Orders.Where(o => o.Id == id)); } void Show(IEnumerable<Order> some) { if (Any()) Use(1); bool Any() => some.Any(); }")]
    public Task What_a_body_is_given(string members) => ReportsFile(Class(members));

    [Theory]
    [InlineData("void Run(IEnumerable<Order> all) { foreach (var id in ids) Use(all.First(o => o.Id == id)); }")]
    [InlineData("void Run() { foreach (var id in ids) Show(orders.Where(o => o.Id == id)); } void Show(IEnumerable<Order> some) { foreach (var o in some) Use(o); }")]
    [InlineData("void Run() { foreach (var id in ids) Show(id, db.Orders.Where(o => o.Id == id)); } void Show(int id, IEnumerable<Order> some) => Use(id, some);")]
    [InlineData("void Run() { foreach (var id in ids) Show([], db.Orders.Where(o => o.Id == id)); } void Show(IEnumerable<Order> rows, IEnumerable<Order> query) { foreach (var o in rows) Use(o); }")]
    [InlineData("void Run() { foreach (var id in ids) Show(orders, db.Orders.Where(o => o.Id == id)); } void Show(IEnumerable<Order> rows, IEnumerable<Order> query) { Use(query); Each(); void Each() { foreach (var o in rows) Use(o); } }")]
    [InlineData("void Run() { foreach (var id in ids) Show(db.Orders.Where(o => o.Id == id)); } void Show(IEnumerable<Order> query) { query = orders; foreach (var o in query) Use(o); }")]
    public Task What_nobody_says_is_a_query_is_none(string members) => ReportsFile(Class(members));

    [Theory]
    [InlineData("Use(ids.SelectMany(id => [|db.Orders.Where(o => o.Id == id)|]).ToList());")]
    [InlineData("Use(ids.SelectMany(id => { return [|db.Orders.Where(o => o.Id == id)|]; }).ToList());")]
    [InlineData("Use(ids.SelectMany([|Of|]).ToList());")]
    [InlineData("Use(ids.SelectMany(id => [|db.Orders.Where(o => o.Id == id)|], (id, o) => o.Id).Sum());")]
    [InlineData("Use((from id in ids from o in [|db.Orders.Where(o => o.Id == id)|] select o).ToList());")]
    [InlineData("List<Order> all = [.. ids.SelectMany(id => [|db.Orders.Where(o => o.Id == id)|])]; Use(all);")]
    [InlineData("Use(ids.SelectMany(id => db.Orders.Where(o => o.Id == id).[|ToList|]()).ToList());")]
    [InlineData("Use(ids.SelectMany(id => orders.Where(o => o.Id == id)).ToList());")]
    [InlineData("Use(ids.Select(id => db.Orders.Where(o => o.Id == id)).ToList());")]
    public Task What_flattens_goes_through_each_of_the_sequences(string body) => ReportsFile(Class($"void Run() {{ {body} }} IQueryable<Order> Of(int id) => db.Orders.Where(o => o.Id == id);"));

    // What an object keeps is run by its other members: of several creators each is asked for what it gives.
    [Theory]
    [InlineData("class Importer(Func<int, Order?> load) { public void Run(List<int> rows) { foreach (var row in rows) load(row); } }", true)]
    [InlineData("class Importer { readonly Func<int, Order?> _load; public Importer(Func<int, Order?> load) => _load = load ?? throw new ArgumentNullException(nameof(load)); public void Run(List<int> rows) => rows.Select(_load).ToList(); }", true)]
    [InlineData("class Importer(Func<int, Order?> load) { readonly Func<int, Order?> _load = load; public void Run(List<int> rows) => rows.ForEach(row => One(row)); void One(int row) { for (var i = 0; i < row; i++) _load(i); } }", true)]
    [InlineData("class Importer(Func<int, Order?> load) { public void Run(List<int> rows) { load(rows[0]); } }", false)]
    [InlineData("class Importer(Func<int, Order?> load) { readonly Dictionary<int, Order?> _known = []; public void Run(List<int> rows) { foreach (var row in rows) if (!_known.TryGetValue(row, out var order)) _known[row] = load(row); } }", false)]
    [InlineData("class Importer(Func<int, Order?> load) { public Func<int, Order?> Load => load; public void Run(List<int> rows) { } }", false)]
    public Task What_several_create_with_functions_of_their_own_runs_them(string importer, bool runsEach) => ReportsFile(Class(
        $"void Run() {{ new Importer(id => db.Orders.{(runsEach ? "[|Find|]" : "Find")}(id)).Run(ids); }} void Other() {{ new Importer(id => orders.Find(o => o.Id == id)).Run(ids); }}", importer));

    [Theory]
    [InlineData("void Run() { var block = new System.Threading.Tasks.Dataflow.ActionBlock<int>(id => Use(db.Orders.[|Find|](id))); foreach (var id in ids) block.Post(id); }")]
    [InlineData("System.Threading.Tasks.Dataflow.ActionBlock<int>? _block; void Start() { _block = new(id => Use(db.Orders.Find(id))); } void Run(int id) => _block!.Post(id);")]
    public Task A_block_that_a_member_fills_runs_for_each_element(string members) => ReportsFile(Class(members));

    // Dawnshard: a repository that makes a query for each unit of a party, and the service that runs them.
    [Theory]
    [InlineData("foreach (var query in Each()) Use(query.[|FirstOrDefault|]());")]
    [InlineData("foreach (IQueryable<Order> query in Each()) Use(query.AsNoTracking().[|FirstOrDefault|]());")]
    [InlineData("var queries = ids.Select(id => db.Orders.Where(o => o.Id == id)).ToList(); foreach (var query in queries) Use(query.[|ToList|]());")]
    [InlineData("foreach (var query in given) foreach (var order in [|query|]) Use(order);")]
    [InlineData("Use(given.Select(query => query.[|Count|]()).ToList());")]
    [InlineData("foreach (var (name, query) in named) Use(name, query.[|Any|]());")]
    [InlineData("foreach (var id in ids) { Make(id, out var query); Use(query.[|ToList|]()); }")]
    [InlineData("foreach (var query in given) Use(query.Where(o => o.Id > 0));")]
    [InlineData("foreach (var page in ids.Chunk(100)) Use(db.Orders.Where(o => page.Contains(o.Id)).ToList());")]
    public Task Each_of_several_queries_is_run(string body) => ReportsFile(Class($$"""
        IEnumerable<IQueryable<Order>> Each() => ids.Select(id => db.Orders.Where(o => o.Id == id));
        void Make(int id, out IQueryable<Order> query) => query = db.Orders.Where(o => o.Id == id);
        void Run(List<IQueryable<Order>> given, Dictionary<string, IQueryable<Order>> named) { {{body}} }
        """));

    [Theory]
    [InlineData("Func<int, Order?> load = id => db.Orders.Find(id); Use(ids.Select([|load|]).ToList());")]
    [InlineData("Func<int, Order?> load = Load; Use(ids.Select([|load|]).ToList());")]
    [InlineData("Use(ids.Select([|_load|]).ToList());")]
    [InlineData("Use(ids.Select([|Loader|]).ToList());")]
    [InlineData("var load = Make(); foreach (var id in ids) Use([|load|](id));")]
    [InlineData("foreach (var id in ids) Use([|Make|]()(id));")]
    [InlineData("foreach (var id in ids) Use([|_byName[\"find\"]|](id));")]
    [InlineData("Loading += id => Use(db.Orders.Find(id)); foreach (var id in ids) Loading.[|Invoke|](id);")]
    [InlineData("foreach (var id in ids) Parallel.Invoke(() => Use(db.Orders.[|Find|](id)), () => Use(id));")]
    [InlineData("Func<int, int> twice = id => id * 2; Use(ids.Select(twice).ToList());")]
    [InlineData("Func<int, Order?> load = id => db.Orders.Find(id); Keep(load); foreach (var id in ids) Use(id);")]
    public Task A_function_that_has_a_name_is_followed_where_it_is_run(string body) => ReportsFile(Class(
        $$"""
        event Action<int> Loading = null!;
        readonly Func<int, Order?> _load = id => db.Orders.Find(id);
        Func<int, Order?> Loader => Load;
        readonly Dictionary<string, Func<int, Order?>> _byName = new() { ["find"] = id => db.Orders.Find(id) };
        Order? Load(int id) => db.Orders.Find(id);
        Func<int, Order?> Make() => id => db.Orders.Find(id);
        void Keep(Func<int, Order?> load) { }
        void Run() { {{body}} }
        """));

    [Theory]
    [InlineData("void Run() { new Loader(id => db.Orders.Find(id)).Run(ids); }", "class Loader(Func<int, Order?> load) { public void Run(List<int> ids) { foreach (var id in ids) [|load|](id); } }")]
    [InlineData("void Run() { new Loader(Load).Run(ids); } Order? Load(int id) => db.Orders.Find(id);", "class Loader { private readonly Func<int, Order?> _load; public Loader(Func<int, Order?> load) => _load = load; public void Run(List<int> ids) { foreach (var id in ids) [|_load|](id); } }")]
    [InlineData("void Run() { new Loader { Load = id => db.Orders.Find(id) }.Run(ids); }", "class Loader { public required Func<int, Order?> Load { get; init; } public void Run(List<int> ids) { foreach (var id in ids) [|Load|](id); } }")]
    [InlineData("void Run(Loader loader) { loader.Loading += id => Use(db.Orders.Find(id)); }", "class Loader { public event Action<int>? Loading; public void Run(List<int> ids) { foreach (var id in ids) Loading?.[|Invoke|](id); } }")]
    [InlineData("void Run() { new Loader(id => db.Orders.[|Find|](id)).Run(ids); new Loader(id => orders[id]).Run(ids); }", "class Loader(Func<int, Order?> load) { public void Run(List<int> ids) { foreach (var id in ids) load(id); } }")]
    [InlineData("void Run() { new Loader(Load).Run(ids); } void Other() { new Loader(Load).Run(ids); } Order? Load(int id) => db.Orders.Find(id);", "class Loader(Func<int, Order?> load) { public void Run(List<int> ids) { foreach (var id in ids) [|load|](id); } }")]
    [InlineData("void Run() { new Loader { Load = id => db.Orders.Find(id) }.Run(ids); new Loader { Load = id => orders[id] }.Run(ids); }", "class Loader { public required Func<int, Order?> Load { get; init; } public void Run(List<int> ids) { foreach (var id in ids) Load(id); } }")]
    [InlineData("void Run(Loader loader) { loader.Loading += id => Use(db.Orders.Find(id)); loader.Loading += id => Use(id); }", "class Loader { public event Action<int>? Loading; public void Run(List<int> ids) { foreach (var id in ids) Loading?.[|Invoke|](id); } }")]
    [InlineData("", "class Loader { protected Func<int, Order?> Load { get; set; } = null!; public void Run(List<int> ids) { foreach (var id in ids) [|Load|](id); } } class Orders : Loader { public Orders(ShopDb db) { Load = id => db.Orders.Find(id); } } class Rows : Loader { public Rows(List<Order> rows) { Load = id => rows[id]; } }")]
    [InlineData("void Run() { new Loader(id => orders[id]).Run(ids); }", "class Loader(Func<int, Order?> load) { public void Run(List<int> ids) { foreach (var id in ids) load(id); } }")]
    public Task What_others_give_an_object_to_run(string members, string type) => ReportsFile(Class(members, type));

    private const string Money = """
        class Money(ShopDb db, int id)
        {
            public ShopDb Db => db;
            public int Id => id;
            public static Money operator +(Money all, int id) { _ = all.Db.Orders.Find(id); return all; }
            public static Money operator -(Money all) { _ = all.Db.Orders.Find(all.Id); return all; }
            public static Money operator ++(Money all) { _ = all.Db.Orders.Find(all.Id); return all; }
            public void Deconstruct(out int number, out string name) { number = id; name = db.Orders.Find(id)!.Number; }
        }
        """;

    [Theory]
    [InlineData("foreach (var id in ids) [|sum += id|];")]
    [InlineData("foreach (var id in ids) sum = [|-sum|];")]
    [InlineData("foreach (var id in ids) [|sum++|];")]
    [InlineData("foreach (var id in ids) { [|var (number, name) = sum|]; Use(id, number, name); }")]
    [InlineData("foreach (var id in ids) { if (sum is [|(3, \"x\")|]) Use(id); }")]
    public Task Operators_and_what_takes_a_value_apart(string body) => ReportsFile(Class($"void Run(Money sum) {{ {body} }}", Money));
}
