using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>The missing index is written where the entity is configured; that it is used is proven by <see cref="PlanTests"/>.</summary>
public class UnindexedFilterFixTests : RuleTests<UnindexedFilterAnalyzer, UnindexedFilterFix>
{
    private const string Entity = """
        public class Note
        {
            public int Id { get; set; }
            public int ShelfId { get; set; }
            public string Title { get; set; } = "";
            public DateTime At { get; set; }
        }
        """;

    [Fact]
    public Task As_an_attribute_where_nothing_else_configures_the_entity() => FixesFile(
        Entity + """


        public class Notes : DbContext
        {
            public DbSet<Note> All => Set<Note>();
            public object Find(string title) => All.First(n => n.[|Title|] == title);
        }
        """,
        "[Index(nameof(Title))]\n" + Entity + """


        public class Notes : DbContext
        {
            public DbSet<Note> All => Set<Note>();
            public object Find(string title) => All.First(n => n.Title == title);
        }
        """);

    [Fact]
    public Task In_the_configuration_class_with_all_columns_of_the_filter() => FixesFile(Configured("[|ShelfId|]", ""), Configured("ShelfId", "\n        builder.HasIndex(note => new { note.ShelfId, note.Title, note.At });"));

    [Fact]
    public Task In_OnModelCreating_where_that_configures_the_entity() => FixesFile(Entity + Context("[|Title|]", ""), Entity + Context("Title", "\n        modelBuilder.Entity<Note>().HasIndex(note => note.Title);"));

    [Fact]
    public Task Not_for_a_column_without_a_property() => RefusesFile(Entity + """


        public class Notes : DbContext
        {
            public DbSet<Note> All => Set<Note>();
            public object Find(string owner) => All.First(n => [|EF.Property<string>(n, "Owner")|] == owner);
        }
        """);

    private static string Context(string title, string index) => $$"""


        public class Notes : DbContext
        {
            public DbSet<Note> All => Set<Note>();
            public object Find(string title) => All.First(n => n.{{title}} == title);

            protected override void OnModelCreating(ModelBuilder modelBuilder)
            {
                modelBuilder.Entity<Note>().ToTable("notes"); // as it always was{{index}}
            }
        }
        """;

    private static string Configured(string first, string index) => Entity + $$"""


        public class NoteConfiguration : IEntityTypeConfiguration<Note>
        {
            public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<Note> builder)
            {
                builder.ToTable("notes");{{index}}
            }
        }

        public class Notes : DbContext
        {
            public DbSet<Note> All => Set<Note>();
            public object Find(int shelf, DateTime since, string title) => All.First(n => n.{{first}} == shelf && n.At > since && n.Title == title);
            protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfiguration(new NoteConfiguration());
        }
        """;
}
