namespace PerfAnalyzers.Package.Tests;

/// <summary>A web application whose queries stand in a page, a view and a component: the compiler of Razor is the one of the SDK.</summary>
[Collection(OnePackage.Name)]
public sealed class RazorTests(PackageFixture fixture) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_is_written_in_Razor_is_reported_where_it_is_written()
    {
        Write();
        (await DotnetCommand.RunAsync(_directory.FullName, "restore", _directory["Web/Web.csproj"], "-nodeReuse:false")).Succeeded();
        var build = (await DotnetCommand.RunAsync(_directory.FullName, "build", _directory["Web/Web.csproj"], "--no-restore", "-nodeReuse:false")).Succeeded();

        var page = build.Single("PERF1001", "Index.cshtml");
        Assert.Equal(("warning", 5), (page.Severity, page.Line));
        Assert.Contains("'First' queries the database for each 'order'", page.Message, StringComparison.Ordinal);

        var view = build.Single("PERF1001", "_Row.cshtml");
        Assert.Equal(("warning", 4), (view.Severity, view.Line));
        Assert.Contains("through Orders.CountAsync -> CountAsync", view.Message, StringComparison.Ordinal);

        // What is asked for in the markup, and what in the code below it; what a click does is not the loop's.
        Assert.Equal([("warning", 5), ("warning", 16)], build.Of("PERF1001").Where(d => d.File == "List.razor").Select(d => (d.Severity, d.Line)).Order());
        Assert.DoesNotContain(build.Diagnostics, d => d.Id == "PERF1002");

        // #pragma warning disable in the page.
        Assert.DoesNotContain(build.Diagnostics, d => d.File == "Quiet.cshtml");
    }

    private void Write()
    {
        fixture.Package.Offer(_directory);
        _directory.Write("Web/Web.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><NuGetAudit>false</NuGetAudit></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="PerfAnalyzers" Version="{fixture.Package.Version}" />
                <PackageReference Include="Microsoft.EntityFrameworkCore.Sqlite" Version="{PackedPackage.PinnedVersion("Microsoft.EntityFrameworkCore.Sqlite")}" />
              </ItemGroup>
            </Project>
            """);
        _directory.Write("Web/Program.cs", """
            using Microsoft.EntityFrameworkCore;
            using Web;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddDbContext<ShopDb>(o => o.UseSqlite("Data Source=shop.db")).AddScoped<Orders>().AddRazorPages();
            var app = builder.Build();
            app.MapRazorPages();
            app.Run();

            namespace Web
            {
                public class Order { public int Id { get; set; } public int AccountId { get; set; } }

                public class Account { public int Id { get; set; } public string Name { get; set; } = ""; }

                public class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
                {
                    public DbSet<Order> Orders => Set<Order>();

                    public DbSet<Account> Accounts => Set<Account>();
                }

                public class Orders(ShopDb db)
                {
                    public Task<int> CountAsync(int account) => db.Orders.CountAsync(o => o.AccountId == account);
                }
            }
            """);
        const string Loop = """
            @foreach (var order in Model)
            {
                var account = Db.Accounts.First(a => a.Id == order.AccountId);
                <p>@account.Name</p>
            }
            """;
        _directory.Write("Web/Views/Index.cshtml", "@model List<Web.Order>\n@inject Web.ShopDb Db\n" + Loop);
        _directory.Write("Web/Views/Quiet.cshtml", "@model List<Web.Order>\n@inject Web.ShopDb Db\n@{\n#pragma warning disable PERF1001\n}\n" + Loop);
        _directory.Write("Web/Pages/_Row.cshtml", """
            @model List<Web.Account>
            @inject Web.Orders Orders
            @addTagHelper *, Microsoft.AspNetCore.Mvc.TagHelpers
            @foreach (var account in Model) { <a asp-page="/Account" asp-route-id="@account.Id">@(await Orders.CountAsync(account.Id))</a> }
            """);
        _directory.Write("Web/Components/List.razor", """
            @using Microsoft.AspNetCore.Components.Web
            @using Microsoft.EntityFrameworkCore
            @using Web
            @inject ShopDb Db
            @foreach (var order in _orders) { <button @onclick="() => DeleteAsync(order.Id)">@Name(order.AccountId)</button> }
            @code {
                private List<Order> _orders = [];

                private readonly Dictionary<int, Account> _accounts = [];

                protected override async Task OnInitializedAsync()
                {
                    _orders = await Db.Orders.ToListAsync();
                    foreach (var order in _orders)
                    {
                        _accounts[order.Id] = await Db.Accounts.SingleAsync(a => a.Id == order.AccountId);
                    }
                }

                private string Name(int id) => Db.Accounts.First(a => a.Id == id).Name;

                private async Task DeleteAsync(int id)
                {
                    Db.Orders.Remove(await Db.Orders.FirstAsync(o => o.Id == id));
                    await Db.SaveChangesAsync();
                }
            }
            """);
    }
}
