using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>PERF1005: queries for which the model has no index.</summary>
public class UnindexedFilterTests : RuleTests<UnindexedFilterAnalyzer>
{
    [Theory]
    [InlineData("Use(db.Orders.Where(o => o.[|Number|] == codes[0]).ToList());")]
    [InlineData("Use(db.Orders.FirstOrDefault(o => o.[|Number|] == codes[0]));")]
    [InlineData("Use(await db.Orders.CountAsync(o => codes[0] == o.[|Number|], ct));")]
    [InlineData("Use(await db.Orders.AnyAsync(o => o.[|Number|].Equals(codes[0])));")]
    [InlineData("Use(db.Set<Order>().Where(o => codes.Contains(o.[|Number|])).ToList());")]
    [InlineData("Use(db.Orders.Where(o => ids.Contains(o.[|CouponId|]!.Value)).ToList());")]
    [InlineData("Use(db.Orders.Where(o => [|EF.Property<string>(o, \"Number\")|] == codes[0]).Select(o => o.Id).ToList());")]
    [InlineData("Use((from o in db.Orders where o.[|Number|] == codes[0] select o.Id).ToList());")]
    [InlineData("foreach (var o in db.Orders.AsNoTracking().Include(x => x.Lines).Where(x => x.[|Number|] == codes[0])) Use(o);")]
    [InlineData("var query = db.Orders.AsQueryable(); query = query.Where(o => o.[|Number|] == codes[0]); Use(query.Count(), query.Take(10).ToList());")]
    [InlineData("await db.Orders.Where(o => o.[|Number|] == codes[0]).ExecuteDeleteAsync();")]
    public Task A_filter_on_a_column_without_an_index(string body) => Reports(body);

    [Theory]
    [InlineData("Use(db.Orders.Where(o => o.[|Number|] == codes[0] && o.PlacedAt > DateTime.Now).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.PlacedAt > DateTime.Now).Where(o => o.[|Number|] == codes[0]).ToList());")]
    [InlineData("Use(db.Stocks.Where(s => s.[|Quantity|] == 3 && !s.Product.Discontinued).ToList());")]
    [InlineData("Use(db.Products.Where(p => p.[|Name|] == codes[0] && !p.Discontinued && p.Sku != null).ToList());")]
    [InlineData("Use(db.Products.Where(p => p.[|Name|] == codes[0] || p.Sku == codes[0]).ToList());")]
    [InlineData("Use(db.OrderLines.Where(l => l.Product!.[|Name|] == codes[0]).ToList());")]
    public Task Of_several_conditions_none_has_an_index(string body) => Reports(body);

    [Fact]
    public Task Each_alternative_needs_an_index() => Reports("Use(db.Products.Where(p => p.[|Name|] == codes[0] || p.[|Name|] == codes[1]).ToList());");

    [Fact]
    public Task The_first_rows_in_an_order_are_found_by_an_index() => Reports("Use(db.Orders.OrderByDescending(o => o.[|PlacedAt|]).Take(10).ToList());");

    [Fact]
    public Task The_first_row_in_an_order_is_found_by_an_index() => Reports("Use(await db.Products.Where(p => !p.Discontinued).OrderBy(p => p.[|Name|]).FirstOrDefaultAsync(ct));");

    [Fact]
    public Task A_few_rows_are_joined_to_a_table_by_an_index() => Reports("""
        Use((from a in db.Accounts
             join l in db.OrderLines on a.Email equals l.[|Sku|]
             where a.Email == codes[0]
             select l.Id).ToList());
        """);

