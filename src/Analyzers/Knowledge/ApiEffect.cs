namespace PerfAnalyzers.Knowledge;

/// <summary>What calling an API does. The closed vocabulary of the second column of an <c>.apis</c> line.</summary>
internal enum ApiEffect
{
    /// <summary>Nothing of interest beyond the line's other columns.</summary>
    None,

    /// <summary>A round trip that returns data.</summary>
    Read,

    /// <summary>A round trip that changes data.</summary>
    Write,

    /// <summary>A round trip that makes pending changes permanent.</summary>
    Commit,

    /// <summary>A round trip that is neither read nor written in the database sense: HTTP, a queue, a mail server.</summary>
    Remote,

    /// <summary>Yields a query that has not run. On a type instead of a member: every value of the type is such a query.</summary>
    Source,

    /// <summary>Yields a function that runs a query each time it is called.</summary>
    Compiled,

    /// <summary>Dresses a sequence up as a query: what it yields is one only when what it was given is.</summary>
    Memory,

    /// <summary>Runs the query that it is called on, or nothing when that is a sequence in memory.</summary>
    Materialize,

    /// <summary>A round trip that fills a navigation of an entity.</summary>
    LoadNavigation,

    /// <summary>Cuts a sequence into groups, each worth one round trip.</summary>
    Batch,

    /// <summary>Limits a query to a page.</summary>
    Page,

    /// <summary>Waits on purpose: a loop around it polls or throttles.</summary>
    Delay,

    /// <summary>Lets a limited number run at the same time: the callbacks it is given, or what comes after it in the same body.</summary>
    Limit,

    /// <summary>Yields work, or leave to go on, for as long as the process lives.</summary>
    Worker,

    /// <summary>Yields a number of elements that is written in the code.</summary>
    Few,

    /// <summary>Asks a memory of earlier results.</summary>
    CacheLookup,

    /// <summary>Puts a result into such a memory.</summary>
    CacheStore,

    /// <summary>Is what a context has loaded already, or says whether it has: a query behind it runs where it has not.</summary>
    Loaded,

    /// <summary>Waits for a task, and the thread with it.</summary>
    Wait,

    /// <summary>Blocks the thread for something that is no round trip and no task: a lock, a process, a stream.</summary>
    Block,

    /// <summary>Yields tasks that have completed.</summary>
    Completed,

    /// <summary>Yields a task that completes when all that it is given have.</summary>
    AllOf,

    /// <summary>Yields a task that completes when one of those that it is given has, with that one.</summary>
    FirstOf,

    /// <summary>Says whether a task has completed.</summary>
    IsCompleted,

    /// <summary>Runs its delegates when what it is called on has completed.</summary>
    Continuation,

    /// <summary>Completes a task.</summary>
    Completes,

    /// <summary>
    /// On a member: runs its delegates for each request. On a type: the members of whoever derives from it, implements it, carries it or
    /// takes it handle requests.
    /// </summary>
    Request,

    /// <summary>Puts one more thing into the collection that it is called on.</summary>
    Grows,

    /// <summary>Puts a thing into the collection that it is called on unless its first argument, the key, is there already.</summary>
    Keyed,

    /// <summary>Takes something out of the collection that it is called on, or keeps it from growing.</summary>
    Shrinks,

    /// <summary>Puts a thing into a cache of the process that keeps it until it expires, by the key that is its first argument.</summary>
    Entry,

    /// <summary>Makes an entry of such a cache leave by itself; on a type, values that do.</summary>
    Expires,

    /// <summary>On a type or member: a program has few of these values, and they come from its code or its surroundings.</summary>
    Bounded,

    /// <summary>On a member: the types that it is told of have one instance for the process. On a type: so has whoever implements it.</summary>
    Singleton,

    /// <summary>The same with one instance for each scope.</summary>
    Scoped,

    /// <summary>The same with one instance for each who asks.</summary>
    Transient,

    /// <summary>The same where an argument of the call says which of the three.</summary>
    Registers,

    /// <summary>On a member: runs its delegates once. On a type: the members that take it run at startup.</summary>
    Startup,

    /// <summary>Runs its delegates again and again for as long as the process lives.</summary>
    Timer,

    /// <summary>Puts all elements of what it is called on into a new collection.</summary>
    Copies,

    /// <summary>Has the publisher that it is called on keep a delegate or observer until what it returns is disposed.</summary>
    Subscribes,

    /// <summary>Puts one more thing into a queue, for whoever reads it.</summary>
    Enqueues,

    /// <summary>Makes a queue without a limit.</summary>
    Unbounded,
}
