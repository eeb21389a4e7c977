namespace PerfAnalyzers.Tool.Importing.GcDump;

/// <summary>A type of a dump and its objects.</summary>
/// <param name="Name">As the runtime writes it; empty for what stands for no type.</param>
/// <param name="Size">Bytes of those objects that do not say how large they are.</param>
internal sealed record DumpedType(string Name, int Size)
{
    public long Count { get; set; }

    public long Bytes { get; set; }
}
