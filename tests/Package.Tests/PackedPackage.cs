using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace PerfAnalyzers.Package.Tests;

/// <summary>
/// The package, packed once for all tests the way a release is, in its own output directory: other projects of the
/// solution may be building at the same time. Its version is new in every run, or NuGet's cache would serve an old one.
/// </summary>
internal sealed class PackedPackage : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>The folder feed that holds the package.</summary>
    public string Feed => _directory["feed"];

    /// <summary>The version that was packed.</summary>
    public string Version { get; } = $"0.1.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}";

    /// <summary>The packed file.</summary>
    public string PackageFile => Path.Combine(Feed, $"PerfAnalyzers.{Version}.nupkg");

    /// <summary>Root of the repository under test.</summary>
    public static string RepositoryRoot { get; } = typeof(PackedPackage).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>The version of a library that the repository pins, so that consumers restore what is already there.</summary>
    public static string PinnedVersion(string library) =>
        (string)XDocument.Load(Path.Combine(RepositoryRoot, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(v => (string?)v.Attribute("Include") == library).Attribute("Version")!;

    /// <summary>The package for tests, beside it.</summary>
    public string CollectorFile => Path.Combine(Feed, $"PerfAnalyzers.Collector.{Version}.nupkg");

    /// <summary>Lets what is restored in a directory find the packages, and keeps the settings of directories above it out.</summary>
    public void Offer(TemporaryDirectory directory)
    {
        // The machine's sources stay: what a consumer needs besides the package comes from there.
        directory.Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{Feed}" />
              </packageSources>
            </configuration>
            """);
        directory.Write("Directory.Build.props", "<Project />");
        directory.Write("Directory.Build.targets", "<Project />");
    }

    /// <summary>Packs.</summary>
    public async Task PackAsync()
    {
        (await PackAsync("src/Package", Feed)).Succeeded();
        (await PackAsync("src/Collector", Feed)).Succeeded();
    }

    /// <summary>Packs again from the first byte, into another feed but with the same output directory, as a rebuild on the same machine would.</summary>
    public async Task<string> PackAgainAsync()
    {
        Directory.Delete(_directory["artifacts/bin"], recursive: true);
        foreach (var output in Directory.EnumerateDirectories(_directory["artifacts/obj"], "release", SearchOption.AllDirectories).ToList())
            Directory.Delete(output, recursive: true);

        (await PackAsync("src/Package", _directory["feed2"], "--no-restore")).Succeeded();
        return Path.Combine(_directory["feed2"], Path.GetFileName(PackageFile));
    }

    /// <summary>The bytes of one entry.</summary>
    public static byte[] Read(string package, string entry)
    {
        using var archive = ZipFile.OpenRead(package);
        using var stream = archive.GetEntry(entry)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public void Dispose() => _directory.Dispose();

    private Task<CommandResult> PackAsync(string project, string feed, params string[] more) => DotnetCommand.RunAsync(
        RepositoryRoot,
        [
            "pack", project, "-o", feed, $"-p:PackageVersion={Version}", $"-p:ArtifactsPath={_directory["artifacts"]}",
            "-p:ContinuousIntegrationBuild=true", "-p:DeterministicTimestamp=1767225600", "-nodeReuse:false", .. more,
        ]);
}
