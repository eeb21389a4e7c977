namespace PerfAnalyzers.EvidenceFormat;

/// <summary>A <c>profile</c> line and the records that follow it up to the next one.</summary>
internal sealed class EvidenceProfile(EvidenceRecord header, IReadOnlyList<EvidenceRecord> records)
{
    /// <summary>The <c>profile</c> line itself: tool, time of capture, unit, number of roots.</summary>
    public EvidenceRecord Header { get; } = header;

    /// <summary>The profile's name, by which attributes and messages refer to it.</summary>
    public string Name => Header.Key;

    /// <summary>Everything measured, in file order, kinds of newer versions included.</summary>
    public IReadOnlyList<EvidenceRecord> Records { get; } = records;

    /// <summary>Whether a record rests on samples, so that everything in it is at least what is said.</summary>
    public bool IsSampled(EvidenceRecord record) => (record[Field.Sampled] ?? Header[Field.Sampled]) == "true";

    /// <summary>Whether the measurement ended early, or a part of it was not used: there may have been more than it says.</summary>
    public bool IsPartial => Header[Field.Partial] == "true";

    /// <summary>The records of one <see cref="RecordKind"/>.</summary>
    public IEnumerable<EvidenceRecord> OfKind(string kind) => Records.Where(r => r.Kind == kind);
}
