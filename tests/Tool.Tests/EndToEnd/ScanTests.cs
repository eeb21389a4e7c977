using System.Text.Json;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary><c>scan</c> as a program, on a solution whose queries are in a project that the loop does not know.</summary>
public sealed class ScanTests(LayeredSolution solution) : IClassFixture<LayeredSolution>
{
    [Fact]
    public async Task A_loop_over_an_interface_that_a_later_project_implements_is_proven()
    {
        var scan = await Programs.PerfEvidenceAsync(solution.Root, "scan", "Shop.slnx");
        Assert.Equal(1, scan.ExitCode);
        Assert.Contains("Application/OrderReport.cs(14,30): warning PERF1001: ", scan.Output, StringComparison.Ordinal);
        Assert.Contains("through Orders.GetAsync -> FirstOrDefaultAsync - suspect", scan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_are_printed_as_the_compiler_does_and_suppressions_hold()
    {
        var scan = await Programs.PerfEvidenceAsync(solution.Root, "scan", "Shop.slnx");
        Assert.True(scan.ExitCode == 1, scan.Output + scan.Error);
        var line = Assert.Single(scan.Output.Split('\n'), l => l.StartsWith("Infrastructure/", StringComparison.Ordinal));
        Assert.StartsWith("Infrastructure/Orders.cs(13,23): warning PERF1001: 'Find' ", line, StringComparison.Ordinal);
        Assert.EndsWith("[Infrastructure]", line, StringComparison.Ordinal);
        Assert.Empty(scan.Error);
    }

    // What a library of .NET Standard calls is in assemblies of other names than what the program above it has.
    [Fact]
    public async Task A_library_of_net_standard_is_seen_through()
    {
        solution.Write("Clients/Clients.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>netstandard2.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup></Project>""");
        solution.Write("Clients/PriceClient.cs", """
            using System.Net.Http;
            using System.Threading.Tasks;

            public class PriceClient
            {
                private readonly HttpClient _http = new HttpClient();

                public async Task<string> PriceAsync(int id) => await _http.GetStringAsync("https://localhost/prices/" + id);
            }
            """);
        solution.Write("Sums/Sums.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><NuGetAudit>false</NuGetAudit></PropertyGroup>
              <ItemGroup><ProjectReference Include="../Clients/Clients.csproj" /></ItemGroup>
            </Project>
            """);
        solution.Write("Sums/Sums.cs", """
            public class Sums(PriceClient client)
            {
                public async Task<int> RunAsync(List<int> ids)
                {
                    var length = 0;
                    foreach (var id in ids)
                        length += (await client.PriceAsync(id)).Length;

                    return length;
                }
            }
            """);
        await solution.RestoreAsync("Sums/Sums.csproj");
        var scan = await Programs.PerfEvidenceAsync(solution.Root, "scan", "Sums/Sums.csproj");
        Assert.True(scan.ExitCode == 1, scan.Output + scan.Error);
        Assert.Contains("Sums/Sums.cs(7,37): warning PERF1003: 'PriceAsync' calls another service for each 'id' in 'ids', through PriceClient.PriceAsync -> GetStringAsync", scan.Output, StringComparison.Ordinal);
    }

    // The compiler of Razor is the SDK's: where it runs in this tool, the page is looked at, and where it does not, the tool says so.
    [Fact]
    public async Task A_page_of_Razor_is_seen_or_said_to_be_unseen()
    {
        solution.Write("Web/Web.csproj", """<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><NuGetAudit>false</NuGetAudit></PropertyGroup></Project>""");
        solution.Write("Web/Program.cs", "WebApplication.Create(args).Run();");
        solution.Write("Web/Pages/Prices.cshtml", """
            @page
            @inject HttpClient Client
            @foreach (var id in new[] { 1, 2, 3 }.Concat(Request.Query.Keys.Select(int.Parse))) { <p>@(await Client.GetStringAsync("prices/" + id))</p> }
            """);
        await solution.RestoreAsync("Web/Web.csproj");

        var scan = await Programs.PerfEvidenceAsync(solution.Root, "scan", "Web/Web.csproj");
        if (scan.ExitCode == 1)
            Assert.Contains("Web/Pages/Prices.cshtml(3,105): warning PERF1003: ", scan.Output, StringComparison.Ordinal);
        else
            Assert.Matches(@"^perfevidence: Web: what is written in a page or component of Razor is not seen, because the SDK makes code of it for a newer compiler than \d+\.\d+; a build tells of it\r?\n$", scan.Error);
    }

    // A solution is not one that cannot be loaded because one of its projects is F#.
    [Fact]
    public async Task Projects_of_other_languages_are_left_out()
    {
        foreach (var (project, file) in new[] { ("Reports/Reports.fsproj", "Reports/Reports.fs"), ("Old/Old.vbproj", "Old/Old.vb") })
        {
            solution.Write(project, """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
            solution.Write(file, "");
        }

        solution.Write("Mixed.slnx", """
            <Solution>
              <Project Path="Application/Application.csproj" /><Project Path="Infrastructure/Infrastructure.csproj" /><Project Path="Reports/Reports.fsproj" /><Project Path="Old/Old.vbproj" />
            </Solution>
            """);
        var scan = await Programs.PerfEvidenceAsync(solution.Root, "scan", "Mixed.slnx");
        Assert.True(scan.ExitCode == 1, scan.Output + scan.Error);
        Assert.Empty(scan.Error);
        Assert.Contains("Application/OrderReport.cs(14,30): warning PERF1001: ", scan.Output, StringComparison.Ordinal);

        // One of C# that is not there still is.
        solution.Write("Mixed.slnx", """<Solution><Project Path="Application/Application.csproj" /><Project Path="Gone/Gone.csproj" /></Solution>""");
        Assert.Equal(6, (await Programs.PerfEvidenceAsync(solution.Root, "scan", "Mixed.slnx")).ExitCode);
    }

    [Fact]
    public async Task Json_sarif_and_facts_are_written()
    {
        var scan = await Programs.PerfEvidenceAsync(
            solution.Root, "scan", "Infrastructure/Infrastructure.csproj", "--json", "--sarif", solution["x.sarif"], "--facts", solution["all.perffacts"]);
        Assert.True(scan.ExitCode == 1, scan.Output + scan.Error);
        using var json = JsonDocument.Parse(scan.Output);
        var finding = json.RootElement.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("project").GetString() == "Infrastructure");
        Assert.Equal(("PERF1001", "warning", 13), (finding.GetProperty("id").GetString(), finding.GetProperty("severity").GetString(), finding.GetProperty("line").GetInt32()));
        Assert.Equal("suspect", finding.GetProperty("properties").GetProperty("perf.state").GetString());

        using var sarif = JsonDocument.Parse(await File.ReadAllTextAsync(solution["x.sarif"]));
        Assert.Contains(sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray(), r =>
            r.GetProperty("level").GetString() == "warning" &&
            r.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString() == "Infrastructure/Orders.cs");

        var facts = await File.ReadAllTextAsync(solution["all.perffacts"]);
        Assert.StartsWith("perffacts\t1\nassembly\tApplication\n", facts, StringComparison.Ordinal);
        Assert.Contains(
            "\nassembly\tInfrastructure\ne\tM:Shop.IOrders.GetAsync(System.Int32)\tread\t0\tM:Shop.Orders.GetAsync(System.Int32)\tOrders.GetAsync>FirstOrDefaultAsync\n",
            facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_baseline_lets_today_s_findings_through_and_only_them()
    {
        var written = await Programs.PerfEvidenceAsync(solution.Root, "baseline", "Infrastructure/Infrastructure.csproj", "-o", "x.perfbaseline", "--because", "bulk reads come in May", "--expires", "2999-12-31");
        Assert.True(written.ExitCode == 0, written.Output + written.Error);
        Assert.Contains("PERF1001 M:Shop.Orders.Touch(System.Collections.Generic.List{System.Int32}) expires=2999-12-31 because bulk reads come in May\n", await File.ReadAllTextAsync(solution["x.perfbaseline"]), StringComparison.Ordinal);

        await File.AppendAllTextAsync(solution["x.perfbaseline"], "PERF1002 M:Gone expires=2999-12-31 because it was here\n");
        var scan = await Programs.PerfEvidenceAsync(solution.Root, "scan", "Infrastructure/Infrastructure.csproj", "--baseline", "x.perfbaseline");
        Assert.True(scan.ExitCode == 0, scan.Output + scan.Error);
        Assert.Contains("info PERF1001", scan.Output, StringComparison.Ordinal);
        Assert.Contains(" - in the baseline until 2999-12-31: bulk reads come in May", scan.Output, StringComparison.Ordinal);
        Assert.Contains("0 warnings, ", scan.Output, StringComparison.Ordinal);
        Assert.Contains("stale in x.perfbaseline: PERF1002 M:Gone: not found any more; remove it", scan.Error, StringComparison.Ordinal);

        var all = await Programs.PerfEvidenceAsync(solution.Root, "scan", "Shop.slnx", "--baseline", "missing.perfbaseline");
        Assert.Equal(5, all.ExitCode);
        Assert.Contains("there is no baseline 'missing.perfbaseline'", all.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, "there is no file 'missing.slnx'", "missing.slnx")]
    [InlineData(2, "'Directory.Build.props' is neither a solution", "Directory.Build.props")]
    [InlineData(2, "names end in .perffacts", "Shop.slnx", "--facts", "facts.txt")]
    [InlineData(2, "Required argument 'path' missing")]
    public async Task Bad_input_is_named(int code, string says, params string[] arguments)
    {
        var scan = await Programs.PerfEvidenceAsync(solution.Root, ["scan", .. arguments]);
        Assert.Equal(code, scan.ExitCode);
        Assert.Contains(says, scan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_project_file_is_no_empty_result()
    {
        solution.Write("Broken.csproj", "<Project><Oops></Project>");
        var scan = await Programs.PerfEvidenceAsync(solution.Root, "scan", "Broken.csproj");
        Assert.Equal(6, scan.ExitCode);
        Assert.Contains("Broken.csproj", scan.Error, StringComparison.Ordinal);
    }
}
