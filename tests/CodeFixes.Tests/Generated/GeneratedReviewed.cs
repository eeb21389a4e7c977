using System.Text.RegularExpressions;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Loops of <see cref="GeneratedLoops.KeyedRead"/> that a batch fits as well, which only somebody who knows the program can say.</summary>
internal static partial class GeneratedReviewed
{
    /// <summary>A read of a repository's query; what else the loop calls, and on which conditions that only the loop can tell, varies.</summary>
    public static string KeyedRead(Choices choose)
    {
        var loop = Set().Replace(GeneratedLoops.KeyedRead(choose), match => match.Groups[1].Value is "OrderLines" ? "rows.Lines()" : "rows." + match.Groups[1].Value);
        var element = Element().Match(loop).Groups[1].Value;
        var (before, inside) = choose.Of(
            ("", ""),
            ("Action<object?> seen = value => Use(value);\n", $"    seen({element});\n"),
            ("var turns = 0;\n", "    if (turns++ % 3 == 1)\n        continue;\n\n"),
            ("var turns = 0;\n", "    turns++;\n    if (turns > 12)\n        break;\n\n"),
            ("Func<object?, bool> isWanted = value => value is not null;\n", $"    if (!isWanted({element}))\n        continue;\n\n"));
        return "IShopRows rows = new ShopRows(db);\n" + before + Start().Replace(loop, match => match.Value + inside, 1);
    }

    // Find asks the context itself.
    [GeneratedRegex(@"db\.(Products|Orders|OrderLines|Accounts)(?!\.Find)")]
    private static partial Regex Set();

    [GeneratedRegex(@"foreach \(var (\w+) in")]
    private static partial Regex Element();

    [GeneratedRegex(@"foreach \(.*\)\n\{\n")]
    private static partial Regex Start();
}
