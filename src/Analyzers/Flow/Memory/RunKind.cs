namespace PerfAnalyzers.Flow.Memory;

/// <summary>How often something runs in the life of the process, from the least to the most.</summary>
internal enum RunKind
{
    /// <summary>Once, or a number of times that is written in the code: at startup, in a static constructor, or by nobody in sight.</summary>
    Once,

    /// <summary>Whenever somebody out of sight calls a member.</summary>
    Called,

    /// <summary>Each time an event is raised.</summary>
    Event,

    /// <summary>Each time a timer fires.</summary>
    Timer,

    /// <summary>With each turn of a loop that goes on for as long as the process lives.</summary>
    Worker,

    /// <summary>For each request, message or job.</summary>
    Request,
}
