namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Loops that ask a service for each element, put together from a seed: how the service gets to the rows, and what it does with them before it answers.</summary>
internal static class GeneratedServices
{
    /// <summary>What stands between a loop and the types that it uses, which a program declares beside it.</summary>
    public const string Types = "\n// types\n";

    /// <summary>The key's type, the set and column, whether it is unique, the way to the rows and what is done with them vary.</summary>
    public static string KeyedCall(Choices choose)
    {
        var (element, source, key, type, set, column) = choose.Of<(string, string, string, string, string, string)>(
            ("id", "ids", "id", "int", "Orders", "Id"), ("id", "ids", "id", "int", "OrderLines", "OrderId"), ("id", "sequence", "id", "int", "Products", "Id"), ("guid", "guids", "guid", "Guid", "Accounts", "Id"),
            ("code", "codes", "code", "string", "Products", "Sku"), ("order", "orders", "order.Id", "int", "OrderLines", "OrderId"), ("order", "orders", "order.AccountId", "Guid", "Orders", "AccountId"),
            ("line", "lines", "line.OrderId", "int", "Orders", "Id"));
        var row = set is "OrderLines" ? "OrderLine" : set.TrimEnd('s');
        var isUnique = column is "Id" or "Sku";
        var isAsync = choose.Once(2);
        var token = isAsync && choose.Once(2) ? ", CancellationToken ct" : "";
        var given = token.Length > 0 ? "ct" : "";
        var operation = isUnique ? choose.Of("FirstOrDefault", "First", "SingleOrDefault", "Single") : choose.Of("ToList", "ToArray");
        var query = $"db.{set}" + choose.Of("", "", ".AsNoTracking()") + $".Where(x => x.{column} == key)" + (isUnique ? "" : choose.Of(".OrderBy(x => x.Id)", ".OrderByDescending(x => x.Id)"));
        var read = GeneratedLoops.Call(query, operation, "", isAsync, given).Replace("await ", "", StringComparison.Ordinal);
        var rows = operation switch { "ToList" => $"List<{row}>", "ToArray" => $"{row}[]", "First" or "Single" => row, _ => row + "?" };
        var (answer, body) = Body(choose, isUnique, rows, row, isAsync, given.Length > 0 ? ", ct" : "");
        var isTracked = choose.Once(3);
        var types =
            $$"""

            public sealed class SERVICERows(ShopDb db)
            {
                public {{(isAsync ? $"Task<{rows}>" : rows)}} Read({{type}} key{{token}}) => {{read}};
            }

            public sealed class SERVICEAsked(SERVICERows rows)
            {
                public {{(isAsync ? $"async Task<{answer}>" : answer)}} Get({{type}} key{{token}})
                {
            {{string.Join('\n', body.Split('\n').Select(line => line.Length == 0 ? "" : "        " + line))}}
                }

                private static string Text({{row}} one, int n) => one.Id.ToString() + "/" + n;
            }

            """;
        var call = $"{(isAsync ? "await " : "")}asked.Get({key}{(token.Length > 0 ? ", ct" : "")})";
        var use = choose.Of($"Use({element}, {call});", $"var found = {call};\nUse(found, {element});", $"var found = {call};\nif (object.Equals(found, null))\n    continue;\n\nUse(found);");
        var before = (isTracked ? $"Use(db.{set}.OrderBy(x => x.Id).First());\n" : "") + "var asked = new SERVICEAsked(new SERVICERows(db));\n";
        return GeneratedLoops.Loop(before, $"foreach (var {element} in {source})", use) + Types + types;
    }

    // What the service answers, and how it comes to it.
    private static (string Answer, string Body) Body(Choices choose, bool isUnique, string rows, string row, bool isAsync, string token)
    {
        var read = $"{(isAsync ? "await " : "")}rows.Read(key{token})";
        var later = isAsync ? "await Task.Yield();\n" : "";
        if (!isUnique)
        {
            return choose.Of(
                ("int", $"var all = {read};\nvar n = 0;\nforeach (var one in all)\n    n += one.Id;\n\nreturn n;"),
                ("string", $"var all = {read};\nif (!all.Any())\n    return \"none of \" + key;\n\n{later}return Text(all.First(), all.Count());"),
                ("List<string>", $"return ({read}).Select(one => Text(one, 1)).ToList();"));
        }

        var isThere = !rows.EndsWith('?');
        return choose.Of(
            ("string", isThere ? $"var one = {read};\nreturn Text(one, 0);" : $"var one = {read};\nif (one is null)\n    return \"none\";\n\n// Its text.\n{later}return Text(one, 2);"),
            ("string?", isThere ? $"return Text({read}, 3);" : $"string? text = null;\nvar one = {read};\nif (one != null)\n{{\n    text = Text(one, 3);\n}}\n\nreturn text;"),
            ($"({row}? One, string Of)", $"var one = {read};\n{later}return (one, \"of \" + key);"));
    }
}
