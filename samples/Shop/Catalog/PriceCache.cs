using System.Collections.Concurrent;

namespace Shop;

/// <summary>Prices as they are shown, by what the visitor asked for. One instance serves the process, and nothing ever leaves it.</summary>
public sealed class PriceCache
{
    private readonly ConcurrentDictionary<string, string> _prices = new();

    public string GetOrAdd(string query, Func<string, string> format) => _prices.GetOrAdd(query, format);
}
