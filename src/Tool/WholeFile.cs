using System.Text;

namespace PerfAnalyzers.Tool;

/// <summary>A file that is written whole or not at all: what stood there stays until the new text is complete.</summary>
internal static class WholeFile
{
    /// <summary>Writes it, UTF-8 without byte order mark; throws what the file system throws.</summary>
    public static void Write(string path, Action<TextWriter> content)
    {
        // A terminal or a pipe cannot be replaced by a file.
        var place = Place(path);
        var isDevice = IsDevice(place);
        var target = isDevice ? place : TemporaryOf(place);
        if (!isDevice)
            Leftovers.Add(target);

        try
        {
            using (var writer = new StreamWriter(target, append: false, new UTF8Encoding(false)))
                content(writer);

            if (!isDevice)
                File.Move(target, place, overwrite: true);
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

    /// <summary>Where it is written: a link stays one, and what it leads to is replaced.</summary>
    public static string Place(string path) =>
        !IsDevice(path) && new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;

    /// <summary>Whether it is written as it is.</summary>
    public static bool IsDevice(string place) => place.StartsWith("/dev/", StringComparison.Ordinal);

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
