using System.Globalization;
using System.Text.RegularExpressions;
using PerfAnalyzers.Tool.Capturing;
using Capture = PerfAnalyzers.Tool.Capturing.Capture;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>The text of <c>go tool pprof -top</c>: the flat list, in the unit that it prints.</summary>
internal sealed partial class PprofTextFormat : ICaptureFormat
{
    // As pprof scales them; bytes by 1,024.
    private static readonly Dictionary<string, double> s_ms = new(StringComparer.Ordinal)
    {
        ["ns"] = 1e-6,
        ["us"] = 1e-3,
        ["µs"] = 1e-3,
        ["ms"] = 1,
        ["s"] = 1e3,
        ["mins"] = 6e4,
        ["hrs"] = 3.6e6,
        ["days"] = 8.64e7,
    };

    private static readonly Dictionary<string, double> s_bytes = new(StringComparer.Ordinal)
    {
        ["B"] = 1,
        ["kB"] = 1024,
        ["MB"] = 1024 * 1024,
        ["GB"] = 1024.0 * 1024 * 1024,
        ["TB"] = 1024.0 * 1024 * 1024 * 1024,
    };

    public string Name => "pprof-text";

    public bool Recognizes(CaptureHead head) => head.IsText && head.Lines(40).Any(l => Heading().IsMatch(l));

    public void Read(CaptureInput input, Capture capture)
    {
        capture.IsSampled = true;
        var lines = new TextLines(input);
        var (type, inList) = ("", false);
        while (lines.Next() is { } line)
        {
            if (line.StartsWith("Type: ", StringComparison.Ordinal))
                type = line["Type: ".Length..].Trim();
            else if (Dropped().Match(line) is { Success: true } dropped)
                capture.Remark($"{input.FileName}: {dropped.Groups["count"].Value} functions below {dropped.Groups["limit"].Value} are not in the list");
            else if (Heading().IsMatch(line))
                inList = true;
            else if (inList && Row().Match(line) is { Success: true } row)
                Add(row, type, lines.Number, capture);
        }
    }

    private static void Add(Match row, string type, long line, Capture capture)
    {
        var (own, total) = (row.Groups["flat"].Value, row.Groups["cum"].Value);
        if (own[0] == '-' || total[0] == '-')
            throw new CaptureException("a comparison of two profiles, which has no times of its own", line);

        var name = row.Groups["name"].Value;
        if (In(s_ms, own) is { } ownMs && In(s_ms, total) is { } totalMs)
        {
            // Without stacks, a tree that is empty says what time it is.
            if (type == "cpu")
                capture.Tree(ValueKind.CpuMs);

            var totals = capture.Function(new(name));
            totals.SelfMs = (totals.SelfMs ?? 0) + ownMs;
            totals.TotalMs = (totals.TotalMs ?? 0) + totalMs;
        }
        else if (In(s_bytes, own) is { } bytes && In(s_bytes, total) is not null)
        {
            var totals = capture.Function(new(name));
            if (type.StartsWith("inuse", StringComparison.Ordinal))
                totals.Bytes = (totals.Bytes ?? 0) + bytes;
            else
                totals.AllocatedBytes = (totals.AllocatedBytes ?? 0) + bytes;
        }
        else
        {
            throw new CaptureException("its figures are neither times nor bytes; import the profile itself", line);
        }
    }

    // 760ms; zero has no unit.
    private static double? In(Dictionary<string, double> units, string text)
    {
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        return !double.TryParse(text.AsSpan(0, end), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? null
            : end == text.Length ? number == 0 ? 0 : null
            : units.TryGetValue(text[end..], out var factor) ? number * factor
            : null;
    }

    [GeneratedRegex(@"^\s*flat\s+flat%\s+sum%\s+cum\s+cum%\s*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\s*(?<flat>-?\d[\d.]{0,18}[A-Za-zµ]{0,4})\s+-?[\d.]{1,12}%\s+-?[\d.]{1,12}%\s+(?<cum>-?\d[\d.]{0,18}[A-Za-zµ]{0,4})\s+-?[\d.]{1,12}%\s+(?<name>\S.*?)(?:\s\((?:partial-)?inline\))?\s*$")]
    private static partial Regex Row();

    [GeneratedRegex(@"^Dropped (?<count>\d{1,9}) nodes? \(cum <= (?<limit>[^)]{1,40})\)")]
    private static partial Regex Dropped();
}
