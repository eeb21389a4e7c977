using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>PERF1001 for object mappers and document stores: by their real assemblies, or by stubs where these cannot be restored.</summary>
public sealed class QueryInLoopOtherLibrariesTests
{
    // abp-next-admin, whose repositories come in packages: where they are missing, the names of types and members say what they would, likely.
    [Theory]
    [InlineData("IPermissionGrantRepository", "await source.[|GetListAsync|](id)")]
    [InlineData("IOrderRepository", "source.[|FindByNumber|](id)")]
    [InlineData("IMongoCollection<Order>", "source.[|CountDocuments|](o => o.Id == id)")]
    [InlineData("IPriceStore", "await source.[|GetPrice|](id)")]
    [InlineData("Missing.Session", "await source.Query<Order>().[|FirstOrDefaultAsync|](o => o.Id == id)")]
    [InlineData("Missing.Session", "await source.Orders.Where(o => o.Id == id).[|ToListAsync|]()")]
    public Task What_a_missing_library_declares_goes_by_its_names(string type, string call) => ReportsMissing(
        type, call, ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions(" - likely"));

    // vc-platform before its EF Core: a set of the missing Entity Framework is a query, whatever is asked of it, and so is what is typed as one.
    [Theory]
    [InlineData("Missing.DbSet<Order>", "source.[|First|](o => o.Id == id)")]
    [InlineData("Missing.IDbSet<Order>", "source.Include(o => o.Lines).Include(o => o.Id).[|FirstOrDefault|](o => o.Id == id)")]
    [InlineData("Missing.DbSet<Order>", "source.Where(o => o.Id == id).OrderBy(o => o.Number).[|ToList|]()")]
    [InlineData("Missing.DbSet<Order>", "(from o in source where o.Id == id orderby o.Number select o).[|Any|]()")]
    [InlineData("Missing.DbContext", "source.Set<Order>().[|Count|](o => o.Id == id)")]
    [InlineData("IQueryable<Order>", "source.Including(o => o.Lines).Including(o => o.Id).[|First|](o => o.Id == id)")]
    [InlineData("Missing.DbSet<Order>", "source.[|Find|](id)", false)]
    [InlineData("Missing.DbContext", "source.Set<Order>().[|Find|](id)", false)]
    [InlineData("Missing.ISession", "source.CreateCriteria<Order>().Add(Missing.Eq(id)).[|UniqueResult|]<Order>()", false)]
    [InlineData("Missing.ISession", "source.CreateQuery(Missing.Orders).SetParameter(0, id).[|List|]<Order>()", false)]
    [InlineData("Missing.ISession", "await source.Query<Order, Missing.Index>().Where(x => x.Id == id).[|FirstOrDefaultAsync|]()")]
    [InlineData("Missing.ISqlSugarClient", "await source.Queryable<Order>().Where(o => o.Id == id).[|FirstAsync|]()", false)]
    [InlineData("Missing.IFreeSql", "source.Select<Order>().Where(o => o.Id == id).[|ToOne|]()", false)]
    [InlineData("Missing.ILiteCollectionAsync<Order>", "await source.[|FindByIdAsync|](id)", false)]
    [InlineData("Missing.SqlConnection", "new Missing.SqlCommand(\"select 1\", source).[|ExecuteReader|]()", false)]
    public Task What_is_made_of_a_missing_library_goes_by_its_names(string type, string call, bool isQuery = true) => ReportsMissing(
        type, call, ExpectedDiagnostic.Any.WithSeverity(isQuery ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info).Mentions(isQuery ? " - suspect" : " - likely"));

    [Theory]
    [InlineData("Missing.Set<Order>", "source.First(o => o.Id == id)")]
    [InlineData("Missing.ISession", "source.CreateCriteria<Order>().Add(id)")]
    [InlineData("Missing.Rows", "source.CreateCriteria<Order>().UniqueResult<Order>()")]
    [InlineData("Missing.DbSet<Order>", "source.Where(o => o.Id == id)")]
    public Task What_other_names_a_missing_library_has_say_nothing(string type, string call) => ReportsMissing(type, call);

