using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>PERF3001's fix: a channel gets a limit.</summary>
public sealed class UnboundedGrowthFixTests : RuleTests<UnboundedGrowthAnalyzer, UnboundedGrowthFix>
{
    [Theory]
    [InlineData("Channel.CreateUnbounded<string>()", "Channel.CreateBounded<string>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest })")]
    [InlineData("Channel.CreateUnbounded<string>(new UnboundedChannelOptions())", "Channel.CreateBounded<string>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest })")]
    [InlineData(
        "System.Threading.Channels.Channel.CreateUnbounded<string>(new System.Threading.Channels.UnboundedChannelOptions { SingleReader = true })",
        "System.Threading.Channels.Channel.CreateBounded<string>(new System.Threading.Channels.BoundedChannelOptions(1_000) { SingleReader = true, FullMode = System.Threading.Channels.BoundedChannelFullMode.DropOldest })")]
    public Task Of_what_nobody_reads_the_last_are_kept(string made, string expected) => FixesFile(Unread(made), Unread(expected));

    [Theory]
    [InlineData("Channel.CreateUnbounded<string>()", "Channel.CreateBounded<string>(1_000)")]
    [InlineData("Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true })", "Channel.CreateBounded<string>(new BoundedChannelOptions(1_000) { SingleReader = true })")]
    public Task Who_awaits_the_write_waits_for_who_reads(string made, string expected) => FixesFile(Read(made), Read(expected));

    [Theory]
    [InlineData("Channel.CreateUnbounded<string>(s_options)")]
    [InlineData("Channel.CreateUnboundedPrioritized<string>()")]
    public Task What_may_mean_more_stays(string made) => RefusesFile(Unread(made));

    [Fact]
    public Task A_dictionary_gets_none() => RefusesFile(
        """
        static class Names
        {
            private static readonly Dictionary<int, string> s_names = new();
            public static string Of(int id) => [|s_names|][id] = "n" + id;
        }
        """);

    private static string Unread(string made) => $$"""
        using System.Threading.Channels;
        static class Audit
        {
            private static readonly UnboundedChannelOptions s_options = new();
            private static readonly Channel<string> s_lines = {{made}};
            public static void Note(string line) => s_lines.Writer.{{(made.Contains("Unbounded", StringComparison.Ordinal) ? "[|TryWrite|]" : "TryWrite")}}(line);
            public static object Options => s_options;
        }
        """;

    private static string Read(string made) => $$"""
        using System.Threading.Channels;
        public class Line { public int Id { get; set; } public string Text { get; set; } = ""; }
        public class AuditDb(DbContextOptions<AuditDb> options) : DbContext(options) { public DbSet<Line> Lines => Set<Line>(); }
        static class Audit
        {
            private static readonly Channel<string> s_lines = {{made}};
            public static async Task NoteAsync(string line) => await s_lines.Writer.{{(made.Contains("Unbounded", StringComparison.Ordinal) ? "[|WriteAsync|]" : "WriteAsync")}}(line);
            public static async Task RunAsync(AuditDb db)
            {
                await foreach (var line in s_lines.Reader.ReadAllAsync())
                {
                    db.Lines.Add(new Line { Text = line });
                    await db.SaveChangesAsync();
                }
            }
        }
        """;
}
