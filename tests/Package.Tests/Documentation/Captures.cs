using System.IO.Compression;

namespace PerfAnalyzers.Package.Tests.Documentation;

/// <summary>Files that real tools wrote, under the names that the pages of <c>docs/sources</c> use.</summary>
internal static class Captures
{
    private static readonly (string Name, string Sample)[] s_files =
    [
        ("BenchmarkDotNet.Artifacts/results/Shop.Bench.FormatBench-report-full.json", "benchmarkdotnet/Shop.Bench.FormatBench-report-full.json"),
        ("app.chromium.json", "dotnet/shop-sampled.chromium.json.gz"),
        ("Trace-20261126T101500.json.gz", "chromium/page.json.gz"),
        ("shop.log", "efcore-log/console-simple.log"),
        ("shop.gcdump", "dotnet/store-hold.gcdump.gz"),
        ("shop.har", "har/shop.har"),
        ("mysql-slow.log", "mysql/mariadb-slow.log"),
        ("analyze.json", "mysql/mariadb-analyze.json"),
        ("app_20261126_101500.nettrace", "dotnet/shop-sampled.nettrace.gz"),
        ("shop.speedscope.json", "dotnet/shop-sampled.speedscope.json"),
        ("CPU.20261126.cpuprofile", "node/work.cpuprofile"),
        ("ticks.txt", "node/prof-processed.txt"),
        ("traces.jsonl", "otel/shop.otlp.jsonl"),
        ("app.txt", "flamegraph/shop-perf.script.txt"),
        ("postgresql-2026-11-26.log", "postgres/server-slow-and-autoexplain.log"),
        ("plan.json", "postgres/explain-orders.json"),
        ("statements.csv", "postgres/pg_stat_statements-full.csv"),
        ("cpu.pb.gz", "go/cpu.pb.gz"),
        ("heap.pb.gz", "go/heap.pb.gz"),
        ("work.prof", "python/work.prof"),
        ("memory.txt", "python/memory_profiler.txt"),
        ("build.sarif", "roslyn-errorlog.sarif"),
    ];

    /// <summary>Puts them there, unpacked where the name says so.</summary>
    public static void WriteTo(string directory)
    {
        foreach (var (name, sample) in s_files)
        {
            var target = Path.Combine(directory, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var file = File.OpenRead(Path.Combine(PackedPackage.RepositoryRoot, "tests/Tool.Tests/Samples", sample));
            using Stream content = sample.EndsWith(".gz", StringComparison.Ordinal) && !name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var copy = File.Create(target);
            content.CopyTo(copy);
        }
    }
}
