using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace MeasuredApp;

/// <summary>What a heap shows when it is looked at twice: a dictionary that only gets more, and a cache that is full from the beginning.</summary>
public static class Growing
{
    private static readonly ConcurrentDictionary<string, Entry> s_all = new();
    private static readonly MemoryCache s_limited = new(new MemoryCacheOptions { SizeLimit = 1_000 });

    /// <summary>Adds 100 entries to both every 10 ms, while other threads make garbage, as a busy program does.</summary>
    public static async Task ForAsync(int milliseconds)
    {
        for (var i = 0; i < 2; i++)
            new Thread(MakeGarbage) { IsBackground = true }.Start();

        for (var (i, until) = (0, Environment.TickCount64 + milliseconds); Environment.TickCount64 < until; i++)
        {
            if (i % 100 == 0)
                await Task.Delay(10);

            var key = $"key {i}";
            s_all[key] = new(i);
            if (i < 1_000)
                s_limited.Set(key, new Limited(i), new MemoryCacheEntryOptions { Size = 1 });
        }
    }

    private static void MakeGarbage()
    {
        for (var (text, i) = ("", 0); ; i++)
            text = $"{i} {text.AsSpan(0, Math.Min(text.Length, 100))}";
    }

    public sealed record Entry(int Number);

    public sealed record Limited(int Number);
}
