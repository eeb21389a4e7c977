using System.CommandLine.Parsing;
using System.Globalization;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>Times on the command line: <c>500ms</c>, <c>30s</c>, <c>5m</c>.</summary>
internal static class DurationArgument
{
    /// <summary>The longest that a timer runs.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(20);

    /// <summary>The time to wait, or null and an error.</summary>
    public static TimeSpan? Parse(ArgumentResult result) => Parse(result, s_longestWait);

    /// <summary>A time back from now, also in days, or null and an error.</summary>
    public static TimeSpan? ParsePast(ArgumentResult result) => Parse(result, TimeSpan.FromDays(3_650));

    private static TimeSpan? Parse(ArgumentResult result, TimeSpan most)
    {
        var text = result.Tokens[^1].Value;
        var digits = text.TrimEnd('m', 's', 'h', 'd');
        if (double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1e6)
        {
            TimeSpan? time = text[digits.Length..] switch
            {
                "ms" => TimeSpan.FromMilliseconds(number),
                "s" or "" => TimeSpan.FromSeconds(number),
                "m" => TimeSpan.FromMinutes(number),
                "h" => TimeSpan.FromHours(number),
                "d" => TimeSpan.FromDays(number),
                _ => null,
            };
            if (time <= most)
                return time;
        }

        result.AddError($"{NumberArgument.OptionOf(result)}: expected a time such as 500ms, 30s or 5m");
        return null;
    }
}
