using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>PERF1004: what the message says, what it is worth, and other libraries. That it is right is for the catalogue to prove.</summary>
public sealed class MissingIncludeTests : RuleTests<MissingIncludeAnalyzer>
{
    [Fact]
    public Task Without_lazy_loading_the_message_says_what_is_not_there() => Reports(
        "foreach (var order in db.Orders.ToList()) Use(order.[|Account|].Email);",
        ExpectedDiagnostic.Any
            .Says("'Order.Account' is not loaded, so it is null when it is read; add Include(o => o.Account) - suspect")
            .WithSeverity(DiagnosticSeverity.Warning)
            .WithProperty("perf.include", "Account")
            .WithAdditionalLocations("Orders"));

    [Theory]
    [InlineData("var order = db.Orders.First(); Use(order.[|Account|].Email);", DiagnosticSeverity.Info)]
    [InlineData("var order = db.Orders.AsNoTracking().First(); Use(order.[|Account|].Email);", DiagnosticSeverity.Warning)]
    [InlineData("using var own = new ShopDb(new()); var order = own.Orders.First(); Use(order.[|Account|].Email);", DiagnosticSeverity.Warning)]
    [InlineData("foreach (var order in db.Orders.ToList()) Use(order.[|Account|].Email);", DiagnosticSeverity.Warning)]
    public Task A_single_row_of_a_context_from_outside_may_be_complete(string body, DiagnosticSeverity severity) => Reports(body, ExpectedDiagnostic.Any.WithSeverity(severity));

    [Fact]
    public Task A_path_is_one_finding() => Reports(
        "foreach (var line in db.OrderLines.ToList()) Use(line.Order.Number, line.Order.[|Account|].Email);",
        ExpectedDiagnostic.Any.Says("'OrderLine.Order.Account' is not loaded, so it is null when it is read; add Include(o => o.Order).ThenInclude(o => o.Account) - suspect"));

