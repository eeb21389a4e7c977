using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>The lines of the program on a stack: the one that issued a round trip or waits, then those that called it.</summary>
internal sealed class SiteChains(AddressTree stacks, CodeFrames frames)
{
    /// <summary>Callers beyond this are of no use to anyone who reads a diagnostic.</summary>
    private const int MaxPlaces = 9;

    private readonly Dictionary<int, IReadOnlyList<CodePlace>> _known = [];

    /// <summary>The places, innermost first, up to where an awaited operation was resumed: what lies beyond completed it and did not call it.</summary>
    public IReadOnlyList<CodePlace> Of(int stack)
    {
        if (stack < 0)
            return [];

        if (!_known.TryGetValue(stack, out var places))
            _known.Add(stack, places = Walk(stack));

        return places;
    }

    /// <summary>
    /// Whether the thread stands in its program's entry point, with nothing of the program in between: <c>app.Run()</c>, which waits for the end and keeps nobody waiting.
    /// Threads of the pool and those that are started begin in the framework.
    /// </summary>
    public bool IsInEntryPoint(int stack)
    {
        if (Of(stack) is not [{ Module: { } program }])
            return false;

        Frame? outermost = null;
        for (var node = stack; node >= 0; node = stacks.Parent(node))
            outermost = frames.Of(stacks.AddressOf(node)) ?? outermost;

        return outermost?.Module == program;
    }

    private static bool IsSame(MemberKey a, MemberKey b) => a == b || (!(a.IsExact && b.IsExact) && a.Name == b.Name);

    private List<CodePlace> Walk(int stack)
    {
        var places = new List<CodePlace>();
        for (var node = stack; node >= 0 && places.Count < MaxPlaces; node = stacks.Parent(node))
        {
            var address = stacks.AddressOf(node);
            if (frames.Of(address) is not { } frame)
                continue;

            if (frame.IsContinuation)
                break;

            if (frame.Member is not { } member)
                continue;

            var line = frames.LineOf(address);

            // A member that is already there is a lambda's owner, the start of an asynchronous method or a recursion: its innermost line says where.
            if ((line is null && frame.Line is not null) || places.Exists(p => IsSame(p.Member!, member)))
                continue;

            places.Add(line is null
                ? new(member, null, null) { Module = frame.Module }
                : new(new(line.Member, IsExact: true), line.File, line.Line > 0 ? line.Line : null) { Module = frame.Module, Checksum = line.Checksum });
        }

        return places;
    }
}