    [Fact]
    public async Task A_context_whose_base_is_missing_makes_queries() =>
        await new AnalyzerTest<QueryInLoopAnalyzer>
        {
            TestCode = """
                class Context : Missing.DbContext { public Missing.DbSet<Order> Orders { get; set; } public IQueryable<T> All<T>() where T : class { return Set<T>(); } }
                interface IRepository { Order One(int id); Order Other(int id); }
                class Repository : Context, IRepository
                {
                    public Order One(int id) { return All<Order>().Including(o => o.Lines).Including(o => o.Id).FirstOrDefault(o => o.Id == id); }
                    public Order Other(int id) { return Set<Order>().SingleOrDefault(o => o.Id == id); }
                }
                class C
                {
                    IRepository orders; Context db;
                    void One(List<int> ids) { foreach (var id in ids) orders.[|One|](id); }
                    void Other(List<int> ids) { foreach (var id in ids) orders.[|Other|](id); }
                    void Each(List<int> ids) { foreach (var id in ids) foreach (var order in [|db.Orders.Where(o => o.Id == id)|]) order.ToString(); }
                    void Variable(List<int> ids) { var some = db.Orders.Where(o => o.Id > 3); foreach (var id in ids) some.[|First|](o => o.Id == id); }
                    void InMemory(List<int> ids) { var some = db.Orders.Where(o => o.Id > 3).ToList(); foreach (var id in ids) some.First(o => o.Id == id); }
                }
                """,
            Sources = { Shop.Model },
            ExpectsCompilerErrors = true,
        }.RunAsync();

