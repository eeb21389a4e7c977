using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>PERF1003: HTTP, caches and other services, once per element.</summary>
public sealed class RemoteCallInLoopTests : RuleTests<RemoteCallInLoopAnalyzer>
{
    private const string Advice = "ask for many at once, or for a limited number at the same time";

    private static string Class(string body, string members = "") => $$"""
        using System.Net.Http;
        using System.Net.Http.Json;
        using Microsoft.Extensions.Caching.Distributed;
        using Microsoft.Extensions.Caching.Memory;
        public record Price(string Sku, decimal Amount, Uri? Next = null);
        public interface IFeed { Task<Price?> PriceAsync(string sku); Task<List<Price>> ListedAsync(IReadOnlyList<string> skus); }
        public class Feed(HttpClient http) : IFeed
        {
            public Task<Price?> PriceAsync(string sku) => http.GetFromJsonAsync<Price>("prices/" + sku);
            public async Task<List<Price>> ListedAsync(IReadOnlyList<string> skus) =>
                await http.GetFromJsonAsync<List<Price>>("prices?sku=" + string.Join(',', skus)) ?? [];
        }
        public class Basket(HttpClient http, IFeed feed, IDistributedCache cache, IMemoryCache memory, ShopDb db)
        {
            private static void Use(params object?[] values) { }
            public async Task Run(List<string> skus, Uri start, CancellationToken ct) { await Task.Yield(); {{body}} Use(http, feed, cache, memory, db, start, ct); }
            {{members}}
        }
        """;

    // A pipeline: commands that nobody waits for before the next one is sent.
    [Theory]
    [InlineData("var tasks = new List<Task<RedisValue>>(); foreach (var key in keys) tasks.Add(redis.[|StringGetAsync|](key)); return await Task.WhenAll(tasks);", DiagnosticSeverity.Info)]
    [InlineData("return await Task.WhenAll(keys.Select(key => redis.[|StringGetAsync|](key)));", DiagnosticSeverity.Info)]
    [InlineData("await Task.WhenAll(keys.Select([|Read|])); return keys; async Task<string> Read(string key) => await redis.StringGetAsync(key);", DiagnosticSeverity.Info)]
    [InlineData("await Task.WhenAll(keys.Select(async key => (string?)await redis.[|StringGetAsync|](key))); return keys;", DiagnosticSeverity.Info)]
    [InlineData("var values = new List<string>(); foreach (var key in keys) values.Add(await [|Read|](key)); return values; async Task<string> Read(string key) => await redis.StringGetAsync(key);", DiagnosticSeverity.Warning)]
    [InlineData("var values = new List<RedisValue>(); foreach (var key in keys) values.Add(await redis.[|StringGetAsync|](key)); return values;", DiagnosticSeverity.Warning)]
    public async Task What_a_cache_is_sent_without_waiting_is_information(string body, DiagnosticSeverity severity)
    {
        var test = new AnalyzerTest<RemoteCallInLoopAnalyzer>
        {
            TestCode = $"using StackExchange.Redis; public class Prices(IDatabase redis) {{ public async Task<object> RunAsync(List<string> keys) {{ await Task.Yield(); {body} }} }}",
            Sources = { Shop.Model },
            ExpectedDiagnostics = { ExpectedDiagnostic.Any.WithSeverity(severity) },
        };
        test.Projects[0].References = TestReferences.Libraries;
        await test.RunAsync();
    }

    // Clients of services: by the type that all of them derive from, by an attribute, or by what they send everything through.
    [Theory]
    [InlineData("Amazon.SimpleEmail.IAmazonSimpleEmail mail", "await mail.[|SendEmailAsync|](id);")]
    [InlineData("OrdersRequestBuilder orders", "await orders.[|GetAsync|](id);")]
    [InlineData("Stripe.CustomerService customers", "await customers.[|GetAsync|](id);")]
    [InlineData("IOrders orders", "await orders.[|Of|](id);")]
    [InlineData("Azure.Core.Pipeline.HttpPipeline pipeline", "var request = pipeline.CreateRequest(); await pipeline.[|SendRequestAsync|](request, default);")]
    [InlineData("Octokit.IGitHubClient github", "await github.Repository.Content.[|GetAllContents|](id, id);")]
    [InlineData("Telegram.Bot.ITelegramBotClient bot", "await Telegram.Bot.TelegramBotClientExtensions.[|SendMessage|](bot, id, id);")]
    [InlineData("Microsoft.AspNetCore.SignalR.Client.HubConnection hub", "await Microsoft.AspNetCore.SignalR.Client.HubConnectionExtensions.[|InvokeAsync|](hub, id);")]
    [InlineData("System.DirectoryServices.DirectorySearcher directory", "directory.Filter = id; directory.[|FindOne|]();")]
    [InlineData("Renci.SshNet.SftpClient files", "files.[|DownloadFile|](id, System.IO.Stream.Null);")]
    [InlineData("Minio.IMinioClient blobs", "await blobs.[|StatObjectAsync|](new Minio.DataModel.Args.StatObjectArgs().WithObject(id));")]
    [InlineData("Microsoft.Extensions.AI.IChatClient chat", "await Microsoft.Extensions.AI.ChatClientExtensions.[|GetResponseAsync|](chat, id);")]
    public Task What_is_sent_to_a_service_is_a_call_of_it(string client, string call) => RunClientAsync(client, call);

