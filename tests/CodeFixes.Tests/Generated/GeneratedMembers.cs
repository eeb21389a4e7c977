namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Loops that call a member of a repository for each element, put together from a seed. The repository has a member for many, whose rows and order are those of the one for one.</summary>
internal static class GeneratedMembers
{
    /// <summary>The key's type, what the members are called, take and give, whether an interface declares them, and whether the member for many is itself called with one vary.</summary>
    public static string KeyedRead(Choices choose)
    {
        var (element, source, key, type, set, column) = choose.Of<(string, string, string, string, string, string)>(
            ("id", "ids", "id", "int", "Products", "Id"), ("id", "sequence", "id", "int", "Orders", "Id"), ("id", "ids", "id", "int", "OrderLines", "OrderId"), ("code", "codes", "code", "string", "Products", "Sku"),
            ("guid", "guids", "guid", "Guid", "Accounts", "Id"), ("guid", "guids", "guid", "Guid", "Orders", "AccountId"), ("optional", "optionalIds", "optional", "int?", "OrderLines", "ProductId"),
            ("order", "orders", "order.Id", "int", "OrderLines", "OrderId"), ("order", "orders", "order.AccountId", "Guid", "Accounts", "Id"), ("line", "lines", "line.OrderId", "int", "Orders", "Id"));
        var row = set.TrimEnd('s');
        var isUnique = column is "Id" or "Sku";
        var (isAsync, isOfMany) = (choose.Once(2), choose.Once(3));
        var token = isAsync && choose.Once(2);
        var (one, many) = choose.Of(($"GetBy{column}", $"GetBy{column}s"), ($"Find{row}", $"Find{set}"), ("Load", "LoadMany"), ("Read", "Read"));
        if (isOfMany || one.Contains("By", StringComparison.Ordinal))
            (one, many) = ("GetBy" + column, $"GetBy{column}s");

        var parameter = char.ToLowerInvariant(column[0]) + column[1..];
        var takes = choose.Of("IEnumerable<T>", "List<T>", "T[]", "IReadOnlyCollection<T>", "HashSet<T>", token ? "T[]" : "params T[]").Replace("T", type, StringComparison.Ordinal);
        var (query, order) = (choose.Of("", "", ".AsNoTracking()"), choose.Of(".OrderBy(x => x.Id)", ".OrderByDescending(x => x.Id)"));
        var (list, given) = choose.Of(("ToList", $"List<{row}>"), ("ToArray", $"{row}[]"), ("ToList", $"IEnumerable<{row}>"), ("ToList", $"IReadOnlyList<{row}>"));
        var operation = isUnique ? choose.Of("FirstOrDefault", "SingleOrDefault") : list;
        var members = new[]
        {
            Member(isUnique ? row + "?" : given, one, $"{type} {parameter}", $"db.{set}{query}.Where(x => x.{column} == {parameter}){(isUnique ? "" : order)}", operation),
            Member(given, many, $"{takes} {parameter}s", $"db.{set}{query}.Where(x => {parameter}s.Contains(x.{column})){order}", list),
        };
        var hasInterface = choose.Once(2);
        var argument = !isOfMany ? key : Collection(choose, takes, type, key);
        var call = $"rows.{(isOfMany ? many : one)}{(isAsync ? "Async" : "")}({argument}{(token ? ", ct" : "")})";
        if (isAsync)
            call = "await " + call + choose.Of("", ".ConfigureAwait(false)");

        if (isOfMany && isUnique)
            call = (isAsync ? $"({call})" : call) + ".FirstOrDefault()";

        // A sequence is gone through: which class it is, is nobody's business.
        var (before, inside) = GeneratedLoops.Around(choose, element);
        var use = !isUnique && given.StartsWith("IEnumerable", StringComparison.Ordinal) ? $"foreach (var row in {call})\n    Use(row, {element});" : choose.Of($"Use({element}, {call});", $"var found = {call};\nUse(found, {element});", isUnique ? $"var found = {call};\nif (found is null)\n    continue;\n\nUse(found.Id, found);" : $"foreach (var row in {call})\n    Use(row, {element});");
        before += $"{(hasInterface ? "ISERVICERows" : "var")} rows = new SERVICERows(db);\n";
        var types = (hasInterface ? $"\npublic interface ISERVICERows\n{{\n{string.Join("\n\n", members.Select(m => $"    {m.Signature};"))}\n}}\n" : "")
            + $"\npublic sealed class SERVICERows(ShopDb db){(hasInterface ? " : ISERVICERows" : "")}\n{{\n{string.Join("\n\n", members.Select(m => $"    public {(isAsync ? "async " : "")}{m.Signature} => {m.Body};"))}\n}}\n";
        return GeneratedLoops.Loop(before, $"foreach (var {element} in {source})", inside + use) + GeneratedServices.Types + types;

        (string Signature, string Body) Member(string result, string name, string parameters, string read, string operation) =>
            ($"{(isAsync ? $"Task<{result}>" : result)} {name}{(isAsync ? "Async" : "")}({parameters}{(token ? ", CancellationToken ct" : "")})", GeneratedLoops.Call(read, operation, "", isAsync, token ? "ct" : ""));
    }

