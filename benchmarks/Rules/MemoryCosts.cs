using System.Globalization;

namespace PerfAnalyzers.Benchmarks.Rules;

/// <summary>What stays on the heap, and what a call puts there.</summary>
internal static class MemoryCosts
{
    private const int Requests = 1_000_000;
    private const int Subscriptions = 10_000;
    private const int Calls = 10_000;

    private static readonly Dictionary<string, decimal> s_prices = [];

    private static event EventHandler? Changed;

    /// <summary>A static dictionary keyed by what callers type.</summary>
    public static double Unbounded() => Held(() =>
    {
        for (var i = 0; i < Requests; i++)
            s_prices[Key(i)] = i;
    }, s_prices.Clear);

    /// <summary>The same with at most a thousand keys.</summary>
    public static double Bounded() => Held(() =>
    {
        for (var i = 0; i < Requests; i++)
            s_prices[Key(i % 1_000)] = i;
    }, s_prices.Clear);

    /// <summary>An object of a request, with the page it makes, that subscribes to a static event.</summary>
    public static double Subscribed() => Held(() => Serve(unsubscribe: false), () => Changed = null);

    /// <summary>The same, unsubscribed when the request ends.</summary>
    public static double Unsubscribed() => Held(() => Serve(unsubscribe: true), () => Changed = null);

    /// <summary>Bytes of a call that boxes, captures, copies and concatenates for ten lines.</summary>
    public static double Allocating() => PerCall(static lines =>
    {
        var text = "";
        foreach (var line in lines)
            text += string.Format(CultureInfo.InvariantCulture, "{0};", lines.Where(l => l <= line).ToArray().Length);

        return text.Length;
    });

    /// <summary>Bytes of a call with the same result that does not.</summary>
    public static double NotAllocating() => PerCall(static lines =>
    {
        var text = new System.Text.StringBuilder(64);
        foreach (var line in lines)
        {
            var below = 0;
            foreach (var other in lines)
                below += other <= line ? 1 : 0;

            text.Append(CultureInfo.InvariantCulture, $"{below};");
        }

        return text.Length;
    });

    private static string Key(int i) => string.Create(CultureInfo.InvariantCulture, $"article {i}");

    private static double Held(Action run, Action forget)
    {
        forget();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        run();
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        forget();
        return Math.Max(0, held);
    }

    private static void Serve(bool unsubscribe)
    {
        for (var i = 0; i < Subscriptions; i++)
        {
            var page = new Page();
            Changed += page.OnChanged;
            if (unsubscribe)
                Changed -= page.OnChanged;
        }

        Changed?.Invoke(null, EventArgs.Empty);
    }

    private static double PerCall(Func<int[], int> call)
    {
        int[] lines = [.. Enumerable.Range(1, 10)];
        call(lines);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
            call(lines);

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Calls;
    }

    // 4 KB of text is a small page.
    private sealed class Page
    {
        private readonly char[] _text = new char[2_048];

        public void OnChanged(object? sender, EventArgs e) => _text[0] = 'x';
    }
}
