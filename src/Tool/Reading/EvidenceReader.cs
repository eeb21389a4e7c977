using System.Text;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Reading;

/// <summary>Reads evidence files for the verbs that show them; what is wrong with a file goes to standard error as <c>file(line): reason</c>.</summary>
internal static class EvidenceReader
{
    /// <summary>Bytes of a file by which evidence is told.</summary>
    public static int StartLength => FormatVersion.Start.Length;

    /// <summary>Whether a file is evidence already and not a capture: by its name, or by its first line.</summary>
    public static bool IsEvidence(string path, InputFile? opened) =>
        path.EndsWith(PerfDirectory.Extension, StringComparison.OrdinalIgnoreCase) || (opened is not null && Ascii.Equals(opened.Start(StartLength), FormatVersion.Start));

    /// <summary>The profiles of a file, and whether every line of it could be used.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="opened">The file, when it is open already.</param>
    public static (IReadOnlyList<EvidenceProfile> Profiles, bool Sound) Read(string path, InputFile? opened = null)
    {
        EvidenceDocument document;
        try
        {
            // Bytes that are not UTF-8 become U+FFFD, which the parser refuses with the line they are on.
            using var stream = opened ?? InputFile.Open(path);
            using var reader = new StreamReader(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
            document = EvidenceParser.Read(reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Terminal.Error($"{path}: {Reason(e)}");
            return ([], false);
        }

        foreach (var problem in document.Problems)
            Console.Error.WriteLine(Terminal.Plain($"{path}({problem.Line}): {problem.Reason}"));

        // Nothing tells a file that was cut off within its last line from one that an editor saved, and the latter is as good as any.
        if (document.UnendedLine > 0)
            Console.Error.WriteLine(Terminal.Plain($"{path}({document.UnendedLine}): no line break ends the last line: if the file was cut off, the line says less than it did, and there may have been more (it is read)"));

        return (document.Profiles, document.Problems.Count == 0);
    }

    private static string Reason(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file",
        UnauthorizedAccessException => "cannot be read (a directory, or no permission)",
        _ => "cannot be read",
    };
}
