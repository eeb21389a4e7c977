using System.CommandLine;
using PerfAnalyzers.Corpus.Commands;

var root = new RootCommand("Measures PerfAnalyzers on real repositories: recall, noise, time, crashes.")
{
    CheckoutCommand.Create(),
    SitesCommand.Create(),
    FixesCommand.Create(),
    ChainsCommand.Create(),
    PeersCommand.Create(),
    VolumeCommand.Create(),
    TimeCommand.Create(),
    KeystrokeCommand.Create(),
    GrowthCommand.Create(),
    EvidenceCommand.Create(),
    RulesCommand.Create(),
    CrashCommand.Create(),
    FuzzCommand.Create(),
    ReportCommand.Create(),
    PerformanceCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
