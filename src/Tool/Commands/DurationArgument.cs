using System.CommandLine.Parsing;
using System.Globalization;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>Times on the command line: <c>500ms</c>, <c>30s</c>, <c>5m</c>.</summary>
internal static class DurationArgument
{
    /// <summary>The time, or null and an error.</summary>
    public static TimeSpan? Parse(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        var digits = text.TrimEnd('m', 's', 'h');
        if (double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1e6)
        {
            switch (text[digits.Length..])
            {
                case "ms": return TimeSpan.FromMilliseconds(number);
                case "s" or "": return TimeSpan.FromSeconds(number);
                case "m": return TimeSpan.FromMinutes(number);
                case "h" when number < 500: return TimeSpan.FromHours(number);
            }
        }

        result.AddError("--for: expected a time such as 500ms, 30s or 5m");
        return null;
    }
}
