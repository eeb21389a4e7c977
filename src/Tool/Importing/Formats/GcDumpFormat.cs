using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Importing.GcDump;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>Heap dumps of <c>dotnet-gcdump</c> and PerfView: every object's type and size, none of its content.</summary>
internal sealed class GcDumpFormat : ICaptureFormat
{
    public string Name => "gcdump";

    public bool Recognizes(CaptureHead head) => GcDumpReader.IsMagic(head.Bytes);

    public void Read(CaptureInput input, Capture capture) => new GcDumpReader(input).Read(capture);
}
