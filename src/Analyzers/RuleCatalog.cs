using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers;

/// <summary>
/// Every rule, one statement each. Slot <c>{0}</c> of every message is what evidence says, and comes last. Every default is
/// Warning, because the build does not run analyzers whose rules are all quieter; <see cref="AnalysisSession"/> decides what an
/// instance deserves.
/// </summary>
internal static class RuleCatalog
{
    /// <summary>The category of every rule.</summary>
    public const string Category = "Performance";

    public static readonly DiagnosticDescriptor QueryInLoop = Rule("PERF1001",
        "Query runs once per element",
        "'{1}' queries the database {2}{3}{5}{0}",
        "A database read that runs once per element of a collection costs a round trip each; one query for all elements costs one.");

    public static readonly DiagnosticDescriptor SaveInLoop = Rule("PERF1002",
        "Database is written to once per element",
        "'{1}' writes to the database {2}{3}; {4}{0}",
        "A write, save or commit that runs once per element of a collection costs a round trip each; one save after the loop costs one.");

    public static readonly DiagnosticDescriptor RemoteCallInLoop = Rule("PERF1003",
        "Remote call runs once per element",
        "'{1}' calls another service {2}{3}; {4}{0}",
        "A call of another service (HTTP, gRPC, cache, queue, blob, search, mail) that runs once per element waits for the network each time.");

    public static readonly DiagnosticDescriptor MissingInclude = Rule("PERF1004",
        "Navigation is read that the query did not load",
        "'{1}' {2}; {3}{0}",
        "A navigation that the query did not include costs a query for each entity where it is loaded lazily, and has no data where it is not.");

    public static readonly DiagnosticDescriptor UnindexedFilter = Rule("PERF1005",
        "No index serves the filter",
        "No index serves the {2} '{1}', so the whole table is read; {3}{0}",
        "A filter, join or order on a column without an index reads every row of the table to find a few of them, and costs more with each row that is added.");

    public static readonly DiagnosticDescriptor LoadThenFilter = Rule("PERF1006",
        "Rows are loaded and then filtered in memory",
        "'{1}' {2}{3}; {4}{0}",
        "Rows that are loaded to be filtered, counted, paged or reduced in memory cost the database, the network and the heap for nothing; the query can do it.");

    public static readonly DiagnosticDescriptor RecursiveQuery = Rule("PERF1007",
        "Round trip at each step of a recursion",
        "'{1}' makes a round trip at each step of the recursion{3}; {4}{0}",
        "A recursion that queries at each step costs a round trip for each node of the tree or link of the chain.");

    public static readonly DiagnosticDescriptor RedundantQuery = Rule("PERF1008",
        "The same is queried again",
        "'{1}' asks the database the same {2}{3}; {4}{0}",
        "A query that does not depend on the element, or that has been asked before in the same operation, returns what is known already.");

    public static readonly DiagnosticDescriptor CartesianInclude = Rule("PERF1009",
        "Collections are joined in one query",
        "'{1}' and '{2}' are joined in one query, which returns each element of one with each of the other; {3}{0}",
        "Two collections of the same rows that one query includes or selects come back as their product: ten lines and ten payments of an order are a hundred rows.");

    public static readonly DiagnosticDescriptor SyncOverAsync = Rule("PERF2001",
        "Thread waits for a task",
        "'{1}' blocks the thread until {2} completes{3}; {4}{0}",
        "A thread that waits for a task does nothing else meanwhile. Under load the thread pool runs out of threads, and requests wait for threads instead of for data.");

    public static readonly DiagnosticDescriptor SyncIoInAsync = Rule("PERF2002",
        "Synchronous round trip where an await could stand",
        "'{1}' blocks the thread until {2}; await '{3}'{0}",
        "A call that has an asynchronous twin, in a function that can await, keeps a thread waiting that could serve others.");

    public static readonly DiagnosticDescriptor SyncIoOnRequestPath = Rule("PERF2003",
        "Synchronous round trip on the way of a request",
        "'{1}' blocks the thread of a request until {2}{4}; make the methods that lead here async, and await '{3}'{0}",
        "A request that waits for a database or another service keeps its thread. Under load the thread pool runs out of threads, and requests wait for threads instead of for data.");

