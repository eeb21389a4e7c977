using System.Text.RegularExpressions;
using static PerfAnalyzers.CodeFixes.Tests.GeneratedLoops;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Loops that call another service, as people write them, put together from a seed.</summary>
internal static class GeneratedCalls
{
    /// <summary>What is asked, how its answer is read, what is done with it and with the element, and what stands around vary.</summary>
    public static string Body(Choices choose)
    {
        var source = choose.Of("skus", "skus", "skus.ToList()", "skus.Where(s => s.Length > 1)", "skus.Distinct()", "skus.Reverse()");
        var token = choose.Of(", ct", ", ct", "");
        var configure = choose.Once(4) ? ".ConfigureAwait(false)" : "";
        var (made, url) = choose.Of(("", "$\"prices/{sku}\""), ("", "\"prices/\" + sku"), ("var url = \"prices/\" + Uri.EscapeDataString(sku);\n", "url"), ("var wanted = sku.Trim();\nvar url = $\"prices/{wanted}\";\n", "url"));
        var ask = choose.Of("price", "price", "text", "response", "post", "send");
        var (head, answer) = ask switch
        {
            "price" => (made, $"await http.GetFromJsonAsync<Price>({url}{token}){configure}"),
            "text" => (made, $"await http.GetStringAsync({url}{token}){configure}"),
            "response" => ($"{made}using var response = await http.GetAsync({url}{token}){configure};\nresponse.EnsureSuccessStatusCode();\n", $"await response.Content.ReadAsStringAsync({token.TrimStart(',', ' ')}){configure}"),
            "post" => ($"{made}using var response = await http.PostAsync({url}, new StringContent(sku){token}){configure};\nresponse.EnsureSuccessStatusCode();\n", $"await response.Content.ReadFromJsonAsync<Price>({(token.Length > 0 ? "cancellationToken: ct" : "")}){configure}"),
            _ => ($"{made}using var request = new HttpRequestMessage(HttpMethod.Put, {url});\nrequest.Headers.Add(\"X-Sku\", sku);\nusing var response = await http.SendAsync(request{token}){configure};\nresponse.EnsureSuccessStatusCode();\n", $"await response.Content.ReadFromJsonAsync<Price>({(token.Length > 0 ? "ct" : "")}){configure}"),
        };
        var isPrice = ask is not ("text" or "response");
        var value = isPrice ? "?.Amount ?? 0" : ".Length";
        var (before, use, after) = choose.Of(
            ("", $"var found = {answer};\nUse(sku, found);", ""),
            ("", $"Use({answer});", ""),
            ("", $"var found = {answer} ?? throw new HttpRequestException(\"none\", null, System.Net.HttpStatusCode.NotFound);\nUse(found);", ""),
            ("var total = 0m;\n", $"total += ({answer}){value};", "\nUse(total);"),
            ("var total = 0m;\n", $"// One after the other.\nvar found = {answer};\ntotal = total * 2 + (found{value});\nUse(total, sku);", "\nUse(total);"),
            ("var all = new List<object?>();\n", $"all.Add({answer});", "\nUse(all);"),
            ("var all = new Dictionary<string, object?>();\n", $"all[sku] = {answer};", "\nUse(all.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value));"),
            ("var seen = new HashSet<string>();\n", $"var found = {answer};\nif (seen.Add(sku))\n    Use(found);\nelse\n    Use(\"again\");", "\nUse(seen.Count);"),
            ("var n = 0;\n", $"var found = {answer};\nif (sku.Length == 2)\n    continue;\n\nn++;\nUse(n, found);", ""));
        // What was not found is left out, by who reads the answer.
        if (ask is "response" && choose.Once(3))
            (head, use) = (head.Replace("response.EnsureSuccessStatusCode();\n", "", StringComparison.Ordinal), Loop("", "if (response.IsSuccessStatusCode)", use));

        if (ask is "post" or "send" && choose.Once(3))
            (head, before, use, after) = (head.TrimEnd(), "", "", "");

        // Some elements are left out, before what the turn does or around it.
        var turn = choose.Of(head + use, head + use, $"if (sku.Length == 3)\n    continue;\n\n{head}{use}", Loop("", "if (sku.Length != 4)", head + use), Loop("", "if (sku.Length > 2)", head + use) + "\n\nUse(\"next\", sku.Length);");

        // By index, of what has one; the element's name is a keyword now and then.
        var loop = source == "skus" && choose.Once(2)
            ? Loop("", "for (var k = 0; k < skus.Count; k++)", choose.Once(2) ? "var sku = skus[k];\n" + turn : Regex.Replace(turn, @"\bsku\b", "skus[k]"))
            : Loop("", $"foreach (var sku in {source})", turn);
        return before + (choose.Once(6) ? loop.Replace("sku", "@event", StringComparison.Ordinal).Replace("@events", "skus", StringComparison.Ordinal).Replace("X-Sku", "X-Event", StringComparison.Ordinal) : loop) + after;
    }
}
