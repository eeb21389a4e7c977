using System.CommandLine;
using PerfAnalyzers.Corpus.Commands;

var root = new RootCommand("Measures PerfAnalyzers on real repositories: recall, noise, time, crashes.")
{
    CheckoutCommand.Create(),
    SitesCommand.Create(),
    FixesCommand.Create(),
    VolumeCommand.Create(),
    TimeCommand.Create(),
    LinearCommand.Create(),
    CrashCommand.Create(),
    ReportCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