    [Theory]
    [InlineData("Use(db.Orders.Where(o => o.Id == 1 && o.Number == codes[0]).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Number == codes[0]).Where(o => o.AccountId == guids[0]).ToList());")]
    [InlineData("var query = db.Orders.Where(o => o.Number == codes[0]); if (ids.Count > 0) query = query.Where(o => o.AccountId == guids[0]); Use(query.ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Account.Id == guids[0] && o.Number == codes[0]).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Account.Email == codes[0] && o.Number == codes[1]).ToList());")]
    [InlineData("Use(db.OrderLines.Where(l => l.OrderId == 1 && l.Sku == codes[0]).ToList());")]
    [InlineData("Use(db.Products.Where(p => p.Sku == codes[0] || p.Id == 3).ToList());")]
    [InlineData("Use(db.Stocks.Where(s => s.Quantity < 3 && s.ProductId == 4).ToList());")]
    [InlineData("Use(db.Stocks.Where(s => s.Warehouse == codes[0] && s.Quantity < 3).ToList());")]
    [InlineData("Use(db.Products.Where(p => ids.Contains(p.Id) && p.Name == codes[0]).ToList());")]
    public Task An_indexed_column_narrows_already(string body) => Silent(body);

    [Theory]
    [InlineData("Use(db.Products.Where(p => p.Discontinued).ToList());")]
    [InlineData("Use(db.Products.Where(p => p.Discontinued == true).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.CouponId == null).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.CouponId != 3).ToList());")]
    [InlineData("Use(db.Products.Where(p => p.Name.Contains(codes[0])).ToList());")]
    [InlineData("Use(db.Products.Where(p => p.Name.StartsWith(codes[0])).ToList());")]
    [InlineData("Use(db.Products.Where(p => p.Sku.StartsWith(codes[0])).ToList());")]
    [InlineData("Use(db.Products.Where(p => p.Name.ToLower() == codes[0]).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.PlacedAt.Date == DateTime.Today).ToList());")]
    [InlineData("Use(db.Products.Where(p => EF.Functions.Like(p.Name, codes[0])).ToList());")]
    [InlineData("Use(db.Products.Where(p => p.Name == p.Sku).ToList());")]
    [InlineData("Use(db.Products.Where(p => codes.Count == 0 || p.Name == codes[0]).ToList());")]
    [InlineData("Use(db.Products.Where(p => ids.Count > 3).ToList());")]
    [InlineData("Use(db.Products.Any());")]
    [InlineData("Use(db.Products.All(p => p.Name == codes[0]));")]
    public Task An_index_would_not_help(string body) => Silent(body);

    [Theory]
    [InlineData("Use(db.Orders.Where(o => o.Lines.Any(l => l.OrderId == 3)).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Number == codes[0] && o.Lines.Any(l => l.Sku == codes[0])).ToList());")]
    [InlineData("Use(db.Orders.Where(o => db.Products.Any(p => p.Name == o.Number)).ToList());")]
    [InlineData("Use(db.Orders.Where(o => db.Products.Select(p => p.Name).Contains(o.Number)).ToList());")]
    [InlineData("System.Linq.Expressions.Expression<Func<Order, bool>> mine = o => o.AccountId == guids[0]; Use(db.Orders.Where(mine).Where(o => o.Number == codes[0]).ToList());")]
    [InlineData("Use(db.Orders.GroupBy(o => o.AccountId).Where(g => g.Count() == 3).ToList());")]
    [InlineData("Use(db.Orders.Select(o => new { Name = o.Number + o.Id }).Where(x => x.Name == codes[0]).ToList());")]
    [InlineData("Use(db.Orders.FromSqlRaw(\"SELECT * FROM o\").Where(o => o.Number == codes[0]).ToList());")]
    [InlineData("Use(db.Orders.OrderBy(o => o.Id).Take(10).Where(o => o.Number == codes[0]).ToList());")]
    public Task What_is_not_understood_may_narrow(string body) => Silent(body);

    [Theory]
    [InlineData("return db.Orders.Where(o => o.Number == codes[0]);")]
    [InlineData("Use(db.Orders.Where(o => o.Number == codes[0]));")]
    [InlineData("IQueryable<Order> query = db.Orders.Where(o => o.Number == codes[0]); Use(query);")]
    [InlineData("var query = db.Orders.Where(o => o.Number == codes[0]); return query;")]
    public Task Others_may_add_to_a_query_that_is_handed_on(string body) => Silent(body);

    [Theory]
    [InlineData("Use(orders.Where(o => o.Number == codes[0]).ToList());")]
    [InlineData("Use(db.Orders.ToList().Where(o => o.Number == codes[0]).ToList());")]
    [InlineData("Use(db.Orders.AsEnumerable().First(o => o.Number == codes[0]));")]
    [InlineData("Use(orders.AsQueryable().First(o => o.Number == codes[0]));")]
    public Task In_memory_there_are_no_indexes(string body) => Silent(body);

