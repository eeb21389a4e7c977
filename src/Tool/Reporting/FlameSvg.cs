using System.Globalization;
using System.Net;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Graphing;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>A flame graph that needs no script: bars with titles, outermost at the top, widest first.</summary>
internal static class FlameSvg
{
    private const double Width = 1200;
    private const double Row = 18;
    private const double Narrowest = 0.0005;
    private const double CharacterWidth = 6.6;

    private static readonly string[] s_colours = ["#e4a15f", "#d98b5a", "#e0b45c", "#cf7f5f", "#e6c07a", "#d69a4e"];

    public static void Write(TextWriter output, CallTree tree)
    {
        var root = CallGraph.Of(tree, new(0, Narrowest, Inverted: false));
        var bars = Bars(root);
        var height = ((bars.Count == 0 ? 0 : bars.Max(b => b.Level)) + 2) * Row + 24;
        output.Write(string.Create(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" font-family=\"ui-monospace, Consolas, monospace\" font-size=\"11\" role=\"img\">\n"));
        output.Write($"<title>Flame graph, {ValueText.Title(tree.Kind)}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fffdf8\"/>\n");
        output.Write($"<text x=\"4\" y=\"15\">{ValueText.Title(tree.Kind)}, {ValueText.Number(tree.Total)} {ValueText.Unit(tree.Kind)}</text>\n");
        foreach (var (node, level, x) in bars)
            Bar(output, tree, node, level, x);

        output.Write("</svg>\n");
    }

    private static List<(GraphNode Node, int Level, double X)> Bars(GraphNode root)
    {
        var bars = new List<(GraphNode, int, double)>();
        var open = new Stack<(GraphNode Node, int Level, double X)>([(root, -1, 0)]);
        while (open.TryPop(out var item))
        {
            if (item.Level >= 0)
                bars.Add(item);

            var x = item.X;
            foreach (var child in item.Node.Children)
            {
                open.Push((child, item.Level + 1, x));
                x += child.Total / Math.Max(root.Total, double.Epsilon) * Width;
            }
        }

        return bars;
    }

    private static void Bar(TextWriter output, CallTree tree, GraphNode node, int level, double x)
    {
        var width = node.Total / tree.Total * Width;
        var name = Terminal.Plain(node.Frame!.Name);
        var room = (int)((width - 6) / CharacterWidth);
        var label = room < 3 ? "" : name.Length <= room ? name : name[..(room - 1)] + "…";
        var colour = s_colours[(int)((uint)StableHash(name) % s_colours.Length)];
        output.Write(string.Create(CultureInfo.InvariantCulture,
            $"<g><title>{WebUtility.HtmlEncode(name)}: {ValueText.Number(node.Total)} {ValueText.Unit(tree.Kind)} ({node.Total / tree.Total * 100:0.##} %), own {ValueText.Number(node.Own)}</title>" +
            $"<rect x=\"{x:0.##}\" y=\"{24 + (level * Row):0.##}\" width=\"{Math.Max(0.2, width - 0.5):0.##}\" height=\"{Row - 1}\" fill=\"{colour}\" rx=\"1\"/>"));
        if (label.Length > 0)
            output.Write(string.Create(CultureInfo.InvariantCulture, $"<text x=\"{x + 3:0.##}\" y=\"{24 + (level * Row) + 12.5:0.##}\">{WebUtility.HtmlEncode(label)}</text>"));

        output.Write("</g>\n");
    }

    // The same name has the same colour in every picture.
    private static int StableHash(string text)
    {
        var hash = 17;
        foreach (var c in text)
            hash = unchecked((hash * 31) + c);

        return hash;
    }
}
