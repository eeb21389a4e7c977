using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Importing.PerfScript;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>The text that <c>perf script</c> makes of a recording of Linux' profiler.</summary>
internal sealed class PerfScriptFormat : ICaptureFormat
{
    public string Name => "perf script";

    public bool Recognizes(CaptureHead head)
    {
        if (!head.IsText || head.Keys.Count > 0)
            return false;

        // A header of the recording may be long.
        return head.Lines(2000).Where(l => l.Length > 0 && l[0] is not '#' and not '\t').Take(20).Any(l => PerfSample.Parse(l) is not null);
    }

    public void Read(CaptureInput input, Capture capture) => new PerfScriptReader(capture).Read(new(input), input.FileName);
}
