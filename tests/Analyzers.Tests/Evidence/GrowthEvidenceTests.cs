using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Evidence;

/// <summary>A collection that only gets more is confirmed by a heap that was looked at twice. The keys are what runtimes and dumps write.</summary>
public sealed class GrowthEvidenceTests
{
    private static async Task Run(string store, string record, string? confirmed, params (string Key, string Value)[] options)
    {
        var test = new AnalyzerTest<UnboundedGrowthAnalyzer>
        {
            TestCode = $$"""
                using System.Collections.Concurrent;
                namespace Shop;
                public class Price { public class Tier { } }
                static class Cache { static readonly {{store}} s_all = new(); public static void Keep(string key, Price price) => s_all.[|TryAdd|](key, {{(store.Contains("string, string", StringComparison.Ordinal) ? "key" : store.Contains("Tier", StringComparison.Ordinal) ? "new()" : "price")}}); }
                """,
            Sources = { Shop.Model },
            AdditionalFiles = { new(".perf/prices.perfevidence", $"perfevidence\t1\nprofile\tprices\n{record}\n") },
        };
        foreach (var (key, value) in options)
            test.GlobalOptions.Add(key, value);

        test.ExpectedDiagnostics.Add(confirmed is null
            ? ExpectedDiagnostic.Any.WithProperty("perf.state", "suspect")
            : ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning).WithProperty("perf.state", "confirmed").Mentions(" - confirmed, " + confirmed));
        await test.RunAsync();
    }

    private const string Strings = "ConcurrentDictionary<string, string>";
    private const string Prices = "ConcurrentDictionary<string, Price>";

    [Theory]
    [InlineData(Strings, "T:Node[System.String,System.String]")]
    [InlineData(Strings, "T:System.Collections.Concurrent.ConcurrentDictionary`2.Node[System.String,System.String]")]
    [InlineData(Prices, "T:Node[System.String,Shop.Price]")]
    [InlineData(Prices, "T:Shop.Price")]
    [InlineData("ConcurrentDictionary<string, Price.Tier?>", "T:Tier")]
    [InlineData("ConcurrentDictionary<string, Price.Tier?>", "T:Shop.Price.Tier")]
    [InlineData("Dictionary<string, Price>", "T:Entry[System.String,Shop.Price][]")]
    [InlineData("Dictionary<string, Price>", "T:System.Collections.Generic.Dictionary`2.Entry[System.String,Shop.Price][]")]
    public Task What_the_collection_is_made_of_and_holds_confirms_it(string store, string key) => Run(
        store, $"type\t{key}\tbytes=576000\tcount=12000\tgrowth-bytes-per-min=9038045",
        $"measured: 9,038,045 bytes more a minute in {key[2..]}, 576,000 bytes in 12,000 objects, profile prices");

    [Theory]
    [InlineData(Strings, "T:Node[System.String,Shop.Price]")]
    [InlineData(Strings, "T:VolatileNode[System.String,System.String][]")]
    [InlineData(Strings, "T:Entry[System.String,System.String][]")]
    [InlineData(Strings, "T:System.String")]
    [InlineData(Prices, "T:Shop.Price.Tier")]
    public Task What_other_collections_are_made_of_does_not(string store, string key) => Run(store, $"type\t{key}\tbytes=576000\tgrowth-bytes-per-min=9038045", null);

    [Theory]
    [InlineData("bytes=576000\tcount=12000", null)]
    [InlineData("bytes=576000\tgrowth-bytes-per-min=-20", null)]
    [InlineData("bytes=576000\tgrowth-bytes-per-min=99999", null)]
    [InlineData("growth-bytes-per-min=100000", "measured: 100,000 bytes more a minute in Shop.Price, profile prices")]
    public Task It_has_to_grow_by_so_much(string fields, string? confirmed) => Run(Prices, $"type\tT:Shop.Price\t{fields}", confirmed);

    [Fact]
    public Task How_much_is_an_option() => Run(
        Prices, "type\tT:Shop.Price\tgrowth-bytes-per-min=500", "measured: 500 bytes more a minute in Shop.Price", ("perfanalyzers.growth_bytes_per_min", "500"));
}
