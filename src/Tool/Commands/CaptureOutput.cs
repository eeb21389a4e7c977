using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Converting;
using PerfAnalyzers.Tool.Running;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>Writes a capture as evidence and says so.</summary>
internal static class CaptureOutput
{
    public static int Write(Capture capture, ImportRequest request, OutputFile output, PlaceResolver places)
    {
        if (capture.IsEmpty)
        {
            Terminal.Error("nothing was measured in " + string.Join(", ", request.Files));
            return ExitCode.NothingRecorded;
        }

        var profile = new CaptureEvidence(capture, places).Profile(request.Profile, request.Commit);
        if (!output.IsWritable() || !output.TryWrite(profile))
            return output.Refuse();

        ImportReport.Write(capture, profile, output.Path, request);
        return capture.IsPartial ? ExitCode.PartialCapture : ExitCode.Success;
    }
}
