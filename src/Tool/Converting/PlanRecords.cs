using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Converting;

/// <summary>The <c>plan</c> records of a capture: of the executions of one plan, the one that read most rows for nothing.</summary>
internal static class PlanRecords
{
    /// <summary>The key of a plan whose query does not say where it was issued.</summary>
    private const string Nowhere = MemberId.Unresolved;

    /// <summary>Plans beyond these, by the rows that they read for nothing, are not written.</summary>
    private const int Most = 2_000;

    public static IEnumerable<EvidenceRecord> Of(Capture capture, PlaceResolver places)
    {
        var groups = capture.Plans.GroupBy(p => (Place: places.Of(p.Place), p.Node, p.Relation, p.Column, Statement: p.Place.IsKnown ? null : p.Statement))
            .Select(g => (g.Key, Worst: PlanNode.Merge(g)))
            .OrderByDescending(g => g.Worst.RowsDropped)
            .Take(Most);
        foreach (var group in groups)
        {
            var worst = group.Worst;
            var place = group.Key.Place;
            var key = place?.Key ?? Nowhere + ((group.Key.Statement is { Length: > 0 } statement ? statement : worst.Relation is { Length: > 0 } relation ? relation : "unknown"));
            yield return new(RecordKind.Plan, key, new FieldList()
                .Add(Field.Signature, place?.Signature)
                .Add(Field.File, place?.File)
                .Add(Field.Line, place?.Line)
                .Add(Field.Checksum, place?.Checksum)
                .Add(Field.Node, worst.Node)
                .Add(Field.Relation, worst.Relation)
                .Add(Field.Column, worst.Column)
                .Add(Field.Calls, worst.Calls)
                .Add(Field.RowsRead, worst.RowsRead)
                .Add(Field.RowsKept, worst.RowsKept)
                .Add(Field.TotalMs, worst.TotalMs));
        }
    }
}
