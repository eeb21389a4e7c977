using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Converting;

/// <summary>One function's sums over everything that a capture measured.</summary>
internal sealed class FunctionRow(string kind, string key, bool isExact, string? file, int? line, string? checksum)
{
    private readonly Dictionary<ValueKind, (double Own, double Total)> _values = [];
    private double? _calls;
    private double? _allocated;

    /// <summary>Whether it was counted and not only sampled.</summary>
    public bool IsCounted { get; private set; }

    /// <summary>The value of a kind, callees included.</summary>
    public double TotalOf(ValueKind valueKind) => _values.TryGetValue(valueKind, out var value) ? value.Total : 0;

    public void Add(ValueKind valueKind, FunctionSum sum)
    {
        _values.TryGetValue(valueKind, out var value);
        _values[valueKind] = (value.Own + sum.Own, value.Total + sum.Total);
    }

    public void Add(FunctionTotals totals)
    {
        IsCounted = true;
        _calls = totals.Calls is null ? _calls : (_calls ?? 0) + totals.Calls;
        _allocated = totals.AllocatedBytes is null ? _allocated : (_allocated ?? 0) + totals.AllocatedBytes;
        if (totals.Bytes is { } held)
            Add(ValueKind.RetainedBytes, new(held, held, 0));

        if (totals.SelfMs is not null || totals.TotalMs is not null)
            Add(ValueKind.WallMs, new(totals.SelfMs ?? 0, totals.TotalMs ?? totals.SelfMs ?? 0, 0));
    }

    /// <summary>The record.</summary>
    public EvidenceRecord Record(bool isSampled)
    {
        var time = Value(ValueKind.WallMs) ?? Value(ValueKind.CpuMs);
        var samples = Value(ValueKind.Samples);
        return new(kind, key, new FieldList()
            .Add(Field.Signature, isExact ? null : "unknown")
            .Add(Field.File, file)
            .Add(Field.Line, line, when: line > 0)
            .Add(Field.Checksum, checksum)
            .Add(Field.Calls, _calls)
            .Add(Field.SelfMs, time?.Own)
            .Add(Field.TotalMs, time?.Total)
            .Add(Field.SelfSamples, samples?.Own)
            .Add(Field.TotalSamples, samples?.Total)
            .Add(Field.AllocatedBytes, Value(ValueKind.AllocatedBytes)?.Own ?? _allocated)
            .Add(Field.Bytes, Value(ValueKind.RetainedBytes)?.Own)
            .Add(Field.Sampled, isSampled && !IsCounted ? "true" : null));
    }

    private (double Own, double Total)? Value(ValueKind valueKind) => _values.TryGetValue(valueKind, out var value) ? value : null;
}
