using System.ComponentModel;
using PerfAnalyzers.Collector.Scopes;

namespace PerfAnalyzers.Collector;

/// <summary>
/// Counts the round trips of a test: database commands and outgoing HTTP requests, gRPC among them, with the lines that issued them. A scope sees what its own asynchronous flow does, and the requests that
/// the flow sends to a server in the same process; what tests beside it do is not in it.
/// </summary>
/// <remarks>Open a scope in the test itself: what an asynchronous method opens is closed for its caller.</remarks>
public static class RoundTrips
{
    static RoundTrips() => EarlyWatch.Start();

    /// <summary>Opens a scope that allows a number of round trips. More than that fail the test when the scope is disposed.</summary>
    /// <param name="max">How many are allowed; exactly as many are.</param>
    /// <exception cref="RoundTripException">Not thrown here, but by <see cref="RoundTripScope.Verify"/> and <see cref="RoundTripScope.Dispose"/>.</exception>
    public static RoundTripScope Expect(int max)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        return new(max);
    }

    /// <summary>Opens a scope that only counts: <see cref="RoundTripScope.Count"/> and <see cref="RoundTripScope.Sites"/> say what it saw.</summary>
    public static RoundTripScope Record() => new(max: null);

    /// <summary>
    /// Opens a scope that holds every handler of a request in it to its <c>[PerformanceBudget]</c>. Counts fail; a duration fails when it is exceeded by more than noise, which
    /// takes 20 requests to know, and is a warning otherwise.
    /// </summary>
    /// <param name="warn">Gets each warning; the console when it is left out.</param>
    public static BudgetScope EnforceBudgets(Action<string>? warn = null)
    {
        var flow = ScopeFlow.Open();
        return new(flow, flow, warn);
    }

    /// <summary>The same for every request to one server, whichever test sends it: for a fixture that tests share.</summary>
    /// <param name="server">The server's services, for example <c>factory.Services</c> of a <c>WebApplicationFactory</c>.</param>
    /// <param name="warn">Gets each warning; the console when it is left out.</param>
    public static BudgetScope EnforceBudgets(IServiceProvider server, Action<string>? warn = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        return new(new ServerRequests(server), null, warn);
    }

    /// <summary>Called when a test assembly is loaded, so that no server is built and no context used unseen. There is no need to call it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Watch() => EarlyWatch.Start();
}
