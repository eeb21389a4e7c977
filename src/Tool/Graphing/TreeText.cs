using System.Globalization;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Graphing;

/// <summary>Call trees for people: share, total, own, and the function, indented as it is called.</summary>
internal static class TreeText
{
    public static void Write(TextWriter output, IEnumerable<ShownTree> trees)
    {
        foreach (var (name, kind, root, leftOut) in trees)
        {
            output.Write($"{Terminal.Plain(name)}: {ValueText.Title(kind)}, {ValueText.Number(root.Total)} {ValueText.Unit(kind)}{LeftOut(leftOut, kind)}\n");
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{"%",6} {"total",12} {"own",12}\n"));
            Write(output, root);
        }
    }

    private static void Write(TextWriter output, GraphNode root)
    {
        var open = new Stack<(GraphNode Node, string Indent, bool IsLast)>();
        Push(open, root, "");
        while (open.TryPop(out var item))
        {
            var (node, indent, isLast) = item;
            output.Write(Row(node.Total / Math.Max(root.Total, double.Epsilon), node.Total, node.Own));
            output.Write($"{indent}{(isLast ? "└ " : "├ ")}{Terminal.Plain(node.Frame!.Name)}{Where(node.Frame)}\n");
            var inner = indent + (isLast ? "  " : "│ ");
            if (node.Hidden > 0)
                output.Write($"{Row(node.HiddenTotal / root.Total, node.HiddenTotal, null)}{inner}· {node.Hidden.ToString(CultureInfo.InvariantCulture)} smaller\n");

            Push(open, node, inner);
        }
    }

    private static void Push(Stack<(GraphNode, string, bool)> open, GraphNode node, string indent)
    {
        for (var i = node.Children.Count - 1; i >= 0; i--)
            open.Push((node.Children[i], indent, i == node.Children.Count - 1));
    }

    private static string LeftOut(double value, ValueKind kind) =>
        value > 0 ? $"; {ValueText.Number(value)} {ValueText.Unit(kind)} of waiting threads and of libraries by themselves are left out" : "";

    private static string Row(double share, double total, double? own) => string.Create(
        CultureInfo.InvariantCulture, $"{share * 100,6:0.0} {ValueText.Number(total),12} {(own is { } value ? ValueText.Number(value) : ""),12}  ");

    private static string Where(Frame frame) => frame.File is null ? "" : Terminal.Plain($"  {System.IO.Path.GetFileName(frame.File)}{(frame.Line > 0 ? ":" + frame.Line : "")}");
}
