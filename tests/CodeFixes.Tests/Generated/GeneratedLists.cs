namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Programs that load rows and work on them in memory, put together from a seed: the set, the query, how it runs, and what is done with the rows.</summary>
internal static class GeneratedLists
{
    private static readonly (string Set, string[] Tests, string[] Values)[] s_sets =
    [
        ("Orders", [
            "x.CouponId == null", "x.CouponId != null", "x.CouponId == n", "x.CouponId != n", "x.Id > n", "x.Id <= n && x.CouponId.HasValue", "ids.Contains(x.Id)", "x.Number == code", "!(x.CouponId == n)",
            "x.AccountId == account", "x.AccountId != account || x.Id < n", "x.CouponId == maybe", "x.CouponId != maybe", "!x.CouponId.HasValue || n >= x.Id", "x.CouponId == x.Id", "x.CouponId > n", "x.Number.StartsWith(\"N1\")", "x.PlacedAt.Year == 2026",
        ], ["x.Id", "x.CouponId"]),
        ("Products", ["x.Discontinued", "!x.Discontinued && x.Id > n", "x.Sku == code", "x.Name != code", "codes.Contains(x.Sku)", "ids.Contains(x.Id) || x.Discontinued", "x.Discontinued == (n > 3)", "(x.Id == n) == x.Discontinued"], ["x.Id"]),
        ("OrderLines", ["x.ProductId == null", "x.ProductId != n", "x.Quantity >= 2", "x.Quantity == n || x.ProductId == maybe", "x.Sku == null", "x.Sku != code", "!(x.Quantity > 1)", "x.OrderId == n && x.Quantity != 0", "x.Price > n", "!(x.ProductId < n)"], ["x.Quantity", "x.Id", "x.ProductId"]),
        ("Accounts", ["x.Region == null", "x.Region == \"R1\"", "x.Region != \"R1\"", "x.Email == code || x.Region == region", "guids.Contains(x.Id)", "x.Id == account", "x.Region != region && x.Id != account", "!(x.Region == region)"], []),
    ];

    /// <summary>Whatever people do in memory with rows that they have loaded.</summary>
    public static string Any(Choices choose) => Program(choose, choose.Of("", "", ".AsNoTracking()", ".AsTracking()", ".TagWith(\"all\")"));

    /// <summary>The same, with rows that the context does not track.</summary>
    public static string Untracked(Choices choose) => Program(choose, ".AsNoTracking()");

    /// <summary>Rows of which a loop skips some at its start, by conditions of which a query can say all, some or none.</summary>
    public static string Skipped(Choices choose)
    {
        var (set, tests, _) = choose.Of(s_sets);
        string[] others = set switch
        {
            "Orders" => ["x.CouponId is null", "x.CouponId is not null", "x.Id % 2 == 0", "x.Number.Length > n", "x.AccountId == first.AccountId", "string.IsNullOrEmpty(x.Number)", "x.Id < first.Id", "x.Id > maybe", "x.Id == maybe"],
            "Products" => ["x.Name is null", "string.IsNullOrEmpty(x.Name)", "x.Sku.EndsWith('1')", "x.Id == first.CouponId"],
            "OrderLines" => ["x.ProductId is null", "!(x.ProductId is not null)", "x.OrderId == first.Id", "x.Quantity is 2", "x.Quantity is > 1 and < 9", "string.IsNullOrEmpty(x.Sku)", "x.Quantity % 2 == 1"],
            _ => ["x.Region is null", "string.IsNullOrEmpty(x.Region)", "!string.IsNullOrEmpty(x.Region)", "x.Id == first.AccountId"],
        };
        var skips = choose.Once(2);
        var joining = skips ? " || " : " && ";
        var test = string.Join(joining, Enumerable.Range(0, choose.Of(1, 1, 2, 3)).Select(_ => choose.Of(tests.Concat(others).ToArray())).Select(t => skips || !t.Contains("||", StringComparison.Ordinal) ? t : $"({t})"));
        var query = $"db.{set}" + choose.Of("", "", ".AsNoTracking()", "\n    .TagWith(\"all\")") + (choose.Once(4) ? $".Where(x => {choose.Of(tests)})" : "") + (set is "Accounts" ? ".OrderBy(x => x.Email)" : choose.Of(".OrderBy(x => x.Id)", ".OrderByDescending(x => x.Id)"));
        var rows = choose.Of(query, $"{query}.ToList()", $"{query}.ToArray()", $"{query}.AsEnumerable()", $"await {query}.ToListAsync(ct)", $"await {query}.ToListAsync().ConfigureAwait(false)", $"await {query}.ToArrayAsync(ct)");
        var turn = choose.Of("Use(x);", "Use(x);\nUse(n, x);", "// Kept.\nUse(x.Id);\nif (n > 5)\n{\n    Use(n);\n}");
        var body = choose.Of(true, true, false)
            ? skips ? choose.Of($"if ({test}) continue;\n\n{turn}", $"if ({test})\n{{\n    continue;\n}}\n{turn}") : $"if ({test})\n{{\n{Indented(turn)}\n}}"
            : skips ? $"if ({test})\n    continue;\n{turn}" : $"if ({test}) {{ Use(x); }}";
        var loop = choose.Of($"foreach (var x in {rows})", $"var all = {rows};\nforeach (var x in all)", $"var all = {rows};\nUse(n);\nforeach (var x in all)");
        return Variables(choose) + $"var first = orders[0];\n{loop}\n{{\n{Indented(body)}\n}}\nUse(n, maybe, account, code, region, first);";
    }

