using System.Globalization;
using System.Reflection;
using PerfAnalyzers.Collector.Session;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Converting;
using PerfAnalyzers.Tool.Reading;
using PerfAnalyzers.Tool.Sampling;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Running;

/// <summary>Joins what the processes recorded with the sampled thread time, and writes the evidence file.</summary>
internal sealed class RunResult(RunRequest request, string root, DateTimeOffset captured, TimeSpan duration)
{
    /// <summary>Writes the file and says in one line what is in it.</summary>
    public int Write(SessionDirectory session, IReadOnlyList<SampledTrace> traces, HeapWatch? heap, string? samplingFailure)
    {
        var processes = session.EvidenceFiles().SelectMany(f => EvidenceReader.Read(f).Profiles).ToList();
        var records = ProcessMerge.Records(processes).ToList();
        var sampled = Sampled(traces, ref samplingFailure);
        records.AddRange(Methods(sampled, records));
        records.AddRange(SiteRecords.Of(sampled, PlaceResolver.Here([], [])).Where(IsWait));
        records.AddRange(Types(heap));
        if (samplingFailure is not null)
            Terminal.Error($"thread time was not sampled: {samplingFailure}");

        var unfinished = session.UnfinishedProcesses();
        var trouble = unfinished.Count > 0 ? session.Trouble() : null;
        var why = trouble is null ? "was killed or still runs" : $"could not write into {Path.GetTempPath()}, {trouble}";
        foreach (var (process, isKept) in unfinished)
            Terminal.Error(string.Create(CultureInfo.InvariantCulture, $"process {process} {why}: {(isKept ? "what it did in its last second may be missing" : "nothing of it is kept")}"));

        if (records.Count == 0)
        {
            if (trouble is not null)
                return ExitCode.OutputNotWritable;

            // Why there is nothing was said of a process that could not write.
            if (unfinished.Count == 0)
                Terminal.Error("nothing was recorded: no .NET 8 or later program with debug information ran, or it issued no commands and used no time");

            return ExitCode.NothingRecorded;
        }

        if (!request.Output.TryWrite(new(Header(processes, records, sampled.PoolGrowth, unfinished.Count > 0), records)))
            return request.Output.Refuse();

        Summarize(records, ProcessMerge.Sum(processes, Field.Unattributed));
        return ExitCode.Success;
    }

    private static Capture Sampled(IReadOnlyList<SampledTrace> traces, ref string? failure)
    {
        var capture = new Capture();

        // What came before the end counts, and the counted part of the evidence is sound without it.
        if (!SampledTraces.Read(traces, capture, []))
            failure ??= "the trace cannot be read to its end";

        return capture;
    }

    private static IEnumerable<EvidenceRecord> Methods(Capture capture, List<EvidenceRecord> records)
    {
        // How often a handler ran is known exactly; of other methods a sampler knows time and not calls.
        var calls = records
            .Where(r => r.Kind == RecordKind.Endpoint && r[Field.Member] is not null)
            .GroupBy(r => r[Field.Member]!)
            .ToDictionary(g => g.Key, g => g.Sum(r => r.Number(Field.Count) ?? 0));
        return FunctionRecords.Of(capture, PlaceResolver.Here([], []))
            .Where(r => r.Kind == RecordKind.Method)
            .Select(r => calls.TryGetValue(r.Key, out var count) ? WithCalls(r, count) : r);
    }

    private static IEnumerable<EvidenceRecord> Types(HeapWatch? heap)
    {
        var capture = new Capture();
        if (heap is not null && !heap.AddTo(capture))
            Terminal.Error(HeapWatch.Missed);

        return TypeRecords.Of(capture);
    }

    private static EvidenceRecord WithCalls(EvidenceRecord method, double count)
    {
        var fields = new FieldList();
        foreach (var (name, value) in method.Fields)
        {
            if (name == Field.SelfMs)
                fields.Add(Field.Calls, count);

            fields.Add(name, value);
        }

        return new(method.Kind, method.Key, fields);
    }

    private EvidenceRecord Header(List<EvidenceProfile> processes, List<EvidenceRecord> records, double? poolGrowth, bool isPartial)
    {
        var version = typeof(RunResult).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        var unattributed = ProcessMerge.Sum(processes, Field.Unattributed);
        var fields = new FieldList()
            .Add(Field.Tool, "perfevidence-run/" + version)
            .Add(Field.Captured, captured.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
            .Add(Field.DurationMs, Math.Round(duration.TotalMilliseconds))
            .Add(Field.Commit, GitHead.Commit(root))
            .Add(Field.Roots, ProcessMerge.Sum(processes, Field.Roots), when: processes.Count > 0)
            // Without an endpoint the whole run is the one operation that everything is counted per.
            .Add(Field.Root, records.Exists(IsRequest) ? null : "process")
            .Add(Field.RootMs, ProcessMerge.Sum(processes, Field.RootMs), when: processes.Count > 0)
            .Add(Field.PoolGrowth, poolGrowth)
            .Add(Field.Unattributed, unattributed, when: unattributed > 0)
            .Add(Field.Partial, isPartial ? "true" : null)
            .Add(Field.Unit, "wall");
        return new(RecordKind.Profile, request.Profile, fields);
    }

    // A program without requests has one endpoint, which is the program.
    private static bool IsRequest(EvidenceRecord record) =>
        record.Kind == RecordKind.Endpoint && !record.Key.StartsWith(EvidenceSnapshot.ProcessPrefix, StringComparison.Ordinal);

    private static bool IsWait(EvidenceRecord record) => record is { Kind: RecordKind.Site, Operation: "wait" };

    private void Summarize(List<EvidenceRecord> records, double unattributed)
    {
        var direct = records.Where(r => r.Kind == RecordKind.Site && r.Via is null && !IsWait(r)).ToList();
        var commands = direct.Sum(s => s.Calls ?? 0) + unattributed;
        var requests = records.Where(r => r.Kind == RecordKind.Endpoint).Sum(e => e.Number(Field.Count) ?? 0);
        var path = Path.GetRelativePath(Directory.GetCurrentDirectory(), request.Output.Path);
        var methods = records.Count(r => r.Kind == RecordKind.Method);
        Terminal.Error(string.Create(
            CultureInfo.InvariantCulture,
            $"{commands:N0} commands from {direct.Count} lines in {requests:N0} operations, {methods} methods sampled -> {path}"));
        var waits = records.Where(IsWait).ToList();
        if (waits.Count > 0)
            Terminal.Error(string.Create(CultureInfo.InvariantCulture, $"threads were blocked {waits.Sum(w => w.Calls ?? 0):N0} times, {waits.Sum(w => w.TotalMs ?? 0):N0} ms in all, at {waits.Count} lines"));

        if (unattributed > 0)
            Terminal.Error(string.Create(CultureInfo.InvariantCulture, $"{unattributed:N0} commands had no line of user code on their stack{(direct.Count == 0 ? ": nothing of it joins the code (is it a single-file program, or without portable debug information?)" : "")}"));
    }
}
