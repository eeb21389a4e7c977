namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>The parts of a trace, numbered as version 6 of the format does.</summary>
internal enum BlockKind
{
    EndOfStream = 0,
    Trace = 1,
    Event = 2,
    Metadata = 3,
    SequencePoint = 4,
    Stack = 5,
    Thread = 6,
    RemoveThread = 7,
    LabelList = 8,
    Unknown = 255,
}
