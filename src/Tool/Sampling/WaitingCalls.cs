namespace PerfAnalyzers.Tool.Sampling;

/// <summary>
/// Methods in which a thread waits. The sampler says only "in native code", which a busy database driver is too, so that waiting is known by
/// who waits.
/// </summary>
internal static class WaitingCalls
{
    private static readonly string[] Prefixes =
    [
        "System.Threading.Monitor.Wait", "System.Threading.Monitor.ObjWait", "System.Threading.WaitHandle.Wait", "System.Threading.Thread.Sleep",
        "System.Threading.Thread.Join", "System.Threading.Thread.UninterruptibleSleep", "System.Threading.Tasks.Task.InternalWait",
        "System.Threading.Tasks.Task.SpinThenBlockingWait", "System.Threading.ManualResetEventSlim.Wait", "System.Threading.SemaphoreSlim.Wait",
        "System.Threading.LowLevelLifoSemaphore.Wait", "System.Threading.Condition.Wait", "System.Threading.Barrier.SignalAndWait",
        "System.Threading.CountdownEvent.Wait", "System.Console.Read", "System.ConsolePal.Read", "System.IO.StdInReader.",
        "System.Diagnostics.Process.WaitForExit", "System.Net.Sockets.SocketPal.", "System.Net.Sockets.SocketAsyncEngine.EventLoop", "Interop+Sys.Read", "Interop+Sys.Poll",
    ];

    /// <summary>Whether a frame of this name means that the thread waits.</summary>
    public static bool Contains(string fullMethodName)
    {
        foreach (var prefix in Prefixes)
        {
            if (fullMethodName.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