    // das-employer-incentives: a query of which a mapper reads six navigations.
    [Theory]
    [InlineData("foreach (var order in db.Orders.ToList()) Use(order.[|Account|].Email, order.[|Lines|].Count);", DiagnosticSeverity.Info)]
    [InlineData("foreach (var order in db.Orders.ToList()) Use(order.[|Account|].Email); foreach (var order in db.Orders.ToList()) Use(order.[|Lines|].Count);", DiagnosticSeverity.Warning)]
    public Task What_one_query_lacks_is_one_warning(string body, DiagnosticSeverity second) => Reports(
        body, ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning), ExpectedDiagnostic.Any.WithSeverity(second));

    // What was not loaded is null there or empty, and nobody comes to what is behind it.
    [Theory]
    [InlineData("foreach (var account in db.Accounts.ToList()) { if (account.Orders != null) Use(account.Orders.Select(o => o.Lines.Count).ToList()); }")]
    [InlineData("foreach (var account in db.Accounts.ToList()) Use(account.Orders?.Sum(o => o.Lines.Count));")]
    public Task Behind_what_is_asked_for_and_was_not_loaded_nothing_is_missing(string body) => Silent(body);

    [Fact]
    public Task Behind_what_is_asked_for_and_was_loaded_it_is() => Reports(
        "foreach (var account in db.Accounts.Include(a => a.Orders).ToList()) { if (account.Orders != null) Use(account.Orders.Select(o => o.[|Lines|].Count).ToList()); }");

    // Which includes a list of them holds, only who made it knows.
    [Theory]
    [InlineData("foreach (var order in includes.Aggregate(db.Orders.AsQueryable(), (all, include) => all.Include(include)).ToList()) Use(order.Account.Email);")]
    [InlineData("var query = includes.Aggregate(db.Orders.AsQueryable(), (all, include) => all.Include(include)); foreach (var order in query.Where(o => o.Id > 3).AsNoTracking().ToList()) Use(order.Account.Email);")]
    public Task Includes_from_a_list_may_be_any(string body) => ReportsFile(
        $"public class Report(ShopDb db) {{ private static void Use(object? value) {{ }} public void Run(List<System.Linq.Expressions.Expression<Func<Order, object?>>> includes) {{ {body} }} }}");

    [Theory]
    [InlineData("foreach (var path in paths) query = query.Include(path); return query;", "Account")]
    [InlineData("if (paths.Length > 0) query = query.Include(paths[0]); return query;", "Account")]
    [InlineData("query = query.Where(o => o.Id > paths.Length); return query;", "[|Account|]")]
    [InlineData("query = query.OrderBy(o => o.Number); query = query.Include(o => o.Lines); return query;", "[|Account|]")]
    public Task What_a_helper_makes_of_the_query_that_it_is_given_counts(string body, string navigation) => ReportsFile(
        $"public static class Queries {{ public static IQueryable<Order> With(this IQueryable<Order> query, params string[] paths) {{ {body} }} }} " +
        $"public class Report(ShopDb db) {{ public List<string> Run() => db.Orders.AsNoTracking().With(\"Account\").ToList().Select(o => o.{navigation}.Email).ToList(); }}");

    // What an object is made of reads, in the values that its members begin with, in what it gives its base, and where it is converted to.
    [Theory]
    [InlineData("public class Row(Order order) { public string Email { get; } = order.Account.Email; }", "new Row(o)")]
    [InlineData("public record Row(Order Order) { public string Email { get; init; } = Order.Account.Email; }", "new Row(o)")]
    [InlineData("public class Row(Order order) { private readonly string _email = order.Account.Email; public string Email => _email; }", "new Row(o)")]
    [InlineData("public class Named(string name) { public string Name => name; } public class Row(Order order) : Named(order.Account.Email) { }", "new Row(o)")]
    [InlineData("public class Row { public string Email { get; set; } = \"\"; public static implicit operator Row(Order order) => new() { Email = order.Account.Email }; }", "(Row)o")]
    public Task An_object_that_is_made_of_an_entity_reads_it(string row, string made) => ReportsFile(
        $"{row} public class Report(ShopDb db) {{ public List<Row> Run() => db.[|Orders|].AsNoTracking().ToList().Select(o => {made}).ToList(); }}");

    // The properties of a page, which the framework may write as well.
    [Theory]
    [InlineData("Orders = db.Orders.ToList(); foreach (var order in Orders) Use(order.[|Account|].Email);")]
    [InlineData("Order = db.Orders.AsNoTracking().First(o => o.Id == id); if (Order == null) return; Who = Order.[|Account|].Email;")]
    [InlineData("if (id > 3) { Order = db.Orders.AsNoTracking().First(o => o.Id == id); Use(id); if (id > 4) Who = Order.[|Account|].Email; }")]
    // Given by somebody else, on one way only, or again in between.
    [InlineData("foreach (var order in Orders) Use(order.Account.Email);")]
    [InlineData("if (id > 3) Order = db.Orders.AsNoTracking().First(o => o.Id == id); Who = Order!.Account.Email;")]
    [InlineData("Order = db.Orders.AsNoTracking().First(o => o.Id == id); Fill(); Who = Order!.Account.Email;")]
    [InlineData("Order = db.Orders.AsNoTracking().First(o => o.Id == id); Filled(this); Who = Order!.Account.Email;")]
    [InlineData("Order = db.Orders.AsNoTracking().First(o => o.Id == id); if (id > 3) Order = db.Orders.Include(o => o.Account).First(); Who = Order.Account.Email;")]
    [InlineData("Orders = db.Orders.ToList(); foreach (var order in db.Orders.Include(o => o.Account).ToList()) { Use(Orders.Select(o => o.Account.Email).ToList()); Orders = [order]; }")]
    [InlineData("Orders = db.Orders.ToList(); Orders = db.Orders.Include(o => o.Account).ToList(); foreach (var order in Orders) Use(order.Account.Email);")]
    public Task What_a_member_has_just_given_to_a_property_it_reads(string body) => ReportsFile(
        $$"""
        public class Page(ShopDb db)
        {
            public List<Order> Orders { get; set; } = [];
            public Order? Order { get; set; }
            public string? Who { get; set; }
            private static void Use(object? value) { }
            private void Fill() => Order = db.Orders.Include(o => o.Account).First();
            private static void Filled(Page page) => page.Fill();
            public void OnGet(int id) { {{body}} }
        }
        """);

    [Fact]
    public Task Read_by_a_callee_it_is_told_at_the_query() => ReportsFile(
        """
        public class Labels(ShopDb db)
        {
            public List<string> All() => db.[|Orders|].ToList().Select(Of).ToList();
            private static string Of(Order order) => order.Account.Email;
        }
        """,
        ExpectedDiagnostic.Any.Says("'Order.Account' is not loaded, so it is null when 'Of' reads it; add Include(o => o.Account) - suspect").WithAdditionalLocations("Of", "Account"));

    // An array is gone through as an IEnumerable that does not say of what.
    [Theory]
    [InlineData("foreach (var order in db.Orders.ToArray()) Use(order.[|Account|].Email);")]
    [InlineData("var all = await db.Orders.Where(o => o.CouponId == 1).ToArrayAsync(ct); foreach (var order in all) Use(order.[|Account|].Email);")]
    [InlineData("foreach (var some in db.Orders.ToList().Chunk(10)) foreach (var order in some) Use(order.[|Account|].Email);")]
    public Task In_an_array_it_is_found(string body) => Reports(body);

    // cmu-sei/Gameboard: a store of anything, whose queries are put together by who knows of what.
    [Theory]
    [InlineData("var found = await orders.List().Where(o => o.CouponId == 1).ToListAsync(ct); return found.GroupBy(o => o.CouponId).Select(g => new Team { Key = g.Key, Email = g.First().[|Account|].Email }).ToList();", DiagnosticSeverity.Info)]
    [InlineData("foreach (var order in await orders.List().ToArrayAsync(ct)) Console.WriteLine(order.[|Account|].Email); return null;", DiagnosticSeverity.Warning)]
    [InlineData("foreach (var order in await orders.List().AsNoTracking().ToListAsync(ct)) Console.WriteLine(order.[|Account|].Email); return null;", DiagnosticSeverity.Warning)]
    public Task Of_a_query_of_a_generic_store_it_is_told_where_it_is_put_together(string body, DiagnosticSeverity severity) => ReportsFile(Stores + $$"""
        public class Teams(IOrderStore store) { private readonly IOrderStore orders = store; public async Task<object?> RunAsync(CancellationToken ct) { {{body}} } }
        """, ExpectedDiagnostic.Any.WithSeverity(severity));

    [Theory]
    [InlineData("foreach (var order in await orders.List().Include(o => o.Account).ToArrayAsync(ct)) Console.WriteLine(order.Account.Email);")]
    [InlineData("var accounts = await store.Db.Accounts.ToListAsync(ct); foreach (var order in await orders.List().ToArrayAsync(ct)) Console.WriteLine(order.Account.Email);")]
    [InlineData("foreach (var order in await orders.Full().ToArrayAsync(ct)) Console.WriteLine(order.Account.Email);")]
    public Task What_a_generic_store_or_who_asks_it_has_loaded_is_silent(string body) => ReportsFile(Stores + $$"""
        public class Teams(IOrderStore store) { private readonly IOrderStore orders = store; public async Task RunAsync(CancellationToken ct) { {{body}} } }
        """);

    private const string Stores = """
        public interface IStore<T> where T : class { ShopDb Db { get; } IQueryable<T> List(string? term = null); }
        public abstract class Store<T>(ShopDb db) : IStore<T> where T : class { public ShopDb Db { get; } = db; public virtual IQueryable<T> List(string? term = null) { return Db.Set<T>(); } }
        public interface IOrderStore : IStore<Order> { IQueryable<Order> Full(); }
        public class OrderStore(ShopDb db) : Store<Order>(db), IOrderStore { public IQueryable<Order> Full() => List().Include(o => o.Account); }
        public interface IProductStore : IStore<Product> { }
        public class ProductStore(ShopDb db) : Store<Product>(db), IProductStore { public override IQueryable<Product> List(string? term = null) => base.List(term).Where(p => p.Sku == term); }
        public class Team { public int? Key; public string? Email; }

        """;

    // bcgov/sheriff-scheduling, cmu-sei/Gameboard: all slots of what was queried, and of each group the sponsor of one.
    [Theory]
    [InlineData("var all = await db.Orders.ToListAsync(ct); all.SelectMany(o => o.[|Lines|]).ToList().ForEach(l => l.Sku = null);")]
    [InlineData("Use((from o in db.Orders.ToList() from l in o.[|Lines|] select l.Sku).ToList());")]
    [InlineData("var all = await db.Orders.ToArrayAsync(ct); Use(all.GroupBy(o => o.CouponId).Select(g => new { g.Key, g.First().[|Account|].Email }).ToArray());")]
    [InlineData("var all = await db.Orders.ToArrayAsync(ct); foreach (var email in all.Chunk(10).Select(some => some[0].[|Account|].Email)) Use(email);")]
    public Task Of_what_is_flattened_or_grouped_it_is_found(string body) => Reports(body);

    [Theory]
    [InlineData("var all = await db.Orders.Include(o => o.Lines).ToListAsync(ct); Use(all.SelectMany(o => o.Lines).ToList());")]
    [InlineData("Use(await db.Orders.SelectMany(o => o.Lines).ToListAsync(ct));")]
    [InlineData("var all = await db.Orders.ToListAsync(ct); Use(all.Select(o => o.Lines).ToList());")]
    [InlineData("var all = await db.Orders.Include(o => o.Account).ToArrayAsync(ct); Use(all.GroupBy(o => o.CouponId).Select(g => g.First().Account.Email).ToArray());")]
    public Task Of_what_is_flattened_or_grouped_nothing_is_missing_that_was_loaded(string body) => Silent(body);

    // Whatever type an entity is given by.
    [Theory]
    [InlineData("Of(Order order) => order", "order")]
    [InlineData("Of(IEnumerable<Order> orders) => orders.First()", "[order]")]
    [InlineData("Of(Order[] orders) => orders[0]", "new[] { order }")]
    [InlineData("Of<T>(T order) where T : Order => order", "order")]
    public Task However_it_is_given_to_a_callee_it_is_found(string callee, string given) => ReportsFile($$"""
        public class Labels(ShopDb db)
        {
            public void All() { foreach (var order in db.[|Orders|].ToList()) Of({{given}}); }
            private static string {{callee}}.Account.Email;
        }
        """);

    // A tree of items, each kind of which asks the others: of ways through them there are millions.
    [Fact]
    public Task Members_that_call_each_other_back_and_forth_are_looked_into_once() => ReportsFile(
        $$"""
        public abstract class Item(Item other) { public Item Other => other; public abstract string Show(Order order); }
        {{string.Concat(Enumerable.Range(0, 12).Select(i => $"public class Item{i}(Item other) : Item(other) {{ public override string Show(Order order) => order.Account.Email + Other.Show(order) + Other.Other.Show(order); }}\n"))}}
        public class Items(ShopDb db, Item item) { public void Run() { foreach (var order in db.[|Orders|].ToList()) item.Show(order); } }
        """,
        ExpectedDiagnostic.Any.Mentions("add Include(o => o.Account)")).WaitAsync(TimeSpan.FromSeconds(90));

    [Fact]
    public Task Read_by_a_caller_it_is_told_at_the_query() => ReportsFile(
        """
        public interface IOrders { Task<List<Order>> AllAsync(); }
        public class Orders(ShopDb db) : IOrders { public Task<List<Order>> AllAsync() => db.[|Orders|].ToListAsync(); }
        public class Labels(IOrders orders)
        {
            public async Task<List<string>> All() => (await orders.AllAsync()).Select(o => o.Account.Email).ToList();
        }
        """,
        ExpectedDiagnostic.Any.Says("'Order.Account' is not loaded, so it is null when 'All' reads it; add Include(o => o.Account) - suspect").WithAdditionalLocations("Account"));

    [Fact]
    public Task Where_a_proxy_could_load_it_and_nobody_says_so_it_is_information() => ReportsFile(
        """
        public class Author { public int Id { get; set; } public string Name { get; set; } = ""; }
        public class Book { public int Id { get; set; } public virtual Author Author { get; set; } = null!; }
        public class BookDb(DbContextOptions<BookDb> options) : DbContext(options) { public DbSet<Book> Books => Set<Book>(); }
        public class Titles(BookDb db) { public List<string> All() => db.Books.ToList().Select(b => b.[|Author|].Name).ToList(); }
        """,
        ExpectedDiagnostic.Any
            .Says("'Book.Author' is not loaded when it is read: a query of its own with lazy loading, no data without; add Include(b => b.Author) - suspect: whether it is loaded lazily is decided elsewhere")
            .WithSeverity(DiagnosticSeverity.Info));

    [Theory]
    [InlineData("Use(db.Books.First().[|Author|].Name);", DiagnosticSeverity.Info)]
    [InlineData("foreach (var book in db.Books.ToList()) Use(book.[|Author|].Name);", DiagnosticSeverity.Warning)]
    [InlineData("foreach (var book in db.Books.ToList()) Use(book.[|Author|]);", DiagnosticSeverity.Warning)]
    public Task With_lazy_loading_a_query_for_each_is_a_warning_and_one_more_is_information(string body, DiagnosticSeverity severity) => ReportsFile(
        $$"""
        public class Author { public int Id { get; set; } public string Name { get; set; } = ""; }
        public class Book
        {
            private Author? _author;
            private readonly Microsoft.EntityFrameworkCore.Infrastructure.ILazyLoader? _loader;
            public Book() { }
            private Book(Microsoft.EntityFrameworkCore.Infrastructure.ILazyLoader loader) => _loader = loader;
            public int Id { get; set; }
            public Author Author { get { _loader?.Load(this); return _author!; } set => _author = value; }
        }
        public class BookDb(DbContextOptions<BookDb> options) : DbContext(options) { public DbSet<Book> Books => Set<Book>(); }
        public class Titles(BookDb db)
        {
            public void All() { {{body}} }
            private static void Use(object? value) { }
        }
        """,
        ExpectedDiagnostic.Any.WithSeverity(severity));

    [Theory]
    [InlineData("var order = db.Orders.First(); if (order.Account != null) Use(order.Account.Email);")]
    [InlineData("var order = db.Orders.First(); Use(order.Account?.Email);")]
    [InlineData("var order = db.Orders.First(); Use(order.Account);")]
    [InlineData("var order = db.Orders.First(); Use(order is { Account: { } account } ? account.Email : null);")]
    [InlineData("foreach (var order in orders) Use(order.Account.Email);")]
    [InlineData("foreach (var order in db.Orders.Include(codes[0]).ToList()) Use(order.Account.Email);")]
    public Task Without_lazy_loading_what_may_be_null_on_purpose_is_silent(string body) => Silent(body);

    [Fact]
    public async Task Entity_Framework_6_loads_what_is_virtual()
    {
        var test = new AnalyzerTest<MissingIncludeAnalyzer>
        {
            TestCode =
                """
                using System.Collections.Generic;
                using System.Data.Entity;
                using System.Linq;
                public class Author { public int Id { get; set; } public string Name { get; set; } }
                public class Book { public int Id { get; set; } public virtual Author Author { get; set; } public virtual ICollection<Author> Others { get; set; } }
                public class BookDb : DbContext { public DbSet<Book> Books { get; set; } public DbSet<Author> Authors { get; set; } }
                public class Titles
                {
                    private readonly BookDb _db = new BookDb();
                    public List<string> All() => _db.Books.Include(b => b.Others).ToList().Select(b => b.[|Author|].Name + b.Others.Count).ToList();
                }
                """,
        };
        test.Projects[0].References = [.. TestReferences.FrameworkOnly, .. LibraryStubs.All];
        test.ExpectedDiagnostics.Add(ExpectedDiagnostic.Any.Says("'Book.Author' is loaded for each element with a query of its own when it is read; add Include(b => b.Author) - suspect: the configuration of the model is not read"));
        await test.RunAsync();
    }

    [Fact]
    public async Task NHibernate_fetches_what_it_is_told_to()
    {
        var test = new AnalyzerTest<MissingIncludeAnalyzer>
        {
            TestCode =
                """
                using System.Collections.Generic;
                using System.Linq;
                using NHibernate;
                using NHibernate.Linq;
                public class Author { public virtual int Id { get; set; } public virtual string Name { get; set; } }
                public class Book { public virtual int Id { get; set; } public virtual Author Author { get; set; } public virtual Author Editor { get; set; } }
                public class Titles
                {
                    private readonly ISession _session;
                    public Titles(ISession session) => _session = session;
                    public List<string> All() => _session.Query<Book>().Fetch(b => b.Author).ToList().Select(b => b.Author.Name + b.[|Editor|].Name).ToList();
                }
                """,
        };
        test.Projects[0].References = [.. TestReferences.FrameworkOnly, .. LibraryStubs.All];
        await test.RunAsync();
    }

    [Fact]
    public async Task A_query_of_another_project_is_told_where_it_is_read()
    {
        var test = new AnalyzerTest<MissingIncludeAnalyzer>
        {
            TestCode = "public class Labels(Orders orders) { public List<string> All() => orders.All().Select(o => o.[|Account|].Email).ToList(); }",
            Sources = { new("Usings.cs", "global using System.Collections.Generic; global using System.Linq; global using Shop;") },
        };
        test.Projects[0].ProjectReferences.Add("Data");
        test.Projects.Add(new("Data") { Sources = { Shop.Model, new("Orders.cs", "public class Orders(ShopDb db) { public List<Order> All() => db.Orders.ToList(); }") } });
        test.ExpectedDiagnostics.Add(ExpectedDiagnostic.Any.Says("'Order.Account' is not loaded, so it is null when 'All' reads it; where they are queried, add Include(o => o.Account) - suspect"));
        await test.RunAsync();
    }
}
