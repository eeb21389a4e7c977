using System.Text.RegularExpressions;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Loops as people write them, put together from a seed: what is gone through, what is asked, and what is done with it.</summary>
internal static class GeneratedLoops
{
    /// <summary>A read by a key of the element: key type, nullability, order, tracking, conditions, exits and what is done with missing rows vary.</summary>
    public static string KeyedRead(Choices choose)
    {
        var (element, source, key) = Element(choose);
        var (read, isRow) = Read(choose, key);
        var (before, inside) = Around(choose, element);
        var use = Used(choose, element, read, isRow);
        return choose.Once(5) && source is "ids" or "orders" or "lines" or "guids" or "codes"
            ? Loop(before, $"for (var at = 0; at < {source}.{(source is "guids" ? "Length" : "Count")}; at++)", choose.Once(2) ? $"var {element} = {source}[at];\n" + inside + use : Regex.Replace(inside + use, $@"\b{element}\b", $"{source}[at]"))
            : Loop(before, $"foreach (var {element} in {source})", inside + use);
    }

    /// <summary>A read by a key of what each element has several of: what is gone through, the conditions of both loops, and what else their turns do vary.</summary>
    public static string NestedRead(Choices choose)
    {
        var (read, isRow) = Read(choose, choose.Of("line.ProductId?", "line.OrderId", "line.OrderId"));
        var (before, inside) = Around(choose, "line");
        var (name, outer) = choose.Of(("own", "var own = order.Lines;\n"), ("order.Lines", ""), ("order.Lines", "Use(order.Number);\n"), ("order.Lines", "if (order.CouponId == null)\n    continue;\n\n"),
            ("order.Lines", "if (order.Lines.Count == 0)\n    continue;\n\n"), ("order.Lines", "if (order.Id % 3 == 0)\n    Use(order.Id);\n\n"), ("order.Lines", "if (order.Id > 40)\n    break;\n\n"));
        var loop = Loop("", $"foreach (var line in {name})", inside + Used(choose, "line", read, isRow));
        if (choose.Once(6))
            loop = Loop("", "if (order.Id > 10 || order.CouponId != null)", loop);

        var head = choose.Once(5) ? ("for (var at = 0; at < placed.Count; at++)", "var order = placed[at];\n") : ($"foreach (var order in placed{choose.Of("", "", ".Where(o => o.Id > 2)", ".Distinct().ToList()")})", "");
        var tracking = choose.Of(".AsNoTracking()", ".AsNoTracking()", "");
        return Loop($"var placed = db.Orders{tracking}.Include(o => o.Lines.OrderBy(l => l.Id)).Where(o => ids.Contains(o.Id)).OrderBy(o => o.Id).ToList();\n" + before, head.Item1, head.Item2 + outer + loop + choose.Of("", "", "\nUse(order.Lines.Count);"));
    }

    private static string Used(Choices choose, string element, string read, bool isRow) => isRow
            ? choose.Of(
                $"var found = {read};\nUse({element}, found);",
                $"var found = {read};\nif (found is null)\n    continue;\n\nUse(found);",
                $"var found = {read};\nif (found != null)\n{{\n    Use(found, {element});\n}}\nelse\n{{\n    Use(\"none\");\n}}",
                $"Use({read}, {element});")
            : choose.Of(
                $"var found = {read};\nUse({element}, found);",
                $"foreach (var row in {read})\n    Use(row);",
                $"foreach (var row in {Bare(read)})\n    Use(row, {element});",
                $"var several = new List<object>();\nseveral.AddRange({Bare(read)});\nUse(several.Count);",
                $"var found = {read};\nvar n = 0;\nforeach (var row in found)\n    n++;\nUse({element}, n, found);");

    // The query itself, which what goes through it runs.
    private static string Bare(string read) => read.StartsWith("await", StringComparison.Ordinal) ? read : read.Replace(".ToList()", "", StringComparison.Ordinal).Replace(".ToArray()", "", StringComparison.Ordinal);

