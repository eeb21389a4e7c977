using ProfileFirst.Printing;

namespace ProfileFirst.Steps;

/// <summary>A scratch copy of Shop gets the package from a folder feed; its first build knows suspects only.</summary>
internal sealed class InstallThePackage : IStep
{
    public string Title => "A scratch copy with the package: suspects";

    public async Task RunAsync(Journal journal)
    {
        journal.Shop.Copy();
        await journal.Shop.PackAsync();
        await journal.Shop.RestoreAsync();

        Page.Command("dotnet build");
        var suspects = await journal.Shop.BuildAsync();
        Page.Verbatim(string.Join('\n', suspects));

        if (!suspects.Any(suspect => suspect is { Id: Rule.QueryInLoop, File: ShopFile.Report }))
            throw new StepFailedException($"{Rule.QueryInLoop} did not suspect {ShopFile.Report}.");

        if (suspects.Any(suspect => suspect.Message.Contains(Rule.Measured, StringComparison.Ordinal)))
            throw new StepFailedException("a diagnostic speaks of a measurement, and there was none yet.");

        Page.Say("Suspects. Nothing says yet what they cost, so nothing is changed yet.");
    }
}
