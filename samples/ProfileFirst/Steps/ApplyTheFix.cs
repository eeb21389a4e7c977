using ProfileFirst.Printing;
using ProfileFirst.Scratch;

namespace ProfileFirst.Steps;

/// <summary>The shipped fix, applied by <c>dotnet format</c> to the one file that the evidence confirmed.</summary>
internal sealed class ApplyTheFix : IStep
{
    public string Title => "Fix what is confirmed, and only that";

    public async Task RunAsync(Journal journal)
    {
        var sources = new SourceDifference(journal.Shop.Directory);

        Page.Command($"dotnet format analyzers Shop/Shop.csproj --diagnostics {Rule.QueryInLoop} --include {ShopFile.Report}");
        var format = (await journal.Shop.FixAsync(Rule.QueryInLoop, ShopFile.Report)).Succeeded();
        var difference = sources.SinceThen();

        if (difference.Length == 0)
            throw new StepFailedException($"the fix changed nothing:\n{format.Output}");

        Page.Difference(difference);
    }
}
