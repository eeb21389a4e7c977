namespace PerfAnalyzers.Docs;

/// <summary>The part of a hand-written file that belongs to the generator.</summary>
internal static class GeneratedBlock
{
    private const string Start = "<!-- generated: do not edit -->";
    private const string End = "<!-- /generated -->";

    /// <summary>A block with this content.</summary>
    public static string Of(string content) => $"{Start}\n{content}\n{End}";

    /// <summary>The text with the content of its block replaced; text that has none gets it below its heading.</summary>
    public static string Replace(string text, string content)
    {
        var start = text.IndexOf(Start, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf(End, start, StringComparison.Ordinal);
        if (end >= 0)
            return text[..start] + Of(content) + text[(end + End.Length)..];

        var heading = text.IndexOf('\n', StringComparison.Ordinal);
        return heading < 0
            ? $"{text}\n\n{Of(content)}\n"
            : $"{text[..heading]}\n\n{Of(content)}\n{text[(heading + 1)..]}";
    }
}
