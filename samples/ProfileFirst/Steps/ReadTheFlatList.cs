using ProfileFirst.Printing;
using ProfileFirst.Scratch;

namespace ProfileFirst.Steps;

/// <summary>The flat list says where the time is, whatever the code looks like.</summary>
internal sealed class ReadTheFlatList : IStep
{
    private const double MostOfTheTime = 0.9;
    private const double NotWorthALook = 0.05;

    public string Title => "The flat list";

    public async Task RunAsync(Journal journal)
    {
        Page.Command("perfevidence top .perf/report.perfevidence");
        var top = (await DotnetCommand.RunAsync(journal.Shop.Root, Product.Perfevidence, "top", ".perf/report.perfevidence")).Succeeded();
        Page.Verbatim(top.Output);

        var measured = journal.Before.Large.Measured;
        var lines = measured.TotalShare(ShopFile.LinesMember);
        var orders = measured.TotalShare(ShopFile.OrdersMember);
        var queries = lines + orders;
        var formatting = measured.TotalShare(ShopFile.FormatMember);
        Page.Say($"Queries have {Figure.Share(queries)} of the request: the lines {Figure.Share(lines)}, the orders {Figure.Share(orders)}. The nested formatting loop has {Figure.Share(formatting)}.");

        if (queries < MostOfTheTime)
            throw new StepFailedException($"queries were expected to have most of the time, and have {Figure.Share(queries)}.");

        if (formatting > NotWorthALook)
            throw new StepFailedException($"the formatting loop was expected to be cheap, and has {Figure.Share(formatting)}.");
    }
}
