using System.Text.Json;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Tool.Importing;

/// <summary>Reads capture files of any known format. What is wrong with one goes to standard error as <c>file: reason</c>.</summary>
internal static class CaptureReader
{
    /// <summary>Adds a file to a capture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="capture">Where it is added.</param>
    /// <param name="symbols">Directories to look for assemblies in.</param>
    /// <param name="quiet">Whether to keep remarks and progress to oneself.</param>
    /// <param name="opened">The file, when it is open already.</param>
    /// <returns>Whether anything of it could be read; a partial one is marked in the capture.</returns>
    public static bool Read(string path, Capture capture, IReadOnlyList<string> symbols, bool quiet, InputFile? opened = null) =>
        ReadAll([path], capture, p => ReadFile(p, capture, symbols, quiet, opened));

    /// <summary>Adds files to a capture, up to the first that cannot be read: spans of one trace may lie in several.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="capture">Where they are added.</param>
    /// <param name="symbols">Directories to look for assemblies in.</param>
    /// <param name="quiet">Whether to keep remarks and progress to oneself.</param>
    /// <returns>Whether anything of each could be read; a partial one is marked in the capture.</returns>
    public static bool ReadAll(IReadOnlyList<string> paths, Capture capture, IReadOnlyList<string> symbols, bool quiet) =>
        ReadAll(paths, capture, p => ReadFile(p, capture, symbols, quiet, null));

    private static bool ReadAll(IReadOnlyList<string> paths, Capture capture, Func<string, bool> read)
    {
        var sound = paths.All(p => read(p) && IsBounded(p, capture));
        capture.FinishSpans();
        sound = sound && IsBounded(string.Join(", ", paths), capture);
        if (capture.Trees.Any(t => t.IsCut))
            capture.Partial("there are more functions or stacks than are kept apart; the rest counts for its caller, or as one function");

        return sound;
    }

    private static bool ReadFile(string path, Capture capture, IReadOnlyList<string> symbols, bool quiet, InputFile? opened)
    {
        if (Directory.Exists(path))
            return ReadDirectory(path, capture, symbols, quiet);

        ICaptureFormat? format = null;
        try
        {
            using var input = CaptureInput.Open(path, symbols, opened);
            if (input.Head.Bytes.IsEmpty)
                return Fail(path, "the file is empty");

            format = CaptureFormats.Of(input.Head);
            if (format is null)
                return Fail(path, OtherFiles.Of(input.Head) ?? "not a format that is known here; 'perfevidence import --help' lists them");

            capture.Formats.Add(format.Name);
            using var progress = new ReadProgress(input, quiet);
            format.Read(input, capture);
            return true;
        }
        catch (CaptureException e)
        {
            return EndedEarly(path, format, capture, e.Message, e.Line);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Fail(path, "no such file");
        }
        catch (UnauthorizedAccessException)
        {
            return Fail(path, "cannot be read (a directory, or no permission)");
        }
        catch (OutOfMemoryException)
        {
            return Fail(path, "takes more memory than there is");
        }
        catch (EndOfStreamException)
        {
            return EndedEarly(path, format, capture, "the file ends early", null);
        }
        catch (IOException)
        {
            return Fail(path, "cannot be read");
        }
        catch (Exception e) when (format is not null && IsOfContent(e))
        {
            // A library's reader that was handed a damaged file.
            return EndedEarly(path, format, capture, "the file is damaged", null);
        }
    }

    // A number without end in one place is one in every sum: nothing of such a file is believed.
    private static bool IsBounded(string place, Capture capture) => CaptureBounds.AreKept(capture) || Fail(place, $"holds numbers {EvidenceNumber.Beyond}");

    // Clinic.js leaves a directory, of which only the trace events are in a format that others know.
    private static bool ReadDirectory(string path, Capture capture, IReadOnlyList<string> symbols, bool quiet)
    {
        var traces = Directory.GetFiles(path, "*.clinic-*-traceevent").Order(StringComparer.Ordinal).Where(f => new FileInfo(f).Length > 0).ToList();
        if (traces.Count == 0)
            return Fail(path, "a directory; name the files in it");

        capture.Remark($"{Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}: of what Clinic.js collected the trace events are used; its statistics of the process are in a format of its own");
        return traces.TrueForAll(t => ReadFile(t, capture, symbols, quiet, null));
    }

    internal static bool IsOfContent(Exception e) => e is
        JsonException or InvalidDataException or FormatException or OverflowException or ArgumentException or InvalidOperationException or
        IndexOutOfRangeException or KeyNotFoundException or NullReferenceException or NotSupportedException or InvalidCastException or ApplicationException ||
        e.GetType() == typeof(Exception);

    // A trace that was cut off says what happened until then, and says so; one without anything in it says nothing.
    private static bool EndedEarly(string path, ICaptureFormat? format, Capture capture, string reason, long? line)
    {
        var place = line is { } number ? $"{path}({number})" : path;
        if (format is null || capture.IsEmpty)
            return Fail(place, format is null ? reason : $"not a sound {format.Name} file: {reason}");

        capture.Partial($"{Path.GetFileName(path)}: {reason}; what comes before it is used");
        return true;
    }

    private static bool Fail(string place, string reason)
    {
        Console.Error.WriteLine(Terminal.Plain($"perfevidence: {place}: {reason}"));
        return false;
    }
}
