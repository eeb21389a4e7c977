namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Loops that ask the database for something of a key's rows: a column, a shape, whether there are any, how many, the greatest.</summary>
internal static class GeneratedAnswers
{
    /// <summary>A projection or an aggregate by a key of the element: what is taken or computed, of which rows, and what is done with it varies.</summary>
    public static string KeyedAnswer(Choices choose)
    {
        var (element, source, key) = GeneratedLoops.Element(choose);
        var (before, inside) = GeneratedLoops.Around(choose, element);
        var (set, column) = SetOf(choose, key.TrimEnd('?'));
        var (answer, isTruth) = choose.Of("projection", "any", "count", "sum", "greatest", "projection") switch
        {
            "any" => (Any(choose, set, column, key), true),
            "count" => (Counted(choose, set, column, key), false),
            "sum" => (Computed(choose, set, column, key, "Sum", "#Id", "#Id + 1"), false),
            "greatest" => (Computed(choose, set, column, key, choose.Of("Max", "Min"), set == "OrderLines" ? ["#Quantity", "#ProductId", "(int?)#Quantity"] : ["#Id", "(int?)#Id", "#CouponId"]), false),
            _ => (Projected(choose, set, column, key), false),
        };
        if (!answer.StartsWith("await", StringComparison.Ordinal) && inside.Length == 0 && choose.Once(2))
        {
            return before + choose.Of(
                $"var all = {source}.Select({element} => {answer}).ToList();\nUse(all);",
                $"foreach (var found in {source}.Select({element} => new {{ {(element == key.TrimEnd('?') ? element : "Key = " + key.TrimEnd('?'))}, Found = {answer} }}))\n    Use(found);",
                isTruth ? $"Use({source}.Where({element} => {answer}).ToArray());" : $"Use({source}.Select({element} => {answer}).ToArray());",
                isTruth ? $"Use({source}.Count({element} => !{answer}));" : $"Use({source}.Select({element} => new object?[] {{ {element}, {answer} }}).ToList());");
        }

        if (isTruth && choose.Once(3))
            inside += choose.Of($"if ({answer})\n    break;\n\n", $"if (!{answer})\n    return {element};\n\n");

        var use = isTruth && inside.Contains(answer, StringComparison.Ordinal) ? $"Use({element});"
            : isTruth
            ? choose.Of($"if ({answer})\n    Use({element});", $"if (!{answer})\n    continue;\n\nUse({element});", $"var found = {answer};\nUse(found, {element});", $"Use({element}, {answer} ? \"some\" : \"none\");")
            : choose.Of($"var found = {answer};\nUse({element}, found);", $"Use({answer}, {element});", $"Use({element});\nUse({answer});");
        return GeneratedLoops.Loop(before, $"foreach (var {element} in {source})", inside + use);
    }

    private static string Any(Choices choose, string set, string column, string key) => choose.Once(2)
        ? Call(choose, $"db.{set}", "Any", $"x => {Test(choose, set, column, key)}")
        : Call(choose, Filtered(choose, set, column, key), "Any", "");

    private static string Counted(Choices choose, string set, string column, string key) => choose.Once(2)
        ? Call(choose, $"db.{set}" + choose.Of("", ".AsNoTracking()"), choose.Of("Count", "LongCount"), $"x => {Test(choose, set, column, key)}")
        : Call(choose, Filtered(choose, set, column, key), "Count", "");

    private static string Computed(Choices choose, string set, string column, string key, string operation, params string[] values)
    {
        var fitting = values.Where(v => set is "Orders" || !v.Contains("CouponId", StringComparison.Ordinal)).ToList();
        if (set is "Accounts")
            return Counted(choose, set, column, key);

        var value = choose.Of(fitting).Replace("#", "x.", StringComparison.Ordinal);
        return choose.Once(2)
            ? Call(choose, Filtered(choose, set, column, key), operation, $"x => {value}")
            : Call(choose, Filtered(choose, set, column, key) + $".Select(x => {value})", operation, "");
    }

    private static string Projected(Choices choose, string set, string column, string key)
    {
        var shapes = set switch
        {
            "Products" => (string[])["x.Name", "x.Discontinued", "x.Id", "new { x.Id, Label = x.Name + \"/\" + x.Sku }", "x.Discontinued ? x.Name : null", "new Product { Name = x.Sku }"],
            "Accounts" => ["x.Email", "x.Region", "new { x.Email, Count = x.Orders.Count }", "x.Region == null", "x.Orders.OrderBy(o => o.Id).Select(o => o.Number).ToList()"],
            "Orders" => ["x.Number", "x.AccountId", "x.CouponId", "x.Account.Email", "new { x.Id, x.Account.Email, Lines = x.Lines.Count(l => l.Quantity > 1) }", "x.Account"],
            _ => ["x.Price", "x.ProductId", "x.Product == null ? \"-\" : x.Product.Sku", "new { x.Quantity, x.Order.Number }", "x.Product", "new OrderLine { Sku = x.Sku, Price = x.Price }"],
        };
        var isUnique = column is "Id" or "Sku";
        var query = Filtered(choose, set, column, key) + (isUnique ? "" : choose.Of(".OrderBy(x => x.Id)", ".OrderByDescending(x => x.Id)")) + $".Select(x => {choose.Of(shapes)})";
        return Call(choose, query, isUnique ? choose.Of("First", "FirstOrDefault", "Single", "SingleOrDefault", "FirstOrDefault") : choose.Of("ToList", "ToArray"), "");
    }

    private static (string Set, string Column) SetOf(Choices choose, string key) => key switch
    {
        "guid" or "order.AccountId" => choose.Of(("Accounts", "Id"), ("Orders", "AccountId")),
        "code" => ("Products", "Sku"),
        "line.ProductId" => choose.Of(("Products", "Id"), ("OrderLines", "ProductId")),
        "order.Id" or "line.OrderId" => choose.Of(("Orders", "Id"), ("OrderLines", "OrderId")),
        _ => choose.Of(("Products", "Id"), ("OrderLines", "OrderId"), ("OrderLines", "ProductId")),
    };

    private static string Filtered(Choices choose, string set, string column, string key) =>
        $"db.{set}" + choose.Of("", "", ".AsNoTracking()", ".TagWith(\"answer\")") + $".Where(x => {Test(choose, set, column, key)})";

    private static string Test(Choices choose, string set, string column, string key)
    {
        var name = key.TrimEnd('?');
        var test = choose.Once(4) ? $"{name} == x.{column}" : $"x.{column} == {name}";
        return set is not "Accounts" && choose.Once(3) ? test + choose.Of(" && x.Id > 3", " && x.Id < 40") : test;
    }

    private static string Call(Choices choose, string query, string operation, string argument) =>
        GeneratedLoops.Call(query, operation, argument, choose.Once(2), choose.Of("ct", ""));
}
