namespace PerfAnalyzers.Package.Tests;

/// <summary>What all tests share because it takes seconds to make: the package, and a restored consumer with EF Core on SQLite.</summary>
public sealed class PackageFixture : IAsyncLifetime
{
    private Consumer? _shop;

    /// <summary>The package under test.</summary>
    internal PackedPackage Package { get; } = new();

    /// <summary>The consumer with its original sources, no evidence and no settings.</summary>
    internal Consumer FreshShop()
    {
        _shop!.Reset();
        return _shop;
    }

    public async Task InitializeAsync()
    {
        await Package.PackAsync();
        var efCore = PackedPackage.PinnedVersion("Microsoft.EntityFrameworkCore.Sqlite");
        _shop = await Consumer.RestoreAsync(Package, "Shop",
            $"""<PackageReference Include="Microsoft.EntityFrameworkCore.Sqlite" Version="{efCore}" />""");
    }

    public Task DisposeAsync()
    {
        // The version never comes again, so NuGet's cache need not keep it.
        foreach (var cached in _shop?.CachedPackages() ?? [])
            Directory.Delete(cached, recursive: true);

        _shop?.Dispose();
        Package.Dispose();
        return Task.CompletedTask;
    }
}
