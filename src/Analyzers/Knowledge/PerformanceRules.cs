using System.Collections.Immutable;
using System.Globalization;

namespace PerfAnalyzers.Knowledge;

/// <summary>The rules of other packages that are about nothing but speed: <c>performance-rules.txt</c>.</summary>
internal static class PerformanceRules
{
    /// <summary>Their ids.</summary>
    public static ImmutableArray<string> Ids { get; } = [.. Read()];

    private static IEnumerable<string> Read()
    {
        using var stream = typeof(PerformanceRules).Assembly.GetManifestResourceStream("performance-rules.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;

            var dash = line.IndexOf('-');
            foreach (var id in dash < 0 ? [line] : Range(line.Substring(0, dash), line.Substring(dash + 1)))
                yield return id;
        }
    }

    // CA1820-CA1822
    private static IEnumerable<string> Range(string first, string last)
    {
        var digits = first.IndexOfAny(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        var (prefix, width) = (first.Substring(0, digits), first.Length - digits);
        for (var (number, end) = (Number(first), Number(last)); number <= end; number++)
            yield return prefix + number.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');

        int Number(string id) => int.Parse(id.Substring(digits), CultureInfo.InvariantCulture);
    }
}
