namespace PerfAnalyzers.Tool.Scanning;

/// <summary>Findings in the compiler's format, which editors and build servers turn into links.</summary>
internal static class FindingText
{
    public static void Write(TextWriter output, IReadOnlyList<ScanFinding> findings, bool withInformation)
    {
        foreach (var finding in findings.Where(f => withInformation || f.IsWarning || f.IsKnown))
        {
            var place = finding.File.Length == 0 ? "" : $"{finding.File}({finding.Line},{finding.Column}): ";
            output.Write(Terminal.Plain($"{place}{finding.SeverityText} {finding.Id}: {finding.Message} [{finding.Project}]"));
            output.Write('\n');
        }

        var hidden = withInformation ? 0 : findings.Count(f => !f.IsWarning && !f.IsKnown);
        var more = hidden == 0 ? "" : $", {hidden} more with --info";
        var known = findings.Any(f => f.IsKnown) ? $", {findings.Count(f => f.IsKnown)} in the baseline" : "";
        output.Write($"{findings.Count(f => f.IsWarning)} warnings{known}{more}\n");
    }
}
