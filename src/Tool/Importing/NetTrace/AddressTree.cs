using System.Runtime.InteropServices;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>
/// Distinct stacks of addresses, each a node below its caller's: what an address means is known only at the end of a trace, where the runtime lists its methods.
/// </summary>
internal sealed class AddressTree
{
    private const int MaxDepth = 10_000;
    private const int MaxKnown = 1_000_000;

    private readonly Dictionary<(long Process, ulong Address), int> _addressNumbers = [];
    private readonly List<(long Process, ulong Address)> _addresses = [];
    private readonly Dictionary<long, int> _children = [];
    private readonly List<(int Parent, int Address)> _nodes = [];
    private readonly Dictionary<ulong, int> _known = [];

    /// <summary>How many there are.</summary>
    public int Count => _nodes.Count;

    /// <summary>Every address, by <see cref="AddressOf"/>.</summary>
    public IReadOnlyList<(long Process, ulong Address)> Addresses => _addresses;

    /// <summary>Whether there were more distinct stacks than are kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The caller's node, or -1.</summary>
    public int Parent(int node) => _nodes[node].Parent;

    /// <summary>The number of a node's address.</summary>
    public int AddressOf(int node) => _nodes[node].Address;

    /// <summary>The node of a stack, -1 for an empty one.</summary>
    /// <param name="process">The process.</param>
    /// <param name="stack">Addresses, the innermost first.</param>
    /// <param name="pointerSize">Bytes of an address.</param>
    public int Node(long process, ReadOnlySpan<byte> stack, int pointerSize)
    {
        var count = Math.Min(stack.Length / pointerSize, MaxDepth);
        if (count == 0)
            return -1;

        var hash = Hash(process, stack[..(count * pointerSize)]);
        if (_known.TryGetValue(hash, out var node))
            return node;

        node = -1;
        for (var i = count - 1; i >= 0; i--)
        {
            var cursor = new ByteCursor(stack[(i * pointerSize)..]);

            // All but the innermost return behind the call that they are in.
            var address = cursor.Pointer(pointerSize) - (i > 0 ? 1UL : 0);
            node = Child(node, Number(process, address));
        }

        if (_known.Count >= MaxKnown)
            _known.Clear();

        _known[hash] = node;
        return node;
    }

    private int Number(long process, ulong address)
    {
        if (_addressNumbers.TryGetValue((process, address), out var number))
            return number;

        _addresses.Add((process, address));
        _addressNumbers.Add((process, address), _addresses.Count - 1);
        return _addresses.Count - 1;
    }

    private int Child(int parent, int address)
    {
        var key = ((long)parent << 32) | (uint)address;
        if (_children.TryGetValue(key, out var node))
            return node;

        if (_nodes.Count >= CallTree.MaxNodes)
        {
            IsCut = true;
            return parent;
        }

        _nodes.Add((parent, address));
        _children.Add(key, _nodes.Count - 1);
        return _nodes.Count - 1;
    }

    // Two stacks with one hash would be one stack; with a million of them the chance is one in thirty million.
    private static ulong Hash(long process, ReadOnlySpan<byte> stack)
    {
        var hash = 0x9E3779B97F4A7C15UL ^ (ulong)process ^ ((ulong)stack.Length << 32);
        foreach (var word in MemoryMarshal.Cast<byte, uint>(stack))
        {
            hash = (hash ^ word) * 0xFF51AFD7ED558CCDUL;
            hash ^= hash >> 32;
        }

        return hash;
    }
}
