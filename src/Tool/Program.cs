using System.CommandLine;
using PerfAnalyzers.Tool;
using PerfAnalyzers.Tool.Commands;

var root = new RootCommand("Turns what was measured into one small text file that PerfAnalyzers reads at build.")
{
    RunCommand.Create(),
    AttachCommand.Create(),
    ImportCommand.Create(),
    FetchCommand.Create(),
    TopCommand.Create(),
    TreeCommand.Create(),
    ReportCommand.Create(),
    DiffCommand.Create(),
    ScanCommand.Create(),
    CheckCommand.Create(),
    BaselineCommand.Create(),
};

// What follows '--' belongs to the measured program: an argument such as @file is not ours to expand.
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
        Terminal.Error(error.Message);
    Terminal.Error("see 'perfevidence --help'");
    return ExitCode.BadArguments;
}

// 'run' and 'attach' handle Ctrl-C themselves, because they have something to stop and a file to write.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
