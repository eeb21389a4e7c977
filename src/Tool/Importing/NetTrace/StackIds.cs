using System.Runtime.InteropServices;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>The stacks that events may refer to by number, until the next sequence point.</summary>
internal sealed class StackIds(AddressTree tree)
{
    private const long MaxBytes = 128 * 1024 * 1024;

    private const int NotAsked = -2;

    private readonly Dictionary<int, Stack> _stacks = [];
    private long _bytes;

    /// <summary>Bytes of an address.</summary>
    public int PointerSize { get; set; } = 8;

    /// <summary>Adds a block of stacks.</summary>
    public void Add(ReadOnlySpan<byte> block)
    {
        // A writer that never says when stacks are no longer used is not believed without end.
        if (_bytes > MaxBytes)
            Clear();

        var copy = block.ToArray();
        var cursor = new ByteCursor(copy);
        var first = cursor.Int32();
        var count = cursor.Int32();
        for (var i = 0; i < count && !cursor.Failed; i++)
        {
            var size = cursor.Int32();
            var start = cursor.At;
            cursor.Skip(size);
            if (!cursor.Failed)
                _stacks[first + i] = new(copy, start, size);
        }

        if (cursor.Failed)
            throw new CaptureException("a stack is longer than its block");

        _bytes += copy.Length;
    }

    /// <summary>The node of a stack, or -1.</summary>
    public int Node(long process, int id)
    {
        ref var stack = ref CollectionsMarshal.GetValueRefOrNullRef(_stacks, id);
        if (id == 0 || System.Runtime.CompilerServices.Unsafe.IsNullRef(ref stack))
            return -1;

        if (stack.Node == NotAsked || stack.Process != process)
            stack = stack with { Process = process, Node = tree.Node(process, stack.Block.AsSpan(stack.Start, stack.Length), PointerSize) };

        return stack.Node;
    }

    /// <summary>A sequence point: the numbers begin anew.</summary>
    public void Clear()
    {
        _stacks.Clear();
        _bytes = 0;
    }

    private readonly record struct Stack(byte[] Block, int Start, int Length, long Process = 0, int Node = NotAsked);
}
