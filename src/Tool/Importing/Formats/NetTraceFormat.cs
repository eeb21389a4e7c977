using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Importing.NetTrace;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>What the .NET runtime traces: the files of <c>dotnet-trace</c>, <c>dotnet-monitor</c>, <c>dotnet-counters</c> and of <c>perfevidence</c> itself.</summary>
internal sealed class NetTraceFormat : ICaptureFormat
{
    public string Name => "nettrace";

    public bool Recognizes(CaptureHead head) => BlockReader.IsMagic(head.Bytes);

    public void Read(CaptureInput input, Capture capture) => new NetTraceReader(capture, input.SymbolDirectories).Read(input, input.FileName);
}
