using System.Globalization;
using System.Text.RegularExpressions;
using Capture = PerfAnalyzers.Tool.Capturing.Capture;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>The text that Python's <c>pstats.print_stats</c> and <c>python -m cProfile</c> print: the flat list, to a thousandth of a second.</summary>
internal sealed partial class PstatsTextFormat : ICaptureFormat
{
    private const double SecondsToMs = 1000;

    public string Name => "pstats-text";

    public bool Recognizes(CaptureHead head) => head.IsText && head.Lines(400).Any(IsHeading);

    public void Read(CaptureInput input, Capture capture)
    {
        var lines = new TextLines(input);
        var inList = false;
        while (lines.Next() is { } line)
        {
            if (IsHeading(line))
                inList = true;
            else if (inList && Row().Match(line) is { Success: true } row)
                Add(row, capture);
            else if (line.Trim().Length > 0)
                inList = false;

            if (Reduced().Match(line) is { Success: true } reduced)
                capture.Remark($"{input.FileName}: a list of {reduced.Groups["shown"].Value} of {reduced.Groups["all"].Value} functions; the others are not in it");
        }

        capture.Remark($"{input.FileName}: times are whole milliseconds; the .prof file has more ('python -m cProfile -o')");
    }

    private static bool IsHeading(string line) => line.TrimStart().StartsWith("ncalls ", StringComparison.Ordinal) && line.Contains("filename:lineno(function)", StringComparison.Ordinal);

    private static void Add(Match row, Capture capture)
    {
        if (!double.TryParse(row.Groups["calls"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var calls) ||
            !double.TryParse(row.Groups["own"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var own) ||
            !double.TryParse(row.Groups["total"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var total))
            return;

        // In the list, what is built in has braces where its name has angle brackets.
        var place = Place().Match(row.Groups["where"].Value);
        var where = row.Groups["where"].Value;
        var frame = place.Success
            ? PstatsFormat.FrameOf(place.Groups["file"].Value, int.TryParse(place.Groups["line"].ValueSpan, out var line) && line > 0 ? line : null, place.Groups["name"].Value)
            : PstatsFormat.FrameOf(null, null, where.StartsWith('{') && where.EndsWith('}') ? $"<{where[1..^1]}>" : where);
        var totals = capture.Function(frame);
        totals.Calls = (totals.Calls ?? 0) + calls;
        totals.SelfMs = (totals.SelfMs ?? 0) + (own * SecondsToMs);
        totals.TotalMs = (totals.TotalMs ?? 0) + (total * SecondsToMs);
    }

    // Calls (of a recursive function all of them, and how many came from outside), own time, per call, time with callees, per call, place.
    [GeneratedRegex(@"^\s*(?<calls>\d{1,18})(?:/\d{1,18})?\s+(?<own>\d{1,9}\.\d{1,9})\s+(?:\d{1,9}\.\d{1,9}\s+)?(?<total>\d{1,9}\.\d{1,9})\s+(?:\d{1,9}\.\d{1,9}\s+)?(?<where>\S.*?)\s*$")]
    private static partial Regex Row();

    [GeneratedRegex(@"^(?<file>[^{].*?):(?<line>\d{1,9})\((?<name>.*)\)$")]
    private static partial Regex Place();

    [GeneratedRegex(@"^\s*List reduced from (?<all>\d{1,9}) to (?<shown>\d{1,9}) due to restriction")]
    private static partial Regex Reduced();
}
