using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Importing;
using PerfAnalyzers.Tool.Importing.NetTrace;

namespace PerfAnalyzers.Tool.Sampling;

/// <summary>Reads the traces of processes, those of one process with one list of its methods.</summary>
internal static class SampledTraces
{
    /// <summary>Adds what the traces hold; false when one of them could not be read to its end.</summary>
    public static bool Read(IReadOnlyList<SampledTrace> traces, Capture capture, IReadOnlyList<string> symbols)
    {
        var isWhole = true;
        foreach (var ofProcess in traces.GroupBy(t => t.Process))
        {
            var code = new TracedCode();
            foreach (var trace in ofProcess)
            {
                try
                {
                    using var file = File.OpenRead(trace.File);
                    new NetTraceReader(capture, symbols, trace.Scale, code).Read(file, Path.GetFileName(trace.File));
                }
                catch (Exception e) when (e is CaptureException or IOException)
                {
                    // What came before the end counts.
                    isWhole = false;
                }
            }
        }

        return isWhole;
    }
}
