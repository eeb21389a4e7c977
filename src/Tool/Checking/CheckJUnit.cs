using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Checking;

/// <summary>
/// The budgets as JUnit XML, which build servers show as tests: a broken budget is a failure, one that could not be judged an error, and one within noise has passed
/// and says so.
/// </summary>
internal static class CheckJUnit
{
    private const string Name = "perfevidence check";

    public static string Of(IReadOnlyList<CheckedBudget> budgets)
    {
        var counts = new object[]
        {
            new XAttribute("tests", budgets.Count),
            new XAttribute("failures", budgets.Count(b => b.State is BudgetState.Broken)),
            new XAttribute("errors", budgets.Count(b => b.State is BudgetState.NoEvidence or BudgetState.Stale)),
            new XAttribute("skipped", 0),
        };
        var document = new XDocument(new XElement("testsuites", counts, new XElement("testsuite", new XAttribute("name", Name), counts, budgets.Select(Case))));
        using var text = new Utf8Text();
        document.Save(text);
        return text.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static XElement Case(CheckedBudget budget)
    {
        var limits = string.Join(", ", budget.Budget.Limits.Select(l => $"{l.Kind.Field} {BudgetLimitKind.Number(l.Allowed)}"));
        var element = new XElement("testcase",
            new XAttribute("classname", Name),
            new XAttribute("name", Clean($"{budget.Budget.Key}: {limits}{(budget.Budget.Profile is { } profile ? $" in {profile}" : "")}")));
        var kind = budget.State switch
        {
            BudgetState.Broken => "failure",
            BudgetState.NoEvidence or BudgetState.Stale => "error",
            BudgetState.Warns => "system-out",
            _ => null,
        };
        if (kind == "system-out")
            element.Add(new XElement(kind, Clean(budget.Message)));
        else if (kind is not null)
            element.Add(new XElement(kind, new XAttribute("message", Clean(budget.Message)), new XAttribute("type", CheckText.Word(budget.State)), Clean(Text(budget))));

        return element;
    }

    private static string Text(CheckedBudget budget) =>
        CheckFinding.Of(budget) is { File.Length: > 0 } finding ? string.Create(CultureInfo.InvariantCulture, $"{finding.File}:{finding.Line}") : budget.Budget.Source;

    // XML cannot carry every character that a name in evidence may have.
    private static string Clean(string text) => new([.. Terminal.Plain(text).Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD')]);

    private sealed class Utf8Text : StringWriter
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;
    }
}
