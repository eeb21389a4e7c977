using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Converting;

/// <summary>The <c>type</c> records of a capture: the types that hold most.</summary>
internal static class TypeRecords
{
    /// <summary>Types beyond these, by bytes, are not written.</summary>
    private const int Most = 200;

    public static IEnumerable<EvidenceRecord> Of(Capture capture) => capture.Types
        .OrderByDescending(t => Math.Max(t.Value.Bytes, t.Value.GrowthBytesPerMin ?? 0))
        .ThenBy(t => t.Key, StringComparer.Ordinal)
        .Take(Most)
        .Select(t => new EvidenceRecord(RecordKind.Type, "T:" + t.Key.Replace('+', '.'), new FieldList()
            .Add(Field.Bytes, t.Value.Bytes)
            .Add(Field.Count, t.Value.Count)
            .Add(Field.GrowthBytesPerMin, t.Value.GrowthBytesPerMin)));
}
