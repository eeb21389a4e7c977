using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace PerfAnalyzers.Package.Tests.Documentation;

/// <summary>
/// A home directory of its own, in which somebody follows the documentation: the packages come from a folder, the tool is installed for this user, and
/// nothing of it reaches the machine. NuGet's cache is the machine's, so that libraries are not fetched anew.
/// </summary>
internal sealed class ReadersMachine : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);

    private readonly TemporaryDirectory _directory = new();
    private readonly string _cache;
    // Stable, because 'dotnet add package' without a version takes no other; new in every run, because NuGet's cache would serve an old one.
    private readonly string _version = string.Create(CultureInfo.InvariantCulture, $"0.1.{DateTimeOffset.UtcNow.ToUnixTimeSeconds() % 1_000_000_000}");

    public ReadersMachine()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        _cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set ? set : Path.Combine(home, ".nuget", "packages");
        // Where this machine's libraries come from.
        var sources = Path.Combine(home, ".nuget", "NuGet", "NuGet.Config");
        if (File.Exists(sources))
            _directory.Write("home/.nuget/NuGet/NuGet.Config", File.ReadAllText(sources));

        Directory.CreateDirectory(_directory["work"]);
        Directory.CreateDirectory(_directory["captures"]);
    }

    /// <summary>Where the reader begins; the tutorial makes <c>Shop</c> in it.</summary>
    public string Work => _directory["work"];

    /// <summary>The project that the tutorial has made.</summary>
    public string Project => _directory["work/Shop"];

    /// <summary>Where files of other tools lie.</summary>
    public string Captures => _directory["captures"];

    /// <summary>Types these commands one after the other, writes these files, and compares what is printed with what the page says.</summary>
    public async Task FollowAsync(string directory, IReadOnlyList<Block> blocks)
    {
        var script = new StringBuilder("set -euo pipefail\n");
        foreach (var block in blocks.Where(b => b.Kind is BlockKind.Commands or BlockKind.CommandsInTheClone or BlockKind.File))
        {
            // Both streams, or the lines of one would be those of another block.
            script.Append(CultureInfo.InvariantCulture, $"echo '## {block}'; echo '## {block}' >&2\n");
            script.Append(block.Kind is BlockKind.File
                ? $"mkdir -p \"$(dirname '{block.Detail}')\"\ncat > '{block.Detail}' << 'END OF {block.Detail}'\n{block.Text}END OF {block.Detail}\n"
                : block.Text + "\n");
        }

        var (_, exitCode, output) = await RunAsync(directory, script.ToString(), blocks.Any(b => b.Kind is BlockKind.CommandsInTheClone));
        Assert.True(exitCode == 0, $"{(blocks.Count == 0 ? "" : blocks[0].Page)}: what comes after the last '##' ended with {exitCode}:\n{output}");
        foreach (var expected in blocks.Where(b => b.Kind is BlockKind.Output))
        {
            var printed = PrintedText.Of(output);
            Assert.All(PrintedText.Lines(expected.Text), l => Assert.True(printed.Contains(l, StringComparison.Ordinal), $"{expected}: nothing printed is like '{l}':\n{output}"));
        }
    }

    public void Dispose()
    {
        foreach (var name in new[] { "perfanalyzers", "perfevidence" })
        {
            if (Directory.Exists(Path.Combine(_cache, name, _version)))
                Directory.Delete(Path.Combine(_cache, name, _version), recursive: true);
        }

        _directory.Dispose();
    }

    private async Task<CommandResult> RunAsync(string directory, string script, bool isInTheClone)
    {
        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = directory };
        DotnetCommand.ForgetTheTestHost(start);
        var home = _directory["home"];
        start.Environment["HOME"] = home;
        start.Environment["PATH"] = $"{home}/.dotnet/tools:{start.Environment["PATH"]}";
        start.Environment["NUGET_PACKAGES"] = _cache;
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        if (isInTheClone)
        {
            // What this test run has built is packed, instead of a release that is built for it.
            start.Environment["DOTNET_CLI_DISABLE_PUBLISH_AND_PACK_RELEASE"] = "true";
            start.Environment["Configuration"] = Metadata("Configuration");
            start.Environment["NoBuild"] = "true";
            start.Environment["PackageVersion"] = _version;
        }

        return await DotnetCommand.RunAsync(start, "bash", s_limit);
    }

    private static string Metadata(string key) =>
        typeof(ReadersMachine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
