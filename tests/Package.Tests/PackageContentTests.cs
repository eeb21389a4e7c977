using System.IO.Compression;
using System.Xml.Linq;

namespace PerfAnalyzers.Package.Tests;

[Collection(OnePackage.Name)]
public sealed class PackageContentTests(PackageFixture fixture)
{
    private static readonly string[] Assemblies =
    [
        "analyzers/dotnet/cs/PerfAnalyzers.CodeFixes.dll",
        "analyzers/dotnet/cs/PerfAnalyzers.dll",
        "lib/netstandard2.0/PerfAnalyzers.Annotations.dll",
    ];

    [Fact]
    public void Package_has_exactly_these_files()
    {
        using var archive = ZipFile.OpenRead(fixture.Package.PackageFile);

        // What NuGet itself adds to every package is left out.
        Assert.Equal(
            [
                "PerfAnalyzers.nuspec",
                "README.md",
                .. Assemblies[..2],
                "buildTransitive/PerfAnalyzers.props",
                "buildTransitive/PerfAnalyzers.targets",
                "buildTransitive/presets/all.globalconfig",
                "buildTransitive/presets/confirmed-only.globalconfig",
                "buildTransitive/presets/evidence-strict.globalconfig",
                "icon.png",
                Assemblies[2],
                "lib/netstandard2.0/PerfAnalyzers.Annotations.xml",
            ],
            archive.Entries.Select(e => e.FullName)
                .Where(n => n is not ("_rels/.rels" or "[Content_Types].xml") && !n.StartsWith("package/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_packages_are_packed() =>
        Assert.Equal([fixture.Package.PackageFile, fixture.Package.CollectorFile], Directory.GetFiles(fixture.Package.Feed).Order(StringComparer.Ordinal));

    [Fact]
    public void Package_for_tests_has_exactly_these_files_and_no_dependency()
    {
        using var archive = ZipFile.OpenRead(fixture.Package.CollectorFile);
        Assert.Equal(
            [
                "PerfAnalyzers.Collector.nuspec",
                "README.md",
                "build/PerfAnalyzers.Collector.targets",
                "build/PerfAnalyzersRoundTrips.cs",
                "icon.png",
                "lib/net8.0/PerfAnalyzers.Collector.dll",
                "lib/net8.0/PerfAnalyzers.Collector.xml",
            ],
            archive.Entries.Select(e => e.FullName)
                .Where(n => n is not ("_rels/.rels" or "[Content_Types].xml") && !n.StartsWith("package/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));

        var nuspec = XDocument.Load(new MemoryStream(PackedPackage.Read(fixture.Package.CollectorFile, "PerfAnalyzers.Collector.nuspec")));
        Assert.DoesNotContain(nuspec.Descendants(), e => e.Name.LocalName == "dependency");
    }

    [Fact]
    public void Package_depends_on_nothing_and_says_what_it_is()
    {
        var nuspec = XDocument.Load(new MemoryStream(PackedPackage.Read(fixture.Package.PackageFile, "PerfAnalyzers.nuspec")));
        XElement? Element(string name) => nuspec.Descendants().FirstOrDefault(e => e.Name.LocalName == name);

        Assert.DoesNotContain(nuspec.Descendants(), e => e.Name.LocalName == "dependency");
        Assert.Equal("PerfAnalyzers", Element("id")?.Value);
        Assert.Equal("MIT", Element("license")?.Value);
        Assert.Equal("README.md", Element("readme")?.Value);
        Assert.Equal("icon.png", Element("icon")?.Value);
        Assert.Contains("analyzer", Element("tags")?.Value.Split(' ') ?? []);
        Assert.Equal("git", (string?)Element("repository")?.Attribute("type"));
        // A development dependency would keep the attributes from the compiler.
        Assert.Null(Element("developmentDependency"));
    }

    [Fact]
    public async Task Packing_again_gives_the_same_bytes()
    {
        var again = await fixture.Package.PackAgainAsync();

        // First by file, because a difference has a name then.
        foreach (var entry in Assemblies)
            Assert.True(PackedPackage.Read(fixture.Package.PackageFile, entry).SequenceEqual(PackedPackage.Read(again, entry)), $"{entry} differs between two builds of the same source");

        Assert.Equal(await File.ReadAllBytesAsync(fixture.Package.PackageFile), await File.ReadAllBytesAsync(again));
    }

    [Fact]
    public void Assemblies_name_no_directory_of_the_machine_that_built_them()
    {
        foreach (var entry in Assemblies)
        {
            var bytes = PackedPackage.Read(fixture.Package.PackageFile, entry).AsSpan();
            Assert.True(bytes.IndexOf(System.Text.Encoding.UTF8.GetBytes(PackedPackage.RepositoryRoot)) < 0, $"{entry} holds the path of the repository");
            Assert.True(bytes.IndexOf(System.Text.Encoding.Unicode.GetBytes(PackedPackage.RepositoryRoot)) < 0, $"{entry} holds the path of the repository");
        }
    }
}
