using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using PerfAnalyzers.Collector.Symbols;

namespace PerfAnalyzers.Collector.Stacks;

/// <summary>Takes the user frames of the current stack, up to the first continuation: what is below one completed the task, it did not call.</summary>
internal sealed class StackWalker(UserCode userCode)
{
    private const int MaxCachedFrames = 50_000;

    private readonly ConcurrentDictionary<(RuntimeMethodHandle Method, int Offset), SourceFrame?> _frames = new();
    private readonly KnownStacks _stacks = new();

    /// <summary>The chain of the caller, or null when no user code is on the stack.</summary>
    /// <param name="isRepeated">Whether stacks like this one are walked again and again, so that it is worth to know them again.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public CallChain? Walk(bool isRepeated = false)
    {
        var seen = _stacks.Look(isRepeated);
        if (seen is { Known: { } known, IsChecked: false })
            return known.Chain;

        var trace = new StackTrace(1, fNeedFileInfo: false);
        var chain = Chain(trace);
        _stacks.Learn(seen, chain, trace);
        return chain;
    }

    /// <summary>A method's own first line, for a handler that was inlined out of the stack; null when it is not user code.</summary>
    public SourceFrame? FirstLine(MethodInfo method) => userCode.Symbols(method.Module)?.Frame(method.MetadataToken, offset: -1);

    private CallChain? Chain(StackTrace trace)
    {
        List<SourceFrame>? frames = null;
        var truncated = false;
        for (var i = 0; i < trace.FrameCount; i++)
        {
            if (trace.GetFrame(i) is not { } frame || frame.GetMethod() is not { } method)
                continue;

            if (IsContinuation(method))
            {
                truncated = true;
                break;
            }

            if (Resolve(method, frame.GetILOffset()) is not { } source)
                continue;

            // A member that is already there is a lambda's owner, a kick-off stub or a recursion: its innermost line says where.
            if (frames is null)
                frames = [source];
            else if (!frames.Exists(f => f.Member == source.Member))
                frames.Add(source);

            if (frames.Count == CallChain.MaxFrames)
                break;
        }

        return frames is null ? null : new(frames, truncated);
    }

    private SourceFrame? Resolve(MethodBase method, int offset)
    {
        if (method.DeclaringType is null || userCode.Symbols(method.Module) is not { } symbols)
            return null;

        var key = (method.MethodHandle, offset);
        if (_frames.TryGetValue(key, out var known))
            return known;

        var source = symbols.HasLines(method.MetadataToken) ? symbols.Frame(method.MetadataToken, offset) : null;
        if (_frames.Count < MaxCachedFrames)
            _frames[key] = source;

        return source;
    }

    private static bool IsContinuation(MethodBase method) =>
        method.Name == "MoveNext" && method.DeclaringType is { Name: "AsyncStateMachineBox`1" };
}
