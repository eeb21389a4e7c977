using System.CommandLine;
using System.Diagnostics;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Volume;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>crash</c>: whether anything in real code makes the analyzers throw, hang or overflow the stack.</summary>
internal static class CrashCommand
{
    // Inherited by the process of one repository, which is how it knows that it is one.
    private const string InProcess = "CORPUS_CRASH_IN_PROCESS";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var timeout = new Option<int>("--timeout") { Description = "Seconds after which a project hangs.", DefaultValueFactory = _ => 300 };
        var list = Arguments.List();
        var only = Arguments.Repository();
        var checkouts = Arguments.Checkouts();
        var libraries = Arguments.Libraries();
        var analyzers = Arguments.Analyzers();
        var command = new Command("crash", "Analyses every project of every repository with references as compilations and as images.")
        {
            checkouts, list, only, libraries, analyzers, timeout,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var repositories = Arguments.Pinned(parsed.GetValue(list)!, parsed.GetValue(only)!);
            if (Environment.GetEnvironmentVariable(InProcess) is null)
                return await EachInItsProcessAsync(repositories, [.. parsed.Tokens.Select(t => t.Value)], cancellationToken);

            var run = new CrashRun(
                parsed.GetValue(checkouts)!.FullName,
                AnalyzerSet.Ours(parsed.GetValue(analyzers)?.FullName),
                ReferenceLibraries.Load(parsed.GetValue(libraries)?.FullName),
                TimeSpan.FromSeconds(parsed.GetValue(timeout)));
            return await InThisProcessAsync(run, repositories, cancellationToken);
        });
        return command;
    }

    private static async Task<int> InThisProcessAsync(CrashRun run, IReadOnlyList<PinnedRepository> repositories, CancellationToken cancellationToken)
    {
        var failed = 0;
        foreach (var repository in repositories)
        {
            foreach (var mode in new[] { ReferenceMode.References, ReferenceMode.Metadata })
            {
                foreach (var problem in await run.ProblemsAsync(repository, mode, cancellationToken))
                {
                    Terminal.Error(problem);
                    failed = 1;
                }
            }
        }

        // Threads that hang would keep the process.
        Environment.Exit(failed);
        return failed;
    }

    // A stack overflow ends the process, and the other repositories are to be seen all the same.
    private static async Task<int> EachInItsProcessAsync(IReadOnlyList<PinnedRepository> repositories, string[] arguments, CancellationToken cancellationToken)
    {
        var failed = 0;
        foreach (var repository in repositories)
        {
            var start = new ProcessStartInfo("dotnet", [typeof(CrashCommand).Assembly.Location, .. arguments.Where(a => repositories.All(r => r.Name != a) && a != "--repository"), "--repository", repository.Name]);
            start.Environment[InProcess] = "1";
            using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
                failed = 1;

            Console.WriteLine(process.ExitCode switch
            {
                0 => $"{repository.Name}: sound",
                1 => $"{repository.Name}: problems, see above",
                _ => $"{repository.Name}: the process died with {process.ExitCode}",
            });
        }

        return failed;
    }
}
