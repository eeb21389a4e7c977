using System.Globalization;
using System.Xml;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.SqlServer;

/// <summary>Reads the statements of a plan and the operators in them that read a table. Operators lie in each other, so the open ones are kept on a list.</summary>
internal sealed class ShowplanReader(XmlReader xml, Capture capture)
{
    private readonly Stack<Operator> _open = new();
    private string _statement = "";

    /// <summary>Reads to the end.</summary>
    public void Read()
    {
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                var (isEmpty, depth) = (xml.IsEmptyElement, xml.Depth);
                Start(depth);
                if (isEmpty)
                    End(depth);
            }
            else if (xml.NodeType == XmlNodeType.EndElement)
                End(xml.Depth);
        }
    }

    private void Start(int depth)
    {
        if (xml.LocalName == "RelOp")
        {
            _open.Push(new(depth, xml.GetAttribute("PhysicalOp") ?? ""));
            return;
        }

        if (xml.GetAttribute("StatementText") is { } text)
            _statement = text;

        if (!_open.TryPeek(out var top))
            return;

        switch (xml.LocalName)
        {
            case "Object":
                top.Table ??= Unquoted(xml.GetAttribute("Table"));
                break;
            case "SeekPredicates" or "Predicate":
                top.ConditionDepth = top.ConditionDepth < 0 ? depth : top.ConditionDepth;
                top.IsSeek |= xml.LocalName == "SeekPredicates";
                break;
            case "ColumnReference" when top.ConditionDepth >= 0 && xml.GetAttribute("Table") is { } table && xml.GetAttribute("Column") is { } column:
                (top.IsSeek ? top.SeekColumns : top.FilterColumns).Add((Unquoted(table) ?? "", Unquoted(column) ?? ""));
                break;
            case "RunTimeCountersPerThread":
                top.Kept = Sum(top.Kept, "ActualRows");
                top.Read = Sum(top.Read, "ActualRowsRead");
                top.ElapsedMs = Math.Max(top.ElapsedMs ?? 0, Number("ActualElapsedms") ?? 0);
                break;
        }
    }

    private void End(int depth)
    {
        if (!_open.TryPeek(out var top))
            return;

        if (top.ConditionDepth == depth)
            (top.ConditionDepth, top.IsSeek) = (-1, false);

        if (top.Depth != depth)
            return;

        _open.Pop();
        if (top.Table is { } table && top.Name is { Length: > 0 } name && (name.Contains("Scan", StringComparison.Ordinal) || name.Contains("Seek", StringComparison.Ordinal) || name.Contains("Lookup", StringComparison.Ordinal)))
            capture.AddPlan(Node(top, table, name));
    }

    // An 'Index Scan' reads an index from end to end here, which elsewhere is the word for asking one.
    private PlanNode Node(Operator top, string table, string name) => new(
        SqlText.Place(_statement), _statement.Length > 0 ? SqlText.WithoutValues(_statement) : null, name == "Index Scan" ? "Nonclustered Index Scan" : name, table,
        Only(top.SeekColumns.Count > 0 ? top.SeekColumns : top.FilterColumns, table), top.Kept is null ? null : top.Read ?? top.Kept, top.Kept, top.ElapsedMs);

    private static string? Only(HashSet<(string Table, string Column)> columns, string table) =>
        columns.Where(c => string.Equals(c.Table, table, StringComparison.OrdinalIgnoreCase)).Select(c => c.Column).ToList() is [var only] ? only : null;

    private double? Sum(double? before, string attribute) => Number(attribute) is { } number ? (before ?? 0) + number : before;

    private double? Number(string attribute) =>
        double.TryParse(xml.GetAttribute(attribute), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1e15 ? number : null;

    private static string? Unquoted(string? name) => name is { Length: > 1 } && name[0] == '[' ? name[1..^1].Replace("]]", "]", StringComparison.Ordinal) : name;

    private sealed class Operator(int depth, string name)
    {
        public int Depth { get; } = depth;

        public string Name { get; } = name;

        public string? Table { get; set; }

        public int ConditionDepth { get; set; } = -1;

        public bool IsSeek { get; set; }

        public HashSet<(string Table, string Column)> SeekColumns { get; } = [];

        public HashSet<(string Table, string Column)> FilterColumns { get; } = [];

        public double? Read { get; set; }

        public double? Kept { get; set; }

        public double? ElapsedMs { get; set; }
    }
}
