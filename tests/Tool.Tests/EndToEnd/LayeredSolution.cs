using System.Diagnostics;
using System.Xml.Linq;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary>A clean architecture: the loop and the interface in one project, the queries in another that depends on it.</summary>
public sealed class LayeredSolution : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public string Root => _directory.Path;

    public string this[string relative] => _directory[relative];

    public async Task InitializeAsync()
    {
        // Nothing of the machine's temporary directory may reach the projects.
        _directory.Write("Directory.Build.props", "<Project />");
        _directory.Write("Directory.Build.targets", "<Project />");
        _directory.Write("Directory.Packages.props", "<Project />");
        _directory.Write("Shop.slnx", """<Solution><Project Path="Application/Application.csproj" /><Project Path="Infrastructure/Infrastructure.csproj" /></Solution>""");
        _directory.Write("Application/Application.csproj", Project(""));
        _directory.Write("Application/OrderReport.cs",
            """
            namespace Shop;

            public class Order { public int Id { get; set; } }

            public interface IOrders { Task<Order?> GetAsync(int id); }

            public class OrderReport(IOrders orders)
            {
                public async Task<int> CountAsync(IReadOnlyList<int> ids)
                {
                    var found = 0;
                    foreach (var id in ids)
                    {
                        if (await orders.GetAsync(id) is not null)
                            found++;
                    }

                    return found;
                }
            }
            """);
        var version = (string)XDocument.Load(Path.Combine(Programs.RepositoryRoot, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(v => (string?)v.Attribute("Include") == "Microsoft.EntityFrameworkCore.Relational").Attribute("Version")!;
        _directory.Write("Infrastructure/Infrastructure.csproj", Project(
            $"""<ProjectReference Include="../Application/Application.csproj" /><PackageReference Include="Microsoft.EntityFrameworkCore.Relational" Version="{version}" />"""));
        _directory.Write("Infrastructure/Orders.cs",
            """
            using Microsoft.EntityFrameworkCore;
            namespace Shop;

            public class ShopDb : DbContext { public DbSet<Order> Orders => Set<Order>(); }

            internal class Orders(ShopDb db) : IOrders
            {
                public Task<Order?> GetAsync(int id) => db.Orders.FirstOrDefaultAsync(o => o.Id == id);

                public void Touch(List<int> ids)
                {
                    foreach (var id in ids)
                        db.Orders.Find(id);
                }

                public void TouchQuietly(List<int> ids)
                {
                    foreach (var id in ids)
            #pragma warning disable PERF1001
                        db.Orders.Find(id);
            #pragma warning restore PERF1001
                }
            }
            """);
        await RestoreAsync("Shop.slnx");
    }

    public void Write(string relative, string text) => _directory.Write(relative, text);

    public async Task RestoreAsync(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["restore", project, "-nodeReuse:false"]) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        using var restore = Process.Start(start)!;
        var result = await Programs.ResultAsync(restore);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _directory.Dispose();

    private static string Project(string items) =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>{items}</ItemGroup>
        </Project>
        """;
}
