using System.Collections.Immutable;
using System.Globalization;

namespace PerfAnalyzers.Facts;

/// <summary>
/// The lines of one assembly, shortened where neighbours repeat: an empty key is that of the line before, and an issuer that several lines
/// name is <c>#</c> and a number, which a line <c>i  number  issuer</c> explains. The number comes from the issuer's text and not from its
/// position, so that a new line changes no others.
/// </summary>
internal static class FactLines
{
    /// <summary>Lines in one text: one attribute for each line costs the compiler 200 times as much.</summary>
    public const int LinesPerText = 100;

    /// <summary>Lines of one assembly that are read, and written.</summary>
    public const int MaxLines = 50_000;

    private const string IssuerKind = "i";
    private const int IssuerColumn = 4;

    /// <summary>The texts of facts that are sorted by key. Each can be read without those before it, but for the issuers.</summary>
    public static ImmutableArray<string> Write(IEnumerable<string> facts)
    {
        var lines = facts.Take(MaxLines).Select(l => l.Split('\t')).ToList();
        var numbers = Numbers(lines.Where(c => c[0] == "e" && c[IssuerColumn].Length > 0).Select(c => c[IssuerColumn]));
        var texts = ImmutableArray.CreateBuilder<string>();
        var text = new List<string>(LinesPerText);
        foreach (var number in numbers)
            Add($"{IssuerKind}\t{number.Value}\t{number.Key}");

        var key = "";
        foreach (var columns in lines)
        {
            if (columns[1] == key)
                columns[1] = "";
            else
                key = columns[1];

            if (columns[0] == "e" && numbers.TryGetValue(columns[IssuerColumn], out var number))
                columns[IssuerColumn] = "#" + number;

            Add(string.Join("\t", columns));
            if (text.Count == 0)
                key = "";
        }

        Flush();
        return texts.ToImmutable();

        void Add(string line)
        {
            text.Add(line);
            if (text.Count == LinesPerText)
                Flush();
        }

        void Flush()
        {
            if (text.Count > 0)
                texts.Add(string.Join("\n", text));

            text.Clear();
        }
    }

    /// <summary>The facts of an assembly's texts, in any order of the texts.</summary>
    public static IEnumerable<Fact> Read(ImmutableArray<string> texts)
    {
        var issuers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var columns in texts.SelectMany(Lines).Take(MaxLines))
        {
            if (columns.Length >= 3 && columns[0] == IssuerKind)
                issuers["#" + columns[1]] = columns[2];
        }

        var remaining = MaxLines;
        foreach (var text in texts)
        {
            var key = "";
            foreach (var columns in Lines(text))
            {
                if (--remaining < 0)
                    yield break;

                if (columns.Length < 3 || columns[0] == IssuerKind)
                    continue;

                if (columns[1].Length == 0)
                    columns[1] = key;
                else
                    key = columns[1];

                if (columns[0] == "e" && columns.Length > IssuerColumn && columns[IssuerColumn].StartsWith("#", StringComparison.Ordinal))
                {
                    if (!issuers.TryGetValue(columns[IssuerColumn], out var issuer))
                        continue;

                    columns[IssuerColumn] = issuer;
                }

                if (FactText.Read(columns) is { } fact)
                    yield return fact;
            }
        }
    }

    // A line that is too long is passed over without a copy of it.
    private static IEnumerable<string[]> Lines(string text)
    {
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            end = text.IndexOf('\n', start);
            if (end < 0)
                end = text.Length;

            if (end - start is > 0 and <= FactText.MaxLineLength)
                yield return text.Substring(start, end - start).TrimEnd('\r').Split('\t');
        }
    }

    private static SortedDictionary<string, string> Numbers(IEnumerable<string> issuers)
    {
        var numbers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var issuer in issuers.GroupBy(i => i, StringComparer.Ordinal).Where(g => g.Skip(1).Any()).Select(g => g.Key).OrderBy(i => i, StringComparer.Ordinal))
        {
            // Of two issuers with one number, the second is spelled out.
            if (Hash(issuer) is var number && taken.Add(number))
                numbers.Add(issuer, number);
        }

        return numbers;
    }

    // FNV-1a: string.GetHashCode differs from process to process.
    private static string Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619u;

        return hash.ToString("x", CultureInfo.InvariantCulture);
    }
}
