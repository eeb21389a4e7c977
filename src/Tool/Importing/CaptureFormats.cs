using PerfAnalyzers.Tool.Importing.EfLog;
using PerfAnalyzers.Tool.Importing.Formats;
using PerfAnalyzers.Tool.Importing.MySql;
using PerfAnalyzers.Tool.Importing.Postgres;
using PerfAnalyzers.Tool.Importing.Runtimes;
using PerfAnalyzers.Tool.Importing.Sqlite;
using PerfAnalyzers.Tool.Importing.SqlServer;

namespace PerfAnalyzers.Tool.Importing;

/// <summary>The formats, those that are told most surely first.</summary>
internal static class CaptureFormats
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ICaptureFormat> All { get; } =
    [
        new NetTraceFormat(),
        new GcDumpFormat(),
        new ChromiumFormat(),
        new SpeedscopeFormat(),
        new FlamebearerFormat(),
        new OtlpJsonFormat(),
        new JaegerFormat(),
        new ZipkinFormat(),
        new OtlpProtoFormat(),
        new HarFormat(),
        new CpuProfileFormat(),
        new HeapProfileFormat(),
        new HeapSnapshotFormat(),
        new BenchmarkFormat(),
        new SarifFormat(),
        new PprofFormat(),
        new PstatsFormat(),
        new PstatsTextFormat(),
        new PprofTextFormat(),
        new MemoryProfilerFormat(),
        new NodeTicksFormat(),
        new EfLogFormat(),
        new ExplainJsonFormat(),
        new MySqlPlanFormat(),
        new SlowLogFormat(),
        new JsonLogFormat(),
        new CsvLogFormat(),
        new ServerLogFormat(),
        new StatStatementsFormat(),
        new ShowplanFormat(),
        new ExplainTextFormat(),
        new SqlitePlanFormat(),
        new PerfScriptFormat(),
        new FoldedFormat(),
    ];

    /// <summary>The format of a file that begins like this, or null.</summary>
    public static ICaptureFormat? Of(CaptureHead head) => All.FirstOrDefault(f => f.Recognizes(head));
}
