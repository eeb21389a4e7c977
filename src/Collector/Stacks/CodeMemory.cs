using System.Buffers;
using System.Buffers.Text;

namespace PerfAnalyzers.Collector.Stacks;

/// <summary>Where code is in the memory of this process at one moment, as the kernel of Linux tells it.</summary>
internal sealed class CodeMemory
{
    private const string Map = "/proc/self/maps";

    // Many times what the longest line has: the name of a file.
    private const int BufferSize = 64 * 1024;

    private readonly List<(nuint Start, nuint End, bool IsNative)> _code = [];

    private CodeMemory()
    {
    }

    /// <summary>Where the stack is that was asked for; nowhere when it was not found.</summary>
    public (nuint Start, nuint End) Stack { get; private set; }

    /// <summary>Reads it.</summary>
    /// <param name="stack">An address on the stack of this thread.</param>
    public static CodeMemory Read(nuint stack)
    {
        var memory = new CodeMemory();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        using var file = File.OpenHandle(Map);
        var (offset, kept) = (0L, 0);
        while (RandomAccess.Read(file, buffer.AsSpan(kept), offset) is > 0 and var read)
        {
            offset += read;
            var text = buffer.AsSpan(0, kept + read);
            while (text.IndexOf((byte)'\n') is >= 0 and var end)
            {
                memory.Add(text[..end], stack);
                text = text[(end + 1)..];
            }

            text.CopyTo(buffer);
            kept = text.Length;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return memory;
    }

    /// <summary>
    /// What on a stack is an address of code, up to the outermost that is not of a native library: what started the thread has an offset of its own for each, and leads to no user code.
    /// </summary>
    public List<CodePlace> Codes(ReadOnlySpan<nuint> stack)
    {
        var codes = new List<CodePlace>();
        var managed = 0;
        for (var i = 0; i < stack.Length; i++)
        {
            if (Find(stack[i]) is not { } found)
                continue;

            codes.Add(new(i, stack[i]));
            if (!_code[found].IsNative)
                managed = codes.Count;
        }

        codes.RemoveRange(managed, codes.Count - managed);
        return codes;
    }

    // 7f3c5a000000-7f3c5a021000 r-xp 00000000 fe:00 332096   /usr/lib/libc.so.6
    private void Add(ReadOnlySpan<byte> line, nuint stack)
    {
        if (!Utf8Parser.TryParse(line, out ulong from, out var dash, 'x') || !Utf8Parser.TryParse(line[(dash + 1)..], out ulong to, out var length, 'x'))
            throw new FormatException();

        var (start, end) = ((nuint)from, (nuint)to);
        if (start <= stack && stack < end)
            Stack = (start, end);

        if (line[dash + 1 + length + 3] == 'x')
            _code.Add((start, end, IsNative(line[(line.LastIndexOf((byte)'/') + 1)..])));
    }

    // libc.so.6; what is compiled ahead of time is in files of the program that are called otherwise.
    private static bool IsNative(ReadOnlySpan<byte> name) => name.EndsWith(".so"u8) || (name.IndexOf(".so."u8) >= 0 && !name.EndsWith(".dll"u8));

    // The kernel lists what it has in order.
    private int? Find(nuint address)
    {
        var (low, high) = (0, _code.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (address < _code[middle].Start)
                high = middle - 1;
            else if (address >= _code[middle].End)
                low = middle + 1;
            else
                return middle;
        }

        return null;
    }
}
