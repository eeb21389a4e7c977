using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>PERF2004: questions to services that wait for each other without need.</summary>
public sealed class SequentialRoundTripsTests : RuleTests<SequentialRoundTripsAnalyzer>
{
    private static string File(string body, string members = "") => $$"""
        using System.Net.Http;
        using System.Net.Http.Json;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Distributed;
        using Microsoft.Extensions.Caching.Memory;
        using Microsoft.Extensions.Logging;
        public record Item(int Id, string Name);
        public class Page { public List<Item> Items { get; set; } = []; public List<Item> Brands { get; set; } = []; }
        public interface ICatalog { Task<List<Item>> ItemsAsync(int page); Task<List<Item>> BrandsAsync(); Task<List<Item>> OfAsync(List<Item> items); }
        public class Catalog(HttpClient http) : ICatalog
        {
            public async Task<List<Item>> ItemsAsync(int page) => await http.GetFromJsonAsync<List<Item>>("items?page=" + page) ?? [];
            public async Task<List<Item>> BrandsAsync() => await http.GetFromJsonAsync<List<Item>>("brands") ?? [];
            public async Task<List<Item>> OfAsync(List<Item> items) => await http.GetFromJsonAsync<List<Item>>("of/" + items.Count) ?? [];
        }
        public class Prices(HttpClient http, ShopDb db)
        {
            private string? _token;
            private readonly Dictionary<string, string> _known = [];
            public async Task<string> KnownAsync(string key) { if (!_known.TryGetValue(key, out var text)) _known[key] = text = await http.GetStringAsync(key); return text; }
            public async Task<string> TokenAsync() => _token ??= await http.GetStringAsync("token");
            public async Task<string> SignInAsync() { var text = await http.GetStringAsync("login"); http.DefaultRequestHeaders.Authorization = new("Bearer", text); return text; }
            public async Task<string> ListAsync() => await http.GetStringAsync("list?token=" + _token);
            public async Task<string> StoredAsync() { await db.Products.CountAsync(); return await http.GetStringAsync("stored"); }
            public Task<string> PostAsync(string text) => Text(http.PostAsync("prices", new StringContent(text)));
            public Task<string> SearchAsync(string text) => Text(http.PostAsync("search", new StringContent(text)));
            private static async Task<string> Text(Task<HttpResponseMessage> response) => await (await response).Content.ReadAsStringAsync();
        }
        public class PageController(ICatalog catalog, Prices prices, HttpClient http, ShopDb db, IDistributedCache cache, IMemoryCache memory, ILogger<Page> logger, SemaphoreSlim gate) : ControllerBase
        {
            private List<Item> _items = [];
            private static void Use(params object?[] values) { }
            public async Task<object?> Get(int page, CancellationToken ct) { {{body}} }
            public void Others() => Use(catalog, prices, http, db, cache, memory, logger, gate, _items);
            {{members}}
        }
        """;

    private static AnalyzerTest<SequentialRoundTripsAnalyzer> Test(string code)
    {
        var test = new AnalyzerTest<SequentialRoundTripsAnalyzer> { TestCode = code, Sources = { Shop.Model } };
        test.Projects[0].References = TestReferences.Libraries;
        return test;
    }

    private static Task InWebAsync(string code, params ExpectedDiagnostic[] expected)
    {
        var test = Test(code);
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }

