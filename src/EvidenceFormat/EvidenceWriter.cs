using System.Globalization;
using System.Text;

namespace PerfAnalyzers.EvidenceFormat;

/// <summary>
/// Writes evidence so that the same measurements always give the same bytes: records sorted by kind, key, line and
/// operation, numbers invariant with at most three decimals, LF line ends. What <see cref="EvidenceParser"/> reads back is what was written.
/// </summary>
internal static class EvidenceWriter
{
    /// <summary>Longer keys and values are cut: a line has room for several, escaped.</summary>
    private const int MaxTextLength = 8_000;

    /// <summary>Writes the profiles, sorted by name, with their records.</summary>
    public static void Write(TextWriter writer, IEnumerable<EvidenceProfile> profiles)
    {
        WriteVersion(writer);
        foreach (var profile in profiles.OrderBy(p => p.Name, StringComparer.Ordinal))
            Write(writer, profile);
    }

    /// <summary>Writes the first line of a file.</summary>
    public static void WriteVersion(TextWriter writer) => writer.Write(FormatVersion.Line + "\n");

    /// <summary>Writes one profile with its records.</summary>
    public static void Write(TextWriter writer, EvidenceProfile profile)
    {
        Write(writer, profile.Header);
        foreach (var record in Sort(profile.Records))
            Write(writer, record);
    }

    /// <summary>A number as the format writes it: whole where it is whole, otherwise up to three decimals; below a tenth, three digits that say something.</summary>
    public static string Number(double value) => value.ToString(value is > 1e-12 and < 0.1 ? SmallFormat(value) : "0.###", CultureInfo.InvariantCulture);

    // A benchmark's 204 nanoseconds are 0.000204 milliseconds.
    private static string SmallFormat(double value) => "0." + new string('#', 2 - (int)Math.Floor(Math.Log10(value)));

    private static IEnumerable<EvidenceRecord> Sort(IEnumerable<EvidenceRecord> records) => records
        .OrderBy(r => Rank(r.Kind))
        .ThenBy(r => r.Kind, StringComparer.Ordinal)
        .ThenBy(r => r.Key, StringComparer.Ordinal)
        .ThenBy(r => r.SourceLine ?? 0)
        .ThenBy(r => r.Operation, StringComparer.Ordinal)
        .ThenBy(r => r.Via, StringComparer.Ordinal);

    private static int Rank(string kind)
    {
        for (var i = 0; i < RecordKind.Order.Count; i++)
        {
            if (RecordKind.Order[i] == kind)
                return i;
        }

        return RecordKind.Order.Count;
    }

    private static void Write(TextWriter writer, EvidenceRecord record)
    {
        writer.Write(record.Kind);
        writer.Write('\t');
        writer.Write(Escape(record.Key));
        foreach (var field in record.Fields)
        {
            writer.Write('\t');
            writer.Write(field.Key);
            writer.Write('=');
            writer.Write(Escape(field.Value));
        }

        writer.Write('\n');
    }

    private static string Escape(string text)
    {
        text = Allowed(text.Length > MaxTextLength ? text.Substring(0, MaxTextLength) : text);
        return text.IndexOfAny(['\\', '\t', '\n', '\r']) < 0
            ? text
            : text.Replace("\\", "\\\\").Replace("\t", "\\t").Replace("\n", "\\n").Replace("\r", "\\r");
    }

    // Names of captures hold anything. What the format does not allow is a question mark, so that what is written can be read.
    private static string Allowed(string text)
    {
        StringBuilder? clean = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var isBad = (char.IsControl(c) && c is not ('\t' or '\n' or '\r')) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\uFFFD' || IsHalf(text, i);
            if (isBad)
                clean ??= new StringBuilder(text, 0, i, text.Length);
            clean?.Append(isBad ? '?' : c);
        }

        return clean?.ToString() ?? text;
    }

    private static bool IsHalf(string text, int i) =>
        char.IsHighSurrogate(text[i]) ? i + 1 >= text.Length || !char.IsLowSurrogate(text[i + 1]) : char.IsLowSurrogate(text[i]) && (i == 0 || !char.IsHighSurrogate(text[i - 1]));
}
