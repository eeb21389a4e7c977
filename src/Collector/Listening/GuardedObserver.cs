namespace PerfAnalyzers.Collector.Listening;

/// <summary>Hands events on and keeps every failure to itself: measuring must never break what is measured.</summary>
internal sealed class GuardedObserver<T>(Action<T> onNext) : IObserver<T>
{
    public void OnNext(T value)
    {
        try
        {
            onNext(value);
        }
        catch (Exception)
        {
            // A lost measurement is the lesser evil.
        }
    }

    public void OnError(Exception error)
    {
    }

    public void OnCompleted()
    {
    }
}
