using System.Globalization;
using System.Text.RegularExpressions;

namespace PerfAnalyzers.Tool.Importing.PerfScript;

/// <summary>The line that begins a sample: <c>dotnet 17077/17080 [001]  1402.020762:    5025125 cpu-clock:ppp: </c>, its optional parts left out or not.</summary>
/// <param name="Process">The process, or the thread where only one is written.</param>
/// <param name="AtMs">When; null in the text of old versions, or where it was not asked for.</param>
/// <param name="Period">What it stands for, in the event's unit; null when it is not written.</param>
/// <param name="Event">The event without modifiers: <c>cpu-clock</c>.</param>
/// <param name="Rest">What stands behind it: the only frame, where stacks were not recorded.</param>
internal sealed partial record PerfSample(long Process, double? AtMs, double? Period, string Event, string Rest)
{
    /// <summary>Whether the event counts nanoseconds of processor time.</summary>
    public bool IsClock => Event is "cpu-clock" or "task-clock";

    /// <summary>The sample that a line begins, or null.</summary>
    public static PerfSample? Parse(string line)
    {
        if (line.Length is 0 or > 2000 || line[0] is '\t' or '#')
            return null;

        var match = Header().Match(line);
        if (!match.Success)
            match = HeaderWithoutTime().Match(line);
        if (!match.Success)
            return null;

        var name = match.Groups["event"].Value;
        return new(
            long.TryParse(match.Groups["pid"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? process : 0,
            double.TryParse(match.Groups["time"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? seconds * 1000 : null,
            double.TryParse(match.Groups["period"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var period) ? period : null,
            Modifiers().Replace(name.TrimEnd(':'), ""),
            match.Groups["rest"].Value);
    }

    // A command's name may hold blanks; what identifies the line is the time with its colon, and the event with its own.
    [GeneratedRegex(@"^\s*(?<comm>\S.{0,40}?)\s+(?<pid>-?\d+)(?:/-?\d+)?\s+(?:\[\d+\]\s+)?(?:[.a-zA-Z]{4,5}\s+)?(?<time>\d{1,12}\.\d{1,9}):\s+(?:(?<period>\d{1,18})\s+)?(?<event>[A-Za-z_][^\s]{0,200}?:)(?:\s(?<rest>.*)|$)")]
    private static partial Regex Header();

    // Without a time, only an event that everybody knows tells such a line from any other with a colon at its end.
    [GeneratedRegex(@"^(?<comm>\S.{0,40}?)\s+(?<pid>-?\d+)(?:/-?\d+)?\s+(?:\[\d+\]\s+)?(?:(?<period>\d{1,18})\s+)?(?<event>(?:cycles|instructions|cpu-clock|task-clock|(?:page|major|minor)-faults|faults|cache-misses|branch-misses|context-switches)(?::[ukhHGSDpPWeb]{1,8})?:)(?:\s(?<rest>.*)|$)")]
    private static partial Regex HeaderWithoutTime();

    // cycles:P, cpu-clock:ppp, cpu/cycles/u
    [GeneratedRegex(@":[ukhHGSDpPWeb]{1,8}$")]
    private static partial Regex Modifiers();
}
