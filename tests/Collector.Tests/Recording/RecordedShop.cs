using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using PerfAnalyzers.Collector.Listening;
using PerfAnalyzers.Collector.Recording;
using PerfAnalyzers.Collector.Session;
using PerfAnalyzers.Collector.Stacks;
using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Collector.Tests.Recording;

/// <summary>A database with a collector on it, in the test's own process, and EF Core's own count of commands beside it.</summary>
internal sealed class RecordedShop : IDisposable
{
    private readonly SqliteConnection _keepAlive;
    private readonly ListenerSubscriptions _subscriptions;
    private readonly ActivityCommands _activities;
    private readonly DbContextOptions<ShopContext> _options;
    private int _commands;

    public RecordedShop(params IInterceptor[] interceptors)
    {
        var connectionString = $"Data Source=recorded-{Guid.NewGuid():N};Mode=Memory;Cache=Shared";
        _keepAlive = new(connectionString);
        _keepAlive.Open();
        _options = new DbContextOptionsBuilder<ShopContext>().UseSqlite(connectionString)
            .LogTo((id, _) => id == RelationalEventId.CommandExecuted || id == RelationalEventId.CommandError, _ => _commands++)
            .AddInterceptors(interceptors)
            .Options;
        using (var db = Context())
        {
            db.Database.EnsureCreated();
            db.Items.AddRange(Enumerable.Range(1, 200).Select(i => new Item { Id = i, Group = i % 10, Name = "item" }));
            db.SaveChanges();
        }

        _commands = 0;
        var packages = PackageAssemblies.Read(AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string);
        var root = SourcePaths.FindRoot(AppContext.BaseDirectory) ?? AppContext.BaseDirectory;
        Recorder = new(new(new(new(root), packages)));
        _subscriptions = ListenerSubscriptions.Start(Recorder, new());
        _activities = new(Recorder);
    }

    public Recorder Recorder { get; }

    /// <summary>How many commands EF Core's log has.</summary>
    public int Commands => _commands;

    public ShopContext Context() => new(_options);

    public void Dispose()
    {
        _subscriptions.Dispose();
        _activities.Dispose();
        _keepAlive.Dispose();
    }

    /// <summary>Runs one root operation.</summary>
    public async Task RequestAsync(Func<ShopContext, Task> work)
    {
        Recorder.BeginRequest(this);
        using (var db = Context())
            await work(db);
        Recorder.EndRequest();
    }

    public EvidenceProfile Snapshot() => EvidenceSnapshot.Take(Recorder, "test", null, TimeSpan.FromSeconds(1));

    /// <summary>The one site of a member of this assembly, by the member's name; a line that calls when <paramref name="via"/> names the issuer.</summary>
    public EvidenceRecord Site(string member, string? via = null) => Assert.Single(Sites(member, via));

    public IReadOnlyList<EvidenceRecord> Sites(string member, string? via = null) =>
        [.. Snapshot().OfKind(RecordKind.Site).Where(s => Named(s.Key, member) && (via is null ? s.Via is null : s.Via is not null && Named(s.Via, via)))];

    private static bool Named(string id, string member) => id.Split('(')[0].EndsWith("." + member, StringComparison.Ordinal);

    internal sealed class Item
    {
        public int Id { get; set; }

        public int Group { get; set; }

        public string Name { get; set; } = "";

        public List<Part> Parts { get; set; } = [];
    }

    internal sealed class Part
    {
        public int Id { get; set; }
    }

    internal sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
    {
        public DbSet<Item> Items => Set<Item>();
    }
}
