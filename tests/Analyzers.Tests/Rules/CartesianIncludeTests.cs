using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>PERF1009: sibling collections that one query joins.</summary>
public sealed class CartesianIncludeTests : RuleTests<CartesianIncludeAnalyzer>
{
    private static string File(string body, string configuration = "", string members = "") => $$"""
        public class Post { public int Id { get; set; } public string Title { get; set; } = ""; public Author Author { get; set; } = null!; public List<Comment> Comments { get; set; } = []; public ICollection<Tag> Tags { get; set; } = []; public List<Mark> Marks { get; set; } = []; }
        public class Comment { public int Id { get; set; } public Post Post { get; set; } = null!; public List<Vote> Votes { get; set; } = []; public List<Report> Reports { get; set; } = []; }
        public class Tag { public int Id { get; set; } public List<Post> Posts { get; set; } = []; }
        public class Vote { public int Id { get; set; } }
        public class Report { public int Id { get; set; } }
        public class Mark { public string Text { get; set; } = ""; }
        public class Author { public int Id { get; set; } public List<Post> Posts { get; set; } = []; public List<Vote> Votes { get; set; } = []; }
        public class Blog(DbContextOptions<Blog> options) : DbContext(options)
        {
            public DbSet<Post> Posts => Set<Post>();
            protected override void OnModelCreating(ModelBuilder model) => model.Entity<Post>().OwnsMany(p => p.Marks);
            protected override void OnConfiguring(DbContextOptionsBuilder options) { {{configuration}} }
        }
        public static class Queries
        {
            public static IQueryable<Post> WithAll(this IQueryable<Post> posts) => posts.Include(p => p.Comments).Include(p => p.Tags);
        }
        public class Posts(Blog db)
        {
            private static void Use(params object?[] values) { }
            {{members}}
            public async Task RunAsync(int id, bool all) { await Task.Yield(); {{body}} }
        }
        """;

    [Fact]
    public Task The_message_says_which_collections_multiply() => ReportsFile(
        File("Use(await db.Posts.Include(p => p.Comments).[|Include|](p => p.Tags).ToListAsync());"),
        ExpectedDiagnostic.Any
            .Says("'Comments' and 'Tags' are joined in one query, which returns each element of one with each of the other; load each with a query of its own - suspect")
            .WithSeverity(DiagnosticSeverity.Warning));

    [Theory]
    [InlineData("Use(db.Posts.Include(p => p.Comments).ThenInclude(c => c.Votes).[|Include|](p => p.Tags).ToList());")]
    [InlineData("Use(db.Posts.Include(p => p.Comments).ThenInclude(c => c.Votes).Include(p => p.Comments).[|ThenInclude|](c => c.Reports).ToArray());")]
    [InlineData("Use(db.Posts.Include(\"Comments.Votes\").[|Include|](\"Comments.Reports\").ToList());")]
    [InlineData("Use(db.Posts.Include(\"Comments\").[|Include|](nameof(Post.Tags)).ToList());")]
    [InlineData("var posts = db.Posts.Include(p => p.Comments).Where(p => p.Title != \"\"); var query = posts.[|Include|](p => p.Tags); Use(await query.ToListAsync());")]
    [InlineData("IQueryable<Post> posts = db.Posts.Include(p => p.Comments); if (all) posts = posts.[|Include|](p => p.Tags); Use(posts.ToList());")]
    [InlineData("foreach (var post in db.Posts.Include(p => p.Tags).[|Include|](p => p.Comments.Where(c => c.Id > 1))) Use(post);")]
    [InlineData("Use(db.Posts.Include(p => p.Author).ThenInclude(a => a.Votes).[|Include|](p => p.Tags).ToList());")]
    [InlineData("Use(db.Posts.Include(p => p.Comments).[|Include|](p => p.Tags).AsSingleQuery().OrderBy(p => p.Id).Take(10).ToList());")]
    [InlineData("Use(db.Posts.WithAll().Where(p => p.Id > id).[|ToList|]());")]
    [InlineData("Use((from p in db.Posts.Include(p => p.Comments).[|Include|](p => p.Tags) where p.Id > id select p).ToList());")]
    public Task Siblings_are_reported_however_the_query_is_put_together(string body) => ReportsFile(File(body));

