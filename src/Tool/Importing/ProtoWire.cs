namespace PerfAnalyzers.Tool.Importing;

/// <summary>How a value of protocol buffers is written.</summary>
internal enum ProtoWire
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}
