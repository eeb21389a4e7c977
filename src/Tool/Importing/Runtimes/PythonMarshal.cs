using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>
/// Python's marshal format, versions 0 to 4, as far as profiles use it: numbers, texts, tuples, lists and dictionaries. Code objects are refused: nothing in a profile
/// is to be run.
/// </summary>
internal sealed class PythonMarshal(byte[] data)
{
    private const int MaxDepth = 64;

    private static readonly object s_end = new();

    private readonly List<object?> _references = [];
    private int _at;
    private int _objects;

    /// <summary>What the outermost dictionary held when the data ended early.</summary>
    public Dictionary<object, object?> Unfinished { get; private set; } = [];

    /// <summary>The object.</summary>
    public object? Read() => Next(0) is var value && ReferenceEquals(value, s_end) ? throw new CaptureException("it holds nothing") : value;

    private object? Next(int depth)
    {
        if (depth > MaxDepth)
            throw new CaptureException("nested deeper than any profile");

        // Two bytes of data are an object of thirty.
        if ((++_objects & 0xFFFFF) == 0)
            CaptureMemory.Look();

        var code = Byte();
        var isReferred = (code & 0x80) != 0;
        var place = -1;
        if (isReferred && (char)(code & 0x7F) is not 'r')
        {
            place = _references.Count;
            _references.Add(null);
        }

        var value = Value((char)(code & 0x7F), depth);
        if (place >= 0)
            _references[place] = value;

        return value;
    }

    private object? Value(char type, int depth) => type switch
    {
        '0' => s_end,
        'N' => null,
        'T' => true,
        'F' => false,
        'i' => (long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(4)),
        'I' => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8)),
        'l' => Long(),
        'g' => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(8)),
        'f' => double.TryParse(Encoding.ASCII.GetString(Bytes(Byte())), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0.0,
        's' or 't' or 'u' or 'a' or 'A' => Encoding.UTF8.GetString(Bytes(Length())),
        'z' or 'Z' => Encoding.UTF8.GetString(Bytes(Byte())),
        ')' => Items(Byte(), depth),
        '(' or '[' or '<' or '>' => Items(Length(), depth),
        '{' => Dictionary(depth),
        'r' or 'R' => Length() is var index && index < _references.Count ? _references[index] : throw new CaptureException("it refers to an object that is not there"),
        _ => throw new CaptureException("it holds an object that no profile has"),
    };

    private object?[] Items(int count, int depth)
    {
        if (count > data.Length - _at)
            throw new EndOfStreamException();

        var items = new object?[count];
        for (var i = 0; i < count; i++)
            items[i] = Next(depth + 1);

        return items;
    }

    private Dictionary<object, object?> Dictionary(int depth)
    {
        var result = new Dictionary<object, object?>(ReferenceEqualityComparer.Instance);
        if (depth == 0)
            Unfinished = result;

        while (true)
        {
            var key = Next(depth + 1);
            if (ReferenceEquals(key, s_end))
                return result;

            // Keys are objects of their own: nobody looks one up.
            result[key as object?[] ?? [key]] = Next(depth + 1);
        }
    }

    // Digits of 15 bits.
    private double Long()
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));
        var result = 0.0;
        var scale = 1.0;
        for (var i = 0; i < Math.Min(Math.Abs((long)count), 1000); i++)
        {
            result += BinaryPrimitives.ReadInt16LittleEndian(Bytes(2)) * scale;
            scale *= 32768;
        }

        return count < 0 ? -result : result;
    }

    private int Length() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4)) is >= 0 and var length ? length : throw new CaptureException("it holds a negative length");

    private byte Byte() => Bytes(1)[0];

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > data.Length - _at)
            throw new EndOfStreamException();

        _at += count;
        return data.AsSpan(_at - count, count);
    }
}
