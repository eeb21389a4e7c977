using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.EventPipe;
using PerfAnalyzers.Collector.Stacks;
using PerfAnalyzers.Collector.Symbols;

namespace PerfAnalyzers.Tool.Sampling;

/// <summary>Reads a trace and adds up thread time by user member. Threads that wait are no evidence: what they wait for is measured elsewhere.</summary>
internal sealed class SampleReader(SourcePaths paths)
{
    private readonly Dictionary<string, AssemblySymbols?> _assemblies = new(StringComparer.Ordinal);
    private readonly Dictionary<MethodIndex, Frame> _frames = [];
    private UserCode _userCode = new(paths, new HashSet<string>());

    /// <summary>Adds the samples of one trace.</summary>
    public void Read(string traceFile, MemberTimes times)
    {
        var converted = TraceLog.CreateFromEventPipeDataFile(traceFile, traceFile + ".etlx", new TraceLogOptions { ContinueOnError = true });
        using var log = new TraceLog(converted);

        // Without this parser samples arrive as events of an unknown type.
        _ = new SampleProfilerTraceEventParser(log);
        _frames.Clear();
        _userCode = new(paths, Packages(log));

        var weights = new SampleWeights(Intervals(log));
        foreach (var data in log.Events)
        {
            if (data is not ClrThreadSampleTraceData)
                continue;

            var weight = weights.Next(data.ThreadID, data.TimeStampRelativeMSec);
            if (data.CallStack() is { } stack && UserStack(stack) is { Count: > 0 } members)
                times.Add(members, weight);
        }
    }

    private static List<double> Intervals(TraceLog log)
    {
        var previous = new Dictionary<int, double>();
        var result = new List<double>();
        foreach (var data in log.Events)
        {
            if (data is not ClrThreadSampleTraceData)
                continue;

            if (previous.TryGetValue(data.ThreadID, out var before))
                result.Add(data.TimeStampRelativeMSec - before);
            previous[data.ThreadID] = data.TimeStampRelativeMSec;
        }

        return result;
    }

    private List<SourceMember>? UserStack(TraceCallStack stack)
    {
        List<SourceMember>? members = null;
        for (var current = stack; current is not null; current = current.Caller)
        {
            if (current.CodeAddress.Method is not { } method)
                continue;

            var frame = Resolve(method);
            if (frame.IsContinuation || frame.IsCollector || (members is null && frame.IsWaiting))
                return frame.IsContinuation ? members : null;

            if (frame.Member is { } member)
                (members ??= []).Add(member);
        }

        return members;
    }

    private Frame Resolve(TraceMethod method)
    {
        if (_frames.TryGetValue(method.MethodIndex, out var known))
            return known;

        var name = method.FullMethodName;
        var module = method.MethodModuleFile;
        var member = Symbols(module)?.Member(method.MethodToken);
        var frame = new Frame(
            // A stub that starts an asynchronous Main has no line, because nobody wrote it.
            member is { Line: > 0 } ? member : null,
            IsWaiting: WaitingCalls.Contains(name),
            IsContinuation: name.Contains("AsyncStateMachineBox`1", StringComparison.Ordinal) && name.Contains(".MoveNext", StringComparison.Ordinal),
            IsCollector: string.Equals(module?.Name, typeof(AssemblySymbols).Assembly.GetName().Name, StringComparison.OrdinalIgnoreCase));
        return _frames[method.MethodIndex] = frame;
    }

    private AssemblySymbols? Symbols(TraceModuleFile? module)
    {
        if (module?.FilePath is not { Length: > 0 } path)
            return null;

        if (_assemblies.TryGetValue(path, out var known))
            return known;

        var name = Path.GetFileNameWithoutExtension(path);
        return _assemblies[path] = _userCode.IsCandidate(name, path) && File.Exists(path) ? AssemblySymbols.Open(path, paths) : null;
    }

    // The program's own list of what came from packages lies beside its entry assembly; the trace names every assembly that was loaded.
    private static IReadOnlySet<string> Packages(TraceLog log)
    {
        var files = log.ModuleFiles
            .Select(m => Path.ChangeExtension(m.FilePath ?? "", ".deps.json"))
            .Where(f => f.Length > 10 && File.Exists(f));
        return PackageAssemblies.Read(string.Join(';', files));
    }

    private sealed record Frame(SourceMember? Member, bool IsWaiting, bool IsContinuation, bool IsCollector);
}