    /// <summary>A save at the end of each turn: what is changed, added and removed, under which conditions, varies.</summary>
    public static string Save(Choices choose)
    {
        // New rows of one kind only: which of two kinds gets its keys first is up to whoever saves them together.
        var added = choose.Of("db.OrderLines.Add(new OrderLine { OrderId = 1 + id % 40, Quantity = id });", "db.Orders.Add(new Order { Number = \"of \" + id, AccountId = guids[0], Lines = [new OrderLine { Quantity = id }] });");
        var changes = new List<string>();
        for (var i = 0; i < 1 + (choose.Once(2) ? 1 : 0) + (choose.Once(3) ? 1 : 0); i++)
        {
            changes.Add(choose.Of(
                "if (db.Products.Find(id) is { } p#) p#.Name += \"!\";",
                "var p# = db.Products.Find(id);\nif (p# != null && !p#.Discontinued)\n    p#.Discontinued = true;",
                "var o# = db.Orders.Find(id);\nif (o# is not null)\n{\n    o#.Number = \"changed \" + id;\n    o#.CouponId = null;\n}",
                "var l# = db.OrderLines.Find(id);\nif (l# is not null && db.Entry(l#).State != EntityState.Deleted)\n    db.OrderLines.Remove(l#);",
                added,
                "Use(id);").Replace("#", i.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }

        var isWork = choose.Once(4);
        if (isWork)
            changes.Add(choose.Of("if (work.Get(id) is { } w)\n    w.Name += \"?\";", "var w = work.Get(id);\nif (w is { Discontinued: true })\n    w.Name = \"gone\";"));

        var save = isWork
            ? choose.Of("await work.CommitAsync(ct);", "_ = await work.CommitAsync(ct).ConfigureAwait(false);")
            : choose.Of("db.SaveChanges();", "await db.SaveChangesAsync();", "await db.SaveChangesAsync(ct).ConfigureAwait(false);", "_ = db.SaveChanges();", "// Keep it.\ndb.SaveChanges();");
        var head = choose.Of(
            "foreach (var id in ids)", "foreach (var id in ids.Distinct().OrderBy(i => i))", "foreach (int id in sequence)", "for (int n = 0, id = ids[0]; n < ids.Count; n++, id = ids[Math.Min(n, ids.Count - 1)])");
        var turn = Turn(choose, changes, save);
        if (choose.Once(6))
            turn = Loop(choose.Of("", "", "if (id > 45)\n    continue;\n\n", "db.Orders.Find(id)?.Lines.Clear();\n"), choose.Of("for (var again = 0; again < 2; again++)", "foreach (var again in new[] { 1, 2 })"), turn) + choose.Of("", "", "\ncount++;");

        var before = (choose.Once(3) ? "db.Products.Find(2)!.Name = \"before\";\n" : "") + (turn.Contains("count", StringComparison.Ordinal) ? "var count = 0;\nvar kept = new List<Product?>();\n" : "") + (isWork ? "SERVICEWork work = new(db);\n" : "");
        return Loop(before, head, turn) + (turn.Contains("count", StringComparison.Ordinal) ? "\nUse(count, kept.Count);" : "") + (isWork ? GeneratedServices.Types + Work : "");
    }

    private const string Work =
        """

        public sealed class SERVICEWork(ShopDb db)
        {
            public Product? Get(int id) => db.Products.Find(id);

            public async Task<bool> CommitAsync(CancellationToken ct) => await db.SaveChangesAsync(ct) > 0;
        }
        """;

    // Some turns go on before they save, or are not asked to; some do something after it.
    private static string Turn(Choices choose, List<string> changes, string save)
    {
        var test = choose.Of("id % 3 == 0", "db.Products.Find(id) is null or { Discontinued: true }", "id > 30");
        if (choose.Once(4))
            changes.Insert(choose.Once(4) ? changes.Count : 0, choose.Of($"if ({test})\n    continue;\n", $"if ({test})\n{{\n    Console.Write(\"\");\n    continue;\n}}\n"));

        var turn = string.Join('\n', changes) + "\n" + save;
        if (choose.Once(5))
            turn = Loop(choose.Once(5) ? "db.Orders.Find(id)?.Lines.Clear();\n" : "", $"if (!({test}))", turn);

        return turn + (choose.Once(5) ? choose.Of("\ncount++;", "\ncount += id;\nkept.Add(null);", "\nUse(id, db.ChangeTracker.HasChanges());\ncount++;") : "");
    }

    /// <summary>A question that is the same at each turn.</summary>
    public static string SameQuestion(Choices choose)
    {
        var (element, source, _) = Element(choose);
        var question = choose.Of(
            "db.Products.Count()", "db.Products.Count(p => p.Discontinued)", "await db.Products.CountAsync(ct)", "db.Orders.Any(o => o.Number == wanted)",
            "await db.Orders.AsNoTracking().FirstOrDefaultAsync(o => o.Number == wanted)", "db.Products.OrderBy(p => p.Id).First()",
            "db.Products.Where(p => p.Discontinued).OrderByDescending(p => p.Id).ToList()", "await db.OrderLines.Where(l => l.Quantity > limit).OrderBy(l => l.Id).ToListAsync(ct).ConfigureAwait(false)",
            "db.OrderLines.Max(l => l.Quantity)", "await db.OrderLines.SumAsync(l => l.Quantity, ct)", "db.Products.Single(p => p.Sku == wanted)");
        var use = choose.Of($"Use({element}, {question});", $"var answer = {question};\nUse(answer, {element});", $"Use({question});");
        return Loop($"var wanted = \"{choose.Of("N7", "sku-7", "none")}\";\nvar limit = {choose.Of(0, 2, 99)};\n", $"foreach (var {element} in {source})", use);
    }

    // What a loop goes through, and the expression that is a key.
    internal static (string Element, string Source, string Key) Element(Choices choose)
    {
        var (element, source, key) = choose.Of<(string, string, string)>(
            ("id", "ids", "id"), ("id", "ids", "id"), ("id", "sequence", "id"), ("optional", "optionalIds", "optional?"), ("guid", "guids", "guid"), ("code", "codes", "code"),
            ("order", "orders", "order.Id"), ("order", "orders", "order.AccountId"), ("line", "lines", "line.OrderId"), ("line", "lines", "line.ProductId?"));
        if (choose.Once(3))
        {
            source += choose.Of(".ToList()", ".Distinct()", ".Reverse().ToArray()", ".Take(7)", $".Where({element} => true)").Replace(".Reverse()", ".AsEnumerable().Reverse()", StringComparison.Ordinal);
        }

        return (element, source, key);
    }

    private static (string Read, bool IsRow) Read(Choices choose, string key)
    {
        var (name, isNullable) = (key.TrimEnd('?'), key.EndsWith('?'));
        var (set, column) = name switch
        {
            "guid" or "order.AccountId" => choose.Of(("Accounts", "Id"), ("Orders", "AccountId")),
            "code" => ("Products", "Sku"),
            "line.ProductId" => choose.Of(("Products", "Id"), ("OrderLines", "ProductId")),
            "order.Id" or "line.OrderId" => choose.Of(("Orders", "Id"), ("OrderLines", "OrderId")),
            _ => choose.Of(("Products", "Id"), ("Orders", "Id"), ("OrderLines", "OrderId"), ("OrderLines", "ProductId"), ("OrderLines", "Id")),
        };
        if (choose.Once(6))
        {
            name = name switch
            {
                "id" or "order.Id" or "line.OrderId" or "line.ProductId" => choose.Of($"{name} + 1", $"{name} % 7", $"({name} - 2)"),
                "code" => choose.Of("code.Trim()", "$\"{code}0\"", "\"sku-\" + code.Length"),
                _ => name,
            };
        }

        var isUnique = column is "Id" or "Sku";
        var (isAsync, token) = (choose.Once(2), choose.Of("ct", ""));
        if (column is "Id" && !isNullable && choose.Once(4))
            return (isAsync ? $"await db.{set}.FindAsync({name})" : $"db.{set}.Find({name})", true);

        var query = $"db.{set}" + choose.Of("", "", "", ".AsNoTracking()", ".AsTracking()", ".TagWith(\"read\")");
        if (set is "Orders" && choose.Once(3))
            query += ".Include(x => x.Lines.OrderBy(l => l.Id))";

        var test = choose.Once(4) ? $"{name} == x.{column}" : $"x.{column} == {name}";
        if (set is not "Accounts" && choose.Once(5))
            test += " && x.Id > 2";

        if (!isUnique)
        {
            query += $".Where(x => {test})" + choose.Of(".OrderBy(x => x.Id)", ".OrderByDescending(x => x.Id)", set is "OrderLines" ? ".OrderBy(x => x.Quantity).ThenBy(x => x.Id)" : ".OrderBy(x => x.Id)");
            return (Call(query, choose.Of("ToList", "ToArray"), "", isAsync, token), false);
        }

        var operation = choose.Of("First", "FirstOrDefault", "Single", "SingleOrDefault", "FirstOrDefault", "SingleOrDefault");
        return choose.Once(3) ? (Call($"{query}.Where(x => {test})", operation, "", isAsync, token), true) : (Call(query, operation, $"x => {test}", isAsync, token), true);
    }

    internal static string Call(string query, string operation, string argument, bool isAsync, string token) => isAsync
        ? $"await {query}.{operation}Async({string.Join(", ", new[] { argument, token }.Where(a => a.Length > 0))})"
        : $"{query}.{operation}({argument})";

    internal static (string Before, string Inside) Around(Choices choose, string element)
    {
        var inside = choose.Of("", "", "", "", element switch
        {
            "id" => "if (id % 3 == 0)\n    continue;\n\n",
            "line" => "if (line.Quantity == 0)\n    continue;\n\n",
            "optional" => "if (optional == null)\n    continue;\n\n",
            _ => "",
        });
        return (choose.Of("", "", "var total = 0;\nUse(total);\n"), inside);
    }

    internal static string Loop(string before, string head, string body) => $"{before}{head}\n{{\n{string.Join('\n', body.Split('\n').Select(line => line.Length == 0 ? line : "    " + line))}\n}}";
}
