using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Converting;

/// <summary>The <c>statement</c> records of a capture: what the database counted, by the statement's text without values.</summary>
internal static class StatementRecords
{
    /// <summary>Statements beyond these, by time, are not written.</summary>
    private const int Most = 500;

    public static IEnumerable<EvidenceRecord> Of(Capture capture) => capture.Statements
        .Where(s => s.Key.Text.Length > 0)
        .OrderByDescending(s => s.Value.TotalMs ?? 0)
        .ThenBy(s => s.Key.Text, StringComparer.Ordinal)
        .Take(Most)
        .Select(s => new EvidenceRecord(RecordKind.Statement, s.Key.Text, new FieldList()
            .Add(Field.Operation, s.Key.Operation)
            .Add(Field.Calls, s.Value.Calls)
            .Add(Field.TotalMs, s.Value.TotalMs)
            .Add(Field.MaxMs, s.Value.MaxMs)
            .Add(Field.Rows, s.Value.Rows)));
}
