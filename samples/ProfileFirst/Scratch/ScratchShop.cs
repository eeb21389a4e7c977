using System.Xml.Linq;

namespace ProfileFirst.Scratch;

/// <summary>A copy of Shop that uses the product the way any user's project does: by package reference.</summary>
internal sealed class ScratchShop(ScratchDirectory scratch)
{
    private const string PackageVersion = "0.0.0-scratch";

    /// <summary>The root of the copy, where a solution would be.</summary>
    public string Root => scratch.FullName;

    public string Project => scratch["Shop/Shop.csproj"];

    public string Directory => scratch["Shop"];

    /// <summary>The built program.</summary>
    public string Program => scratch["Shop/bin/Release/net10.0/Shop.dll"];

    public string Database => scratch["shop.db"];

    /// <summary>Evidence that the build of the copy picks up.</summary>
    public string Evidence => scratch[".perf/report.perfevidence"];

    /// <summary>The evidence of before the fix, kept for the comparison.</summary>
    public string EvidenceBefore => scratch["measured/before.perfevidence"];

    /// <summary>Evidence that is counted and compared, but not shown to the build.</summary>
    public string SideEvidence => scratch["measured/side.perfevidence"];

    public void Copy()
    {
        var original = Path.Combine(Product.RepositoryRoot, "samples", "Shop");

        foreach (var file in Sources.Of(original))
            scratch.Write("Shop/" + file, File.ReadAllText(Path.Combine(original, file)));

        scratch.Write("Shop/Shop.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.EntityFrameworkCore.Sqlite" Version="{PinnedVersion("Microsoft.EntityFrameworkCore.Sqlite")}" />
                <PackageReference Include="PerfAnalyzers" Version="{PackageVersion}" />
              </ItemGroup>
            </Project>
            """);

        // The package is unpacked here and not into the user's cache; everything else is read from that cache.
        scratch.Write("Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <RestoreAdditionalProjectSources>{scratch["feed"]}</RestoreAdditionalProjectSources>
                <RestoreFallbackFolders>{Product.PackageCache}</RestoreFallbackFolders>
                <RestorePackagesPath>{scratch["packages"]}</RestorePackagesPath>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """);
        scratch.Write("Directory.Build.targets", "<Project />");
        scratch.Write("Directory.Packages.props", "<Project />");
        scratch.Write("measured/README", "What was measured on the way.\n");
        scratch.Write(".perf/README", "Evidence files: checked in, reviewed in a diff, read by the build.\n");
    }

    /// <summary>Packs the product into the feed of this copy.</summary>
    public async Task PackAsync() => (await DotnetCommand.RunAsync(
        Product.RepositoryRoot,
        "pack", "src/Package", "--no-build", "-c", Product.Configuration, "-o", scratch["feed"], $"-p:PackageVersion={PackageVersion}")).Succeeded();

    public async Task RestoreAsync() => (await DotnetCommand.RunAsync(Root, "restore", Project)).Succeeded();

    /// <summary>Builds, and returns what the compiler said about performance.</summary>
    public async Task<IReadOnlyList<CompilerDiagnostic>> BuildAsync()
    {
        var build = (await DotnetCommand.RunAsync(Root, "build", Project, "-c", "Release", "--no-restore", "--no-incremental")).Succeeded();

        return [.. CompilerDiagnostic.ParseAll(build.Output, Root).Where(diagnostic => diagnostic.Id.StartsWith("PERF", StringComparison.Ordinal))];
    }

    /// <summary>What <c>dotnet format</c> does with the shipped fix, limited to <paramref name="include"/>.</summary>
    public Task<CommandResult> FixAsync(string rule, string include) => DotnetCommand.RunAsync(
        Root, "format", "analyzers", Project, "--diagnostics", rule, "--include", include, "--no-restore");

    private static string PinnedVersion(string library) =>
        (string)XDocument.Load(Path.Combine(Product.RepositoryRoot, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(version => (string?)version.Attribute("Include") == library).Attribute("Version")!;
}
