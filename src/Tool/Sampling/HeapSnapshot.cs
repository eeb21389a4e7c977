using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Importing;
using PerfAnalyzers.Tool.Importing.NetTrace;

namespace PerfAnalyzers.Tool.Sampling;

/// <summary>Asks a process for what its heap holds. It collects its garbage first, and stands still until every object has been told.</summary>
internal static class HeapSnapshot
{
    private const int BufferMB = 256;

    // GCHeapSnapshot: collect, and tell objects, their types and the types' names.
    private const long Snapshot = 0x1980001;

    // The runtime tells of objects without a pause, so that a pause is the end. A later collection says little in comparison.
    private const int Little = 32 * 1024;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>The types that are held; null when the process does not answer, or not with a whole heap.</summary>
    public static async Task<IReadOnlyDictionary<string, TypeTotals>?> TakeAsync(int process, string directory, int number)
    {
        var file = Path.Combine(directory, FormattableString.Invariant($"heap-{process}-{number}.nettrace"));
        try
        {
            var client = new DiagnosticsClient(process);

            // A runtime tells the name of a type once; a session of something else makes it forget that it has.
            using (var forget = client.StartEventPipeSession([new("Microsoft-DotNETCore-SampleProfiler", EventLevel.Informational)], requestRundown: false))
                await StopAsync(forget, Stream.Null);

            using var session = client.StartEventPipeSession([new("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, Snapshot)], requestRundown: false, BufferMB);
            await using (var output = File.Create(file))
                await CopyAsync(session, output);

            var capture = new Capture();
            await using var input = File.OpenRead(file);
            new NetTraceReader(capture, []).Read(input, Path.GetFileName(file));
            return capture.Types.Count > 0 ? capture.Types : null;
        }
        catch (Exception e) when (ProcessSampler.IsGone(e) || e is CaptureException)
        {
            return null;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task CopyAsync(EventPipeSession session, FileStream output)
    {
        var copy = session.EventStream.CopyToAsync(output);
        var (since, length) = (TimeProvider.System.GetTimestamp(), 0L);
        for (var begun = since; !copy.IsCompleted && TimeProvider.System.GetElapsedTime(begun) < s_limit;)
        {
            await Task.Delay(50);
            if (output.Position > length + Little)
                (since, length) = (TimeProvider.System.GetTimestamp(), output.Position);
            else if (length > 0 && TimeProvider.System.GetElapsedTime(since) > s_pause)
                break;
        }

        await Task.Run(session.Stop);
        await copy;
    }

    private static async Task StopAsync(EventPipeSession session, Stream output)
    {
        var copy = session.EventStream.CopyToAsync(output);
        await Task.Run(session.Stop);
        await copy;
    }
}
