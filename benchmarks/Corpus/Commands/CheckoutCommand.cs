using System.CommandLine;
using PerfAnalyzers.Corpus.Checkout;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Sites;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>checkout</c>: makes the trees that the other commands read.</summary>
internal static class CheckoutCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var repositories = new Option<DirectoryInfo>("--repositories") { Description = "A folder of bare git repositories, each named owner+name.", Required = true };
        var sites = new Option<FileInfo?>("--sites") { Description = "The mined sites, as JSON lines." };
        var lookAlikes = new Option<FileInfo?>("--lookalikes") { Description = "The look-alikes, as JSON lines." };
        var list = Arguments.List();
        var checkouts = Arguments.Checkouts();
        var command = new Command("checkout", "Writes what a compilation needs of every commit of the corpus.") { repositories, sites, lookAlikes, list, checkouts };
        command.SetAction(parsed =>
        {
            IEnumerable<(string Name, string Commit)> wanted =
            [
                .. Arguments.Pinned(parsed.GetValue(list)!, []).Select(r => (r.Name, r.Commit)),
                .. (parsed.GetValue(sites) is { } mined ? JsonLines.Read<MinedSite>(mined.FullName) : [])
                    .Where(s => Site.Kinds.Contains(s.Kind)).SelectMany(s => new[] { (s.Repo, s.ParentCommit), (s.Repo, s.FixCommit) }),
                .. (parsed.GetValue(lookAlikes) is { } alike ? JsonLines.Read<LookAlike>(alike.FullName) : []).Select(s => (s.Repo, s.Commit)),
            ];
            var failed = false;
            foreach (var (name, commit) in wanted.Distinct())
                failed |= !Extract(parsed.GetValue(repositories)!.FullName, parsed.GetValue(checkouts)!.FullName, name, commit);
            return failed ? 1 : 0;
        });
        return command;
    }

    private static bool Extract(string repositories, string checkouts, string name, string commit)
    {
        var directory = Path.Combine(checkouts, CheckedOutTree.NameOf(name, commit));
        if (Directory.Exists(directory))
            return true;

        if (BareRepository.Find(repositories, name) is not { } repository)
        {
            Terminal.Error($"{name}: no repository");
            return false;
        }

        try
        {
            var missing = repository.Extract(commit, directory);
            Console.WriteLine($"{Path.GetFileName(directory)}{(missing == 0 ? "" : $": {missing} files are missing from the repository")}");
            return true;
        }
        catch (InvalidOperationException e)
        {
            Terminal.Error($"{name} {commit}: {e.Message}");
            return false;
        }
    }
}
