namespace PerfAnalyzers.Tool.Tracing;

/// <summary>What many spans have in common, as numbers of texts: of the attributes of a span those that say what it is, and not which one.</summary>
internal record struct ShapeKey
{
    public SpanKind Kind { get; set; }

    public int Name { get; set; }

    public int Statement { get; set; }

    public int Line { get; set; }

    public Attributes Texts;

    /// <summary>A number of a text for each <see cref="SpanAttribute"/>.</summary>
    [System.Runtime.CompilerServices.InlineArray((int)SpanAttribute.Count)]
    internal struct Attributes : IEquatable<Attributes>
    {
        private int _first;

        public readonly bool Equals(Attributes other) => ((ReadOnlySpan<int>)this).SequenceEqual(other);

        public override readonly bool Equals(object? obj) => obj is Attributes other && Equals(other);

        public override readonly int GetHashCode()
        {
            var hash = default(HashCode);
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes((ReadOnlySpan<int>)this));
            return hash.ToHashCode();
        }
    }
}
