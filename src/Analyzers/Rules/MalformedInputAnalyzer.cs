using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Evidence;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules;

/// <summary>PERF9005: a line of an evidence or knowledge file that breaks the format, reported at that line of that file.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MalformedInputAnalyzer() : PerfAnalyzer(RuleCatalog.MalformedInput)
{
    private protected override bool NeedsKnownLibrary => false;

    private protected override void Register(CompilationStartAnalysisContext context, AnalysisSession session) =>
        context.RegisterAdditionalFileAction(Analyze);

    private static void Analyze(AdditionalFileAnalysisContext context)
    {
        var path = context.AdditionalFile.Path;
        var isEvidence = EvidenceIndex.IsEvidence(path);
        var isBaseline = Baseline.IsBaseline(path);
        if (!isEvidence && !isBaseline && !ApiTable.IsUserTable(path))
            return;

        if (context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
        {
            Report(Location.Create(path, default, default), "the file cannot be read as text");
            return;
        }

        var problems = isEvidence ? EvidenceIndex.Parse(text).Problems : isBaseline ? Baseline.Read(KnownFindings.LinesOf(text)).Problems : ApiTable.Parse(text).Problems;
        foreach (var problem in problems)
            Report(EvidenceIndex.LocationOf(path, text, problem.Line), problem.Reason);

        void Report(Location location, string clause) =>
            AnalysisSession.ReportInput(context.ReportDiagnostic, location, context.Compilation.Assembly, char.ToUpperInvariant(clause[0]) + clause.Substring(1));
    }
}
