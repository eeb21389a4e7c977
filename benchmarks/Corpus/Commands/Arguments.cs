using System.CommandLine;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Volume;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary>Options that several commands have.</summary>
internal static class Arguments
{
    /// <summary>Where the trees are.</summary>
    public static Option<DirectoryInfo> Checkouts() => new("--checkouts") { Description = "The folder of trees, each named owner+name@commit.", Required = true };

    /// <summary>Where the libraries are.</summary>
    public static Option<DirectoryInfo?> Libraries() => new("--libraries") { Description = "A folder of library DLLs to compile against." };

    /// <summary>Another build of ours.</summary>
    public static Option<FileInfo?> Analyzers() => new("--analyzers") { Description = "Another PerfAnalyzers.dll instead of the one built with this program." };

    /// <summary>Packages to time beside ours.</summary>
    public static Option<DirectoryInfo?> Peers() => new("--peers") { Description = "A folder of packages to time beside ours: a folder of DLLs each." };

    /// <summary>The packages of that folder.</summary>
    public static IEnumerable<AnalyzerSet> Packages(DirectoryInfo? peers) =>
        peers is null ? [] : peers.EnumerateDirectories().OrderBy(d => d.Name, StringComparer.OrdinalIgnoreCase).Select(d => AnalyzerSet.Package(d.FullName));

    /// <summary>What projects see of each other.</summary>
    public static Option<ReferenceMode> Mode(ReferenceMode @default) =>
        new("--mode") { Description = "What projects see of each other.", DefaultValueFactory = _ => @default };

    /// <summary>The pinned repositories.</summary>
    public static Option<FileInfo> List() => new("--list")
    {
        Description = "The pinned repositories: lines of owner/name and commit.",
        DefaultValueFactory = _ => new(Beside("repositories.txt")),
    };

    /// <summary>One or a few of them.</summary>
    public static Option<string[]> Repository() => new("--repository") { Description = "Only these of the list.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };

    /// <summary>Where results go.</summary>
    public static Option<FileInfo?> Out() => new("--out") { Description = "Where to write the results, as JSON lines." };

    /// <summary>A file that is built with this program.</summary>
    public static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, name);

    /// <summary>The pinned repositories asked for.</summary>
    public static IReadOnlyList<PinnedRepository> Pinned(FileInfo list, string[] only) =>
        [.. PinnedRepository.Parse(File.ReadLines(list.FullName)).Where(r => only.Length == 0 || only.Contains(r.Name))];
}