    /// <summary>A save for each element: what is changed before it, on which condition, and whether rows are changed or added.</summary>
    public static string Save(Choices choose)
    {
        var isAsync = choose.Once(2);
        var token = isAsync && choose.Once(2);
        var (element, source, row, change, given) = choose.Of<(string, string, string, string, string)>(
            ("order", "orders", "Order", "order.Number += \"!\";\n", "order"), ("order", "orders.Where(o => o.Id % 2 == 0)", "Order", "", "order"), ("line", "lines", "OrderLine", "line.Quantity += line.OrderId;\n", "line"),
            ("order", "orders", "Account", "Use(order.Id);\n", "new Account { Id = new Guid(order.Id, 7, 7, new byte[8]), Email = order.Number }"), ("code", "codes.Distinct()", "Product", "", "new Product { Sku = \"new \" + code, Name = code }"));
        var isNew = row is "Account" or "Product";
        var (one, many) = isNew ? choose.Of(("Add", "AddRange"), ("Insert", "InsertMany")) : choose.Of(("Update", "UpdateMany"), ("UpdateOrder", "UpdateOrders"), ("Store", "BulkStore"));
        var takes = choose.Of("IEnumerable<T>", "List<T>", "T[]", "IReadOnlyCollection<T>").Replace("T", row, StringComparison.Ordinal);
        var (each, all) = isNew ? ("Add", "AddRange") : ("Update", "UpdateRange");
        var save = isAsync ? $"await db.SaveChangesAsync({(token ? "ct" : "")});" : "db.SaveChanges();";
        var call = $"{(isAsync ? "await " : "")}rows.{one}{(isAsync ? "Async" : "")}({given}{(token ? ", ct" : "")}){(isAsync && choose.Once(3) ? ".ConfigureAwait(false)" : "")};";
        var condition = choose.Of("", "", element switch { "order" => "if (order.CouponId is null)\n    continue;\n\n", "line" => "if (line.Quantity == 0)\n    continue;\n\n", _ => "" });
        var types =
            $$"""

            public sealed class SERVICERows(ShopDb db)
            {
                public {{(isAsync ? "async Task" : "void")}} {{one}}{{(isAsync ? "Async" : "")}}({{row}} one{{(token ? ", CancellationToken ct" : "")}})
                {
                    db.{{each}}(one);
                    {{save}}
                }

                public {{(isAsync ? "async Task" : "void")}} {{many}}{{(isAsync ? "Async" : "")}}({{takes}} many{{(token ? ", CancellationToken ct" : "")}})
                {
                    db.{{all}}(many);
                    {{save}}
                }
            }

            """;
        return GeneratedLoops.Loop("var rows = new SERVICERows(db);\n", $"foreach (var {element} in {source})", condition + change + call) + GeneratedServices.Types + types;
    }

    /// <summary>A command for each key, in a loop or in a loop in a loop: what it deletes or sets, and how keys are given.</summary>
    public static string Command(Choices choose)
    {
        var isAsync = choose.Once(2);
        var token = isAsync && choose.Once(2);
        var (set, column, operation, setter) = choose.Of<(string, string, string, string)>(
            ("OrderLines", "OrderId", "ExecuteDelete", ""), ("OrderLines", "Id", "ExecuteDelete", ""), ("Products", "Id", "ExecuteUpdate", "s => s.SetProperty(x => x.Discontinued, true)"), ("OrderLines", "ProductId", "ExecuteUpdate", "s => s.SetProperty(x => x.Quantity, 7)"));
        var nullable = column == "ProductId";
        var type = nullable ? "int?" : "int";
        var (before, head, key, after) = choose.Of(("", nullable ? "foreach (var key in optionalIds)" : "foreach (var key in ids)", "key", ""), ("", "foreach (var order in orders)", "order.Id", ""), ("", "foreach (var line in lines)", nullable ? "line.ProductId" : "line.OrderId", ""),
            ("foreach (var part in orders.Chunk(5))\n{\n", "foreach (var order in part)", "order.Id", "\n}"));
        var (one, many) = choose.Of(("Change", "ChangeMany"), ("ChangeRow", "ChangeRows"), ("Change", "Change"), ("Change", "ChangeBatch"));
        var takes = choose.Of("IEnumerable<T>", "List<T>", "T[]", "HashSet<T>").Replace("T", type, StringComparison.Ordinal);
        var arguments = string.Join(", ", new[] { setter, token ? "ct" : "" }.Where(a => a.Length > 0));
        string Does(string test) => $"db.{set}.Where(x => {test}).{operation}{(isAsync ? "Async" : "")}({arguments})";
        string Member(string name, string parameter, string test) => $"    public {(isAsync ? "Task<int>" : "int")} {name}{(isAsync ? "Async" : "")}({parameter}{(token ? ", CancellationToken ct" : "")}) => {Does(test)};";
        var call = $"{(isAsync ? "await " : "")}rows.{one}{(isAsync ? "Async" : "")}({key}{(token ? ", ct" : "")});";
        var use = choose.Of("", "", "Use(KEY);\n", "if (KEY == 7)\n    continue;\n\n").Replace("KEY", key, StringComparison.Ordinal);
        var types = $"\npublic sealed class SERVICERows(ShopDb db)\n{{\n{Member(one, type + " key", $"x.{column} == key")}\n\n{Member(many, takes + " keys", $"keys.Contains(x.{column})")}\n}}\n";
        var loop = GeneratedLoops.Loop("", head, use + call);
        return "var rows = new SERVICERows(db);\n" + before + (before.Length == 0 ? loop : "    " + loop.Replace("\n", "\n    ", StringComparison.Ordinal)) + after + GeneratedServices.Types + types;
    }

    private static string Collection(Choices choose, string takes, string type, string key) => takes switch
    {
        _ when takes.StartsWith("List", StringComparison.Ordinal) => choose.Of($"new List<{type}> {{ {key} }}", $"[{key}]"),
        _ when takes.StartsWith("HashSet", StringComparison.Ordinal) => choose.Of($"new HashSet<{type}> {{ {key} }}", $"[{key}]"),
        _ when takes.StartsWith("params", StringComparison.Ordinal) => choose.Of(key, $"[{key}]"),
        _ => choose.Of($"new[] {{ {key} }}", $"[{key}]", $"new {type}[] {{ {key} }}"),
    };
}
