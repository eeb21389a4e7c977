namespace PerfAnalyzers.Tool.Tracing;

/// <summary>Numbers for texts that were seen before, looked up by their bytes without an allocation. It forgets everything when it is full: it saves work, and holds nothing.</summary>
internal sealed class Utf8Cache
{
    /// <summary>Longer texts are not kept.</summary>
    private const int MaxText = 16 * 1024;

    private const int MaxBytes = 4 * 1024 * 1024;
    private const int Slots = 32 * 1024;
    private const int MaxEntries = Slots / 2;

    private readonly Entry[] _entries = new Entry[Slots];
    private byte[] _bytes = new byte[64 * 1024];
    private int _used;
    private int _count;

    /// <summary>A hash of bytes, another one in each process.</summary>
    public static int Hash(ReadOnlySpan<byte> text)
    {
        var hash = default(HashCode);
        hash.AddBytes(text);
        return hash.ToHashCode();
    }

    /// <summary>The number that was stored for a text; false when there is none.</summary>
    public bool TryGet(ReadOnlySpan<byte> text, int hash, out int value)
    {
        for (var slot = hash & (Slots - 1); _entries[slot].IsUsed; slot = (slot + 1) & (Slots - 1))
        {
            ref var entry = ref _entries[slot];
            if (entry.Hash == hash && text.SequenceEqual(_bytes.AsSpan(entry.Offset, entry.Length)))
            {
                value = entry.Value;
                return true;
            }
        }

        value = 0;
        return false;
    }

    /// <summary>Stores a number for a text that is not in it.</summary>
    public void Add(ReadOnlySpan<byte> text, int hash, int value)
    {
        if (text.Length > MaxText)
            return;

        if (_count >= MaxEntries || _used + text.Length > MaxBytes)
        {
            Array.Clear(_entries);
            (_used, _count) = (0, 0);
        }

        if (_used + text.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + text.Length));

        var slot = hash & (Slots - 1);
        while (_entries[slot].IsUsed)
            slot = (slot + 1) & (Slots - 1);

        text.CopyTo(_bytes.AsSpan(_used));
        _entries[slot] = new(hash, _used, text.Length, value, IsUsed: true);
        _used += text.Length;
        _count++;
    }

    private readonly record struct Entry(int Hash, int Offset, int Length, int Value, bool IsUsed);
}
