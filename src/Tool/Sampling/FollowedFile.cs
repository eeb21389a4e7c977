namespace PerfAnalyzers.Tool.Sampling;

/// <summary>A file that is read while it is written: its end is where the writer ended.</summary>
internal sealed class FollowedFile(string path, Task written) : FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);

    // A span comes here, too.
    public override int Read(byte[] buffer, int offset, int count)
    {
        while (true)
        {
            // Asked before it is read: what was written in between is there.
            var isWhole = written.IsCompleted;
            if (base.Read(buffer, offset, count) is > 0 and var read)
                return read;

            if (isWhole)
                return 0;

            Thread.Sleep(s_poll);
        }
    }
}
