using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>What PERF1009 says, asked of EF Core: which includes read a product of rows, and what a split query reads instead.</summary>
public sealed class JoinedRowsTests
{
    private const int Posts = 3;
    private const int Comments = 5;
    private const int Tags = 4;
    private const int Votes = 2;

    /// <summary>A query, and the rows that it reads of each post.</summary>
    public static TheoryData<string, int> Joined => new()
    {
        { "siblings", Comments * Tags },
        { "siblings by name", Comments * Tags },
        { "siblings, one of them nested", Comments * Votes * Tags },
        { "siblings of an element", Comments * Votes * Votes },
        { "siblings, filtered", 2 * Tags },
        { "siblings behind a reference", Tags * Votes },
        { "siblings, projected", Comments * Tags },
        { "columns of siblings, projected", Comments * Tags },
        { "one of them twice, projected", Comments * 2 },
        { "siblings behind a reference, projected", Tags * Votes },
        { "siblings of an element, projected", Comments * Votes * Votes },
    };

    /// <summary>Queries that multiply nothing.</summary>
    public static TheoryData<string, int> Plain => new()
    {
        { "one collection", Comments },
        { "a chain", Comments * Votes },
        { "a collection and a reference", Comments },
        { "the same twice", Comments },
        { "a projection", 1 },
        { "one projected, and one counted", Comments },
        { "one projected, and the first of another", Comments },
        { "a chain, projected", Comments * Votes },
    };