    [Theory]
    [InlineData("Use(db.Posts.Select(p => new { p.Title, Comments = p.Comments.ToList(), Tags = p.[|Tags|].ToList() }).ToList());")]
    [InlineData("Use(await db.Posts.Where(p => p.Title != \"\").Select(p => new Shown { Comments = p.Comments.OrderBy(c => c.Id).Select(c => c.Id).ToList(), Tags = p.[|Tags|].Select(t => t.Id).ToArray() }).ToListAsync());")]
    [InlineData("Use((from p in db.Posts select new { p.Comments, p.[|Tags|] }).ToList());")]
    [InlineData("Use(db.Posts.Select(p => new { All = p.Comments.ToList(), Some = p.[|Comments|].Where(c => c.Id > id).ToList() }).ToList());")]
    [InlineData("Use(db.Posts.Select(p => new { Votes = p.Author.Votes.Select(v => v.Id), p.[|Tags|] }).ToList());")]
    [InlineData("Use(db.Posts.Select(p => new { Comments = p.Comments.Select(c => new { c.Votes, Reports = c.[|Reports|].Select(r => r.Id).ToList() }).ToList() }).ToList());")]
    [InlineData("foreach (var post in db.Posts.Select(p => new { p.Comments, Tags = all ? p.[|Tags|].ToList() : null })) Use(post);")]
    [InlineData("var query = db.Posts.Select(p => new { p.Comments, p.[|Tags|] }); if (all) query = query.OrderBy(p => p.Comments.Count); Use(query.ToList());")]
    public Task So_are_those_that_a_projection_has(string body) => ReportsFile(File(body, members: "public class Shown { public List<int> Comments { get; set; } = []; public int[] Tags { get; set; } = []; }"));

    [Fact]
    public Task A_projection_says_where_the_collection_is() => ReportsFile(
        File("Use(db.Posts.Select(p => new { Comments = p.Comments.Select(c => new { c.Votes, c.[|Reports|] }) }).ToList());"),
        ExpectedDiagnostic.Any.Says("'Comments.Votes' and 'Comments.Reports' are joined in one query, which returns each element of one with each of the other; load each with a query of its own - suspect"));

    [Theory]
    [InlineData("Use(db.Posts.Select(p => new { Comments = p.Comments.ToList(), Tags = p.Tags.Count }).ToList());")]
    [InlineData("Use(db.Posts.Select(p => new { Comments = p.Comments.ToList(), Tag = p.Tags.OrderBy(t => t.Id).FirstOrDefault() }).ToList());")]
    [InlineData("Use(db.Posts.Select(p => new { Comments = p.Comments.Where(c => p.Tags.Any(t => t.Id == c.Id)).ToList() }).ToList());")]
    [InlineData("Use(db.Posts.Select(p => new { Comments = p.Comments.Select(c => new { c.Votes }).ToList() }).ToList());")]
    [InlineData("Use(db.Posts.Select(p => new { p.Comments, p.Marks }).ToList());")]
    [InlineData("Use(db.Posts.Select(p => new { p.Comments, Has = p.Tags.Any() ? 1 : 2 }).ToList());")]
    [InlineData("Use(db.Posts.Select(p => new { p.Comments, Titles = string.Join(\",\", p.Tags.Select(t => t.Id)) }).ToList());")]
    [InlineData("Use(db.Posts.AsSplitQuery().Select(p => new { p.Comments, p.Tags }).ToList());")]
    [InlineData("Use(db.Posts.Select(p => new { p.Comments, p.Tags }).Select(p => p.Comments).ToList());")]
    [InlineData("Use(db.Posts.Select(p => new { p.Comments, p.Tags }).Count());")]
    [InlineData("Use(db.Posts.ToList().Select(p => new { p.Comments, p.Tags }).ToList());")]
    [InlineData("Use(db.Posts.SelectMany(p => p.Comments).ToList(), db.Posts.Select(p => p.Tags).ToList());")]
    public Task What_a_projection_counts_or_picks_multiplies_nothing(string body) => ReportsFile(File(body));

