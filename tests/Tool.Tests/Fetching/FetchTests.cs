using System.Text.Json;
using PerfAnalyzers.Tool.Tests.Importing;

namespace PerfAnalyzers.Tool.Tests.Fetching;

/// <summary>
/// <c>fetch</c> as a program. Jaeger, Zipkin, Tempo and Pyroscope are not running here: a listener answers with recorded responses in the shape that their interfaces
/// have. PostgreSQL is a real server; see <see cref="FetchPostgresTests"/>.
/// </summary>
public sealed class FetchTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RecordedServer _server = new();

    public void Dispose()
    {
        _server.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Jaeger_is_asked_for_the_traces_of_its_services()
    {
        _server
            .On("/api/services", """{"data":["shop","jaeger-all-in-one"],"total":2,"limit":0,"offset":0,"errors":null}""")
            .On("/api/traces", await File.ReadAllBytesAsync(Samples.File("otel/shop.jaeger.json")));
        var endpoints = await FetchAsync("--since", "2h", "--limit", "50");
        Assert.Contains("endpoint\tGET /orders/{id}/report\tcount=2", endpoints, StringComparison.Ordinal);

        // The service, the time in microseconds, the limit; and nothing about Jaeger's own requests.
        var asked = Assert.Single(_server.Requests, r => r.Path.StartsWith("/api/traces", StringComparison.Ordinal)).Path;
        Assert.Contains("service=shop&", asked, StringComparison.Ordinal);
        Assert.EndsWith("&limit=50", asked, StringComparison.Ordinal);
        var parameters = asked[(asked.IndexOf('?') + 1)..].Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);
        Assert.Equal(2 * 3_600_000_000L, long.Parse(parameters["end"], System.Globalization.CultureInfo.InvariantCulture) - long.Parse(parameters["start"], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Zipkin_is_told_by_its_services()
    {
        _server.On("/api/v2/services", "[\"shop\"]").On("/api/v2/traces", $"[{await File.ReadAllTextAsync(Samples.File("otel/shop.zipkin.json"))}]");
        Assert.Contains("endpoint\tGET /orders/{id}/report\tcount=2", await FetchAsync("--service", "shop"), StringComparison.Ordinal);
        Assert.Contains(_server.Requests, r => r.Path.Contains("lookback=3600000", StringComparison.Ordinal) && r.Path.EndsWith("&serviceName=shop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tempo_is_searched_and_asked_for_each_trace()
    {
        const string Trace = """{"batches":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"scope":{},"spans":[{"traceId":"Lz4M7neuXcnBet42iesuVA==","spanId":"7uGbfsPBsXM=","name":"GET /a","kind":"SPAN_KIND_SERVER","startTimeUnixNano":"1684778327699392724","endTimeUnixNano":"1684778327799392724","status":{}}]}]}]}""";
        _server.On("/api/echo", "echo")
            .On("/api/search", """{"traces":[{"traceID":"2f3e0cee77ae5dc9c17ade3689eb2e54","rootServiceName":"shop","rootTraceName":"GET /a","startTimeUnixNano":"1684778327699392724","durationMs":100},{"traceID":"../../secret"}],"metrics":{"inspectedBytes":"1"}}""")
            .On("/api/traces/2f3e0cee77ae5dc9c17ade3689eb2e54", Trace);
        Assert.Contains("endpoint\tGET /a\tcount=1\tp50-ms=100", await FetchAsync("-s", "shop"), StringComparison.Ordinal);
        Assert.Contains(_server.Requests, r => Uri.UnescapeDataString(r.Path).Contains("q={ resource.service.name = \"shop\" }", StringComparison.Ordinal));
        Assert.DoesNotContain(_server.Requests, r => r.Path.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pyroscope_gives_pprof_or_what_its_page_draws()
    {
        _server.On("/pyroscope/label-values", "[\"shop\"]")
            .On("/querier.v1.QuerierService/SelectMergeProfile", await File.ReadAllBytesAsync(Samples.File("go/cpu.pb.gz")));
        Assert.Contains("format=pprof", await FetchAsync(), StringComparison.Ordinal);

        using var old = new RecordedServer()
            .On("/label-values", "[\"shop\"]")
            .On("/render", """{"version":1,"flamebearer":{"names":["total","Shop!Shop.Program.Main()","Shop!Shop.Orders.Load()"],"levels":[[0,300,0,0],[0,250,50,1],[0,200,200,2]],"numTicks":300,"maxSelf":200},"metadata":{"format":"single","spyName":"dotnetspy","sampleRate":100,"units":"samples","name":"cpu"}}""");
        var evidence = await FetchFromAsync(old.Url, "--query", "shop.cpu{}");

        // 200 samples at 100 a second.
        Assert.Contains("method\tM:Shop.Orders.Load\tself-ms=2000\ttotal-ms=2000", evidence.Replace("()", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_login_comes_from_the_environment_and_is_repeated_nowhere()
    {
        _server.On("/api/v2/services", "[]").On("/api/v2/traces", "", 500).On("/api/services", "{}", 404);
        var environment = new Dictionary<string, string> { ["PERFEVIDENCE_TOKEN"] = "planted-token" };
        var result = await Programs.PerfEvidenceAsync(_directory.Path, environment, "fetch", _server.Url);
        Assert.Equal(9, result.ExitCode);
        Assert.Contains("answers 500 to /api/v2/traces", result.Error, StringComparison.Ordinal);
        Assert.All(_server.Requests, r => Assert.Equal("Bearer planted-token", r.Login));
        Assert.DoesNotContain("planted-token", result.Error + result.Output, StringComparison.Ordinal);

        using var closed = new RecordedServer().On("/api/services", "", 401);
        var refused = await Programs.PerfEvidenceAsync(_directory.Path, environment, "fetch", closed.Url);
        Assert.Equal(9, refused.ExitCode);
        Assert.Contains("wants a login", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-token", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, "not a system that is known here", "URL")]
    [InlineData(9, "cannot be reached", "http://127.0.0.1:1")]
    [InlineData(2, "a login in an address is seen by everyone", "http://user:planted@127.0.0.1:1")]
    [InlineData(2, "expected http://HOST:PORT", "ftp://127.0.0.1")]
    [InlineData(2, "--since", "URL", "--since", "soon")]
    [InlineData(2, "--limit", "URL", "--limit", "0")]
    public async Task What_goes_wrong_is_said(int code, string message, params string[] arguments)
    {
        var result = await Programs.PerfEvidenceAsync(_directory.Path, ["fetch", .. arguments.Select(a => a == "URL" ? _server.Url : a)]);
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_directory[".perf"]));
    }

    [Theory]
    [InlineData("jaeger", "/api/services", "/api/services")]
    [InlineData("pyroscope", "/pyroscope/label-values?label=service_name", "/pyroscope/label-values", "/label-values")]
    public async Task A_system_that_is_not_what_it_is_said_to_be_is_no_measurement_of_nothing(string from, string asked, params string[] paths)
    {
        foreach (var (body, status) in new[] { ("<!DOCTYPE html><html><body>Welcome</body></html>", 200), ("{\"data\":[\"sh", 200), ("{\"shop\":1}", 200), ("", 302), ("", 404) })
        {
            foreach (var path in paths)
                _server.On(path, body, status);

            var result = await Programs.PerfEvidenceAsync(_directory.Path, "fetch", _server.Url, "--from", from);
            Assert.Equal((9, $"perfevidence: {_server.Url} does not answer {asked} as {from} does"), (result.ExitCode, result.Error.Trim()));
        }
    }

    [Theory]
    [InlineData("jaeger")]
    [InlineData("zipkin")]
    [InlineData("tempo")]
    [InlineData("pyroscope")]
    public async Task A_system_that_knows_no_such_address_is_no_measurement_of_nothing(string from)
    {
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "fetch", _server.Url, "--from", from, "--service", "shop");
        Assert.Equal(9, result.ExitCode);
        Assert.Contains($" as {from} does", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_to_tell_is_said_so()
    {
        _server.On("/api/services", """{"data":null,"total":0}""");
        var result = await Programs.PerfEvidenceAsync(_directory.Path, "fetch", _server.Url);
        Assert.Equal(3, result.ExitCode);
    }

    private Task<string> FetchAsync(params string[] arguments) => FetchFromAsync(_server.Url, arguments);

    private async Task<string> FetchFromAsync(string url, params string[] arguments)
    {
        var result = await Programs.PerfEvidenceAsync(_directory.Path, ["fetch", url, "--json", "-o", _directory["fetched.perfevidence"], .. arguments]);
        Assert.True(result.ExitCode == 0, result.Error);
        using var json = JsonDocument.Parse(result.Output);
        return await File.ReadAllTextAsync(json.RootElement.GetProperty("file").GetString()!);
    }
}
