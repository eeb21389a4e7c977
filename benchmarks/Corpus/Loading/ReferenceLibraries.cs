using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Corpus.Loading;

/// <summary>The DLLs that every project is compiled against: the installed framework packs, and a folder of libraries.</summary>
internal sealed class ReferenceLibraries
{
    private static readonly string[] s_packs = ["Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref"];

    private readonly ImmutableArray<(string Name, MetadataReference Reference)> _all;

    private ReferenceLibraries(ImmutableArray<(string Name, MetadataReference Reference)> all) => _all = all;

    /// <summary>Reads the packs next to the running runtime and the libraries of a folder, if one is named.</summary>
    public static ReferenceLibraries Load(string? libraries)
    {
        var byName = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        // A framework DLL wins over a library's copy of it.
        foreach (var file in s_packs.SelectMany(PackFiles).Concat(libraries is null ? [] : Directory.EnumerateFiles(libraries, "*.dll")))
            byName.TryAdd(Path.GetFileNameWithoutExtension(file), file);

        return new([.. byName.Where(f => IsManaged(f.Value)).Select(f => (f.Key, (MetadataReference)MetadataReference.CreateFromFile(f.Value)))]);
    }

    /// <summary>All but those that the tree itself builds: a product is not compiled against an older release of itself.</summary>
    public IEnumerable<MetadataReference> Without(IReadOnlySet<string> built) => _all.Where(l => !built.Contains(l.Name)).Select(l => l.Reference);

    private static IEnumerable<string> PackFiles(string pack)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        var versions = new DirectoryInfo(Path.Combine(dotnet, "packs", pack));
        if (!versions.Exists || versions.EnumerateDirectories().MaxBy(d => Version.TryParse(d.Name.Split('-')[0], out var v) ? v : new()) is not { } newest)
            throw new DirectoryNotFoundException($"{versions.FullName}: the reference pack of the SDK is not there");

        return newest.EnumerateDirectories("ref").SelectMany(d => d.EnumerateFiles("*.dll", SearchOption.AllDirectories)).Select(f => f.FullName);
    }

    private static bool IsManaged(string file)
    {
        try
        {
            AssemblyName.GetAssemblyName(file);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
