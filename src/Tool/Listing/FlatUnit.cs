using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Listing;

/// <summary>What the figures of a flat list count, and which fields hold them.</summary>
internal sealed class FlatUnit
{
    private readonly string _own;
    private readonly string? _total;

    private FlatUnit(string name, string own, string? total)
    {
        Name = name;
        _own = own;
        _total = total;
    }

    /// <summary>Milliseconds.</summary>
    public static FlatUnit Time { get; } = new("ms", Field.SelfMs, Field.TotalMs);

    /// <summary>Samples of a profiler that does not say what one stands for.</summary>
    public static FlatUnit Samples { get; } = new("samples", Field.SelfSamples, Field.TotalSamples);

    /// <summary>Bytes allocated.</summary>
    public static FlatUnit Allocated { get; } = new("bytes", Field.AllocatedBytes, null);

    /// <summary>Bytes held.</summary>
    public static FlatUnit Held { get; } = new("bytes", Field.Bytes, null);

    /// <summary>As columns say it: <c>ms</c>.</summary>
    public string Name { get; }

    /// <summary>The unit that a profile has most to say in: time where it was measured at all.</summary>
    public static FlatUnit Of(EvidenceProfile profile)
    {
        var functions = profile.Records.Where(r => r.Kind is RecordKind.Method or RecordKind.Function).ToList();
        if (functions.Count == 0 || functions.Exists(f => f.SelfMs is not null) || profile.OfKind(RecordKind.Site).Any())
            return Time;

        return new[] { Samples, Allocated, Held }.FirstOrDefault(u => functions.Exists(f => u.Own(f) is not null)) ?? Time;
    }

    /// <summary>A function's own figure.</summary>
    public double? Own(EvidenceRecord function) => function.Number(_own);

    /// <summary>Its figure with callees.</summary>
    public double? Total(EvidenceRecord function) => _total is null ? null : function.Number(_total);
}
