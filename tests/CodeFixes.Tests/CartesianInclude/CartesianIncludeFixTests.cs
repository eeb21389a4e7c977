using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>PERF1009's fix: a split query behind the includes.</summary>
public sealed class CartesianIncludeFixTests : RuleTests<CartesianIncludeAnalyzer, CartesianIncludeFix>
{
    [Theory]
    [InlineData("Use(db.Posts.Include(p => p.Comments).[|Include|](p => p.Tags).ToList());", "Use(db.Posts.Include(p => p.Comments).Include(p => p.Tags).AsSplitQuery().ToList());")]
    [InlineData(
        "Use(db.Posts\n            .Include(p => p.Tags)\n            .[|Include|](p => p.Comments).ThenInclude(c => c.Post)\n            .Where(p => p.Id > 1)\n            .ToList());",
        "Use(db.Posts\n            .Include(p => p.Tags)\n            .Include(p => p.Comments).ThenInclude(c => c.Post).AsSplitQuery()\n            .Where(p => p.Id > 1)\n            .ToList());")]
    [InlineData(
        "Use(db.Posts\n            .Include(p => p.Tags)\n            .[|Include|](p => p.Comments)\n            .OrderBy(p => p.Id).Take(3)\n            .ToList());",
        "Use(db.Posts\n            .Include(p => p.Tags)\n            .Include(p => p.Comments)\n            .AsSplitQuery()\n            .OrderBy(p => p.Id).Take(3)\n            .ToList());")]
    [InlineData("Use(db.Posts.Select(p => new { p.Comments, p.[|Tags|] }).ToList());", "Use(db.Posts.AsSplitQuery().Select(p => new { p.Comments, p.Tags }).ToList());")]
    [InlineData(
        "Use(db.Posts\n            .Where(p => p.Id > 1)\n            .Select(p => new { Comments = p.Comments.Select(c => c.Id).ToList(), Tags = p.[|Tags|].ToList() })\n            .ToList());",
        "Use(db.Posts\n            .Where(p => p.Id > 1)\n            .AsSplitQuery()\n            .Select(p => new { Comments = p.Comments.Select(c => c.Id).ToList(), Tags = p.Tags.ToList() })\n            .ToList());")]
    [InlineData("Use((from p in db.Posts where p.Id > 1 select new { p.Comments, p.[|Tags|] }).ToList());", "Use((from p in db.Posts.AsSplitQuery() where p.Id > 1 select new { p.Comments, p.Tags }).ToList());")]
    [InlineData("Use(All().[|ToList|]());", "Use(All().AsSplitQuery().ToList());")]
    [InlineData("Use(All()\n            .OrderBy(p => p.Id)\n            .Take(3)\n            .[|ToList|]());", "Use(All()\n            .OrderBy(p => p.Id)\n            .Take(3)\n            .AsSplitQuery()\n            .ToList());")]
    public Task Every_collection_has_a_query_of_its_own(string body, string expected) => FixesFile(File(body), File(expected));

    [Theory]
    [InlineData("Use(db.Posts.Include(p => p.Comments).[|Include|](p => p.Tags).Take(3).ToList());")]
    [InlineData("Use(db.Posts.Include(p => p.Comments).[|Include|](p => p.Tags).OrderBy(p => EF.Functions.Random()).Take(3).ToList());")]
    [InlineData("Use(db.Posts.OrderBy(p => Guid.NewGuid()).Skip(1).Include(p => p.Comments).[|Include|](p => p.Tags).ToList());")]
    [InlineData("Use(db.Posts.Include(p => p.Comments).[|Include|](p => p.Tags).OrderBy(p => p.Id % 2).ThenBy(p => p.Id * EF.Functions.Random()).Take(3).ToList());")]
    [InlineData("Use(db.Posts.Include(p => p.Comments).[|Include|](p => p.Tags).OrderBy(p => EF.Functions.Random()).ToList());")]
    [InlineData("Use(All().Take(3).[|ToList|]());")]
    [InlineData("Use(All().OrderBy(p => EF.Functions.Random()).[|ToList|]());")]
    [InlineData("Use(db.Posts.Select(p => new { p.Comments, p.[|Tags|] }).Take(3).ToList());")]
    [InlineData("Use((from p in db.Posts select new { p.Comments, p.[|Tags|] }).Take(3).ToList());")]
    [InlineData("Use(db.Posts /* all */ .Select(p => new { p.Comments, p.[|Tags|] }).ToList());")]
    [InlineData("Use(db.Posts.Include(p => p.Comments) /* and */ .[|Include|](p => p.Tags).ToList());")]
    public Task What_may_choose_other_rows_or_stands_elsewhere_stays(string body) => RefusesFile(File(body));

    private static string File(string body) => $$"""
        public class Post { public int Id { get; set; } public List<Comment> Comments { get; set; } = []; public List<Tag> Tags { get; set; } = []; }
        public class Comment { public int Id { get; set; } public Post Post { get; set; } = null!; }
        public class Tag { public int Id { get; set; } }
        public class Blog(DbContextOptions<Blog> options) : DbContext(options) { public DbSet<Post> Posts => Set<Post>(); }
        public class Posts(Blog db)
        {
            private static void Use(params object?[] values) { }
            private IQueryable<Post> All() => db.Posts.Include(p => p.Comments).Include(p => p.Tags);
            public void Run()
            {
                {{body}}
            }
        }
        """;
}
