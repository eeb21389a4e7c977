using System.Text.Json;

namespace PerfAnalyzers.Package.Tests;

/// <summary>A project outside the repository that references the packed file through a folder feed.</summary>
internal sealed class Consumer : IDisposable
{
    private readonly PackedPackage _package;
    private readonly TemporaryDirectory _directory = new();
    private readonly string _sources;

    private Consumer(PackedPackage package, string name, string references)
    {
        _package = package;
        _sources = Path.Combine(AppContext.BaseDirectory, "Consumers", name);
        package.Offer(_directory);
        _directory.Write("src/Consumer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="PerfAnalyzers" Version="{package.Version}" />
                {references}
              </ItemGroup>
            </Project>
            """);
        Reset();
    }

    /// <summary>The consumer's root, where a solution and <c>.git</c> would be.</summary>
    public TemporaryDirectory Root => _directory;

    /// <summary>Path of the project file.</summary>
    public string Project => _directory["src/Consumer.csproj"];

    /// <summary>Writes the sources of <c>Consumers/{name}</c> and restores them once.</summary>
    public static async Task<Consumer> RestoreAsync(PackedPackage package, string name, string references)
    {
        var consumer = new Consumer(package, name, references);
        (await DotnetCommand.RunAsync(consumer._directory.FullName, "restore", consumer.Project, "-nodeReuse:false")).Succeeded();
        return consumer;
    }

    /// <summary>Puts the sources back and forgets evidence and settings of an earlier test; what was restored stays.</summary>
    public void Reset()
    {
        if (Directory.Exists(_directory[".perf"]))
            Directory.Delete(_directory[".perf"], recursive: true);

        File.Delete(_directory[".editorconfig"]);
        foreach (var file in Directory.EnumerateFiles(_sources))
            File.Copy(file, _directory[$"src/{Path.GetFileName(file)}"], overwrite: true);
    }

    /// <summary>Adds an evidence file; <c>|</c> stands for a tab, so that a test shows its columns.</summary>
    public void Evidence(string text, string name = "x.perfevidence") => _directory.Write($".perf/{name}", text.Replace('|', '\t') + "\n");

    /// <summary><c>dotnet build</c> of the project; diagnostics are those of this build, never of a skipped compilation.</summary>
    public Task<CommandResult> BuildAsync(params string[] arguments) =>
        DotnetCommand.RunAsync(_directory.FullName, ["build", Project, "--no-restore", "--no-incremental", "-nodeReuse:false", .. arguments]);

    /// <summary><c>dotnet build</c> that may skip what is up to date.</summary>
    public Task<CommandResult> BuildIncrementallyAsync(params string[] arguments) =>
        DotnetCommand.RunAsync(_directory.FullName, ["build", Project, "--no-restore", "-nodeReuse:false", .. arguments]);

    /// <summary>Runs what was built.</summary>
    public Task<CommandResult> RunAsync() =>
        DotnetCommand.RunAsync(_directory.FullName, _directory["src/bin/Debug/net10.0/Consumer.dll"]);

    /// <summary><c>dotnet test</c> of the project, every test told.</summary>
    public Task<CommandResult> TestAsync() =>
        DotnetCommand.RunAsync(_directory.FullName, ["test", Project, "--no-restore", "--logger", "console;verbosity=normal", "-nodeReuse:false"]);

    /// <summary>The additional files that an evaluation of the project gives to the compiler, relative to the root.</summary>
    public async Task<IReadOnlyList<string>> AdditionalFilesAsync(params string[] arguments)
    {
        var result = await DotnetCommand.RunAsync(_directory.FullName, ["msbuild", Project, "-getItem:AdditionalFiles", "-nodeReuse:false", .. arguments]);
        using var json = JsonDocument.Parse(result.Succeeded().Output);
        return
        [
            .. json.RootElement.GetProperty("Items").GetProperty("AdditionalFiles").EnumerateArray()
                .Select(i => Path.GetRelativePath(_directory.FullName, i.GetProperty("FullPath").GetString()!).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Where NuGet has put the package for this consumer.</summary>
    public IReadOnlyList<string> CachedPackages()
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(_directory["src/obj/project.assets.json"]));
        return
        [
            .. assets.RootElement.GetProperty("packageFolders").EnumerateObject()
                .SelectMany(folder => new[] { "perfanalyzers", "perfanalyzers.collector" }.Select(p => Path.Combine(folder.Name, p, _package.Version)))
                .Where(Directory.Exists),
        ];
    }

    public void Dispose() => _directory.Dispose();
}
