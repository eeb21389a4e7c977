using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PerfAnalyzers.Collector.Listening;
using PerfAnalyzers.Collector.Recording;
using PerfAnalyzers.Collector.Stacks;

namespace PerfAnalyzers.Benchmarks.Collector;

/// <summary>
/// What a command costs more when it is recorded, apart from what EF Core does to announce it. Blocks of reads take turns in one thread, and each is compared with the unmeasured ones before and after it
/// by the processor time of that thread: a busy machine changes the figures and hardly the ratios.
/// </summary>
internal sealed class RecorderCost(int turns)
{
    private const int Reads = 1000;

    private const int FirstReads = 20;

    // After these turns the compiler is through, and a stack is walked for one command of 4,096.
    private const int FirstTurns = 20;

    /// <summary>Measures and prints each kind of read.</summary>
    public int Run()
    {
        var directory = Directory.CreateTempSubdirectory("recorder-cost-");
        try
        {
            using var keepAlive = new SqliteConnection("Data Source=:memory:");
            keepAlive.Open();
            var memory = Options(o => o.UseSqlite(keepAlive));
            Measure("read by key, SQLite in memory, one context", () => RecordedReads.OfOne(memory));

            var file = Options(o => o.UseSqlite($"Data Source={Path.Combine(directory.FullName, "cost.db")}"));
            Measure("from a file, with a context of a pool for each", () => RecordedReads.OfPool(file));
            Measure("from a file, with a new context for each", () => RecordedReads.OfNew(file));
            return 0;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            directory.Delete(recursive: true);
        }
    }

    private static DbContextOptions<RecordedContext> Options(Action<DbContextOptionsBuilder> use)
    {
        var builder = new DbContextOptionsBuilder<RecordedContext>();
        use(builder);
        using (var db = new RecordedContext(builder.Options))
            db.Seed();

        return builder.Options;
    }

    private void Measure(string title, Func<RecordedReads> reads)
    {
        // To each its own: of a text that comes from several lines every command is walked.
        var (ofOneLine, ofTwo) = (NewRecorder(), NewRecorder());
        Func<IDisposable?>[] ways = [() => null, () => new DeafListener(), () => ListenerSubscriptions.Start(ofOneLine, new()), () => ListenerSubscriptions.Start(ofTwo, new())];
        int[] turn = [1, 0, 2, 0, 3, 0];
        var costs = Enumerable.Repeat(turn, FirstTurns + turns).SelectMany(t => t).Prepend(0).Select(way => Block(reads, ways[way], fromTwoLines: way == 3)).ToArray();

        var unmeasured = Median(costs.Where((_, i) => i % 2 == 0).Skip(turn.Length * FirstTurns / 2), c => c.Microseconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {unmeasured:0.0} µs of processor"));
        Line("announced to a listener that does nothing", first: 1);
        Line("recorded", first: 3);
        Line("recorded, the same text from two lines", first: 5);

        void Line(string name, int first)
        {
            var more = new List<Cost>();
            for (var i = first + (turn.Length * FirstTurns); i < costs.Length; i += turn.Length)
                more.Add(new(costs[i].Microseconds - ((costs[i - 1].Microseconds + costs[i + 1].Microseconds) / 2), costs[i].Bytes - costs[i - 1].Bytes));

            var microseconds = Median(more, c => c.Microseconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {microseconds:+0.00;-0.00} µs, {microseconds / unmeasured:+0.0 %;-0.0 %}, {Median(more, c => c.Bytes):+0;-0;0} bytes"));
        }
    }

    private static Recorder NewRecorder() =>
        new(new(new(new(AppContext.BaseDirectory), PackageAssemblies.Read(AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string))));

    private static Cost Block(Func<RecordedReads> start, Func<IDisposable?> listen, bool fromTwoLines)
    {
        using var listening = listen();

        // A context asks only now and again whether anybody listens: it must be younger than who does.
        var reads = start();
        var (time, bytes) = (0L, 0L);
        for (var i = -FirstReads; i < Reads; i++)
        {
            if (i == 0)
                (time, bytes) = (ThreadTime(), GC.GetAllocatedBytesForCurrentThread());

            // Both do the same, on two lines of source: a command's place is the line that it comes from, and one text from two of them is what costs more.
            if (fromTwoLines && (i & 1) == 0)
                reads.Read((i & 31) + 1);
            else
                reads.Read((i & 31) + 1);
        }

        return new((ThreadTime() - time) / 1000.0 / Reads, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)Reads);
    }

    private static double Median(IEnumerable<Cost> costs, Func<Cost, double> value)
    {
        var sorted = costs.Select(value).Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static long ThreadTime()
    {
        const int linuxThreadClock = 3;
        var time = new nint[2];
        return OperatingSystem.IsLinux() && clock_gettime(linuxThreadClock, time) == 0
            ? (time[0] * 1_000_000_000L) + time[1]
            : throw new PlatformNotSupportedException("The processor time of a thread is asked of Linux.");
    }

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, [Out] nint[] secondsAndNanoseconds);

    private sealed record Cost(double Microseconds, double Bytes);
}
