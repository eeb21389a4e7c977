using System.Globalization;

namespace PerfAnalyzers.EvidenceFormat;

/// <summary>
/// Writes evidence so that the same measurements always give the same bytes: records sorted by kind, key, line and
/// operation, numbers invariant with at most three decimals, LF line ends. What <see cref="EvidenceParser"/> reads back is what was written.
/// </summary>
internal static class EvidenceWriter
{
    /// <summary>Writes the profiles, sorted by name, with their records.</summary>
    public static void Write(TextWriter writer, IEnumerable<EvidenceProfile> profiles)
    {
        writer.Write("perfevidence\t" + EvidenceParser.Version.ToString(CultureInfo.InvariantCulture) + "\n");
        foreach (var profile in profiles.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            Write(writer, profile.Header);
            foreach (var record in Sort(profile.Records))
                Write(writer, record);
        }
    }

    /// <summary>A number as the format writes it: whole where it is whole, otherwise up to three decimals.</summary>
    public static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

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

    private static string Escape(string text) =>
        text.IndexOfAny(['\\', '\t', '\n', '\r']) < 0
            ? text
            : text.Replace("\\", "\\\\").Replace("\t", "\\t").Replace("\n", "\\n").Replace("\r", "\\r");
}