    [Theory]
    [MemberData(nameof(Joined))]
    public async Task Siblings_come_back_as_their_product_and_split_as_their_sum(string query, int rowsOfEach)
    {
        await using var blog = await CreateAsync();
        var (joined, rows) = Run(blog, Query(blog, query));
        var (split, rowsWhenSplit) = Run(blog, Query(blog, query).AsSplitQuery());

        Assert.Equal(Posts * rowsOfEach, rows);
        Assert.True(rowsWhenSplit < rows, $"{rows} rows joined, {rowsWhenSplit} split");
        Assert.Equal(joined, split);
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public async Task Nothing_else_multiplies(string query, int rowsOfEach)
    {
        await using var blog = await CreateAsync();
        Assert.Equal(Posts * rowsOfEach, Run(blog, Query(blog, query)).Rows);
    }

    private static IQueryable<Post> Query(Blog blog, string name) => name switch
    {
        "siblings" => blog.Posts.Include(p => p.Comments).Include(p => p.Tags),
        "siblings by name" => blog.Posts.Include("Comments").Include(nameof(Post.Tags)),
        "siblings, one of them nested" => blog.Posts.Include(p => p.Comments).ThenInclude(c => c.Votes).Include(p => p.Tags),
        "siblings of an element" => blog.Posts.Include(p => p.Comments).ThenInclude(c => c.Votes).Include(p => p.Comments).ThenInclude(c => c.Doubts),
        "siblings, filtered" => blog.Posts.Include(p => p.Comments.Where(c => c.Number < 2)).Include(p => p.Tags),
        "siblings behind a reference" => blog.Posts.Include(p => p.Author).ThenInclude(a => a!.Votes).Include(p => p.Tags),
        "siblings, projected" => blog.Posts.Select(p => new Post { Id = p.Id, Comments = p.Comments.ToList(), Tags = p.Tags }),
        "columns of siblings, projected" => blog.Posts.Select(p => new Post { Id = p.Id, Comments = p.Comments.OrderBy(c => c.Number).Select(c => new Comment { Number = c.Number }).ToList(), Tags = p.Tags.Select(t => new Tag { Id = t.Id }).ToList() }),
        "one of them twice, projected" => blog.Posts.Select(p => new Post { Id = p.Id, Comments = p.Comments.ToList(), Others = p.Comments.Where(c => c.Number < 2).ToList() }),
        "siblings behind a reference, projected" => blog.Posts.Select(p => new Post { Id = p.Id, Author = new() { Votes = p.Author!.Votes.ToList() }, Tags = p.Tags.ToList() }),
        "siblings of an element, projected" => blog.Posts.Select(p => new Post { Id = p.Id, Comments = p.Comments.Select(c => new Comment { Votes = c.Votes.ToList(), Doubts = c.Doubts.ToList() }).ToList() }),
        "one projected, and one counted" => blog.Posts.Select(p => new Post { Id = p.Id + (p.Tags.Count * 0), Comments = p.Comments.ToList() }),
        "one projected, and the first of another" => blog.Posts.Select(p => new Post { Id = p.Id, Comments = p.Comments.ToList(), First = p.Tags.OrderBy(t => t.Id).FirstOrDefault() }),
        "a chain, projected" => blog.Posts.Select(p => new Post { Id = p.Id, Comments = p.Comments.Select(c => new Comment { Votes = c.Votes.ToList() }).ToList() }),
        "one collection" => blog.Posts.Include(p => p.Comments),
        "a chain" => blog.Posts.Include(p => p.Comments).ThenInclude(c => c.Votes),
        "a collection and a reference" => blog.Posts.Include(p => p.Comments).Include(p => p.Author),
        "the same twice" => blog.Posts.Include(p => p.Comments).Include(p => p.Comments),
        _ => blog.Posts.Include(p => p.Comments).Include(p => p.Tags).Select(p => new Post { Id = p.Id }),
    };

    // The reader is asked once more than there are rows, for each command.
    private static (string Loaded, int Rows) Run(Blog blog, IQueryable<Post> query)
    {
        blog.ChangeTracker.Clear();
        blog.Counter.Reset();
        var posts = query.OrderBy(p => p.Id).ToList();
        var loaded = string.Join('\n', posts.Select(p => $"{p.Id} {p.Comments.Count} {p.Tags.Count} {p.Author?.Votes.Count} {p.Comments.Sum(c => c.Votes.Count)} {p.Comments.Sum(c => c.Doubts.Count)} {p.Others.Count} {p.First?.Id}"));
        return (loaded, blog.Counter.Rows - blog.Counter.Count);
    }

    private static async Task<Blog> CreateAsync()
    {
        var blog = new Blog();
        await blog.Database.OpenConnectionAsync();
        await blog.Database.EnsureCreatedAsync();
        for (var i = 0; i < Posts; i++)
        {
            blog.Posts.Add(new()
            {
                Author = new() { Votes = Some<Vote>(Votes) },
                Tags = Some<Tag>(Tags),
                Comments = [.. Enumerable.Range(0, Comments).Select(n => new Comment { Number = n, Votes = Some<Vote>(Votes), Doubts = Some<Doubt>(Votes) })],
            });
        }

        await blog.SaveChangesAsync();
        return blog;
    }

    private static List<T> Some<T>(int count)
        where T : new() => [.. Enumerable.Range(0, count).Select(_ => new T())];

    private sealed class Blog : DbContext
    {
        public DbSet<Post> Posts => Set<Post>();

        public CommandCounter Counter { get; } = new();

        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite(new SqliteConnection("Data Source=:memory:")).AddInterceptors(Counter)
            .ConfigureWarnings(w => w.Ignore(Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.MultipleCollectionIncludeWarning));
    }

    private sealed class Post
    {
        public int Id { get; set; }

        public Author? Author { get; set; }

        public List<Comment> Comments { get; set; } = [];

        public List<Tag> Tags { get; set; } = [];

        [NotMapped]
        public List<Comment> Others { get; set; } = [];

        [NotMapped]
        public Tag? First { get; set; }
    }

    private sealed class Author
    {
        public int Id { get; set; }

        public List<Vote> Votes { get; set; } = [];
    }

    private sealed class Comment
    {
        public int Id { get; set; }

        public int Number { get; set; }

        public List<Vote> Votes { get; set; } = [];

        public List<Doubt> Doubts { get; set; } = [];
    }

    private sealed class Tag
    {
        public int Id { get; set; }
    }

    private sealed class Vote
    {
        public int Id { get; set; }
    }

    private sealed class Doubt
    {
        public int Id { get; set; }
    }
}
