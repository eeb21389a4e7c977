namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Loops that delete or update the rows of each element's key, put together from a seed.</summary>
internal static class GeneratedCommands
{
    /// <summary>The key, its conditions, whether rows are deleted or what is set, and whether they are counted vary.</summary>
    public static string Body(Choices choose)
    {
        var (element, source, key) = choose.Of(("id", "ids", "id"), ("id", "sequence", "id"), ("optional", "optionalIds", "optional"), ("order", "orders", "order.Id"), ("line", "lines", "line.OrderId"), ("line", "lines", "line.ProductId"), ("id", "ids.Distinct().ToList()", "id"));
        var (set, column) = choose.Of(("OrderLines", "OrderId"), ("OrderLines", "ProductId"), ("OrderLines", "Id"), ("Products", "Id"));
        var isDelete = set == "OrderLines" && choose.Once(2);
        var test = choose.Once(4) ? $"{key} == x.{column}" : $"x.{column} == {key}";
        if (choose.Once(3))
            test += set == "OrderLines" ? " && x.Quantity > 1" : " && !x.Discontinued";

        var query = $"db.{set}{choose.Of("", "", ".TagWith(\"all\")", ".IgnoreQueryFilters()")}.Where(x => {test})";
        var setter = set == "OrderLines" ? choose.Of("s => s.SetProperty(x => x.Quantity, 7)", "s => s.SetProperty(x => x.Sku, codes[0]).SetProperty(x => x.Price, 3)") : choose.Of("s => s.SetProperty(x => x.Discontinued, true)", "s => s.SetProperty(x => x.Name, \"renamed\")");
        var isAsync = choose.Once(2);
        var token = isAsync ? choose.Of("", "ct") : "";
        var arguments = string.Join(", ", new[] { isDelete ? "" : setter, token }.Where(a => a.Length > 0));
        var call = $"{(isAsync ? "await " : "")}{query}.{(isDelete ? "ExecuteDelete" : "ExecuteUpdate")}{(isAsync ? "Async" : "")}({arguments}){(isAsync && choose.Once(4) ? ".ConfigureAwait(false)" : "")};";
        var (before, after) = ("", "");
        if (isDelete && choose.Once(2))
            (before, call, after) = ("var n = 0;\n", "n += " + call, "\nUse(n);");
        else if (choose.Once(5))
            call = "_ = " + call;

        if (choose.Once(4))
            call = element switch { "id" => "if (id % 3 == 0)\n    continue;\n\n", "optional" => "if (optional == null)\n    continue;\n\n", "line" => "if (line.Quantity == 0)\n    continue;\n\n", _ => "" } + call;

        return GeneratedLoops.Loop(before, $"foreach (var {element} in {source})", call) + after;
    }
}