    [Theory]
    [InlineData("Use(db.Orders.OrderBy(o => o.PlacedAt).ToList());")]
    [InlineData("Use(db.Orders.OrderBy(o => o.Id).Take(10).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.AccountId == guids[0]).OrderBy(o => o.PlacedAt).Take(10).ToList());")]
    [InlineData("Use((from o in db.Orders join a in db.Accounts on o.Number equals a.Region select o).ToList());")]
    [InlineData("Use((from o in db.Orders join a in db.Accounts on o.AccountId equals a.Id where o.Id == 3 select o).ToList());")]
    public Task All_rows_are_wanted_or_few_are_there(string body) => Silent(body);

    [Fact]
    public Task A_bound_may_leave_most_rows_so_it_is_information() => Reports(
        "Use(db.Orders.Where(o => o.[|PlacedAt|] < DateTime.Now).ToList());",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info));

    [Fact]
    public Task The_message_says_what_and_which_index() => Reports(
        "Use(db.Orders.Where(o => o.[|Number|] == codes[0] && o.PlacedAt > DateTime.Now).ToList());",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning).Says("No index serves the filter on 'Order.Number', so the whole table is read; add an index on Number, PlacedAt - suspect"));

    // manage-free-schools-projects: 29 filters on one column, and one index that all of them want.
    [Theory]
    [InlineData("public List<Order> Other(string number) => db.Orders.Where(o => o.[|Number|] == number).Take(5).ToList();", "the index that it needs is that of 'Search.One'")]
    [InlineData("public List<Order> Other(string number) => db.Orders.Where(o => o.[|Number|] == number && o.PlacedAt > DateTime.Now).ToList();", null)]
    [InlineData("public List<Product> Other(string number) => db.Products.Where(p => p.[|Name|] == number).ToList();", "nothing in its rows says")]
    public Task One_index_is_one_warning(string other, string? because) => ReportsFile(
        $"public class Search(ShopDb db) {{ public List<Order> One(string number) => db.Orders.Where(o => o.[|Number|] == number).ToList(); {other} }}",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning),
        because is null ? ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning) : ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions(because));

    [Fact]
    public Task What_is_information_does_not_speak_for_others() => ReportsFile(
        "public class SeedOrders(ShopDb db) { public bool Has(string number) => db.Orders.Any(o => o.[|Number|] == number); } public class Search(ShopDb db) { public bool Has(string number) => db.Orders.Any(o => o.[|Number|] == number); }",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info),
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning));

    // ECommerceApp: half of a program says UserId.
    [Fact]
    public async Task The_first_is_found_among_many_that_say_the_name_of_the_column()
    {
        var test = new AnalyzerTest<UnindexedFilterAnalyzer>
        {
            TestCode = $"public class Parcel {{ public string Number {{ get; set; }} = \"\"; {string.Concat(Enumerable.Range(0, 40).Select(i => $"public string Of{i}() => Number; "))} }}",
            Sources = { Shop.Model, new("Search.cs", "public class Search(ShopDb db) { public bool Has(string number) => db.Orders.Any(o => o.Number == number); public int Count(string number) => db.Orders.Count(o => o.Number == number); }") },
        };

        Assert.Equal([DiagnosticSeverity.Warning, DiagnosticSeverity.Info], (await test.GetDiagnosticsAsync()).OrderBy(d => d.Location.SourceSpan.Start).Select(d => d.Severity));
    }

    [Fact]
    public Task Two_queries_of_a_member_need_the_same_index() => Reports(
        "Use(db.Orders.Any(o => o.[|Number|] == codes[0])); Use(db.Orders.Count(o => o.[|Number|] == codes[1]));",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning),
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions("the index that it needs is that of a query above"));

    // das-assessor-service: a model without an index, for tables that a database project makes with theirs.
    [Theory]
    [InlineData("", "", DiagnosticSeverity.Info)]
    [InlineData("model.Entity<Bill>().HasIndex(b => b.Due);", "", DiagnosticSeverity.Warning)]
    [InlineData("", "public void Start() => Database.EnsureCreated();", DiagnosticSeverity.Warning)]
    [InlineData("", "public Task StartAsync() => Database.MigrateAsync();", DiagnosticSeverity.Warning)]
    [InlineData("", "public void MigrateUsers() { }", DiagnosticSeverity.Info)]
    public async Task A_model_that_knows_of_no_index_was_written_for_tables_that_others_make(string configuration, string members, DiagnosticSeverity severity)
    {
        var code = $$"""
            using System; using System.Collections.Generic; using System.Linq; using System.Threading.Tasks; using Microsoft.EntityFrameworkCore;
            public class Payer { public int Id { get; set; } }
            public class Bill { public int Id { get; set; } public string Number { get; set; } = ""; public DateTime Due { get; set; } public Payer Payer { get; set; } = null!; }
            public class Bills(DbContextOptions<Bills> options) : DbContext(options)
            {
                public DbSet<Bill> All => Set<Bill>();
                protected override void OnModelCreating(ModelBuilder model) { {{configuration}} }
                {{members}}
            }
            public class Search(Bills db) { public List<Bill> Of(string number) => db.All.Where(b => b.Number == number).ToList(); }
            """;
        Assert.Equal(severity, Assert.Single(await new AnalyzerTest<UnindexedFilterAnalyzer> { TestCode = code }.GetDiagnosticsAsync()).Severity);
    }

    // Tables that are made by hand, as by products that support many databases, have indexes that no model knows of.
    [Fact]
    public Task Migrations_without_a_snapshot_say_nothing_about_the_model() => ReportsFile(
        """
        using Microsoft.EntityFrameworkCore.Migrations;
        public class CreateTables : Migration { protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("create index ..."); }
        public class Search(ShopDb db) { public List<Order> Of(string number) => db.Orders.Where(o => o.Number == number).ToList(); }
        """);

    [Theory]
    [InlineData("Use(db.Products.First(p => p.[|Name|] == codes[0]));")]
    [InlineData("Use(db.OrderLines.First(l => l.[|Sku|] == codes[0]));")]
    public Task What_does_not_both_refer_and_have_a_date_may_be_a_list_kept_by_hand(string body) => Reports(
        body,
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions("nothing in its rows says that they become many"));

    [Fact]
    public Task A_filter_of_the_model_narrows_each_query() => ReportsFile("""
        public class Note { public int Id { get; set; } public int TenantId { get; set; } public string Title { get; set; } = ""; }
        public class NotesDb(int tenant) : DbContext
        {
            public DbSet<Note> Notes => Set<Note>();
            protected override void OnModelCreating(ModelBuilder modelBuilder)
            {
                modelBuilder.Entity<Note>().HasIndex(n => n.TenantId);
                modelBuilder.Entity<Note>().HasQueryFilter(n => n.TenantId == tenant);
            }

            public object Find(string title) => Notes.Where(n => n.Title == title).ToList();
        }
        """);

    [Fact]
    public async Task A_user_says_which_tables_are_small()
    {
        var test = new AnalyzerTest<UnindexedFilterAnalyzer>
        {
            TestCode = Shop.Body("Use(db.Products.First(p => p.Name == codes[0]));"),
            Sources = { Shop.Model },
            EditorConfig = "root = true\n[*.cs]\nperfanalyzers.small_tables = Account, product\n",
        };
        await test.RunAsync();
    }

    [Fact]
    public Task Rows_that_the_model_brings_are_few() => ReportsFile("""
        public class Country { public int Id { get; set; } public string Code { get; set; } = ""; }
        public class World : DbContext
        {
            public DbSet<Country> Countries => Set<Country>();
            protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Country>().HasData(new Country { Id = 1, Code = "AT" });
            public object Find(string code) => Countries.First(c => c.[|Code|] == code);
        }
        """, ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info));

    [Theory]
    [InlineData("modelBuilder.ApplyConfigurationsFromAssembly(System.Reflection.Assembly.Load(name));")]
    [InlineData("modelBuilder.Entity<Country>().ToView(\"countries\");")]
    public Task Nothing_is_said_about_what_is_not_in_sight(string configuration) => ReportsFile($$"""
        public class Country { public int Id { get; set; } public string Code { get; set; } = ""; }
        public class World(string name) : DbContext
        {
            public DbSet<Country> Countries => Set<Country>();
            protected override void OnModelCreating(ModelBuilder modelBuilder) { {{configuration}} }
            public object Find(string code) => Countries.First(c => c.Code == code && name != "");
        }
        """);

    [Theory]
    [InlineData("node=Seq Scan\trelation=Orders\tcolumn=Number\trows-read=2000000\trows-kept=1", "Warning", " - confirmed, measured: Seq Scan of Orders reads 2,000,000 rows and keeps 1, profile checkout")]
    [InlineData("node=Seq Scan\trelation=public.\"orders\"\trows-read=2000000\trows-kept=1", "Warning", " - confirmed, measured: Seq Scan of public.\"orders\" reads 2,000,000 rows and keeps 1, profile checkout")]
    [InlineData("node=Seq Scan\trelation=Orders\tcolumn=Number\trows-read=300\trows-kept=1", "Hidden", " - cold, measured: Seq Scan of Orders reads 300 rows and keeps 1: leave it")]
    [InlineData("node=Index Scan\trelation=Orders\tcolumn=Number\trows-read=1\trows-kept=1", "Hidden", " - cold, measured: Index Scan of Orders reads 1 rows and keeps 1: leave it")]
    [InlineData("node=Seq Scan\trelation=Orders\tcolumn=PlacedAt\trows-read=2000000\trows-kept=1", "Warning", " - suspect")]
    [InlineData("node=Seq Scan\trelation=Accounts\tcolumn=Number\trows-read=2000000\trows-kept=1", "Warning", " - suspect")]
    public async Task A_plan_confirms_it_or_says_that_it_is_cheap(string plan, string severity, string ending)
    {
        var test = new AnalyzerTest<UnindexedFilterAnalyzer>
        {
            TestCode = "public class Lookup(ShopDb db) { public object Find(string number) => db.Orders.First(o => o.Number == number); }",
            Sources = { Shop.Model },
            AdditionalFiles = { new(".perf/checkout.perfevidence", $"perfevidence\t1\nprofile\tcheckout\ttool=test\nplan\tM:Lookup.Find(System.String)\t{plan}\n") },
        };
        var diagnostic = Assert.Single(await test.GetDiagnosticsAsync());
        Assert.Equal(Enum.Parse<DiagnosticSeverity>(severity), diagnostic.Severity);
        Assert.EndsWith(ending, diagnostic.GetMessage(), StringComparison.Ordinal);
        Assert.Equal("Order", diagnostic.Properties["perf.entity"]!.Split('.')[^1]);
        Assert.Equal("Number", diagnostic.Properties["perf.columns"]);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("plan\tM:Jobs.Due\tnode=Seq Scan\trelation=Jobs\tcolumn=State\trows-read=2000000\trows-kept=7\n", true)]
    public async Task A_column_of_few_values_is_reported_only_when_a_plan_confirms_it(string plan, bool isReported)
    {
        var test = new AnalyzerTest<UnindexedFilterAnalyzer>
        {
            TestCode = """
                using System.Collections.Generic;
                using System.Linq;
                using Microsoft.EntityFrameworkCore;
                public enum State { Due, Done }
                public class Job { public int Id { get; set; } public State State { get; set; } }
                public class Jobs : DbContext { public DbSet<Job> All => Set<Job>(); public List<Job> Due => All.Where(j => j.State == State.Due).ToList(); }
                """,
            AdditionalFiles = { new(".perf/jobs.perfevidence", "perfevidence\t1\nprofile\tjobs\ttool=test\n" + plan.Replace("M:", "P:", StringComparison.Ordinal).Replace("relation=Jobs", "relation=All", StringComparison.Ordinal)) },
        };
        Assert.Equal(isReported, (await test.GetDiagnosticsAsync()).Length == 1);
    }
}