    // code4romania/monitorizare-vot: what the query is made from is known, only what it asks for is not.
    [Theory]
    [InlineData("db.Orders.Where(o => o.Id == source.Parse(id)).[|ToList|]()")]
    [InlineData("await db.Orders.AsNoTracking().Where(o => o.Id == id).OrderBy(source.Order).[|FirstAsync|](source.Token)")]
    [InlineData("db.Orders.[|First|](source.Is(id))")]
    public Task An_operator_of_a_known_query_runs_it_whatever_its_arguments_are(string call) => ReportsMissing(
        "Missing.Session", call, ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning).Mentions(" - suspect"));

    [Theory]
    [InlineData("db.Orders.Where(o => o.Id == source.Parse(id)).[|ToList|](source.Token).First(source.Is(id))")]
    [InlineData("(await db.Orders.Where(o => o.Id == source.Parse(id)).[|ToListAsync|](source.Token)).Where(source.Is).First(source.Is(id))")]
    public Task What_follows_an_operator_that_does_not_bind_is_in_memory(string call) => ReportsMissing("Missing.Session", call);

    // das-apply-service: extensions of a client that the framework has, in a package that is missing.
    [Theory]
    [InlineData("System.Net.Http.HttpClient", "await source.[|PostAsJsonAsync|](\"a\", id)")]
    [InlineData("System.Net.Http.HttpClient", "(await source.[|PutAsXmlAsync|](\"a\", id)).StatusCode")]
    public Task What_a_missing_library_adds_to_a_client_goes_by_its_name(string type, string call) => ReportsMissing<RemoteCallInLoopAnalyzer>(
        type, call, ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions(" - likely"));

    [Theory]
    [InlineData("System.Net.Http.HttpClient", "source.QueryAsync(\"a\")")]
    [InlineData("string", "await source.PutAsXmlAsync(\"a\", id)")]
    public Task What_a_missing_library_adds_to_anything_else_is_silent(string type, string call) => ReportsMissing<RemoteCallInLoopAnalyzer>(type, call);

    // abp-next-admin and Exceptionless: what a missing base class has, and what the program makes of a missing interface.
    [Theory]
    [InlineData("class C : Missing.Manager { public async Task RunAsync(List<int> ids) { foreach (var id in ids) await GrantRepository.[|GetListAsync|](id); } }")]
    [InlineData("class C : Missing.Manager { public async Task RunAsync(List<int> ids) { foreach (var id in ids) await _orderRepository.[|GetAsync|](id); } }")]
    [InlineData("interface IOrderRepository : Missing.ISearchable<Order> { } class C(IOrderRepository orders) { public async Task RunAsync(List<int> ids) { foreach (var id in ids) await orders.[|GetByIdAsync|](id); } }")]
    [InlineData("interface IOrders : Missing.IDocumentRepository<Order> { } class C(IOrders orders) { public async Task RunAsync(List<int> ids) { foreach (var id in ids) await orders.[|GetByIdAsync|](id); } }")]
    [InlineData("class C : Missing.Manager { public async Task RunAsync(List<int> ids) { foreach (var id in ids) await Grants.GetListAsync(id); } }")]
    [InlineData("interface IOrderRepository { } class C(IOrderRepository orders) { public async Task RunAsync(List<int> ids) { foreach (var id in ids) await orders.GetByIdAsync(id); } }")]
    public async Task What_a_missing_base_would_have_goes_by_its_names(string code) =>
        await new AnalyzerTest<QueryInLoopAnalyzer> { TestCode = code, Sources = { Shop.Model }, ExpectsCompilerErrors = true }.RunAsync();

    [Theory]
    [InlineData("IOrderRepository", "await source.GetAsync(id)")]
    [InlineData("Missing.Session", "await source.Query<Order>().FirstOrDefaultAsync(o => o.Id == id)")]
    [InlineData("System.Net.Http.HttpClient", "await source.PostAsJsonAsync(\"a\", id)")]
    [InlineData("Missing.DbSet<Order>", "source.First(o => o.Id == id)")]
    [InlineData("Missing.DbContext", "source.Set<Order>().Find(id)")]
    [InlineData("Missing.ISession", "source.CreateCriteria<Order>().UniqueResult<Order>()")]
    public async Task Without_conventions_no_name_says_anything(string type, string call)
    {
        await Missing(type, call, new AnalyzerTest<QueryInLoopAnalyzer> { GlobalOptions = { { "perfanalyzers.conventions", "false" } } });
        await Missing(type, call, new AnalyzerTest<QueryInLoopAnalyzer> { EditorConfig = "root = true\n[*.cs]\nperfanalyzers.conventions = false\n" });
    }

    [Theory]
    [InlineData("IPermissionChecker", "await source.CheckAsync(id)")]
    [InlineData("IPriceStore", "source.GetPrice(id)")]
    [InlineData("IMemoryCache", "source.Get(id)")]
    [InlineData("Missing.Session", "source.Orders.Where(o => o.Id == id).ToList()")]
    [InlineData("Missing.Session", "source.Orders.ToListAsync()")]
    [InlineData("Missing.Session", "await source.LookAsync(id)")]
    [InlineData("IOrderRepository", "source.Describe(id)")]
    public Task What_a_missing_library_declares_under_other_names_is_silent(string type, string call) => ReportsMissing(type, call);

    private static Task ReportsMissing(string type, string call, params ExpectedDiagnostic[] expected) => ReportsMissing<QueryInLoopAnalyzer>(type, call, expected);

    private static Task Missing<TRule>(string type, string call, AnalyzerTest<TRule> test)
        where TRule : DiagnosticAnalyzer, new()
    {
        test.TestCode = $"class C(ShopDb db, {type} source) {{ public async Task RunAsync(List<int> ids) {{ await Task.Yield(); foreach (var id in ids) Use({call}); }} static void Use(object? o) {{ }} }}";
        test.Sources.Add(Shop.Model);
        test.ExpectsCompilerErrors = true;
        return test.RunAsync();
    }

    private static Task ReportsMissing<TRule>(string type, string call, params ExpectedDiagnostic[] expected)
        where TRule : DiagnosticAnalyzer, new()
    {
        var test = new AnalyzerTest<TRule>();
        test.ExpectedDiagnostics.AddRange(expected);
        return Missing(type, call, test);
    }

    // What a library has for many under a name of its own is in the tables, and the message names it.
    [Fact]
    public async Task What_the_library_has_for_many_is_advised()
    {
        var test = new AnalyzerTest<SaveInLoopAnalyzer>
        {
            TestCode = "using MongoDB.Driver; public class Import(IMongoCollection<Order> all) { public async Task Run(List<Order> orders) { foreach (var order in orders) await all.[|InsertOneAsync|](order); } }",
            Sources = { Shop.Model },
            ExpectedDiagnostics = { ExpectedDiagnostic.Any.Mentions("; call 'InsertManyAsync' for many at once") },
        };
        test.Projects[0].References = TestReferences.Libraries;
        await test.RunAsync();
    }

    [Theory]
    [InlineData("Use(db.Orders.[|Find|](id));")]
    [InlineData("Use(await db.Orders.[|FindAsync|](id));")]
    [InlineData("Use(db.Orders.Where(o => o.Id == id).[|ToList|]());")]
    [InlineData("Use(await db.Orders.Include(o => o.Lines).Where(o => o.Id == id).[|ToListAsync|]());")]
    [InlineData("Use(await db.Orders.[|FirstOrDefaultAsync|](o => o.Id == id));")]
    [InlineData("Use(db.Set<Order>().[|Count|](o => o.Id == id));")]
    [InlineData("Use(set.[|Any|](o => o.Id == id));")]
    [InlineData("db.Entry(order).Collection(o => o.Lines).[|Load|]();")]
    [InlineData("Use(await db.Database.SqlQuery<int>(\"select @p0\", id).[|ToListAsync|]());")]
    [InlineData("Use(db.Database.SqlQuery<int>(\"select @p0\", id).[|ToList|]());")]
    [InlineData("set.[|AddOrUpdate|](new Order { Id = id });")]
    public Task EF6(string statement) => Reports(LibraryStubs.All,
        "using System.Data.Entity; using System.Data.Entity.Migrations; public class Shop : DbContext { public DbSet<Order> Orders { get; set; } = null!; }",
        "Shop db, IDbSet<Order> set, Order order", statement);

    [Theory]
    [InlineData("db.Orders.Add(new Order { Id = id });")]
    [InlineData("db.SaveChanges();")]
    public Task EF6_writes(string statement) => Reports(LibraryStubs.All,
        "using System.Data.Entity; public class Shop : DbContext { public DbSet<Order> Orders { get; set; } = null!; }", "Shop db", statement);

    [Theory]
    [InlineData("Use(session.[|Get|]<Order>(id));")]
    [InlineData("Use(await session.[|GetAsync|]<Order>(id));")]
    [InlineData("Use(session.Query<Order>().Where(o => o.Id == id).[|ToList|]());")]
    [InlineData("Use(await session.Query<Order>().Where(o => o.Id == id).[|FirstOrDefaultAsync|]());")]
    [InlineData("Use(session.QueryOver<Order>().Where(o => o.Id == id).[|SingleOrDefault|]());")]
    [InlineData("Use(session.CreateCriteria<Order>().[|List|]<Order>());")]
    [InlineData("Use(session.CreateSQLQuery(\"select :id\").SetParameter(\"id\", id).[|UniqueResult|]<int>());")]
    [InlineData("NHibernateUtil.[|Initialize|](orders[id].Lines);")]
    [InlineData("Use(session.Load<Order>(id));")]
    [InlineData("session.Save(new Order { Id = id });")]
    public Task NHibernate(string statement) => Reports(LibraryStubs.All,
        "using NHibernate; using NHibernate.Linq;", "ISession session, List<Order> orders", statement);

    [Theory]
    [InlineData("Use(db.GetTable<Order>().[|FirstOrDefault|](o => o.Id == id));")]
    [InlineData("Use(await db.GetTable<Order>().Where(o => o.Id == id).[|ToListAsync|]());")]
    [InlineData("Use(await orders.[|CountAsync|](o => o.Id == id));")]
    [InlineData("Use(db.[|Query|]<int>(\"select \" + id));")]
    [InlineData("db.Insert(new Order { Id = id });")]
    public Task Linq_to_db(string statement) => Reports(TestReferences.Libraries,
        "using LinqToDB; using LinqToDB.Async; using LinqToDB.Data;", "DataConnection db, ITable<Order> orders", statement);

    [Theory]
    [InlineData("Use(await orders.Find(o => o.Id == id).[|FirstOrDefaultAsync|]());")]
    [InlineData("Use(orders.Find(o => o.Id == id).[|ToList|]());")]
    [InlineData("Use(await orders.AsQueryable().Where(o => o.Id == id).[|ToListAsync|]());")]
    [InlineData("Use(orders.AsQueryable().[|Count|](o => o.Id == id));")]
    [InlineData("Use(await orders.[|CountDocumentsAsync|](o => o.Id == id));")]
    [InlineData("await orders.InsertOneAsync(new Order { Id = id });")]
    public Task MongoDB(string statement) => Reports(TestReferences.Libraries,
        "using MongoDB.Driver; using MongoDB.Driver.Linq;", "IMongoCollection<Order> orders", statement);

    [Theory]
    [InlineData("Use(await container.[|ReadItemAsync|]<Order>(id.ToString(), PartitionKey.None));")]
    [InlineData("Use(container.GetItemLinqQueryable<Order>(true).Where(o => o.Id == id).[|ToList|]());")]
    [InlineData("await container.UpsertItemAsync(new Order { Id = id });")]
    public Task Cosmos(string statement) => Reports(TestReferences.Libraries, "using Microsoft.Azure.Cosmos;", "Container container", statement);

    [Fact]
    public Task The_pages_of_one_cosmos_query_are_not_a_query_each() => Reports(TestReferences.Libraries, "using Microsoft.Azure.Cosmos;", "FeedIterator<Order> pages",
        "}  while (pages.HasMoreResults) { Use(await pages.ReadNextAsync());");

    [Theory]
    [InlineData("Use(await session.[|LoadAsync|]<Order>(id));")]
    [InlineData("Use(await session.Query<Order>().Where(o => o.Id == id).[|ToListAsync|]());")]
    [InlineData("session.Store(new Order { Id = id });")]
    public Task Marten(string statement) => Reports(TestReferences.Libraries, "using Marten;", "IDocumentSession session", statement);

    [Theory]
    [InlineData("Use(await users.[|FindByIdAsync|](id.ToString()));")]
    [InlineData("Use(await users.[|GetRolesAsync|](all[id]));")]
    [InlineData("await users.AddToRoleAsync(all[id], \"r\");")]
    public Task Identity(string statement) => Reports(TestReferences.Libraries, "using Microsoft.AspNetCore.Identity;", "UserManager<IdentityUser> users, List<IdentityUser> all", statement);

    [Theory]
    [InlineData("Use(await all.ToAsyncEnumerable().SelectAwait(async i => await users.[|FindByIdAsync|](i)).ToListAsync());")]
    [InlineData("Use(await all.ToAsyncEnumerable().WhereAwaitWithCancellation(async (i, token) => await users.[|FindByIdAsync|](i) is not null).CountAsync());")]
    [InlineData("await all.ToAsyncEnumerable().ForEachAwaitAsync(async i => Use(await users.[|FindByIdAsync|](i)));")]
    public Task Awaited_delegates_of_asynchronous_LINQ(string statement) => Reports(TestReferences.Libraries,
        "using Microsoft.AspNetCore.Identity;", "UserManager<IdentityUser> users, List<string> all", statement);

    private static async Task Reports(IReadOnlyList<MetadataReference> libraries, string usings, string parameters, string statement)
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer>
        {
            TestCode = $$"""
                using System;
                using System.Collections.Generic;
                using System.Linq;
                using System.Threading.Tasks;
                {{usings}}
                public class Order { public int Id { get; set; } public ICollection<Order> Lines { get; } = []; }
                public class Report
                {
                    private static void Use(object? value) { }
                    public async Task Run(List<int> ids, {{parameters}})
                    {
                        await Task.Yield();
                        foreach (var id in ids) { {{statement}} }
                    }
                }
                """,
        };
        test.Projects[0].References = libraries == TestReferences.Libraries ? libraries : [.. TestReferences.FrameworkOnly, .. libraries];
        await test.RunAsync();
    }
}
