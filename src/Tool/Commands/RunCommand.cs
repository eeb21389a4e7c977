using System.CommandLine;
using PerfAnalyzers.Tool.Running;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfevidence run [options] -- command...</c></summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var profile = new Option<string?>("--profile")
        {
            Description = "The profile's name (default: the project, assembly or program that the command runs).",
            HelpName = "NAME",
        };
        profile.OfferProfiles();
        profile.Validators.Add(ProfileName.Validate);
        var output = new Option<string?>("--output", "-o")
        {
            Description = "A directory, or a file ending in .perfevidence (default: .perf next to the solution or .git).",
            HelpName = "DIR|FILE",
        };
        var stopAfter = new Option<TimeSpan?>("--for")
        {
            Description = "Stop the program gracefully after this time: 500ms, 30s, 5m.",
            HelpName = "TIME",
            CustomParser = DurationArgument.Parse,
        };
        var noSampling = new Option<bool>("--no-sampling")
        {
            Description = "Do not sample thread time, waits and allocations: commands only, at almost no cost to the program.",
        };
        var heap = new Option<bool>("--heap") { Description = "Compare what the heap holds at two moments, and say what grows. The program stands still meanwhile, for some seconds per GB." };
        var noInline = new Option<bool>("--no-inline")
        {
            Description = "Keep the JIT from inlining, so that small synchronous handlers stay visible; makes the program slower.",
        };
        var command = new Argument<string[]>("command")
        {
            Description = "The command to measure, after '--'.",
            Arity = ArgumentArity.OneOrMore,
        };

        var run = new Command("run", "Run a .NET command and record what it costs.") { profile, output, stopAfter, noSampling, heap, noInline, command };
        run.SetAction((parsed, cancellation) =>
        {
            var words = parsed.GetRequiredValue(command);
            var name = parsed.GetValue(profile) ?? ProfileName.Of(words);
            var request = new RunRequest(
                name,
                OutputFile.For(parsed.GetValue(output), name),
                words,
                parsed.GetValue(stopAfter),
                Sampling: !parsed.GetValue(noSampling),
                parsed.GetValue(heap),
                parsed.GetValue(noInline));
            return new Measurement(request).RunAsync(cancellation);
        });
        return run;
    }
}
