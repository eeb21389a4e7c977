namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Loops that load a navigation of each entity that a query gave, put together from a seed.</summary>
internal static class GeneratedLoads
{
    /// <summary>The entity and its navigation, how the query is written, where the load stands and how the navigation is named vary.</summary>
    public static string ExplicitLoad(Choices choose)
    {
        var (set, element, navigation, isCollection) = choose.Of(
            ("Orders", "order", "Lines", true), ("Orders", "order", "Account", false), ("OrderLines", "line", "Product", false), ("OrderLines", "line", "Order", false), ("Accounts", "account", "Orders", true));
        var row = set.TrimEnd('s');
        var isAsync = choose.Once(2);
        var query = choose.Of($"db.{set}", $"db.{set}", $"db.Set<{row}>()") + choose.Of("", "", ".AsTracking()", ".AsNoTracking()", ".TagWith(\"all\")") + choose.Of(
            "", ".Where(x => ids.Contains(x.Id))", ".Where(x => x.Id > 3)", ".Where(x => x.Id > 3 && x.Id < 40)").Replace("ids.Contains(x.Id)", set is "Accounts" ? "guids.Contains(x.Id)" : "ids.Contains(x.Id)", StringComparison.Ordinal);
        if (set is "Accounts")
            query = query.Replace("x.Id > 3 && x.Id < 40", "x.Region != null", StringComparison.Ordinal).Replace("x.Id > 3", "x.Email != \"a2@shop\"", StringComparison.Ordinal);

        // How many there are depends on what is asked for, not on how large the tables are.
        query += choose.Of(".OrderBy(x => x.Id)", ".OrderByDescending(x => x.Id)") + ".Take(ids.Count)";
        query = GeneratedLoops.Call(query, choose.Of("ToList", "ToArray"), "", isAsync, choose.Of("", "ct")) + (isAsync ? choose.Of("", ".ConfigureAwait(false)") : "");
        var named = choose.Of($"x => x.{navigation}", $"\"{navigation}\"", $"nameof({row}.{navigation})");
        var load = $"{(isAsync ? "await " : "")}db.Entry({element}).{(isCollection ? "Collection" : "Reference")}({named}).Load{(isAsync ? $"Async({choose.Of("", "ct")})" : "()")};";
        var all = isCollection ? $"{element}.{navigation}.OrderBy(x => x.Id)" : $"{element}.{navigation}";
        var use = choose.Of($"Use({element}, {all});", isCollection ? $"foreach (var x in {all})\n    Use({element}.Id, x);" : $"if ({all} is {{ }} found)\n    Use(found);", $"Use({element});\nUse({all});");
        var (before, behind) = choose.Of(("", ""), ("", ""), ($"Use({element}.Id);\n", ""), ("// What belongs to it.\n", ""), ("", "\n"));
        var leave = choose.Of("", "", "", $"if ({element}.Id.ToString() == \"9\")\n    break;\n\n", $"if ({element}.Id.ToString() == \"8\")\n    continue;\n\n");
        if (choose.Once(4))
            return GeneratedLoops.Loop($"var found = {query};\n", $"foreach (var {element} in found)", load) + "\n\n" + GeneratedLoops.Loop("", $"foreach (var {element} in found)", leave + use.Replace("found", "one", StringComparison.Ordinal));

        var head = choose.Once(2) ? ("", query) : ($"var rows = {query};\n", "rows");
        return GeneratedLoops.Loop(head.Item1, $"foreach (var {element} in {head.Item2})", leave + before + load + "\n" + behind + use);
    }
}
