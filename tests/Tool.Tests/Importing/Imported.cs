using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Converting;
using PerfAnalyzers.Tool.Importing;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>Captures as the tool reads them, without a process for each.</summary>
internal static class Imported
{
    private static readonly PlaceResolver s_places = PlaceResolver.Here([], []);

    /// <summary>A sample, read by the format it is recognised as.</summary>
    public static Capture Sample(string relative, string format)
    {
        using var input = CaptureInput.Open(Samples.File(relative));
        return Read(input, format);
    }

    /// <summary>A text as a file.</summary>
    public static Capture Text(string content, string format) => Bytes(System.Text.Encoding.UTF8.GetBytes(content), format);

    /// <summary>Bytes as a file.</summary>
    public static Capture Bytes(byte[] content, string format)
    {
        using var directory = new TemporaryDirectory();
        var path = directory["capture"];
        File.WriteAllBytes(path, content);
        using var input = CaptureInput.Open(path);
        return Read(input, format);
    }

    /// <summary>The records that are written of a capture.</summary>
    public static IReadOnlyList<EvidenceRecord> Records(Capture capture, string kind) =>
        [.. new CaptureEvidence(capture, s_places).Profile("test", null).OfKind(kind)];

    /// <summary>Everything that is written or said of a capture.</summary>
    public static string Everything(Capture capture)
    {
        using var writer = new StringWriter();
        EvidenceWriter.Write(writer, [new CaptureEvidence(capture, s_places).Profile("test", null)]);
        return writer + string.Join('\n', capture.Remarks);
    }

    private static Capture Read(CaptureInput input, string format)
    {
        var capture = new Capture();
        var known = CaptureFormats.Of(input.Head);
        Assert.Equal(format, known?.Name);
        known!.Read(input, capture);
        return capture;
    }
}
