using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>What is written in Razor, as the compiler of Razor hands it on: generated files, in which <c>#line</c> says what is whose. Packages are built with real ones.</summary>
public sealed class RazorTests
{
    // The compiler finds no section of .editorconfig for them, as for all that generators make.
    private const string Page = "/generated/Pages/Index_cshtml.g.cs";

    private const string Component = "/generated/Components/Orders_razor.g.cs";

    [Fact]
    public async Task A_query_in_a_loop_of_a_page_is_reported_where_it_is_written()
    {
        var found = Assert.Single(await FoundAsync(Page, PageWith("""
            foreach (var order in Db.Orders)
            {
                var account = Db.Accounts.First(a => a.Id == order.AccountId);
            """)), d => d.Id == "PERF1001");

        var written = found.Location.GetMappedLineSpan();
        Assert.Equal("/0/Pages/Index.cshtml", written.Path);
        Assert.Equal(7, written.StartLinePosition.Line);
        Assert.Contains("'First' queries the database for each 'order'", found.GetMessage(), StringComparison.Ordinal);
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
    }

    [Fact]
    public async Task Each_finding_is_told_once_and_through_members_of_the_page() =>
        Assert.Single(await FoundAsync(Page, PageWith("""
            foreach (var order in Db.Orders)
            {
                Write(NameOf(order.AccountId));
            """)), d => d.Id == "PERF1001");

    [Fact]
    public async Task What_the_compiler_of_Razor_writes_is_nobodys() =>
        Assert.Empty(await FoundAsync(Page, PageWith("", generated: "foreach (var order in Db.Orders) Db.Accounts.First(a => a.Id == order.AccountId);")));

    [Theory]
    [InlineData("Generated/Orders.g.cs", "/0/Pages/Index.cshtml")]
    [InlineData(Page, "/0/orders.proto")]
    public async Task What_other_generators_write_is_nobodys(string path, string source) => Assert.Empty(await FoundAsync(path, PageWith("""
        foreach (var order in Db.Orders)
        {
            Db.Accounts.First(a => a.Id == order.AccountId);
        """, source: source)));

    [Fact]
    public async Task A_page_is_on_the_way_of_a_request()
    {
        var found = Assert.Single(await FoundAsync(Page, PageWith("{ Write(CountAsync().Result);")), d => d.Id == "PERF2001");
        Assert.Contains("await it", found.GetMessage(), StringComparison.Ordinal);
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
    }

    [Fact]
    public async Task A_handler_of_an_event_runs_when_somebody_clicks_and_not_with_the_loop()
    {
        var found = await FoundAsync(Component, ComponentWith("""
            foreach (var order in _orders)
            {
            """, """
            __builder.AddAttribute(1, "onclick", global::Microsoft.AspNetCore.Components.EventCallback.Factory.Create<object>(this,
            #line (8,9)-(8,40) "/0/Components/Orders.razor"
            () => DeleteAsync(order.Id)
            #line default
            #line hidden
            ));
            """));
        Assert.DoesNotContain(found, d => d.Id is "PERF1001" or "PERF1002");
    }

