using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Sampling;

/// <summary>
/// Looks at the heaps of processes at two moments and says what grew between them. Of a process that may end at any time it looks again and again,
/// each time after twice as long, and keeps the first look and the last.
/// </summary>
internal sealed class HeapWatch
{
    /// <summary>When a process is looked at first: what it needs to start is there by then, in most.</summary>
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(5);

    /// <summary>Below this, what two looks differ by is chance.</summary>
    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(1);

    private readonly long _begun = TimeProvider.System.GetTimestamp();
    private readonly Dictionary<int, Looks> _processes = [];

    /// <summary>What a process that ends before the second look is told about.</summary>
    public const string Missed = "the heap was not looked at twice: the program ended too soon, or does not answer";

    /// <summary>Looks at a process now.</summary>
    public async Task LookAsync(int process, string directory)
    {
        var looks = _processes.TryGetValue(process, out var known) ? known : _processes[process] = new();
        if (await HeapSnapshot.TakeAsync(process, directory, looks.Count++) is { } types)
        {
            looks.First ??= new(Now, types);
            looks.Last = new(Now, types);
        }

        looks.Next = Now + (s_first * Math.Pow(2, looks.Count));
    }

    /// <summary>Looks at those processes whose time has come.</summary>
    public async Task LookAtDueAsync(IEnumerable<int> processes, string directory)
    {
        foreach (var process in processes)
        {
            if (!_processes.TryGetValue(process, out var looks))
                _processes[process] = new() { Next = Now + s_first };
            else if (looks.Next <= Now)
                await LookAsync(process, directory);
        }
    }

    /// <summary>Adds what the processes held at the last look, and how much that grew per minute; false when none was looked at twice.</summary>
    public bool AddTo(Capture capture)
    {
        var any = false;
        foreach (var (first, last) in _processes.Values.Select(p => (p.First, p.Last)))
        {
            if (first is null || last is null || last.At - first.At < s_apart)
                continue;

            any = true;
            var minutes = (last.At - first.At).TotalMinutes;
            foreach (var (name, held) in last.Types)
            {
                var before = first.Types.TryGetValue(name, out var known) ? known.Bytes : 0;
                var type = capture.Type(name);
                type.Bytes += held.Bytes;
                type.Count += held.Count;
                type.GrowthBytesPerMin = Math.Round((type.GrowthBytesPerMin ?? 0) + ((held.Bytes - before) / minutes));
            }
        }

        return any;
    }

    private TimeSpan Now => TimeProvider.System.GetElapsedTime(_begun);

    private sealed class Looks
    {
        public int Count { get; set; }

        public TimeSpan Next { get; set; }

        public HeapPoint? First { get; set; }

        public HeapPoint? Last { get; set; }
    }
}