    private static ExpectedDiagnostic Warned => ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning);

    private static ExpectedDiagnostic Information(string because) => ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions(because);

    [Fact]
    public Task The_message_says_who_waits_for_whom_and_on_whose_way() => InWebAsync(
        File("return await Step(page);", "private async Task<object> Step(int page) { var items = await catalog.ItemsAsync(page); var brands = await catalog.[|BrandsAsync|](); return new { items, brands }; }"),
        Warned
            .Says("'BrandsAsync' waits for the answer of 'ItemsAsync', which it does not need, on the way of a request through PageController.Get -> PageController.Step; start both, then await them together - suspect")
            .WithProperty("perf.beside", "1"));

    [Theory]
    [InlineData("var items = await catalog.ItemsAsync(page); var brands = await catalog.[|BrandsAsync|](); return new { items, brands };")]
    [InlineData("var items = await catalog.ItemsAsync(page).ConfigureAwait(false); var brands = await catalog.[|BrandsAsync|]().ConfigureAwait(false); return new { items, brands };")]
    [InlineData("var items = await catalog.ItemsAsync(page).WaitAsync(TimeSpan.FromSeconds(1), ct); var brands = await catalog.[|BrandsAsync|]().WaitAsync(ct); return new { items, brands };")]
    [InlineData("var items = await catalog.ItemsAsync(page); return new { items, Brands = await catalog.[|BrandsAsync|]() };")]
    [InlineData("return new { Items = await catalog.ItemsAsync(page), Brands = await catalog.[|BrandsAsync|]() };")]
    [InlineData("return (await catalog.ItemsAsync(page), await catalog.[|BrandsAsync|]());")]
    [InlineData("var model = new Page(); model.Items = await catalog.ItemsAsync(page); model.Brands = await catalog.[|BrandsAsync|](); return model;")]
    [InlineData("_items = await catalog.ItemsAsync(page); return await catalog.[|BrandsAsync|]();")]
    [InlineData("var first = (await catalog.ItemsAsync(page)).Select(i => i.Name).ToList(); var brands = await catalog.[|BrandsAsync|](); return (first, brands);")]
    [InlineData("var items = await catalog.ItemsAsync(page); var path = $\"prices/{page}\"; var price = await http.[|GetStringAsync|](path, ct); return (items, price);")]
    [InlineData("var items = await catalog.ItemsAsync(page); logger.LogInformation(\"page {Page}\", page); var brands = await catalog.[|BrandsAsync|](); return (items, brands);")]
    [InlineData("var text = await http.GetStringAsync(\"a\", ct); var other = await cache.[|GetStringAsync|](\"b\", ct); return text + other;")]
    [InlineData("if (page > 0) { var items = await catalog.ItemsAsync(page); var brands = await catalog.[|BrandsAsync|](); return (items, brands); } return null;")]
    [InlineData("try { var items = await catalog.ItemsAsync(page); var brands = await catalog.[|BrandsAsync|](); return (items, brands); } catch (HttpRequestException) { return null; }")]
    [InlineData("using var client = new HttpClient(); var a = await client.GetStringAsync(\"a\", ct); var b = await client.[|GetStringAsync|](\"b\", ct); return a + b;")]
    [InlineData("return await Inner(); async Task<object> Inner() { var items = await catalog.ItemsAsync(page); var brands = await catalog.[|BrandsAsync|](); return (items, brands); }")]
    public Task Questions_that_take_nothing_of_each_other_on_the_way_of_a_request_are_warnings(string body) => InWebAsync(File(body), Warned);

    // One report for one waterfall; what depends on an earlier answer starts another.
    [Theory]
    [InlineData("var a = await catalog.ItemsAsync(1); var b = await catalog.[|ItemsAsync|](2); var c = await catalog.ItemsAsync(3); return (a, b, c);", "start all 3")]
    [InlineData("var items = await catalog.ItemsAsync(page); var brands = await catalog.[|BrandsAsync|](); var of = await catalog.OfAsync(items); return (brands, of);", "start both")]
    [InlineData("var items = await catalog.ItemsAsync(page); var of = await catalog.OfAsync(items); var brands = await catalog.[|BrandsAsync|](); return (brands, of);", "'BrandsAsync' waits for the answer of 'OfAsync'")]
    public Task Groups(string body, string says) => InWebAsync(File(body), Warned.Mentions(says));

    [Theory]
    [InlineData("var items = await catalog.ItemsAsync(page); var names = items.Select(i => i.Name).ToList(); var brands = await catalog.[|BrandsAsync|](); return (names, brands);", "something is done with an answer in between")]
    [InlineData("var response = await http.GetAsync(\"a\", ct); var a = await response.Content.ReadAsStringAsync(ct); var b = await http.[|GetStringAsync|](\"b\", ct); return a + b;", "something is done with an answer in between")]
    [InlineData("var found = await prices.SearchAsync(\"x\"); var brands = await catalog.[|BrandsAsync|](); return (found, brands);", "likely")]
    [InlineData("var a = await prices.KnownAsync(\"a\"); var b = await http.[|GetStringAsync|](\"b\", ct); return a + b;", "a memory of earlier answers")]
    public Task Less_is_information(string body, string because) => InWebAsync(File(body), Information(because));

    // bitwarden: two plans are asked for, each of which is wrapped in an object of its own. What a constructor writes there nobody shares; what it writes elsewhere may be.
    [Theory]
    [InlineData("public Adapter(List<Item> items) { Items = items; _count = items.Count; }", true)]
    [InlineData("public Adapter(List<Item> items) { Items = items; s_last = _count; }", false)]
    public async Task What_a_constructor_gives_its_own_object_nobody_else_needs(string constructor, bool isReported)
    {
        var code = File(
            $"var items = await OfAsync(page); var more = await {(isReported ? "[|OfAsync|]" : "OfAsync")}(page + 1); return new {{ items, more }};",
            $$"""private async Task<Adapter> OfAsync(int page) => new(await catalog.ItemsAsync(page)); public abstract class Rows { public List<Item> Items { get; protected set; } = []; } public class Adapter : Rows { private static int s_last; private readonly int _count = s_last; {{constructor}} }""");
        await (isReported ? InWebAsync(code, Warned) : InWebAsync(code));
    }

    [Fact]
    public Task Where_no_request_waits_it_is_information() => InWebAsync(
        "using System.Net.Http; class Job(HttpClient http) { public async Task<string> Run() { var a = await http.GetStringAsync(\"a\"); var b = await http.[|GetStringAsync|](\"b\"); return a + b; } }",
        Information("no request is seen to get here"));

    [Fact]
    public Task Abstractions_that_nobody_implements_are_likely() => InWebAsync(
        "public interface IStockClient { Task<int> GetStockAsync(int id); Task<int> GetPriceAsync(int id); } class Stock(IStockClient client) { public async Task<int> Run(int id) { var a = await client.GetStockAsync(id); var b = await client.[|GetPriceAsync|](id); return a + b; } }",
        Information("likely"));

    // What one call returns or writes, the other takes.
    [Theory]
    [InlineData("var items = await catalog.ItemsAsync(page); var of = await catalog.OfAsync(items); return of;")]
    [InlineData("return await catalog.OfAsync(await catalog.ItemsAsync(page));")]
    [InlineData("var items = await catalog.ItemsAsync(page); var few = items.Take(2).ToList(); var of = await catalog.OfAsync(few); return of;")]
    [InlineData("_items = await catalog.ItemsAsync(page); return await catalog.OfAsync(_items);")]
    [InlineData("_items = await catalog.ItemsAsync(page); return await OfItems();")]
    [InlineData("var model = new Page(); model.Items = await catalog.ItemsAsync(page); return await OfPage(model);")]
    [InlineData("page = (await catalog.ItemsAsync(page)).Count; return await catalog.ItemsAsync(page);")]
    [InlineData("var token = await prices.TokenAsync(); var list = await prices.ListAsync(); return token + list;")]
    [InlineData("var count = 0; var items = await Counted(); var brands = await catalog.ItemsAsync(count); return (items, brands); async Task<object> Counted() { count = 3; return await catalog.BrandsAsync(); }")]
    // What is made of the answer goes into what the member has made itself.
    [InlineData("var all = new List<string>(); all.Add(await http.GetStringAsync(\"a\", ct)); return (all, await http.GetStringAsync(\"b\" + all.Count, ct));")]
    [InlineData("var all = new string[2]; all[0] = await http.GetStringAsync(\"a\", ct); return (all, await http.GetStringAsync(\"b\" + all[0], ct));")]
    [InlineData("var all = new Dictionary<string, string>(); all[\"a\"] = await http.GetStringAsync(\"a\", ct); return (all, await http.GetStringAsync(\"b\" + all.Count, ct));")]
    [InlineData("var all = new System.Text.StringBuilder(); all.Append(await http.GetStringAsync(\"a\", ct)); return await http.GetStringAsync(\"b\" + all, ct);")]
    public Task What_the_later_call_needs_is_silent(string body) => InWebAsync(
        File(body, "private Task<List<Item>> OfItems() => catalog.OfAsync(_items); private Task<List<Item>> OfPage(Page page) => catalog.OfAsync(page.Items);"));

    // What the client is told, it says with each request after that.
    [Fact]
    public Task Signing_in_is_what_the_later_call_needs() => InWebAsync(File("var key = await prices.SignInAsync(); return (key, await prices.ListAsync());"));

    // A condition, a way out, a write, a wait.
    [Theory]
    [InlineData("var items = await catalog.ItemsAsync(page); if (items.Count == 0) return null; return await catalog.BrandsAsync();")]
    [InlineData("var items = await catalog.ItemsAsync(page) ?? throw new InvalidOperationException(); return (items, await catalog.BrandsAsync());")]
    [InlineData("var items = await catalog.ItemsAsync(page); return items.Count == 0 ? null : await catalog.BrandsAsync();")]
    [InlineData("var text = await cache.GetStringAsync(\"a\", ct); return text ?? await http.GetStringAsync(\"a\", ct);")]
    [InlineData("var items = await catalog.ItemsAsync(page); await db.SaveChangesAsync(ct); return (items, await catalog.BrandsAsync());")]
    [InlineData("var items = await catalog.ItemsAsync(page); await Task.Delay(100, ct); return (items, await catalog.BrandsAsync());")]
    [InlineData("await gate.WaitAsync(ct); var items = await catalog.ItemsAsync(page); return (items, await catalog.BrandsAsync());")]
    [InlineData("var items = await catalog.ItemsAsync(page).ContinueWith(t => { _items = t.Result; return _items.Count; }); return (items, await catalog.BrandsAsync().ContinueWith(t => _items.Count));")]
    [InlineData("var items = await catalog.ItemsAsync(page); await http.PostAsync(\"seen\", null, ct); return (items, await catalog.BrandsAsync());")]
    [InlineData("var items = await catalog.ItemsAsync(page); http.DefaultRequestHeaders.Add(\"a\", \"b\"); return (items, await catalog.BrandsAsync());")]
    [InlineData("foreach (var i in new[] { 1, 2, 3 }) { var items = await catalog.ItemsAsync(i); var brands = await catalog.BrandsAsync(); Use(items, brands); } return null;")]
    [InlineData("while (!ct.IsCancellationRequested) { var items = await catalog.ItemsAsync(page); var brands = await catalog.BrandsAsync(); Use(items, brands); } return null;")]
    [InlineData("await Task.WhenAll(_items.Select(async i => Use(await catalog.ItemsAsync(i.Id), await catalog.BrandsAsync()))); return null;")]
    [InlineData("try { await http.GetStringAsync(\"a\", ct); } catch (HttpRequestException) { var a = await http.GetStringAsync(\"b\", ct); var b = await http.GetStringAsync(\"c\", ct); return a + b; } return null;")]
    [InlineData("var a = \"\"; try { a = await http.GetStringAsync(\"a\", ct); } catch (HttpRequestException) { } return a + await http.GetStringAsync(\"b\", ct);")]
    [InlineData("using (await Locked()) { var items = await catalog.ItemsAsync(page); return (items, await catalog.BrandsAsync()); }")]
    [InlineData("using var hold = await Locked(); var items = await catalog.ItemsAsync(page); return (items, await catalog.BrandsAsync());")]
    [InlineData("await using var transaction = await db.Database.BeginTransactionAsync(ct); var items = await catalog.ItemsAsync(page); return (items, await catalog.BrandsAsync());")]
    [InlineData("using var response = await http.GetAsync(\"a\", ct); var b = await http.GetStringAsync(\"b\", ct); return response.StatusCode + b;")]
    [InlineData("var a = await memory.GetOrCreateAsync(\"a\", _ => http.GetStringAsync(\"a\", ct)); var b = await memory.GetOrCreateAsync(\"b\", _ => http.GetStringAsync(\"b\", ct)); return a + b;")]
    public Task What_stands_between_or_around_is_silent(string body) => InWebAsync(File(body, "private static Task<IDisposable> Locked() => throw new NotSupportedException();"));

    // One context serves one caller at a time, and commands have an order.
    [Theory]
    [InlineData("var orders = await db.Orders.ToListAsync(ct); var products = await db.Products.ToListAsync(ct); return (orders, products);")]
    [InlineData("var orders = await db.Orders.ToListAsync(ct); var brands = await catalog.BrandsAsync(); return (orders, brands);")]
    [InlineData("var stored = await prices.StoredAsync(); var brands = await catalog.BrandsAsync(); return (stored, brands);")]
    [InlineData("var brands = await catalog.BrandsAsync(); var stored = await prices.StoredAsync(); return (stored, brands);")]
    [InlineData("var a = await prices.PostAsync(\"a\"); var b = await prices.PostAsync(\"b\"); return a + b;")]
    [InlineData("var a = await http.PostAsync(\"a\", null, ct); var b = await http.GetStringAsync(\"b\", ct); return (a, b);")]
    [InlineData("var b = await http.GetStringAsync(\"b\", ct); var a = await http.DeleteAsync(\"a\", ct); return (a, b);")]
    [InlineData("await http.GetStringAsync(\"warm\", ct); return await http.GetStringAsync(\"b\", ct);")]
    public Task Databases_and_commands_are_silent(string body) => InWebAsync(File(body));

    // They run at the same time already.
    [Theory]
    [InlineData("var items = catalog.ItemsAsync(page); var brands = catalog.BrandsAsync(); await Task.WhenAll(items, brands); return (await items, await brands);")]
    [InlineData("var items = catalog.ItemsAsync(page); var brands = await catalog.BrandsAsync(); return (await items, brands);")]
    [InlineData("return await catalog.ItemsAsync(page);")]
    [InlineData("await Task.Yield(); return await memory.GetOrCreateAsync(\"a\", _ => Task.FromResult(1));")]
    public Task What_runs_at_the_same_time_or_alone_is_silent(string body) => InWebAsync(File(body));

    [Fact]
    public async Task Both_have_to_be_measured_to_be_slow_and_the_quicker_one_is_what_can_be_saved()
    {
        const string member = "M:PageController.Get(System.Int32,System.Threading.CancellationToken)";
        var code = File("var a = await http.GetStringAsync(\"a\", ct);\n var b = await http.[|GetStringAsync|](\"b\", ct);\n return a + b;");
        var line = code.Split('\n').ToList().FindIndex(l => l.Contains("var a =", StringComparison.Ordinal)) + 1;
        foreach (var (first, second, expected) in new[]
        {
            (400, 900, Warned.WithProperty("perf.state", "confirmed").Mentions("confirmed, measured: 1 per request, 400 ms of 2,000 ms (20 %), profile checkout")),
            (2, 900, ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Hidden).WithProperty("perf.state", "cold")),
            (0, 900, Warned.WithProperty("perf.state", "suspect")),
        })
        {
            var test = Test(code);
            var sites = new[] { (Line: line, Ms: first), (Line: line + 1, Ms: second) }.Where(s => s.Ms > 0)
                .Select(s => $"site\t{member}\tline={s.Line}\top=http\tcalls=10\troots=10\tper-root=1\ttotal-ms={s.Ms}\n");
            test.AdditionalFiles.Add(new(".perf/checkout.perfevidence", $"perfevidence\t1\nprofile\tcheckout\troots=10\troot-ms=2000\n{string.Concat(sites)}"));
            test.ExpectedDiagnostics.Add(expected);
            await test.RunAsync();
        }
    }

    [Fact]
    public async Task Tests_are_silent()
    {
        var test = Test(File("var items = await catalog.ItemsAsync(page); var brands = await catalog.BrandsAsync(); return (items, brands);"));
        var project = test.CreateSolution().Projects.Single().WithAssemblyName("Shop.Tests");
        project = project.AddMetadataReference(MetadataReference.CreateFromFile(typeof(FactAttribute).Assembly.Location));
        var compilation = (await project.GetCompilationAsync())!;

        Assert.Empty(await compilation.WithAnalyzers([new SequentialRoundTripsAnalyzer()], project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync());
    }
}
