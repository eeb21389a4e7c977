namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>Is given the events of a trace. Those of one thread come in their order, those of several do not.</summary>
internal interface IEventHandler
{
    /// <summary>An event.</summary>
    void Handle(in NetTraceEvent data);

    /// <summary>Everything that happened until now has been given.</summary>
    void SequencePoint();
}
