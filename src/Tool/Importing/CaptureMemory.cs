namespace PerfAnalyzers.Tool.Importing;

/// <summary>
/// What reading may take, whatever the file holds and whichever format it is: readers keep names, stacks and sums, and somebody can always write a file in which each of
/// them is another one.
/// </summary>
internal static class CaptureMemory
{
    /// <summary>The most that is held while a file is read, in bytes.</summary>
    public const long Most = 1_000_000_000;

    /// <summary>A third of what the process may have where that is less: a table that grows exists twice for a moment, the new one twice as large.</summary>
    private static readonly long s_most = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes is > 0 and var available ? Math.Min(Most, available / 3) : Most;

    /// <summary>Ends the reading of a file that takes too much.</summary>
    public static void Look()
    {
        // Much of the first figure may be garbage; collecting it is worth it only then.
        if (GC.GetTotalMemory(forceFullCollection: false) > s_most && GC.GetTotalMemory(forceFullCollection: true) > s_most)
            throw new CaptureException($"what it names takes more than {s_most / 1_000_000} MB of memory");
    }
}