    [Fact]
    public async Task What_a_component_shows_in_a_loop_is_asked_for_in_the_loop()
    {
        var found = Assert.Single(await FoundAsync(Component, ComponentWith("""
            foreach (var order in _orders)
            {
            """, """
            __builder.AddContent(2,
            #line (8,9)-(8,40) "/0/Components/Orders.razor"
            NameOf(order.AccountId)
            #line default
            #line hidden
            );
            """)), d => d.Id == "PERF1001");
        Assert.Equal("/0/Components/Orders.razor", found.Location.GetMappedLineSpan().Path);
        Assert.Equal(7, found.Location.GetMappedLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public async Task That_a_component_renders_synchronously_is_nobodys_decision()
    {
        // 21 of 22 handlers would be synchronous, which made each of them no news.
        var test = TestOf<SyncIoOnRequestPathAnalyzer>(Component, ComponentWith("", ""));
        test.Sources.AddRange(Enumerable.Range(0, 21).Select(i => new TestFile($"Components/C{i}_razor.g.cs", ComponentWith("", "").Replace("class Orders ", $"class C{i} ", StringComparison.Ordinal))));
        test.Sources.Add(new("Page.cs", """
            using System.Linq;
            using Shop;

            class OrdersPage(ShopDb db) : Microsoft.AspNetCore.Mvc.ControllerBase
            {
                public int Get() => db.Orders.Count();
            }
            """));
        var found = Assert.Single(await test.GetDiagnosticsAsync(), d => d.Id == "PERF2003" && d.Location.SourceTree!.FilePath.EndsWith("Page.cs", StringComparison.Ordinal));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
    }

    [Fact]
    public async Task What_was_measured_is_found_by_the_line_of_the_page()
    {
        var test = TestOf(Page, PageWith("""
            foreach (var order in Db.Orders)
            {
                var account = Db.Accounts.First(a => a.Id == order.AccountId);
            """));
        test.AdditionalFiles.Add(new(
            ".perf/page.perfevidence",
            "perfevidence\t1\nprofile\tpage\troots=10\nsite\tM:AspNetCoreGeneratedDocument.Pages_Index.ExecuteAsync\tfile=Pages/Index.cshtml\tline=8\top=db.read\tcalls=500\troots=10\ttotal-ms=900\tchecksum=b80ec6b1d25ffaba\n" +
            "site\tM:AspNetCoreGeneratedDocument.Pages_Index.ExecuteAsync\tfile=Pages/Index.cshtml\tline=30\top=db.read\tcalls=10\troots=10\ttotal-ms=0.1\tchecksum=b80ec6b1d25ffaba\n"));
        var found = Assert.Single(await test.GetDiagnosticsAsync(), d => d.Id == "PERF1001");
        Assert.Equal("confirmed", found.Properties["perf.state"]);
        Assert.DoesNotContain("another version", found.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[*.cs]", "dotnet_diagnostic.PERF1001.severity = none", null)]
    [InlineData("[Pages/*.cs]", "dotnet_diagnostic.PERF1001.severity = suggestion", DiagnosticSeverity.Info)]
    [InlineData("[*]", "dotnet_diagnostic.PERF1001.severity = error", DiagnosticSeverity.Error)]
    [InlineData("[*.cs]", "perfanalyzers.suspects = hidden", DiagnosticSeverity.Hidden)]
    [InlineData("[Models/*.cs]", "dotnet_diagnostic.PERF1001.severity = none", DiagnosticSeverity.Warning)]
    public async Task A_page_is_configured_as_the_code_beside_it(string section, string setting, DiagnosticSeverity? severity)
    {
        var test = TestOf(Page, PageWith("""
            foreach (var order in Db.Orders)
            {
                Write(NameOf(order.AccountId));
            """));
        test.EditorConfig = $"root = true\n{section}\n{setting}\n";
        test.Sources.Add(new("Models/Other.cs", "class Other;"));
        test.Sources.Add(new("Pages/Index.cshtml.cs", "class IndexModel;"));
        Assert.Equal(severity, (await test.GetDiagnosticsAsync()).SingleOrDefault(d => d.Id == "PERF1001")?.Severity);
    }

    // Each value is shown by Write(object), which boxes it.
    [Fact]
    public void It_has_every_rule_that_looks_at_bodies_but_what_allocates() =>
        Assert.Equal(
            typeof(BodyAnalyzer).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(BodyAnalyzer)) && !t.IsAbstract && t != typeof(HotAllocationAnalyzer)).SelectMany(t => ((DiagnosticAnalyzer)Activator.CreateInstance(t)!).SupportedDiagnostics).Select(d => d.Id).Order(),
            new RazorAnalyzer().SupportedDiagnostics.Select(d => d.Id).Order());

    private static async Task<IReadOnlyList<Diagnostic>> FoundAsync(string path, string text) => await TestOf(path, text).GetDiagnosticsAsync();

    private static AnalyzerTest<RazorAnalyzer> TestOf(string path, string text) => TestOf<RazorAnalyzer>(path, text);

    private static AnalyzerTest<TAnalyzer> TestOf<TAnalyzer>(string path, string text)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new AnalyzerTest<TAnalyzer>();
        test.Projects[0].References = TestReferences.Libraries;
        test.Sources.Add(Shop.Model);
        test.Sources.Add(new(path, text));
        return test;
    }

    // Line 6 of the page is where its first statement is written.
    private static string PageWith(string written, string generated = "", string source = "/0/Pages/Index.cshtml") => $$"""
        #pragma checksum "{{source}}" "{8829d00f-11b8-4213-878b-770e8597ac16}" "b80ec6b1d25ffabaff11e9a9205938b06a4855bb9df39424330f84eb5a1cb293"
        // <auto-generated/>
        [assembly: global::Microsoft.AspNetCore.Razor.Hosting.RazorCompiledItemAttribute(typeof(AspNetCoreGeneratedDocument.Pages_Index), @"mvc.1.0.razor-page", @"/Pages/Index.cshtml")]
        namespace AspNetCoreGeneratedDocument
        {
            [global::System.Runtime.CompilerServices.CreateNewOnMetadataUpdateAttribute]
            internal sealed class Pages_Index(global::Shop.ShopDb Db) : global::Microsoft.AspNetCore.Mvc.RazorPages.Page
            {
                public async override global::System.Threading.Tasks.Task ExecuteAsync()
                {
                    {{generated}}
        #line (6,2)-(9,1) "{{source}}"
        {{written}}

        #line default
        #line hidden
                    {{(written.Length == 0 ? "" : "}")}}
                }
        #line (20,13)-(24,1) "{{source}}"

            string NameOf(global::System.Guid id) => Db.Accounts.First(a => a.Id == id).Email;
            System.Threading.Tasks.Task<int> CountAsync() => Db.Orders.CountAsync();

        #line default
        #line hidden
            }
        }
        """;

    private static string ComponentWith(string written, string shown) => $$"""
        #pragma checksum "/0/Components/Orders.razor" "{8829d00f-11b8-4213-878b-770e8597ac16}" "b80ec6b1d25ffabaff11e9a9205938b06a4855bb9df39424330f84eb5a1cb293"
        // <auto-generated/>
        namespace Shop.Components
        {
            [global::Microsoft.AspNetCore.Components.RouteAttribute("/orders")]
            public partial class Orders : global::Microsoft.AspNetCore.Components.ComponentBase
            {
                protected override void BuildRenderTree(global::Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder __builder)
                {
        #line (6,2)-(8,1) "/0/Components/Orders.razor"
        {{written}}

        #line default
        #line hidden
                    {{shown}}
                    {{(written.Length == 0 ? "" : "}")}}
                }
        #line (20,8)-(32,1) "/0/Components/Orders.razor"

            private List<Order> _orders = [];

            protected override async Task OnInitializedAsync() => _orders = await Db.Orders.ToListAsync();

            private string NameOf(Guid id) => Db.Accounts.First(a => a.Id == id).Email;

            private async Task DeleteAsync(int id)
            {
                Db.Orders.Remove(await Db.Orders.FirstAsync(o => o.Id == id));
                await Db.SaveChangesAsync();
            }

        #line default
        #line hidden
                [global::Microsoft.AspNetCore.Components.InjectAttribute] private
        #line (2,11)-(2,22) "/0/Components/Orders.razor"
        ShopDb
        #line default
        #line hidden
                Db { get; set; } = default!;
            }
        }
        """;
}