    [Theory]
    [InlineData("Amazon.SimpleEmail.IAmazonSimpleEmail mail", "mail.Describe(id);")]
    [InlineData("OrdersRequestBuilder orders", "orders.ToGetRequest(id);")]
    [InlineData("Octokit.IGitHubClient github", "var content = github.Repository.Content;")]
    [InlineData("Microsoft.AspNetCore.SignalR.Client.HubConnection hub", "await Microsoft.AspNetCore.SignalR.Client.HubConnectionExtensions.SendAsync(hub, id);")]
    [InlineData("Minio.IMinioClient blobs", "await blobs.PresignedGetObjectAsync(new Minio.DataModel.Args.PresignedGetObjectArgs().WithObject(id));")]
    public Task What_is_only_made_ready_is_none(string client, string call) => RunClientAsync(client, call);

    private static async Task RunClientAsync(string client, string call)
    {
        var test = new AnalyzerTest<RemoteCallInLoopAnalyzer>
        {
            TestCode = $$"""
                namespace Amazon.SimpleEmail { public interface IAmazonSimpleEmail : Amazon.Runtime.IAmazonService { Task SendEmailAsync(string to); string Describe(string to); } }
                public class OrdersRequestBuilder(Microsoft.Kiota.Abstractions.IRequestAdapter adapter) : Microsoft.Kiota.Abstractions.BaseRequestBuilder(adapter, "", new Dictionary<string, object>())
                {
                    public Task<string> GetAsync(string id) => Task.FromResult(id);
                    public string ToGetRequest(string id) => id;
                }
                [System.ServiceModel.ServiceContract] public interface IOrders { [System.ServiceModel.OperationContract] Task<string> Of(string id); }
                public class Senders({{client}}) { public async Task RunAsync(List<string> ids) { foreach (var id in ids) { await Task.Yield(); {{call}} } } }
                """,
            Sources = { Shop.Model },
        };
        test.Projects[0].References = TestReferences.Libraries;
        await test.RunAsync();
    }

