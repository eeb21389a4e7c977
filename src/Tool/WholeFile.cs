using System.Text;

namespace PerfAnalyzers.Tool;

/// <summary>A file that is written whole or not at all: what stood there stays until the new text is complete.</summary>
internal static class WholeFile
{
    /// <summary>Writes it, UTF-8 without byte order mark; throws what the file system throws.</summary>
    public static void Write(string path, Action<TextWriter> content)
    {
        // A terminal or a pipe cannot be replaced by a file.
        var isDevice = path.StartsWith("/dev/", StringComparison.Ordinal);
        var target = isDevice ? path : TemporaryOf(path);
        if (!isDevice)
            Leftovers.Add(target);

        try
        {
            using (var writer = new StreamWriter(target, append: false, new UTF8Encoding(false)))
                content(writer);

            if (!isDevice)
                File.Move(target, path, overwrite: true);
        }
        catch (Exception) when (!isDevice)
        {
            Forget(target);
            throw;
        }
        finally
        {
            Leftovers.Remove(target);
        }
    }

    /// <summary>The name under which it is written until it is complete.</summary>
    public static string TemporaryOf(string path) => $"{path}.{Environment.ProcessId}.tmp";

    private static void Forget(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What made the writing fail makes this fail, too; the first reason is the one to tell.
        }
    }
}
