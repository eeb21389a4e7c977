using ProfileFirst.Measuring;
using ProfileFirst.Printing;
using ProfileFirst.Scratch;

namespace ProfileFirst.Steps;

/// <summary>The same load on the fixed copy: first that it says the same, then what that costs now.</summary>
internal sealed class MeasureAgain : IStep
{
    public string Title => "Measure again";

    public async Task RunAsync(Journal journal)
    {
        await journal.Shop.BuildAsync();
        journal.After = await Experiment.RunAsync(journal.Shop);

        RequireTheSame(journal.Before.Large, journal.After.Large);
        RequireTheSame(journal.Before.Small, journal.After.Small);
        Page.Say("Both reports are the same as before, byte for byte.");

        Page.Command("perfevidence diff before.perfevidence after.perfevidence");
        var diff = (await DotnetCommand.RunAsync(
            journal.Shop.Root, Product.Perfevidence, "diff", journal.Shop.EvidenceBefore, journal.Shop.Evidence)).Succeeded();
        Page.Verbatim(diff.Output);
    }

    private static void RequireTheSame(AccountFigures before, AccountFigures after)
    {
        if (before.Report != after.Report)
            throw new StepFailedException($"the fix changed the report of account {before.Account}.");
    }
}
