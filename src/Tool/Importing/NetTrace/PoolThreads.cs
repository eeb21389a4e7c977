namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>How often the thread pool added a thread because those that it had did not get on.</summary>
internal sealed class PoolThreads
{
    private const int Starvation = 6;
    private const int CooperativeBlocking = 8;

    private uint _threads;

    /// <summary>How often; null when the pool was not traced.</summary>
    public double? Growth { get; private set; }

    /// <summary>ThreadPoolWorkerThreadAdjustmentAdjustment.</summary>
    public void Adjust(ByteCursor cursor)
    {
        cursor.Skip(8);
        var threads = cursor.UInt32();
        var reason = cursor.Int32();
        if (cursor.Failed)
            return;

        Growth ??= 0;
        if (reason is Starvation or CooperativeBlocking && threads > _threads)
            Growth++;

        _threads = threads;
    }
}
