using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PerfAnalyzers.Corpus.Fuzzing;
using PerfAnalyzers.Corpus.Loading;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>fuzz</c>: whether anything that somebody may have in an editor makes rules, facts or fixes throw, hang or go on for ever.</summary>
internal static class FuzzCommand
{
    // Inherited by the process that runs a part, which is how it knows that it does.
    private const string InProcess = "CORPUS_FUZZ_IN_PROCESS";

    // The first thousand compile what they run, and take three times as long as those that follow.
    private const int SeedsPerProcess = 10_000;

    // All steps of one program together; each has a limit of its own, which is checked when it ends.
    private static readonly TimeSpan s_longestWork = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(20);

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var first = new Option<int>("--seed") { Description = "The first seed.", DefaultValueFactory = _ => 1 };
        var count = new Option<int>("--count") { Description = "How many seeds.", DefaultValueFactory = _ => 1000 };
        var tests = new Option<DirectoryInfo[]>("--tests") { Description = "Folders of tests with code in string literals.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var files = new Option<DirectoryInfo[]>("--files") { Description = "Folders of source files.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var model = new Option<FileInfo?>("--model") { Description = "A file with string literals that stand beside each program." };
        var show = new Option<bool>("--show") { Description = "Prints the program of the first seed as well." };
        var libraries = Arguments.Libraries();
        var command = new Command("fuzz", "Mutates programs, and runs rules, facts and fixes on each.") { first, count, tests, files, model, show, libraries };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (seed, seeds) = (parsed.GetValue(first), parsed.GetValue(count));
            if (Environment.GetEnvironmentVariable(InProcess) is null)
                return await InPartsAsync(seed, seeds, [.. parsed.Tokens.Select(t => t.Value)], cancellationToken);

            List<string> inputs = [.. parsed.GetValue(tests)!.SelectMany(d => FuzzInputs.LiteralsBelow(d.FullName)), .. parsed.GetValue(files)!.SelectMany(d => FuzzInputs.FilesBelow(d.FullName))];
            if (inputs.Count == 0)
            {
                Terminal.Error("there is no code below --tests and --files");
                return 2;
            }

            List<string> companions = parsed.GetValue(model) is { } shop ? [.. FuzzInputs.LiteralsIn(await File.ReadAllTextAsync(shop.FullName, cancellationToken)).Take(1)] : [];
            var run = new FuzzRun(inputs, companions, [.. ReferenceLibraries.Load(parsed.GetValue(libraries)?.FullName).Without(new HashSet<string>())]);
            if (parsed.GetValue(show))
                Console.Error.WriteLine(run.ProgramOf(seed));

            return await InThisProcessAsync(run, seed, seeds, cancellationToken);
        });
        return command;
    }

    private static async Task<int> InThisProcessAsync(FuzzRun run, int seed, int seeds, CancellationToken cancellationToken)
    {
        var failed = 0;
        // The first program compiles the analyzers themselves.
        await run.ProblemAsync(seed, cancellationToken);
        for (var i = seed; i < seed + seeds; i++)
        {
            Console.WriteLine(i.ToString(CultureInfo.InvariantCulture));
            var analysis = run.ProblemAsync(i, cancellationToken);
            if (!await EndsAsync(analysis, cancellationToken))
            {
                Terminal.Error($"seed {i}: still running");
                Environment.Exit(1);
            }

            if (await analysis is { } problem)
            {
                Terminal.Error($"seed {i}: {problem}");
                failed = 1;
            }
        }

        return failed;
    }

    // A machine that does other things as well makes a program take longer, which is not the program's fault: what counts is the processor time, and, for one that waits for ever, a long time.
    private static async Task<bool> EndsAsync(Task analysis, CancellationToken cancellationToken)
    {
        var (clock, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        while (await Task.WhenAny(analysis, Task.Delay(s_look, cancellationToken)) != analysis)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Environment.CpuUsage.TotalTime - processor > s_longestWork || clock.Elapsed > s_longestWait)
                return false;
        }

        return true;
    }

    // A stack overflow ends the process, and the other seeds are to be seen all the same.
    private static async Task<int> InPartsAsync(int seed, int seeds, string[] arguments, CancellationToken cancellationToken)
    {
        var failed = 0;
        var clock = Stopwatch.StartNew();
        for (var at = seed; at < seed + seeds;)
        {
            var part = Math.Min(SeedsPerProcess, seed + seeds - at);
            var start = new ProcessStartInfo("dotnet", [typeof(FuzzCommand).Assembly.Location, .. Without(arguments, "--seed", "--count"), "--seed", Text(at), "--count", Text(part)]) { RedirectStandardOutput = true };
            start.Environment[InProcess] = "1";
            using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
            var last = at;
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
                last = int.TryParse(line, CultureInfo.InvariantCulture, out var reached) ? reached : last;

            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode == 2)
                return 2;

            if (process.ExitCode != 0)
                failed = 1;

            if (process.ExitCode is not (0 or 1))
                Terminal.Error($"seed {last}: the process died with {process.ExitCode}");

            at = last + 1;
            Terminal.Error($"{at - seed} programs, {Terminal.Number(clock.Elapsed.TotalMinutes, 1)} minutes");
        }

        Console.WriteLine($"{seeds} programs from seed {seed}: {(failed == 0 ? "sound" : "problems, see above")}");
        return failed;
    }

    private static IEnumerable<string> Without(string[] arguments, params string[] options)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (options.Contains(arguments[i]))
                i++;
            else
                yield return arguments[i];
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
