using System.Text;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Postgres;

/// <summary>What <c>EXPLAIN</c> prints as text, and what psql makes of it: with a heading, with quotes, or JSON with a mark at the end of each line.</summary>
internal sealed class ExplainTextFormat : ICaptureFormat
{
    private const int MaxJson = 64_000_000;

    public string Name => "postgresql-explain-text";

    public bool Recognizes(CaptureHead head)
    {
        if (!head.IsText || head.Keys.Count > 0)
            return false;

        var lines = head.Text.Split('\n');
        return Array.Exists(lines, TextPlan.IsNode) && (head.Text.Contains(" width=", StringComparison.Ordinal) || Array.Exists(lines, TextPlan.IsScan)) ||
            (lines.Take(200).Any(l => IsHeading(l)) && (Array.Exists(lines, TextPlan.IsScan) || head.Text.Contains("Node Type", StringComparison.Ordinal)));
    }

    public void Read(CaptureInput input, Capture capture)
    {
        var lines = new TextLines(input);
        var text = new TextPlan(capture);
        StringBuilder? json = null;
        var before = capture.Plans.Count;
        while (lines.Next() is { } raw)
        {
            var line = Unframed(raw);
            if (json is null && line.TrimStart() is "[" or "{")
                json = new();

            if (json is null)
                text.Add(line);
            else if (IsHeading(line) || line.StartsWith('(') || TextPlan.IsSeparator(line))
                ReadJson(ref json, text, capture);
            else if (json.Append(line).Append('\n').Length > MaxJson)
                throw new CaptureException($"a plan is larger than {MaxJson / 1_000_000} MB", lines.Number);
        }

        ReadJson(ref json, text, capture);
        text.Finish();
        ExplainJsonFormat.Explained(input, capture, before);
    }

    private static void ReadJson(ref StringBuilder? json, TextPlan text, Capture capture)
    {
        if (json is null)
            return;

        using var pull = new JsonPull(new MemoryStream(Encoding.UTF8.GetBytes(json.ToString())), JsonPlan.MaxDepth);
        json = null;
        text.Finish();
        new JsonPlan(pull, capture).Read(text.Place, text.QueryText);
    }

    private static bool IsHeading(string line) => line.Trim().Trim('|', '│', '║', '"', ' ') == "QUERY PLAN";

    // psql ends a line within a cell with a mark, and draws a frame of letters or of lines around it; as comma-separated text, and in pgAdmin, a plan's lines are quoted.
    private static string Unframed(string line)
    {
        var text = WithoutMark(line.TrimEnd());
        if (text.Length > 1 && text[0] is '|' or '│' or '║' && text[^1] == text[0])
            text = WithoutMark(text[1..^1].TrimEnd());

        if (text.StartsWith("\"[", StringComparison.Ordinal) || (text.StartsWith("]\"", StringComparison.Ordinal) && text.Length == 2) || (text.Length > 1 && text[0] == '"' && text[^1] == '"'))
            text = text.Trim('"');
        else if (text.Length > 1 && text[0] == '\'' && text[^1] == '\'')
            text = text[1..^1];

        return text.Replace("\"\"", "\"", StringComparison.Ordinal);
    }

    private static string WithoutMark(string text) => text.Length > 1 && text[^1] is '+' or '↵' && !TextPlan.IsSeparator(text) ? text[..^1].TrimEnd() : text;
}
