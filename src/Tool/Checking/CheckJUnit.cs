using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Scanning;

namespace PerfAnalyzers.Tool.Checking;

/// <summary>
/// The budgets as JUnit XML, which build servers show as tests: a broken budget is a failure, one that could not be judged an error, and one within noise has passed
/// and says so.
/// </summary>
internal static class CheckJUnit
{
    private const string Name = "perfevidence check";

    /// <summary>The file: each budget with its finding as it is reported, null when it is met. What a baseline lets through has passed and says so.</summary>
    public static string Of(IReadOnlyList<(CheckedBudget Budget, ScanFinding? Finding)> checks)
    {
        var cases = checks.Select(c => Case(c.Budget, c.Finding)).ToList();
        var counts = new object[]
        {
            new XAttribute("tests", cases.Count),
            new XAttribute("failures", cases.Count(c => c.Element("failure") is not null)),
            new XAttribute("errors", cases.Count(c => c.Element("error") is not null)),
            new XAttribute("skipped", 0),
        };
        var document = new XDocument(new XElement("testsuites", counts, new XElement("testsuite", new XAttribute("name", Name), counts, cases)));
        using var text = new Utf8Text();
        document.Save(text);
        return text.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static XElement Case(CheckedBudget budget, ScanFinding? finding)
    {
        var limits = string.Join(", ", budget.Budget.Limits.Select(l => $"{l.Kind.Field} {BudgetLimitKind.Number(l.Allowed)}"));
        var element = new XElement("testcase",
            new XAttribute("classname", Name),
            new XAttribute("name", Clean($"{budget.Budget.Key}: {limits}{(budget.Budget.Profile is { } profile ? $" in {profile}" : "")}")));
        if (finding is null)
            return element;

        if (finding.IsKnown || budget.State is BudgetState.Warns)
        {
            element.Add(new XElement("system-out", Clean(finding.Message)));
            return element;
        }

        var place = string.Create(CultureInfo.InvariantCulture, $"{finding.File}:{finding.Line}");
        element.Add(new XElement(
            budget.State is BudgetState.Broken ? "failure" : "error",
            new XAttribute("message", Clean(finding.Message)), new XAttribute("type", CheckText.Word(budget.State)), Clean(place)));
        return element;
    }

    // XML cannot carry every character that a name in evidence may have.
    private static string Clean(string text) => new([.. Terminal.Plain(text).Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD')]);

    private sealed class Utf8Text : StringWriter
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;
    }
}
