using System.Globalization;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>
/// Reads a trace once, from beginning to end, and keeps sums by stack. What the addresses on the stacks are is known at the end, where the runtime lists its methods.
/// </summary>
/// <param name="capture">What is added to.</param>
/// <param name="symbolDirectories">Where assemblies may be.</param>
/// <param name="sampleScale">For how much time each sample stands, where the trace is of a part of the time only.</param>
/// <param name="code">The code of the process, of which traces that were read before may have told.</param>
internal sealed class NetTraceReader(Capture capture, IReadOnlyList<string> symbolDirectories, double sampleScale, TracedCode code)
{
    private const double MuchNameless = 0.02;

    private readonly TraceEvents _events = new(code.Map);

    /// <summary>A reader of the only trace of a process.</summary>
    public NetTraceReader(Capture capture, IReadOnlyList<string> symbolDirectories, double sampleScale = 1)
        : this(capture, symbolDirectories, sampleScale, new())
    {
    }

    /// <summary>Ends when a whole heap has been read.</summary>
    public Task HeapDumped => _events.Types.Dumped;

    /// <summary>Adds what the trace holds. One that ends early gives what came until then, and then throws.</summary>
    public void Read(Stream stream, string fileName)
    {
        var reader = new EventReader(stream, _events, _events.Tree);
        _events.Stacks = reader.Stacks;
        try
        {
            reader.Read();
        }
        finally
        {
            Finish(reader, fileName);
        }

        if (reader.DamagedBlocks > 0)
            capture.Partial(string.Create(CultureInfo.InvariantCulture, $"{fileName}: {reader.DamagedBlocks} blocks of events are damaged, and what follows in them is left out"));
    }

    private void Finish(EventReader reader, string fileName)
    {
        capture.CapturedAt ??= reader.StartedAt;
        if (_events.LastMs > 0)
            capture.DurationMs = Math.Max(capture.DurationMs ?? 0, _events.LastMs);

        _events.Times.Finish();
        var symbols = code.Symbols(symbolDirectories);
        var frames = new CodeFrames(_events.Code, _events.Tree, symbols);
        var nameless = AddTrees(new(_events.Tree, frames));
        var chains = new SiteChains(_events.Tree, frames);
        AddWaits(chains);
        _events.RoundTrips.AddTo(capture, chains);
        _events.Types.AddTo(capture, sampleScale);
        if (_events.Pool.Growth is { } growth)
            capture.PoolGrowth = (capture.PoolGrowth ?? 0) + growth;

        Remark(frames, symbols, nameless, fileName);
    }

    private double AddTrees(StackTrees trees)
    {
        double nameless = 0;
        foreach (var (kind, values) in new[] { (ValueKind.WallMs, _events.Times.Values), (ValueKind.CpuMs, _events.Processor), (ValueKind.AllocatedBytes, _events.Types.Allocations) })
        {
            if (values.IsEmpty)
                continue;

            capture.IsSampled = true;
            nameless = Math.Max(nameless, trees.AddTo(capture.Tree(kind), values, sampleScale));
        }

        return nameless;
    }

    private void AddWaits(SiteChains chains)
    {
        foreach (var (stack, ms, count) in _events.Waits.Values.All)
        {
            // The runtime's own threads wait for work, and nobody waits for them.
            if (chains.Of(stack) is [var place, ..] && !chains.IsInEntryPoint(stack))
                capture.Sites.Add(place, "wait", count, ms);
        }
    }

    private void Remark(CodeFrames frames, ModuleSymbols symbols, double nameless, string fileName)
    {
        foreach (var module in frames.ByName)
        {
            capture.Remark(symbols.OtherBuilds.Contains(module)
                ? $"{module}: the assembly here is another build than the one that ran; its methods are told by name, without lines"
                : $"{module}: the assembly that ran is not here with its debug information; its methods are told by name, without lines (--symbols DIR)");
        }

        if (_events.Tree.IsCut)
            capture.Partial($"{fileName}: more than {CallTree.MaxNodes:N0} distinct stacks; the rest ends at the caller");

        if (nameless > MuchNameless)
        {
            capture.Partial(string.Create(
                CultureInfo.InvariantCulture,
                $"{fileName}: {nameless:P0} of what was measured has no names; {(_events.Code.IsComplete ? "it is code that is not managed" : "the list of methods at the end of the trace is missing or not complete")}"));
        }
    }
}