    // academies-academisation-api: six queries of one helper, and one place to split them.
    [Theory]
    [InlineData("public List<Post> Other() => db.Posts.WithAll().[|ToList|]();", DiagnosticSeverity.Info)]
    [InlineData("public List<Post> Other() => db.Posts.Include(p => p.Comments).[|Include|](p => p.Tags).ToList();", DiagnosticSeverity.Warning)]
    [InlineData("public List<Post> Other() => db.Posts.AsNoTracking().WithTags().[|ToList|](); } public static class More { public static IQueryable<Post> WithTags(this IQueryable<Post> posts) => posts.Include(p => p.Comments).Include(p => p.Tags);", DiagnosticSeverity.Warning)]
    public Task One_helper_is_one_warning(string other, DiagnosticSeverity severity) => ReportsFile(
        File("", members: "public List<Post> One(int one) => db.Posts.WithAll().Where(p => p.Id > one).[|ToList|]();") + $"public class Others(Blog db) {{ {other} }}",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning),
        severity is DiagnosticSeverity.Info ? ExpectedDiagnostic.Any.WithSeverity(severity).Mentions("the same joins as in 'Posts.One'") : ExpectedDiagnostic.Any.WithSeverity(severity));

    [Fact]
    public Task What_the_model_includes_counts() => ReportsFile(
        File("Use(db.Posts.[|Include|](p => p.Tags).ToList(), db.Posts.ToList(), db.Posts.IgnoreAutoIncludes().Include(p => p.Tags).ToList(), db.Posts.Include(p => p.Author).ToList());").Replace(
            "OwnsMany(p => p.Marks)", "Navigation(p => p.Comments).AutoInclude()", StringComparison.Ordinal).Replace("public class Mark {", "public class Mark { public int Id { get; set; }", StringComparison.Ordinal));

    // An execution of 1,600 rows is no short collection, whatever the query says; one of 20 that takes as long has another reason.
    [Theory]
    [InlineData(64_000, 3900, DiagnosticSeverity.Warning, "confirmed, measured: 1 per request, 1,600 rows each, 3,900 ms of 4,000 ms (98 %), profile checkout")]
    [InlineData(800, 3900, DiagnosticSeverity.Info, "suspect: of one row, whose collections are seldom long, measured: 1 per request, 3,900 ms of 4,000 ms (98 %), profile checkout")]
    [InlineData(64_000, 20, DiagnosticSeverity.Hidden, "cold, measured: 40 calls, 20 ms: leave it")]
    public async Task Measured_rows_confirm_that_the_collections_multiply(int rows, int ms, DiagnosticSeverity severity, string says)
    {
        var code = File("Use(await db.Posts.Include(p => p.Comments).[|Include|](p => p.Tags).FirstOrDefaultAsync(p => p.Id == id));");
        var test = new AnalyzerTest<CartesianIncludeAnalyzer> { TestCode = code, Sources = { Shop.Model } };
        const string member = "M:Posts.RunAsync(System.Int32,System.Boolean)";
        test.AdditionalFiles.Add(new(".perf/checkout.perfevidence", $"perfevidence\t1\nprofile\tcheckout\troots=40\troot-ms=4000\nmethod\t{member}\tline=1\tself-ms=100\ttotal-ms=4000\nsite\t{member}\top=db.read\tcalls=40\troots=40\tper-root=1\trows={rows}\ttotal-ms={ms}\n"));
        test.ExpectedDiagnostics.Add(ExpectedDiagnostic.Any.WithSeverity(severity).Mentions(says));
        await test.RunAsync();
    }

    [Theory]
    [InlineData("Use(await db.Posts.Include(p => p.Comments).[|Include|](p => p.Tags).FirstOrDefaultAsync(p => p.Id == id));")]
    [InlineData("Use(db.Posts.Include(p => p.Comments).[|Include|](p => p.Tags).Where(p => p.Id == id).ToList());")]
    [InlineData("Use(db.Posts.Include(p => p.Comments).[|Include|](p => p.Tags).Single(p => p.Id == id));")]
    public Task For_one_row_it_is_information(string body) => ReportsFile(
        File(body), ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "of one row, whose collections are seldom long"));

    // jellyfin: whoever writes AsSingleQuery has heard that it multiplies.
    [Fact]
    public Task One_that_asks_for_a_single_query_is_information() => ReportsFile(
        File("Use(db.Posts.AsSingleQuery().Include(p => p.Comments).[|Include|](p => p.Tags).ToList());"),
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "the query asks to be a single one"));

    // Smartstore: each case includes what it needs.
    [Theory]
    [InlineData("var query = db.Posts.AsQueryable(); switch (id) { case 1: query = query.Include(p => p.Comments); break; case 2: query = query.Include(p => p.Tags); break; } Use(query.ToList());")]
    [InlineData("IQueryable<Post> query; if (all) query = db.Posts.Include(p => p.Comments); else query = db.Posts.Include(p => p.Tags); Use(query.ToList());")]
    [InlineData("var query = all ? db.Posts.Include(p => p.Comments).AsQueryable() : db.Posts.Include(p => p.Tags); Use(query.ToList());")]
    [InlineData("var query = id switch { 1 => db.Posts.Include(p => p.Comments), 2 => db.Posts.Include(p => p.Tags), _ => db.Posts.AsQueryable() }; Use(query.ToList());")]
    [InlineData("foreach (var kind in new[] { 1, 2 }) { var query = db.Posts.AsQueryable(); if (kind == 1) query = query.Include(p => p.Comments); else query = query.Include(p => p.Tags); Use(query.ToList()); }")]
    public Task One_of_two_collections_is_no_join(string body) => ReportsFile(File(body));

    [Theory]
    [InlineData("var query = db.Posts.AsQueryable(); if (all) query = query.Include(p => p.Comments); if (id > 3) query = query.[|Include|](p => p.Tags); Use(query.ToList());")]
    [InlineData("var query = db.Posts.AsQueryable(); foreach (var kind in new[] { 1, 2 }) { if (kind == 1) query = query.Include(p => p.Comments); else query = query.[|Include|](p => p.Tags); } Use(query.ToList());")]
    [InlineData("var query = db.Posts.Include(p => p.Author).AsQueryable(); if (all) query = query.Include(p => p.Comments); else query = query.Include(p => p.Tags); Use(query.[|Include|](p => p.Author.Votes).ToList());")]
    public Task Two_that_may_come_together_are_one(string body) => ReportsFile(File(body));

    [Fact]
    public Task A_query_that_says_single_in_a_context_that_splits_is_reported() => ReportsFile(File(
        "Use(db.Posts.Include(p => p.Comments).[|Include|](p => p.Tags).AsSingleQuery().ToList());", "options.UseSqlite(\"\", o => o.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery));"));

    [Theory]
    [InlineData("Use(db.Posts.Include(p => p.Comments).Include(p => p.Tags).AsSplitQuery().ToList());")]
    [InlineData("Use(db.Posts.AsSplitQuery().Include(p => p.Comments).Include(p => p.Tags).First());")]
    [InlineData("Use(db.Posts.Include(p => p.Comments).ThenInclude(c => c.Votes).ToList());")]
    [InlineData("Use(db.Posts.Include(p => p.Comments).ThenInclude(c => c.Votes).Include(p => p.Comments).ThenInclude(c => c.Post).ToList());")]
    [InlineData("Use(db.Posts.Include(p => p.Comments).Include(p => p.Author).ToList());")]
    [InlineData("Use(db.Posts.Include(p => p.Comments).Include(p => p.Comments).ToList());")]
    [InlineData("Use(db.Posts.Include(p => p.Comments).Include(p => p.Marks).ToList());")]
    [InlineData("Use(db.Posts.Include(p => p.Comments).Include(p => p.Tags).Select(p => p.Title).ToList());")]
    [InlineData("Use(db.Posts.Include(p => p.Comments).Include(p => p.Tags).Count());")]
    [InlineData("Use(db.Posts.Include(p => p.Comments).ToList(), db.Posts.Include(p => p.Tags).ToList());")]
    [InlineData("Use(db.Posts.Include(p => p.Author).ThenInclude(a => a.Posts).ToList());")]
    public Task What_multiplies_nothing_is_silent(string body) => ReportsFile(File(body));

    [Fact]
    public Task A_context_that_splits_is_silent() => ReportsFile(File(
        "Use(db.Posts.Include(p => p.Comments).Include(p => p.Tags).ToList());", "options.UseSqlite(\"\", o => o.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery));"));

    [Fact]
    public Task A_helper_that_only_builds_the_query_is_silent() => ReportsFile(File("Use(db);", members: "private IQueryable<Post> All() => db.Posts.Include(p => p.Comments).Include(p => p.Tags);"));
}
