namespace PerfAnalyzers.Collector;

/// <summary>A test did more round trips than it may. The message lists the lines that issued them, how often each did, and the page of the rule.</summary>
public sealed class RoundTripException : Exception
{
    /// <summary>An exception without a message.</summary>
    public RoundTripException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public RoundTripException(string message) : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public RoundTripException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
