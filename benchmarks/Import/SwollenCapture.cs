using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PerfAnalyzers.Tool.Tests.Importing;

namespace PerfAnalyzers.Benchmarks.Import;

/// <summary>
/// A capture whose content stands in it again and again, each time with other names, ids and lines: of JSON the elements of its longest list, of text all lines, of what
/// is neither all bytes as they are. What a reader keeps by name, it would keep for ever.
/// </summary>
internal static partial class SwollenCapture
{
    /// <summary>Writes a file of about that size.</summary>
    public static void Write(string sample, string path, int megabytes)
    {
        var content = DamagedCapture.Unpacked(sample);
        using var output = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        if (content.AsSpan().Contains((byte)0) || IsMostlyBinary(content))
        {
            while (output.Length < megabytes * 1_000_000L)
                output.Write(content);

            return;
        }

        var (before, repeated, separator, after) = Parts(content);
        output.Write(before);
        var text = Encoding.UTF8.GetString(repeated);
        var places = Varying().Matches(text).Select(m => (m.Index, m.Length)).ToList();
        for (var n = 0; output.Length < megabytes * 1_000_000L; n++)
        {
            if (n > 0)
                output.Write(separator);

            output.Write(Encoding.UTF8.GetBytes(Renamed(text, places, n)));
        }

        output.Write(after);
    }

    private static bool IsMostlyBinary(byte[] content) => Encoding.UTF8.GetString(content).Count(c => c == '\uFFFD') > content.Length / 1000;

    private static string Renamed(string text, List<(int At, int Length)> places, int n)
    {
        var result = new StringBuilder(text.Length + (places.Count * 6));
        var from = 0;
        foreach (var (at, length) in places)
        {
            result.Append(text, from, at - from);
            var word = text.AsSpan(at, length);

            // An id stays as long as it is; a name grows.
            if (length >= 16)
                result.Append(word[..(length - 8)]).Append(n.ToString("x8", CultureInfo.InvariantCulture));
            else
                result.Append(word).Append('N').Append(n.ToString(CultureInfo.InvariantCulture));

            from = at + length;
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    // What stands before, between and behind the elements of the longest list of a JSON document.
    private static (byte[] Before, byte[] Repeated, byte[] Separator, byte[] After) Parts(byte[] content)
    {
        var header = content.AsSpan().StartsWith("queryid"u8) || content.AsSpan().StartsWith("calls"u8) ? content.AsSpan().IndexOf((byte)'\n') + 1 : 0;
        if (content[0] is not ((byte)'{' or (byte)'[') || Longest(content) is not var (from, to))
            return (content[..header], content[header..], [], []);

        return (content[..from], content[from..to], ","u8.ToArray(), content[to..]);
    }

    private static (int From, int To)? Longest(byte[] content)
    {
        var open = new Stack<int>();
        (int From, int To)? longest = null;
        try
        {
            var reader = new Utf8JsonReader(content, new JsonReaderOptions { MaxDepth = 10_000 });
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartArray)
                    open.Push((int)reader.BytesConsumed);
                else if (reader.TokenType == JsonTokenType.EndArray && open.Pop() is var from && (int)reader.TokenStartIndex is var to && to > from && (longest is null || to - from > longest.Value.To - longest.Value.From))
                    longest = (from, to);
            }

            return longest;
        }
        catch (JsonException)
        {
            // Lines of JSON: each document is repeated.
            return null;
        }
    }

    // Names that the samples are full of; ids of traces; and numbers of lines.
    [GeneratedRegex("(?<=[\"!. /\\[+:;(])(?:Shop|Store|Orders|OrderLines|Accounts|slowSort|heavy|MinorGC|Program|sqlite3\\w*|main|work|report)(?![\"\\w]*\":)|(?<=\")[0-9a-f]{16,32}(?=\")|(?<=\\.cs:)[0-9]+")]
    private static partial Regex Varying();
}