    public static readonly DiagnosticDescriptor SequentialRoundTrips = Rule("PERF2004",
        "Calls of services wait for each other without need",
        "'{1}' waits for the answer of {2}, which it does not need{3}; {4}{0}",
        "Two questions to other services that are awaited one after the other take the sum of their times; asked at the same time, they take that of the slower one.");

    public static readonly DiagnosticDescriptor UnboundedGrowth = Rule("PERF3001",
        "Collection is only ever added to",
        "'{1}' adds to {2} {3}, and {4}; {5}{0}",
        "A collection that lives as long as the process, gets more on a path that runs again and again and loses nothing, takes memory until there is none left.");

    public static readonly DiagnosticDescriptor RetainedSubscription = Rule("PERF3002",
        "Subscription is never removed",
        "'{1}' of {2} keeps what subscribes {3}, and nothing unsubscribes; {4}{0}",
        "A publisher that lives longer than who subscribes to it keeps every subscriber, and calls it, until the process ends.");

    public static readonly DiagnosticDescriptor HotAllocation = Rule("PERF3003",
        "Allocation in a member that allocates much",
        "{1} in '{2}', which allocates {3}; {4}{0}",
        "A closure, a boxed value, a copy or a longer string in a member that evidence shows to allocate a noticeable part of all bytes. Without that evidence it is not worth a word.");

    public static readonly DiagnosticDescriptor ObservedRoundTrips = Rule("PERF9001",
        "Round trips were measured to repeat",
        "'{1}' {2} again and again in one operation; {3}{0}",
        "Evidence shows a line that makes many round trips in one operation, at a place where no other rule sees a reason for it.");

    public static readonly DiagnosticDescriptor BudgetExceeded = Rule("PERF9002",
        "Measured cost exceeds the performance budget",
        "'{1}' exceeds its budget: {2}{0}",
        "The evidence shows that the member costs more than its [PerformanceBudget] allows.");

    public static readonly DiagnosticDescriptor EvidenceNotFound = Rule("PERF9003",
        "Evidence that an attribute names does not exist",
        "'{1}' names the profile '{2}', {3}{0}",
        "An attribute rests on a profile that no evidence file has, or that has no measurement of the member.");

    public static readonly DiagnosticDescriptor EvidenceStale = Rule("PERF9004",
        "Evidence is about other code than this",
        "Evidence is about other code than this: {1}; measure again{0}",
        "The code was changed after it was measured. What was measured to cost much is still told; what was measured to be cheap no longer excuses anything.");

    public static readonly DiagnosticDescriptor MalformedInput = Rule("PERF9005",
        "Line of an evidence or knowledge file cannot be used",
        "{1}; this line is ignored, the others count{0}",
        "A line of a .perfevidence or .perfapis file breaks the format.");

    public static readonly DiagnosticDescriptor HotMethod = Rule("PERF9006",
        "Method's own time is a noticeable part of a profile",
        "'{1}' takes {2} % of the time itself, {3}{0}",
        "What a profiler's flat list says, at the method: its own time, without round trips and without what it calls.");

    /// <summary>Every rule, in the order of ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        QueryInLoop, SaveInLoop, RemoteCallInLoop, MissingInclude, UnindexedFilter, LoadThenFilter, RecursiveQuery, RedundantQuery, CartesianInclude,
        SyncOverAsync, SyncIoInAsync, SyncIoOnRequestPath, SequentialRoundTrips,
        UnboundedGrowth, RetainedSubscription, HotAllocation,
        ObservedRoundTrips, BudgetExceeded, EvidenceNotFound, EvidenceStale, MalformedInput, HotMethod,
    ];

    /// <summary>Where the page of a rule is found.</summary>
    public static string HelpLink(string id) => EvidenceFormat.RulePage.Of(id);

    private static DiagnosticDescriptor Rule(string id, string title, string message, string description) =>
#pragma warning disable RS0030 // The one place that makes descriptors.
        new(id, title, message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, description, HelpLink(id));
#pragma warning restore RS0030
}
