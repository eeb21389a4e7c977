using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Converting;

/// <summary>The <c>finding</c> records of a capture: which rule found something where.</summary>
internal static class FindingRecords
{
    public static IEnumerable<EvidenceRecord> Of(Capture capture, PlaceResolver places) => capture.Findings
        .Select(f => (Finding: f.Key with { File = f.Key.File.Length > 0 ? places.FileName(f.Key.File) : "" }, Count: f.Value))
        .GroupBy(f => f.Finding)
        .Select(f => new EvidenceRecord(RecordKind.Finding, f.Key.Rule, new FieldList()
            .Add(Field.File, f.Key.File)
            .Add(Field.Line, f.Key.Line, when: f.Key.Line > 0 && f.Key.File.Length > 0)
            .Add(Field.Severity, f.Key.Severity)
            .Add(Field.State, f.Key.State)
            .Add(Field.Count, f.Sum(c => (double)c.Count))
            .Add(Field.Title, f.Key.Title)));
}
