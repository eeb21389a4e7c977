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

    // What takes longer does not come any more.
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
            var capture = new Capture();
            var reader = new NetTraceReader(capture, []);
            var copy = CopyAsync(session, file);
            var read = Task.Run(() =>
            {
                using var input = new FollowedFile(file, copy);
                reader.Read(input, Path.GetFileName(file));
            });

            // A busy program goes on to collect, so that the stream does not end by itself, nor pause.
            await Task.WhenAny(reader.HeapDumped, read, Task.Delay(s_limit));
            await Task.Run(session.Stop);
            await copy;
            await read;
            return reader.HeapDumped.IsCompleted ? capture.Types : null;
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

    // The runtime drops events when nobody takes them, and a file takes them as fast as they come.
    private static async Task CopyAsync(EventPipeSession session, string file)
    {
        await using var output = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        await session.EventStream.CopyToAsync(output);
    }

    private static async Task StopAsync(EventPipeSession session, Stream output)
    {
        var copy = session.EventStream.CopyToAsync(output);
        await Task.Run(session.Stop);
        await copy;
    }
}
