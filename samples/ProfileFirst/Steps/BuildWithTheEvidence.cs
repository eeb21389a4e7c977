using ProfileFirst.Printing;

namespace ProfileFirst.Steps;

/// <summary>The same build, which now finds the evidence file: suspects are confirmed with what they cost, and the budget is checked.</summary>
internal sealed class BuildWithTheEvidence : IStep
{
    public string Title => "Confirm";

    public async Task RunAsync(Journal journal)
    {
        Page.Command("dotnet build");
        var findings = await journal.Shop.BuildAsync();
        Page.Verbatim(string.Join('\n', findings));

        if (!findings.Any(finding => finding is { Id: Rule.QueryInLoop, File: ShopFile.Report } && finding.Message.Contains(Rule.Measured, StringComparison.Ordinal)))
            throw new StepFailedException($"{Rule.QueryInLoop} in {ShopFile.Report} was not confirmed by the evidence.");

        if (!findings.Any(finding => finding.Id == Rule.BudgetExceeded))
            throw new StepFailedException($"{Rule.BudgetExceeded} does not say that the budget is broken.");

        if (findings.FirstOrDefault(finding => finding.Id == Rule.Observed) is { } twice)
            throw new StepFailedException($"what {Rule.QueryInLoop} has confirmed is told a second time: {twice}");

        if (findings.FirstOrDefault(finding => finding.File == ShopFile.Format) is { } accused)
            throw new StepFailedException($"the formatting loop is accused: {accused}");

        Page.Say("The loop over the orders is the cost. Nobody accuses the formatting loop.");
    }
}
