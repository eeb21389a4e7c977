using System.Runtime.InteropServices;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>What was measured, by the node of its stack; -1 for what has none.</summary>
internal sealed class StackValues
{
    private readonly Dictionary<int, (double Value, long Count)> _values = [];

    /// <summary>The sums.</summary>
    public IEnumerable<(int Stack, double Value, long Count)> All => _values.Select(v => (v.Key, v.Value.Value, v.Value.Count));

    /// <summary>Whether nothing was measured.</summary>
    public bool IsEmpty => _values.Count == 0;

    /// <summary>Adds a value.</summary>
    public void Add(int stack, double value, long count = 1)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_values, stack, out _);
        sum = (sum.Value + value, sum.Count + count);
    }
}
