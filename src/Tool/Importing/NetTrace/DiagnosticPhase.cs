namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>What an event says about a round trip or a request.</summary>
internal enum DiagnosticPhase
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A connection is about to be opened.</summary>
    ConnectionOpening,

    CommandStart,

    CommandStop,

    /// <summary>The last row of a command was read.</summary>
    ReaderEnd,

    HttpStart,

    HttpStop,

    RequestStart,

    RequestStop,

    /// <summary>It is known what handles a request.</summary>
    RequestMatched,
}
