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

    /// <summary>A read by two columns of the element: which they are, the order of conditions, what is done with rows, and whether others come with them, varies.</summary>
    public static string PairRead(Choices choose)
    {
        var (element, source, set, first, second) = choose.Of<(string, string, string, string, string)>(
            ("id", "ids", "Stocks", "x.Warehouse == \"W\" + id % 3", "x.ProductId == id"), ("id", "sequence", "Products", "x.Id == id", "x.Sku == \"sku-\" + id"), ("code", "codes", "Products", "x.Sku == code", "code == \"sku-\" + x.Id"),
            ("order", "orders", "Orders", "x.AccountId == order.AccountId", "x.Number == order.Number"), ("order", "orders", "Orders", "order.Id == x.Id", "x.Number == order.Number"),
            ("line", "lines", "OrderLines", "x.OrderId == line.OrderId", "x.Quantity == line.Quantity"), ("line", "lines", "OrderLines", "x.Id == line.Id", "line.OrderId == x.OrderId"));
        var row = set is "OrderLines" or "Orders" ? ".OrderBy(x => x.Id)" : set is "Stocks" ? ".OrderBy(x => x.ProductId)" : ".OrderByDescending(x => x.Id)";
        if (second.StartsWith("code ==", StringComparison.Ordinal))
            second = "x.Name == \"Product \" + code.Substring(4)";

        var (one, other) = choose.Once(2) ? (first, second) : (second, first);
        var condition = choose.Of($".Where(x => {one} && {other})", $".Where(x => {one}).Where(x => {other})", $".Where(x => {one} && {(set is "Stocks" ? "x.Quantity" : "x.Id")} > 1 && {other})");
        var isAsync = choose.Once(2);
        var isRows = choose.Once(2);
        var isUnique = !(set is "OrderLines" && second.Contains("Quantity", StringComparison.Ordinal)) && !first.Contains("AccountId", StringComparison.Ordinal);
        var operation = isRows || set is "OrderLines" && !isUnique ? choose.Of("ToList", "ToArray") : isUnique ? choose.Of("FirstOrDefault", "First", "SingleOrDefault", "Single") : choose.Of("SingleOrDefault", "Single");
        var read = GeneratedLoops.Call($"db.{set}{choose.Of("", "", ".AsNoTracking()")}{condition}{(operation.StartsWith("To", StringComparison.Ordinal) ? row : "")}", operation, "", isAsync, choose.Of("", "ct"));
        var use = choose.Of($"Use({element}, {read});", $"var found = {read};\nUse(found, {element});", $"if ({element}.ToString() == \"8\")\n    continue;\n\nUse({read});");
        return GeneratedLoops.Loop("", $"foreach (var {element} in {source})", use);
    }

    // Find asks the context itself.
    [GeneratedRegex(@"db\.(Products|Orders|OrderLines|Accounts)(?!\.Find)")]
    private static partial Regex Set();

    [GeneratedRegex(@"foreach \(var (\w+) in")]
    private static partial Regex Element();

    [GeneratedRegex(@"foreach \(.*\)\n\{\n")]
    private static partial Regex Start();
}