    // That is what the message advises; whether the service has an endpoint for many is worth a look all the same.
    [Theory]
    [InlineData("await Parallel.ForEachAsync(skus, ct, async (sku, _) => Use(await feed.[|PriceAsync|](sku)));")]
    [InlineData("await Parallel.ForEachAsync(skus, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (sku, _) => Use(await feed.[|PriceAsync|](sku)));")]
    [InlineData("var gate = new SemaphoreSlim(4); await Task.WhenAll(skus.Select(async sku => { await gate.WaitAsync(ct); try { Use(await http.[|GetStringAsync|](sku, ct)); } finally { gate.Release(); } }));")]
    [InlineData("await Task.WhenAll(skus.Select(async sku => { await _gate.WaitAsync(ct); try { Use(await feed.[|PriceAsync|](sku)); } finally { _gate.Release(); } }));")]
    [InlineData("await Task.WhenAll(skus.Select([|Gated|]));")]
    [InlineData("await Task.WhenAll(skus.Select(async sku => Use(await [|Gated|](sku))));")]
    [InlineData("var tasks = new List<Task>(); foreach (var sku in skus) { await _gate.WaitAsync(ct); tasks.Add(Task.Run(async () => { try { Use(await feed.[|PriceAsync|](sku)); } finally { _gate.Release(); } })); } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var sku in skus) tasks.Add([|Gated|](sku)); await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var sku in skus) { var task = [|Gated|](sku); tasks.Add(task); } await Task.WhenAll(tasks);")]
    [InlineData("await Task.WhenAll(skus.OrderBy(s => s).Take(20).ToList().Select(sku => feed.[|PriceAsync|](sku)));")]
    [InlineData("var first = skus.Take(20).ToList(); await Task.WhenAll(first.Select(async sku => Use(await feed.[|PriceAsync|](sku))));")]
    [InlineData("foreach (var some in skus.Chunk(20)) await Task.WhenAll(some.Select(sku => feed.[|PriceAsync|](sku)));")]
    public Task A_limited_number_at_the_same_time_is_information(string body) => ReportsFile(
        Class(body, Gated), ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "a limited number at the same time"));

    // NuGetGallery: as many workers as are wanted share what there is to do.
    [Theory]
    [InlineData("var left = new System.Collections.Concurrent.ConcurrentBag<string>(skus); await Task.WhenAll(Enumerable.Range(0, Degree).Select(_ => [|Work|](left)).ToList());")]
    [InlineData("var left = new System.Collections.Concurrent.ConcurrentBag<string>(skus); var workers = new List<Task>(); for (var i = 0; i < Degree; i++) workers.Add([|Work|](left)); await Task.WhenAll(workers);")]
    public Task Workers_are_no_elements(string body) => ReportsFile(
        Class(body, Working), ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "each turn starts a worker"));

    [Theory]
    [InlineData("await Task.WhenAll(Enumerable.Range(0, Degree).Select(i => feed.[|PriceAsync|](skus[i])));")]
    [InlineData("for (var i = 0; i < Degree; i++) await [|Work|](new());")]
    [InlineData("var tasks = new List<Task>(); for (var i = 0; i < skus.Count; i++) { var sku = skus[i]; tasks.Add(feed.[|PriceAsync|](sku)); } await Task.WhenAll(tasks);")]
    public Task What_is_asked_for_by_a_number_is_an_element(string body) => ReportsFile(
        Class(body, Working), ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning));

    private const string Working = """
        private int Degree => skuCount;
        private int skuCount;
        private async Task Work(System.Collections.Concurrent.ConcurrentBag<string> left) { if (left.TryTake(out var sku)) Use(await feed.PriceAsync(sku)); }
        """;

    // NuGetGallery: a page of rows, of which the last says from where the next one goes on; rounds, of which each asks for all that the last one left.
    [Theory]
    [InlineData("var rows = (await [|Page|](null)).Data; while (rows.Any()) { var after = rows.Last().Cursor; var next = await Page(after); rows = next.Data.ToList(); }")]
    [InlineData("List<Row> rows = [new(\"\", \"\")]; while (rows.Any()) { var after = rows.Last().Cursor; var question = \"?after=\" + after; var next = await Page(question); rows = next?.Data.ToList() ?? []; }")]
    public Task Rows_that_tell_where_the_next_go_on_are_a_page(string body) => ReportsPages(body.Replace("[|Page|]", "Page"));

    [Fact]
    public Task Rows_that_lead_to_others_are_none() => ReportsPages("List<Row> rows = [new(\"\", \"\")]; while (rows.Any()) { var at = rows.Last().Sku; var next = await [|Page|](at); rows = next.Data.ToList(); }");

    private static Task ReportsPages(string body) => ReportsFile(
        Class(body, "private Task<Answer?> Page(string? after) => http.GetFromJsonAsync<Answer>(\"prices\" + after);") + " public record Row(string Sku, string Cursor); public record Answer(List<Row> Data);");

    [Fact]
    public Task What_is_left_and_asked_for_at_once_is_a_round() => ReportsFile(
        Class("List<string> missing = []; var later = skus; do { if (missing.Any()) { var some = later.Select(s => s + \"!\").ToList(); Use(await feed.[|ListedAsync|](some)); } later = skus.Where(s => s.Length > missing.Count).ToList(); missing = later.Where(l => l.Length > 9).ToList(); } while (missing.Any());"),
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "one turn for each level, all of which is asked for at once"));

    // TASVideos: what is looked up in a cache behind an abstraction is there to be fast, wherever it is kept.
    [Theory]
    [InlineData("foreach (var sku in skus) Use(own.[|TryGetValue|](sku, out var known), known);", DiagnosticSeverity.Info)]
    [InlineData("foreach (var sku in skus) own.[|Put|](sku, []);", DiagnosticSeverity.Warning)]
    public Task A_look_into_a_cache_that_is_elsewhere_is_information(string body, DiagnosticSeverity severity) => ReportsFile(
        Class("var own = new KeptElsewhereCache(cache); " + body) + """

        public class KeptElsewhereCache(Microsoft.Extensions.Caching.Distributed.IDistributedCache cache)
        {
            public bool TryGetValue(string key, out byte[]? value) { value = cache.Get(key); return value != null; }
            public void Put(string key, byte[] value) => cache.Set(key, value, new());
        }
        """, ExpectedDiagnostic.Any.WithSeverity(severity));

    // Jackett: the details of a row of a site are on a page of their own, and its operator has nothing for many.
    [Theory]
    [InlineData("var pages = new List<Uri>(); foreach (var page in pages) Use(await http.[|GetStringAsync|](page, ct));")]
    [InlineData("foreach (var link in skus) Use(await http.[|GetStringAsync|](link, ct));")]
    [InlineData("foreach (var link in skus) Use(await http.[|GetStringAsync|](new Uri(start, link), ct));")]
    [InlineData("foreach (var link in skus) { var page = link; page += \"?\" + ct; Use(await http.[|GetStringAsync|](page, ct)); }")]
    [InlineData("foreach (var link in skus) { var page = link; page = page + \"?\" + ct; Use(await http.[|GetStringAsync|](page, ct)); }")]
    [InlineData("foreach (var link in skus) Use(await [|Fetch|](new Request { Url = link }));")]
    [InlineData("var rows = new List<AngleSharp.Dom.IElement>(); foreach (var row in rows) Use(await [|Details|](row));")]
    public Task Another_page_in_each_turn_is_information(string body) => ReportsFile(
        Class(body, Fetching) + Markup, ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "each turn asks for another page"));

    [Fact]
    public Task What_stands_beside_the_page_is_information() => ReportsFile(
        Class("foreach (var link in skus) { Use(await http.[|GetStringAsync|](link, ct));\n if (link.Length > 99) Use(await [|Ask|](new Question { Sku = link })); }", Fetching) + Markup,
        ExpectedDiagnostic.Any.WithProperty("perf.rank", "each turn asks for another page"), ExpectedDiagnostic.Any.WithProperty("perf.rank", "beside another round trip of the same loop"));

    [Theory]
    [InlineData("foreach (var sku in skus) Use(await http.[|GetStringAsync|](\"prices/\" + sku, ct));")]
    [InlineData("foreach (var sku in skus) Use(await http.[|GetStringAsync|]($\"{start}prices/{sku}\", ct));")]
    [InlineData("foreach (var sku in skus) { var address = string.Format(\"prices/{0}\", sku); Use(await http.[|GetStringAsync|](new Uri(address), ct)); }")]
    [InlineData("foreach (var sku in skus) Use(await [|Ask|](new Question { Sku = sku }));")]
    [InlineData("foreach (var sku in skus) Use(await [|PriceOf|](start, sku));")]
    public Task Another_row_of_a_service_in_each_turn_is_a_warning(string body) => ReportsFile(
        Class(body, Fetching) + Markup, ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning));

    private const string Fetching = """
        private class Request { public string Url { get; set; } = ""; }
        private class Question { public string Sku { get; set; } = ""; }
        private Task<string> Fetch(Request request) => http.GetStringAsync(request.Url);
        private Task<string> Ask(Question question) => http.GetStringAsync("prices/" + question.Sku);
        private Task<string> PriceOf(Uri service, string sku) => http.GetStringAsync($"{service}prices/{sku}");
        private Task<string> Details(AngleSharp.Dom.IElement row) => http.GetStringAsync(row.TextContent);
        """;

    private const string Markup = "namespace AngleSharp.Dom { public interface IElement { string TextContent { get; } int Id { get; set; } int Size { get; set; } } }";

    // One waits for the other, whoever else the gate holds back: a lock, or a loop that awaits each turn. Or nothing limits the number.
    [Theory]
    [InlineData("var gate = new SemaphoreSlim(1); await Task.WhenAll(skus.Select(async sku => { await gate.WaitAsync(ct); try { Use(await http.[|GetStringAsync|](\"prices/\" + sku, ct)); } finally { gate.Release(); } }));")]
    [InlineData("await Task.WhenAll(skus.Select(async sku => { await _lock.WaitAsync(ct); try { Use(await feed.[|PriceAsync|](sku)); } finally { _lock.Release(); } }));")]
    [InlineData("foreach (var sku in skus) { await _gate.WaitAsync(ct); try { Use(await feed.[|PriceAsync|](sku)); } finally { _gate.Release(); } }")]
    [InlineData("foreach (var sku in skus) Use(await [|Gated|](sku));")]
    [InlineData("foreach (var sku in skus) { await _gate.WaitAsync(ct); await Task.Run(async () => { try { Use(await feed.[|PriceAsync|](sku)); } finally { _gate.Release(); } }); }")]
    [InlineData("await _gate.WaitAsync(ct); await Task.WhenAll(skus.Select(sku => feed.[|PriceAsync|](sku)));")]
    [InlineData("await Task.WhenAll(skus.Select(async sku => { Use(await feed.[|PriceAsync|](sku)); await _gate.WaitAsync(ct); _gate.Release(); }));")]
    [InlineData("var tasks = new List<Task>(); foreach (var sku in skus) tasks.Add(Task.Run(async () => Use(await feed.[|PriceAsync|](sku)))); await Task.WhenAll(tasks);")]
    public Task Without_a_limit_or_one_at_a_time_is_a_warning(string body) => ReportsFile(
        Class(body, Gated), ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning));

    [Theory]
    [InlineData("var page = await http.GetAsync(\"/\"); for (var i = 0; i < skus.Count; i++) page = await http.[|GetAsync|](page.Headers.Location).ConfigureAwait(false);", "each turn follows the answer of the turn before")]
    [InlineData("var page = await http.GetAsync(\"/\"); for (var i = 0; i < skus.Count; i++) page = await http.[|GetAsync|](\"prices/\" + skus[i]);", null)]
    [InlineData("HttpResponseMessage? page = null; foreach (var sku in skus) page = await http.[|GetAsync|](\"prices/\" + sku + page?.StatusCode);", null)]
    public Task What_the_last_answer_is_needed_for_is_information(string body, string? rank) => ReportsFile(
        Class(body), ExpectedDiagnostic.Any.WithSeverity(rank is null ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info).WithProperty("perf.rank", rank));

    private const string Gated = """
        private readonly SemaphoreSlim _gate = new(4);
        private readonly SemaphoreSlim _lock = new SemaphoreSlim(1, 1);
        private async Task<Price?> Gated(string sku)
        {
            await _gate.WaitAsync();
            try { return await feed.PriceAsync(sku); }
            finally { _gate.Release(); }
        }
        public void Release() => _lock.Release();
        """;

    [Fact]
    public Task The_message_says_what_repeats_over_what_and_what_to_do() => ReportsFile(
        Class("foreach (var sku in skus) Use(await feed.[|PriceAsync|](sku));"),
        ExpectedDiagnostic.Any
            .Says($"'PriceAsync' calls another service for each 'sku' in 'skus', through Feed.PriceAsync -> GetFromJsonAsync; {Advice} - suspect")
            .WithSeverity(DiagnosticSeverity.Warning)
            .WithProperty("perf.advice", Advice)
            .WithProperty("perf.chain", "Feed.PriceAsync -> GetFromJsonAsync")
            .WithAdditionalLocations("foreach", "GetFromJsonAsync"));

    [Theory]
    [InlineData("foreach (var sku in skus) Use(await http.[|GetAsync|](sku, ct));")]
    [InlineData("foreach (var sku in skus) Use(await http.[|GetStringAsync|](sku, ct));")]
    [InlineData("foreach (var sku in skus) Use(await http.[|PostAsync|](sku, null, ct));")]
    [InlineData("foreach (var sku in skus) Use(await http.[|SendAsync|](new HttpRequestMessage(HttpMethod.Get, sku), ct));")]
    [InlineData("foreach (var sku in skus) Use(await http.[|PostAsJsonAsync|](\"prices\", sku, ct));")]
    [InlineData("foreach (var sku in skus) Use(await http.[|GetFromJsonAsync|]<Price>(sku, ct));")]
    [InlineData("await Task.WhenAll(skus.Select(sku => http.[|GetStringAsync|](sku, ct)));")]
    [InlineData("await Task.WhenAll(skus.Select(feed.[|PriceAsync|]));")]
    [InlineData("foreach (var sku in skus) { using var one = new HttpClient(); Use(await one.[|GetStringAsync|](sku, ct)); }")]
    [InlineData("foreach (var sku in skus) Use(await cache.[|GetAsync|](sku, ct));")]
    [InlineData("foreach (var sku in skus) await cache.[|SetStringAsync|](sku, \"1\", ct);")]
    public Task Calls_of_services_and_shared_caches(string body) => ReportsFile(Class(body));

    // A context serves one caller at a time: starting several at once would throw, or worse.
    [Theory]
    [InlineData("foreach (var sku in skus) Use(await [|PriceOf|](sku));")]
    [InlineData("foreach (var sku in skus) { Use(db.Products.FirstOrDefault(p => p.Sku == sku)); \n Use(await feed.[|PriceAsync|](sku)); }")]
    public Task Concurrency_is_not_advised_where_a_database_context_is_used(string body) => ReportsFile(
        Class(body, "async Task<Price?> PriceOf(string sku) { var price = await feed.PriceAsync(sku); if (price != null) Use(await db.Products.FirstOrDefaultAsync(p => p.Sku == sku)); return price; }"),
        ExpectedDiagnostic.Any.WithProperty("perf.advice", "ask for many at once"));

    [Fact]
    public Task An_abstraction_that_nobody_implements_is_likely() => ReportsFile(
        "public interface IPriceClient { Task<decimal> GetPriceAsync(string sku); } class Basket(IPriceClient prices) { public async Task Run(List<string> skus) { foreach (var sku in skus) await prices.[|GetPriceAsync|](sku); } }",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions("likely"));

    [Theory]
    [InlineData("Use(await feed.ListedAsync(skus));")]
    [InlineData("foreach (var page in skus.Chunk(50)) Use(await feed.ListedAsync(page));")]
    [InlineData("foreach (var price in await feed.ListedAsync(skus)) Use(price);")]
    [InlineData("foreach (var sku in skus) { using var one = new HttpClient(); Use(one, sku); }")]
    [InlineData("foreach (var sku in skus) http.DefaultRequestHeaders.Add(\"X-Sku\", sku);")]
    [InlineData("foreach (var sku in skus) { var content = new StringContent(sku); Use(await content.ReadAsStringAsync(ct)); }")]
    public Task One_call_for_all_or_for_a_batch_is_silent(string body) => ReportsFile(Class(body));

    [Theory]
    [InlineData("for (var i = 0; ; i++) { try { Use(await http.GetStringAsync(start, ct)); break; } catch (HttpRequestException) when (i < 3) { await Task.Delay(100, ct); } }")]
    [InlineData("while (!ct.IsCancellationRequested) { Use(await http.GetStringAsync(start, ct)); await Task.Delay(5000, ct); }")]
    [InlineData("foreach (var sku in skus) { if (sku.Length == 0) { Use(await feed.PriceAsync(sku)); return; } }")]
    [InlineData("foreach (var sku in skus) { try { Use(sku); } catch (InvalidOperationException) { Use(await http.PostAsync(sku, null, ct)); } }")]
    public Task Retries_polling_and_error_paths_are_silent(string body) => ReportsFile(Class(body));

    [Theory]
    [InlineData("var known = new Dictionary<string, Price?>(); foreach (var sku in skus) { if (!known.TryGetValue(sku, out var p)) known[sku] = p = await feed.[|PriceAsync|](sku); Use(p); }")]
    [InlineData("foreach (var sku in skus) Use(await memory.GetOrCreateAsync(sku, _ => feed.[|PriceAsync|](sku)));")]
    public Task What_is_asked_once_for_each_key_is_information(string body) =>
        ReportsFile(Class(body), ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions("each key is asked for once, then remembered"));

    // Pages of an answer follow each other by their link.
    [Theory]
    [InlineData("Price page; do { page = (await http.GetFromJsonAsync<Price>(start, ct))!; } while (page.Next != null);")]
    [InlineData("Uri? next = start; while (next != null) { var page = await http.GetFromJsonAsync<Price>(next, ct); next = page?.Next; }")]
    public Task Paging_by_a_link_is_silent(string body) => ReportsFile(Class(body));

    [Fact]
    public Task Paging_by_a_link_that_may_be_missing_is_silent() => ReportsFile(
        Class("Price? page; do { page = await http.GetFromJsonAsync<Price>(start, ct); } while (page?.Next != null);"));

    // The database is another rule's.
    [Theory]
    [InlineData("foreach (var sku in skus) Use(await db.Products.FirstOrDefaultAsync(p => p.Sku == sku, ct));")]
    [InlineData("foreach (var sku in skus) await db.SaveChangesAsync(ct);")]
    [InlineData("foreach (var sku in skus) Use(memory.Get(sku));")]
    public Task Databases_and_memories_in_the_process_are_silent(string body) => ReportsFile(Class(body));

    [Fact]
    public Task A_few_servers_written_in_the_code_are_information() => ReportsFile(
        Class("foreach (var url in new[] { \"https://a.example\", \"https://b.example\" }) Use(await http.[|GetStringAsync|](url, ct));"),
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "few elements, written in the code"));
}
