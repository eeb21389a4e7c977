using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PerfAnalyzers.Benchmarks.Import;

/// <summary>The sample's two requests again and again, each time with other ids of traces and spans and other paths, as a collector's file exporter would write them.</summary>
internal static partial class OtlpLines
{
    /// <summary>Writes a file of that size, and gives its path.</summary>
    public static string Write(string sample, string directory, int megabytes)
    {
        var lines = File.ReadAllLines(sample);
        var parts = lines.Select(Split).ToList();
        var path = Path.Combine(directory, "shop.otlp.jsonl");
        var random = new Random(1);
        using var output = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        for (long written = 0; written < megabytes * 1_000_000L;)
        {
            var ids = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var line in parts)
            {
                foreach (var part in line)
                {
                    var text = part.IsId ? ids.TryGetValue(part.Text, out var known) ? known : ids[part.Text] = Id(random, part.Text.Length)
                        : part.IsNumber ? random.Next(1_000_000).ToString(CultureInfo.InvariantCulture)
                        : part.Text;
                    output.Write(text);
                    written += text.Length;
                }

                output.Write('\n');
            }
        }

        return path;
    }

    private static string Id(Random random, int length)
    {
        var bytes = new byte[length / 2];
        random.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private static List<(string Text, bool IsId, bool IsNumber)> Split(string line)
    {
        var parts = new List<(string, bool, bool)>();
        var at = 0;
        foreach (Match match in Varying().Matches(line))
        {
            var group = match.Groups["id"].Success ? match.Groups["id"] : match.Groups["number"];
            parts.Add((line[at..group.Index], false, false));
            parts.Add((group.Value, match.Groups["id"].Success, match.Groups["number"].Success));
            at = group.Index + group.Length;
        }

        parts.Add((line[at..], false, false));
        return parts;
    }

    [GeneratedRegex("\"(?:traceId|spanId|parentSpanId)\": \"(?<id>[0-9a-f]+)\"|\"/(?:orders|accounts)/(?<number>[0-9]+)/")]
    private static partial Regex Varying();
}
