using System.Runtime.CompilerServices;

namespace MeasuredApp;

/// <summary>Allocations for a sampler to see: three quarters in one method, one quarter in another, and in that by the library code that it calls.</summary>
public static class Allocating
{
    /// <summary>Allocates so much, and says how much it was by the runtime's own count.</summary>
    public static long MB(int count)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < count; i++)
            GC.KeepAlive((Heavy(750), Light(250)));

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object? Heavy(int kilobytes)
    {
        object? last = null;
        for (var i = 0; i < kilobytes; i++)
            last = new byte[1000 - 24];

        return last;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object? Light(int kilobytes)
    {
        object? last = null;
        for (var i = 0; i < kilobytes; i++)
            last = new string('x', (1000 - 24) / 2);

        return last;
    }
}