    private static string Indented(string lines) => string.Join("\n", lines.Split('\n').Select(l => l.Length == 0 ? l : "    " + l));

    /// <summary>Rows that memory puts in an order, often by two columns, to take some of them; sometimes each with a collection.</summary>
    public static string Ordered(Choices choose)
    {
        var (set, tests, _) = s_sets[choose.Of(0, 1, 2, 2, 2)];
        var key = set is "OrderLines" ? choose.Of("Quantity", "OrderId", "Id") : "Id";
        var order = $".{choose.Of("OrderBy", "OrderByDescending")}(x => x.{key})" + (key is "Id" ? "" : $".{choose.Of("ThenBy", "ThenByDescending")}(x => x.Id)");
        var test = $"x => {choose.Of(tests)}";
        var operation = choose.Of(
            ".First()", ".FirstOrDefault()", $".First({test})", $".FirstOrDefault({test})", ".Take(5)", ".Take(n).ToList()", ".Take(3).Select(x => x.Id).ToList()", ".Skip(n)", ".Skip(2).Take(4).ToArray()", $".Where({test}).ToList()",
            $".Where({test}).Take(2)");
        var query = $"db.{set}" + (set is "Orders" && choose.Once(2) ? ".Include(x => x.Lines.OrderBy(l => l.Id))" : "") + choose.Of("", "", ".AsNoTracking()", $".Where(x => {choose.Of(tests)})");
        return Program(choose, query, _ => order + operation);
    }

    private static string Program(Choices choose, string tracking)
    {
        var (set, tests, values) = choose.Of(s_sets);
        var query = $"db.{set}{tracking}" + (choose.Once(4) ? $".Where(x => {choose.Of(tests)})" : "");
        var isOrdered = choose.Once(3);
        if (isOrdered)
            query += set is "Accounts" ? ".OrderBy(x => x.Email)" : choose.Of(".OrderBy(x => x.Id)", ".OrderByDescending(x => x.Id)");

        return Program(choose, query, run => Operation(choose, set, tests, values, isList: run.Contains("ToList", StringComparison.Ordinal), isArray: run.Contains("ToArray", StringComparison.Ordinal)));
    }

    // The query, run in one of the ways there are, what memory does with the rows, and what uses the result.
    private static string Program(Choices choose, string query, Func<string, string> operationAfter)
    {
        var (run, isAsync) = choose.Of(
            (".ToList()", false), (".ToArray()", false), (".AsEnumerable()", false), (".ToListAsync()", true), (".ToListAsync(ct)", true), (".ToListAsync(ct).ConfigureAwait(false)", true), (".ToArrayAsync(ct)", true));
        var rows = isAsync ? $"(await {query}{run})" : query + run;
        var operation = operationAfter(run);
        return Variables(choose) + choose.Of(
            $"Use({rows}{operation});",
            $"var found = {rows}{operation};\nUse(found);",
            $"var all = {(isAsync ? rows[1..^1] : rows)};\nUse(all{operation});",
            $"var all = {(isAsync ? rows[1..^1] : rows)};\nvar found = all{operation};\nUse(n, found);") + "\nUse(n, maybe, account, code, region);";
    }

    // What rows are compared with.
    private static string Variables(Choices choose) => "var n = " + choose.Of("0", "3", "7", "99") + ";\nint? maybe = " + choose.Of("null", "4", "99") + ";\nvar account = guids[0];\nvar code = " + choose.Of("codes[0]", "\"N7\"", "\"none\"") + ";\nstring? region = " + choose.Of("null", "\"R2\"") + ";\n";

    private static string Operation(Choices choose, string set, string[] tests, string[] values, bool isList, bool isArray)
    {
        var test = $"x => {choose.Of(tests)}";
        var order = set is "Accounts" ? "" : choose.Of("", ".OrderBy(x => x.Id)", ".OrderByDescending(x => x.Id)");
        return choose.Of<string>(
            $".Where({test})", $".Where({test}).ToList()", $".Where({test}).ToArray()", $".Where({test}).Select(x => x.Id).ToList()", $".Where({test}).OrderBy(x => x.Id).ToList()", $".Where({test}).Reverse().ToList()",
            $".Where({test}).Count()", $"{order}.Where({test}).ToList()",
            ".Count()", $".Count({test})", $".LongCount({test})", isArray ? ".Length" : isList ? ".Count" : ".Count()", $".Any({test})", ".Any()", $".All({test})",
            isList ? $".Exists({test})" : $".Any({test})", isList ? $".FindAll({test})" : $".Where({test})", isList ? $".Find({test})" : $".FirstOrDefault({test})",
            values.Length == 0 ? ".Count()" : $".Sum(x => {choose.Of(values)})", values.Length == 0 ? ".Any()" : $".Max(x => {choose.Of(values)})", values.Length == 0 ? ".Count()" : $".Where({test}).Min(x => {choose.Of(values)})",
            $"{order}.First({test})", $"{order}.FirstOrDefault({test})", $".Single({test})", $".SingleOrDefault({test})",
            $"{order}.Take({choose.Of("1", "5", "n")})", $"{order}.Skip({choose.Of("2", "n")}).Take(4).ToList()", $"{order}.Skip(3)");
    }
}
