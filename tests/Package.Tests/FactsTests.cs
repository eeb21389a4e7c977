using System.Text;

namespace PerfAnalyzers.Package.Tests;

/// <summary>Two projects on the command line: the second is compiled against the first's reference assembly, which has no bodies.</summary>
[Collection(OnePackage.Name)]
public sealed class FactsTests(PackageFixture fixture) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Facts_are_in_the_reference_assembly_and_only_change_with_what_they_say()
    {
        await WriteAsync();
        (await BuildAsync()).Succeeded();
        var reference = await File.ReadAllBytesAsync(_directory["Core/obj/Debug/net10.0/ref/Core.dll"]);
        Assert.True(Holds(reference, "PerfAnalyzers.Facts/1"));
        Assert.True(Holds(reference, "e\tM:Shop.Orders.Get(System.Int32)\tread\t0\t\tOrders.Get>Find"));

        _directory.Write("Core/Orders.cs", "// A comment above everything.\n" + Orders);
        (await BuildAsync()).Succeeded();
        Assert.Equal(reference, await File.ReadAllBytesAsync(_directory["Core/obj/Debug/net10.0/ref/Core.dll"]));
    }

    [Fact]
    public async Task Facts_can_be_switched_off()
    {
        await WriteAsync();
        (await BuildAsync("-p:PerfAnalyzersFacts=false")).Succeeded();
        var reference = await File.ReadAllBytesAsync(_directory["Core/obj/Debug/net10.0/ref/Core.dll"]);
        Assert.False(Holds(reference, "PerfAnalyzers.Facts/1"));
    }

    [Fact]
    public async Task A_loop_over_a_query_of_another_project_is_reported_in_a_build()
    {
        await WriteAsync();
        var finding = (await BuildAsync()).Succeeded().Single("PERF1001", "Report.cs");
        Assert.Equal(("warning", 8), (finding.Severity, finding.Line));
        Assert.Contains("through Orders.Get -> Find", finding.Message, StringComparison.Ordinal);
    }

    private const string Orders =
        """
        using Microsoft.EntityFrameworkCore;
        namespace Shop;

        public class Order { public int Id { get; set; } }

        public class ShopDb : DbContext { public DbSet<Order> Set => Set<Order>(); }

        public class Orders(ShopDb db)
        {
            public Order? Get(int id) => db.Set.Find(id);
        }
        """;

    private static bool Holds(byte[] image, string text) => image.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private async Task WriteAsync()
    {
        fixture.Package.Offer(_directory);
        var efCore = PackedPackage.PinnedVersion("Microsoft.EntityFrameworkCore.Sqlite");
        _directory.Write("Core/Core.csproj", Project($"""<PackageReference Include="Microsoft.EntityFrameworkCore.Sqlite" Version="{efCore}" />"""));
        _directory.Write("Core/Orders.cs", Orders);
        _directory.Write("App/App.csproj", Project("""<ProjectReference Include="../Core/Core.csproj" />"""));
        _directory.Write("App/Report.cs",
            """
            namespace Shop;

            public class Report(Orders orders)
            {
                public void Build(List<int> ids)
                {
                    foreach (var id in ids)
                        orders.Get(id);
                }
            }
            """);
        (await DotnetCommand.RunAsync(_directory.FullName, "restore", "App/App.csproj", "-nodeReuse:false")).Succeeded();
    }

    private Task<CommandResult> BuildAsync(params string[] arguments) => DotnetCommand.RunAsync(
        _directory.FullName, ["build", "App/App.csproj", "--no-restore", "-nodeReuse:false", .. arguments]);

    private string Project(string items) =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="PerfAnalyzers" Version="{fixture.Package.Version}" />
            {items}
          </ItemGroup>
        </Project>
        """;
}
