namespace PerfAnalyzers.Collector.Stacks;

/// <summary>
/// Known stacks by the addresses of code on them: those that begin alike share what is alike. Of each all addresses are compared on the way to it, those that another has no code at last.
/// Nothing changes once it was made; what is added makes anew what leads to it.
/// </summary>
internal sealed class StackNode
{
    // All of these hold for each stack below.
    private readonly int[] _places;
    private readonly nuint[] _codes;

    // Then the stack ends, or goes on by what is in one more place; the last is for anything else.
    private readonly KnownStack? _end;
    private readonly int _place;
    private readonly Dictionary<nuint, StackNode>? _next;
    private readonly StackNode? _otherwise;

    private StackNode(int[] places, nuint[] codes, KnownStack? end, int place = -1, Dictionary<nuint, StackNode>? next = null, StackNode? otherwise = null)
    {
        _places = places;
        _codes = codes;
        _end = end;
        _place = place;
        _next = next;
        _otherwise = otherwise;
    }

    /// <summary>The stacks of a node and one more.</summary>
    /// <param name="node">The node; null for none.</param>
    /// <param name="codes">The addresses that were not compared yet. Those that are will be taken out.</param>
    /// <param name="chain">The user frames of the stack.</param>
    public static StackNode With(StackNode? node, List<CodePlace> codes, CallChain? chain) => node is null ? Of(codes, chain) : node.With(codes, chain);

    /// <summary>What is known of a stack; null when it is new.</summary>
    public KnownStack? Find(ReadOnlySpan<nuint> stack)
    {
        for (var node = this; node is not null; node = node.Next(stack))
        {
            var codes = node._codes;
            var places = node._places;
            for (var i = 0; i < places.Length; i++)
            {
                var place = places[i];
                if ((uint)place >= (uint)stack.Length || stack[place] != codes[i])
                    return null;
            }

            if (node._end is { } end)
                return end;
        }

        return null;
    }

    private StackNode With(List<CodePlace> codes, CallChain? chain)
    {
        for (var i = 0; i < _places.Length; i++)
        {
            var here = Take(codes, _places[i]);
            if (here == _codes[i])
                continue;

            var rest = new StackNode(_places[(i + 1)..], _codes[(i + 1)..], _end, _place, _next, _otherwise);
            return Branch(_places[i], new() { [_codes[i]] = rest }, null, here, codes, chain).After(_places[..i], _codes[..i]);
        }

        // Another thread has learned the same one meanwhile.
        if (_end is not null)
            return this;

        return Branch(_place, new(_next!), _otherwise, Take(codes, _place), codes, chain).After(_places, _codes);
    }

    private static StackNode Branch(int place, Dictionary<nuint, StackNode> next, StackNode? otherwise, nuint? here, List<CodePlace> codes, CallChain? chain)
    {
        if (here is { } code)
            next[code] = With(next.GetValueOrDefault(code), codes, chain);
        else
            otherwise = With(otherwise, codes, chain);

        return new([], [], null, place, next, otherwise);
    }

    private StackNode After(int[] places, nuint[] codes) => new(places, codes, null, _place, _next, _otherwise);

    private static nuint? Take(List<CodePlace> codes, int place)
    {
        var found = codes.FindIndex(c => c.Place == place);
        if (found < 0)
            return null;

        var code = codes[found].Code;
        codes.RemoveAt(found);
        return code;
    }

    private static StackNode Of(List<CodePlace> codes, CallChain? chain)
    {
        var places = new int[codes.Count];
        var values = new nuint[codes.Count];
        for (var i = 0; i < codes.Count; i++)
            (places[i], values[i]) = codes[i];

        return new(places, values, new(chain));
    }

    private StackNode? Next(ReadOnlySpan<nuint> stack) =>
        (uint)_place >= (uint)stack.Length ? null : _next!.TryGetValue(stack[_place], out var next) ? next : _otherwise;
}
