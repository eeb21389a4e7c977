using System.CommandLine;
using System.Diagnostics;
using PerfAnalyzers.Tool.Running;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfevidence attach --pid N --for 30s</c>: a process that runs already is measured from outside.</summary>
internal static class AttachCommand
{
    private static readonly TimeSpan s_defaultDuration = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var process = new Option<int>("--pid", "-p") { Description = "The process.", HelpName = "N", Required = true, CustomParser = NumberArgument.Whole(1) };
        process.OfferProcesses();
        var duration = new Option<TimeSpan?>("--for")
        {
            Description = "How long to trace: 500ms, 30s, 5m (default: 30s).",
            HelpName = "TIME",
            CustomParser = DurationArgument.Parse,
        };
        var profile = new Option<string?>("--profile") { Description = "The profile's name (default: the process').", HelpName = "NAME" };
        profile.OfferProfiles();
        profile.Validators.Add(ProfileName.Validate);
        var output = new Option<string?>("--output", "-o")
        {
            Description = "A directory, or a file ending in .perfevidence (default: .perf next to the solution or .git).",
            HelpName = "DIR|FILE",
        };
        var commit = new Option<string?>("--commit") { Description = "The commit that runs (default: not said).", HelpName = "SHA" };
        var noSampling = new Option<bool>("--no-sampling") { Description = "Do not sample thread time: commands, requests, waits and allocations only." };
        var heap = new Option<bool>("--heap") { Description = "Compare what the heap holds at two moments, and say what grows. The program stands still meanwhile, for some seconds per GB." };
        var json = new Option<bool>("--json") { Description = "Write what was recorded as JSON to standard output." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Say nothing but what is wrong." };
        var source = new SourceOptions();
        var attach = new Command("attach", "Measure a .NET process that runs already.") { process, duration, profile, output, commit, noSampling, heap, json, quiet };
        source.AddTo(attach);
        attach.SetAction((parsed, cancellation) =>
        {
            var id = parsed.GetRequiredValue(process);
            var name = parsed.GetValue(profile) ?? ProfileName.Safe(NameOf(id));
            var report = new ImportRequest([], name, parsed.GetValue(commit), parsed.GetValue(json), parsed.GetValue(quiet));
            var request = new AttachRequest(
                id,
                parsed.GetValue(duration) ?? s_defaultDuration,
                Sampling: !parsed.GetValue(noSampling),
                parsed.GetValue(heap),
                OutputFile.For(parsed.GetValue(output), name),
                report,
                source.Symbols(parsed),
                source.Of(parsed));
            return new Attachment(request).RunAsync(cancellation);
        });
        return attach;
    }

    // What the command line runs, where the system shows it: every program that 'dotnet' runs is called dotnet.
    private static string NameOf(int id)
    {
        try
        {
            var commandLine = $"/proc/{id}/cmdline";
            if (File.Exists(commandLine) && File.ReadAllText(commandLine).Split('\0', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words)
                return ProfileName.Of(words);

            using var process = Process.GetProcessById(id);
            return process.ProcessName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return "process";
        }
    }
}
