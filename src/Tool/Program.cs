using System.CommandLine;
using PerfAnalyzers.Tool;
using PerfAnalyzers.Tool.Commands;

StandardStream.Install();
try
{
    var root = Verbs.Root();

    // What follows '--' belongs to the measured program: an argument such as @file is not ours to expand.
    var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    if (parsed.Errors.Count > 0)
    {
        // Some of the parser's own are several lines.
        foreach (var error in parsed.Errors)
            Terminal.Error(string.Join(' ', error.Message.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
        Terminal.Error("see 'perfevidence --help'");
        return ExitCode.BadArguments;
    }

    // What they write is theirs to keep; all others leave nothing behind when they are interrupted.
    using var leftovers = parsed.CommandResult.Command.Name is "run" or "attach" ? null : Leftovers.DeletedOnInterrupt();

    // 'run' and 'attach' handle Ctrl-C themselves, because they have something to stop and a file to write.
    return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
}
catch (OutputException e)
{
    Terminal.Error(e.Message);
    return ExitCode.OutputNotWritable;
}
catch (Exception e)
{
    // Whoever reports it needs all of it, and a pipeline must not take it for findings or a broken budget.
    Console.Error.WriteLine($"perfevidence: a fault of its own, please report it: {e}");
    return ExitCode.OwnFault;
}
