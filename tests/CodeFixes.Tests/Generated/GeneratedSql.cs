namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Loops that read rows by SQL and key with Dapper, put together from a seed.</summary>
internal static class GeneratedSql
{
    /// <summary>How the SQL is spelled, which column is the key, how many rows are wanted and what is done with them vary.</summary>
    public static string Body(Choices choose)
    {
        var (element, source, value) = choose.Of(("id", "ids", "id"), ("id", "sequence", "id"), ("id", "ids.ToArray()", "id"), ("row", "rows", "row.Id"), ("row", "rows.Where(r => r.Stock < 9)", "row.Stock"));
        var column = choose.Of("Id", "Id", "Stock");
        var (from, name) = choose.Of(("Items", ""), ("Items i", "i."), ("Items as i", "i."), ("\\\"Items\\\"", ""));
        var columns = choose.Of("*", $"{name}Id, {name}Name, {name}Stock", $"{name}Name, {name}Stock, {name}Id");
        columns = columns == "*" && name.Length > 0 ? "i.*" : columns;
        var isMany = column != "Id" || choose.Once(3);
        var order = isMany ? choose.Of(" order by Id", " ORDER BY Name desc, Id", " order by Id desc;") : choose.Of("", ";");
        var (select, where) = choose.Of(("select", "where"), ("SELECT", "WHERE"), ("select ", "\\n where"));
        var parameter = choose.Of("key", "Key");
        var condition = choose.Once(4) ? $"@{parameter} = {name}{column}" : $"{name}{column} = @{parameter}";
        var sql = $"\"{select} {columns} from {from} {where} {condition}{order}\"";
        var parameters = $"new {{ {parameter} = {value} }}";
        var others = choose.Of("", "", ", commandTimeout: 30", ", null");
        var isAsync = choose.Once(2);
        var method = isMany ? "Query" : choose.Of("QueryFirst", "QueryFirstOrDefault", "QuerySingle", "QuerySingleOrDefault", "QueryFirstOrDefault");
        var read = $"{(isAsync ? "await " : "")}connection.{method}{(isAsync ? "Async" : "")}<Item>({sql}, {parameters}{others}){(isAsync && choose.Once(4) ? ".ConfigureAwait(false)" : "")}";
        var use = isMany
            ? choose.Of($"foreach (var item in {read})\n    Use(item);", $"Use({element}, ({read}).Count());", $"var found = {read};\nUse(found.ToList());")
            : choose.Of($"var found = {read};\nUse({element}, found);", $"Use(({read})?.Name);", $"var found = {read};\nif (found is null)\n    continue;\n\nUse(found.Stock);");
        var condition2 = choose.Once(4) ? $"if ({value} % 2 == 0)\n    continue;\n\n" : "";
        return $"foreach (var {element} in {source})\n{{\n{string.Join('\n', (condition2 + use).Split('\n').Select(line => line.Length == 0 ? line : "    " + line))}\n}}";
    }

    public static string File(string body, string name, bool isFirst, string connection) => $$"""
        using Dapper;

        {{(isFirst ? "public record Item { public int Id { get; set; } public string Name { get; set; } = \"\"; public int Stock { get; set; } }" : "")}}

        public class {{name}}({{connection}} connection)
        {
            public async Task RunAsync(List<int> ids, IEnumerable<int> sequence, List<Item> rows)
            {
        {{string.Join('\n', body.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
                await Task.CompletedTask;
            }

            public List<object?[]> Used { get; } = [];

            private void Use(params object?[] values) => Used.Add(values);
        }

        """;
}
