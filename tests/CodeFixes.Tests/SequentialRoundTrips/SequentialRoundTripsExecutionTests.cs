using System.Net;
using System.Reflection;
using PerfAnalyzers.Rules;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Programs before and after the fix: the same requests, the same use of the answers, the same exceptions, and the wait of one for that of two.</summary>
public sealed class SequentialRoundTripsExecutionTests
{
    private static readonly string[] s_bodies =
    [
        "var a = await http.GetStringAsync(\"a\", ct);\nvar b = await http.GetStringAsync(\"bb\", ct);\nUse(a, b);",
        "var a = await http.GetFromJsonAsync<Price>(\"a\", ct);\nvar b = await http.GetFromJsonAsync<Price>(\"bb\", ct);\nUse(a?.Amount, b?.Amount);",
        "Use(await http.GetStringAsync(\"a\", ct), await http.GetStringAsync(\"bb\", ct));",
        "var a = (await http.GetStringAsync(\"a\", ct)).Length;\nvar b = (await http.GetByteArrayAsync(\"bb\", ct)).Length;\nUse(a, b);",
        "string a, b;\na = await http.GetStringAsync(\"a\", ct);\nb = await http.GetStringAsync(\"bb\", ct);\nUse(a, b);",
        "try\n{\n    var a = await http.GetStringAsync(\"a\", ct);\n    var b = await http.GetStringAsync(\"bb\", ct);\n    Use(a, b);\n}\ncatch (HttpRequestException e)\n{\n    Use(\"failed\", e.StatusCode);\n}",
        "if (skus.Count > 0)\n{\n    var a = await Of(\"a\").ConfigureAwait(false);\n    var b = await Of(\"bb\").ConfigureAwait(false);\n    Use(a, b);\n}\nasync ValueTask<string> Of(string sku) => await http.GetStringAsync(sku, ct);",
        "var a = await http.GetStringAsync(\"a\", ct);\nvar b = await http.GetStringAsync(\"bb\", ct);\nvar c = await http.GetStringAsync(\"ccc\", ct);\nUse(a, b, c);",
    ];

    private static readonly Lazy<Task<(Assembly Before, Assembly After, IReadOnlyList<string?> Fixed)>> s_programs = new(() =>
        FixedPrograms.CompileAsync<SequentialRoundTripsAnalyzer, SequentialRoundTripsFix>([.. s_bodies.Select((body, i) =>
            RemoteEntry.File(body, "", $"Service{i}").Replace("public record Price(string Sku, decimal Amount);", i == 0 ? "public record Price(string Sku, decimal Amount);" : "", StringComparison.Ordinal))]));

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    [InlineData("bb")]
    public async Task Answers_requests_and_exceptions_are_the_same(string? failsOn)
    {
        var (before, after, texts) = await s_programs.Value;
        Assert.All(texts, Assert.NotNull);
        foreach (var name in s_bodies.Select((_, i) => $"Service{i}"))
        {
            var (expected, asked, one) = await RemoteProgram.RunAsync(before, name, 2, failsOn, "list", overlaps: false);
            var (actual, askedAfter, atOnce) = await RemoteProgram.RunAsync(after, name, 2, failsOn, "list", overlaps: true);

            Assert.Equal(expected, actual);
            Assert.Equal(1, one);
            Assert.InRange(atOnce, 2, 3);
            if (failsOn is null)
                Assert.Equal(asked, askedAfter);
            else
                Assert.Contains("NotFound", actual, StringComparison.Ordinal);
        }
    }

    // The second fails at once and the first much later: what is thrown is still the first one's.
    [Fact]
    public async Task Of_two_failures_the_first_in_the_code_is_thrown()
    {
        var (before, after, _) = await s_programs.Value;

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(before));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(after));

        static async Task<HttpStatusCode?> StatusAsync(Assembly program)
        {
            using var handler = new FailingHandler();
            using var http = new HttpClient(handler) { BaseAddress = new("http://prices.example/") };
            var service = Activator.CreateInstance(program.GetType("Service0")!, http, null, (Action<object?[]>)(_ => { }))!;
            var run = (Task)service.GetType().GetMethod("RunAsync")!.Invoke(service, [new List<string>(), CancellationToken.None])!;
            return (await Assert.ThrowsAsync<HttpRequestException>(() => run)).StatusCode;
        }
    }

    private sealed class FailingHandler : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isFirst = request.RequestUri!.AbsolutePath == "/a";
            await Task.Delay(isFirst ? 50 : 0, cancellationToken);
            return new(isFirst ? HttpStatusCode.NotFound : HttpStatusCode.InternalServerError);
        }
    }
}
