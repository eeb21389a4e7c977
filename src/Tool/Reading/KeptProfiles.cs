using System.Globalization;
using System.Text;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Reading;

/// <summary>What an evidence file holds besides the profile that is measured anew. It stays line by line, whatever this version understands of it.</summary>
internal static class KeptProfiles
{
    private const string Header = RecordKind.Profile + "\t";

    /// <summary>Why the file that is there must not be written over; null when it may, or when there is none. Throws what the file system throws.</summary>
    public static string? WhyNot(string path)
    {
        if (!IsThere(path))
            return null;

        using var reader = Reader(path);
        var start = new char[FormatVersion.Start.Length + 10];
        return FormatVersion.Of(new string(start, 0, reader.ReadBlock(start)).Split('\r', '\n')[0]) switch
        {
            null or 0 => "the file that is there is no evidence, and stays; name another, or remove it",
            > FormatVersion.Current and var version => string.Create(CultureInfo.InvariantCulture, $"the file that is there has version {version} of the format, this tool writes {FormatVersion.Current}; update it, or name another file"),
            _ => null,
        };
    }

    /// <summary>Writes a file with a profile: in the place of the one with its name, or else where its name belongs.</summary>
    /// <param name="writer">The new file.</param>
    /// <param name="path">The file that is there, if there is one.</param>
    /// <param name="profile">What was measured.</param>
    public static void Write(TextWriter writer, string path, EvidenceProfile profile)
    {
        EvidenceWriter.WriteVersion(writer);
        var written = false;
        if (IsThere(path))
        {
            using var reader = Reader(path);
            reader.ReadLine();
            string? name = null;
            while (reader.ReadLine() is { } line)
            {
                if (line.StartsWith(Header, StringComparison.Ordinal))
                    name = line.Split('\t', 3)[1];

                if (!written && name is not null && string.CompareOrdinal(name, profile.Name) >= 0)
                {
                    EvidenceWriter.Write(writer, profile);
                    written = true;
                }

                // Before any profile only remarks say something.
                if (name is null ? line.StartsWith('#') : name != profile.Name)
                    writer.Write(line + "\n");
            }
        }

        if (!written)
            EvidenceWriter.Write(writer, profile);
    }

    // What is empty has nothing to lose; a pipe, which could be waited for without end, has no length.
    private static bool IsThere(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    private static StreamReader Reader(string path) => new(path, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true);
}
