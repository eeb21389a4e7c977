using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Listing;

/// <summary>What the figures of a flat list count, and which fields hold them.</summary>
internal sealed class FlatUnit
{
    private readonly string _own;
    private readonly string? _total;

    private FlatUnit(string name, string measures, string own, string? total)
    {
        Name = name;
        Measures = measures;
        _own = own;
        _total = total;
    }

    /// <summary>Milliseconds.</summary>
    public static FlatUnit Time { get; } = new("ms", "time", Field.SelfMs, Field.TotalMs);

    /// <summary>Samples of a profiler that does not say what one stands for.</summary>
    public static FlatUnit Samples { get; } = new("samples", "samples", Field.SelfSamples, Field.TotalSamples);

    /// <summary>Bytes allocated.</summary>
    public static FlatUnit Allocated { get; } = new("bytes", "bytes allocated", Field.AllocatedBytes, null);

    /// <summary>Bytes held.</summary>
    public static FlatUnit Held { get; } = new("bytes", "bytes held", Field.Bytes, null);

    /// <summary>Bytes by type, for captures that know no function.</summary>
    public static FlatUnit Types { get; } = new("bytes", "bytes by type", Field.Bytes, null);

    /// <summary>As columns say it: <c>ms</c>.</summary>
    public string Name { get; }

    /// <summary>What is counted, for a heading.</summary>
    public string Measures { get; }

    /// <summary>The unit that a profile has most to say in: time where it was measured at all.</summary>
    public static FlatUnit Of(EvidenceProfile profile)
    {
        var functions = profile.Records.Where(Time.Lists).ToList();
        if (functions.Exists(f => f.SelfMs is not null) || profile.OfKind(RecordKind.Site).Any())
            return Time;

        if (new[] { Samples, Allocated, Held }.FirstOrDefault(u => functions.Exists(f => u.Own(f) is not null)) is { } unit)
            return unit;

        return functions.Count == 0 && !profile.OfKind(RecordKind.Statement).Any() && profile.OfKind(RecordKind.Type).Any() ? Types : Time;
    }

    /// <summary>Whether a record is one of those that are listed with their own figure.</summary>
    public bool Lists(EvidenceRecord record) => this == Types ? record.Kind == RecordKind.Type : record.Kind is RecordKind.Method or RecordKind.Function;

    /// <summary>A function's own figure.</summary>
    public double? Own(EvidenceRecord function) => function.Number(_own);

    /// <summary>Its figure with callees; null where that was not measured.</summary>
    public double? Total(EvidenceRecord function) => _total is null ? null : function.Number(_total) ?? Own(function);
}
