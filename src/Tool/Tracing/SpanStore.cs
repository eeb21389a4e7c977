using PerfAnalyzers.Tool.Importing;

namespace PerfAnalyzers.Tool.Tracing;

/// <summary>All spans of an import, whichever files and formats they come from: a trace may lie in several.</summary>
internal sealed class SpanStore
{
    /// <summary>Spans beyond this many are not read: with what goes with them, a gigabyte of memory.</summary>
    public const int MaxSpans = 12_000_000;

    private const int ChunkBits = 14;
    private const int ChunkSize = 1 << ChunkBits;

    private readonly List<SpanRow[]> _chunks = [];

    public SpanStore()
    {
        Texts = new();
        Shapes = new(Texts);
    }

    public SpanTexts Texts { get; }

    public SpanShapes Shapes { get; }

    public SpanServices Services { get; } = new();

    /// <summary>Spans in it.</summary>
    public int Count { get; private set; }

    /// <summary>A span by number.</summary>
    public ref SpanRow this[int number] => ref _chunks[number >> ChunkBits][number & (ChunkSize - 1)];

    public void Add(in SpanRow row)
    {
        if (Count >= MaxSpans)
            throw new CaptureException($"more than {MaxSpans:N0} spans");

        if (Count == _chunks.Count << ChunkBits)
            _chunks.Add(new SpanRow[ChunkSize]);

        _chunks[Count >> ChunkBits][Count & (ChunkSize - 1)] = row;
        Count++;
    }
}
