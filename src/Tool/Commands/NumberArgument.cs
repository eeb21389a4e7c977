using System.CommandLine.Parsing;
using System.Globalization;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>
/// Numbers on the command line, written as they are everywhere: digits, and a point. What the command line's own parser makes of a number depends on the machine
/// and takes a comma for nothing, so that 1,5 would be 15.
/// </summary>
internal static class NumberArgument
{
    /// <summary>A whole number within limits.</summary>
    public static Func<ArgumentResult, int> Whole(int least, int most = int.MaxValue) => result =>
    {
        if (int.TryParse(result.Tokens[^1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;

        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{OptionOf(result)}: expected a whole number from {least} to {most}"));
        return least;
    };

    /// <summary>A part of a hundred.</summary>
    public static double Percent(ArgumentResult result)
    {
        if (double.TryParse(result.Tokens[^1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100)
            return number;

        result.AddError($"{OptionOf(result)}: expected a number from 0 to 100, such as 1.5");
        return 0;
    }

    /// <summary>The option whose value is read, as it was typed.</summary>
    public static string? OptionOf(ArgumentResult result) => (result.Parent as OptionResult)?.IdentifierToken?.Value;
}
