using System.Globalization;

namespace PerfAnalyzers.Tool.Comparing;

/// <summary>
/// Markdown that a comment on a pull request has room for. Of what is too long each table keeps its first rows, the short ones all, and the last line says how many
/// are left out and where they are.
/// </summary>
internal static class CommentText
{
    /// <summary>GitHub takes 65,536 characters, and a comment may have what <c>diff</c> and what <c>check</c> write.</summary>
    public const int MaxLength = 32_000;

    // What the last line takes.
    private const int Reserved = 200;

    /// <summary>Writes what has room.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="everywhere">The command that lists all.</param>
    /// <param name="content">Writes the whole of it.</param>
    public static void Write(TextWriter output, string everywhere, Action<TextWriter> content)
    {
        using var buffer = new StringWriter();
        content(buffer);
        var text = buffer.ToString();
        if (text.Length <= MaxLength)
        {
            output.Write(text);
            return;
        }

        var blocks = Blocks(text);
        var share = Share([.. blocks.Select(b => b.Sum(l => l.Length + 1))], MaxLength - Reserved);
        var left = 0;
        foreach (var block in blocks)
            left += Write(output, block, share);

        output.Write(string.Create(CultureInfo.InvariantCulture, $"\n… and {left:N0} more rows, for which a comment has no room; `{everywhere}` lists all.\n"));
    }

    // A heading, or a table or list with the empty line before it.
    private static List<List<string>> Blocks(string text)
    {
        var blocks = new List<List<string>>();
        foreach (var line in text.Split('\n')[..^1])
        {
            if (line.Length == 0 || line[0] == '#' || blocks.Count == 0)
                blocks.Add([]);

            blocks[^1].Add(line);
        }

        return blocks;
    }

    // As much for each that the ones which need less leave theirs to the others.
    private static int Share(int[] lengths, int limit)
    {
        Array.Sort(lengths);
        for (var i = 0; i < lengths.Length; i++)
        {
            var share = limit / (lengths.Length - i);
            if (lengths[i] > share)
                return share;

            limit -= lengths[i];
        }

        return int.MaxValue;
    }

    private static int Write(TextWriter output, List<string> block, int share)
    {
        // The titles of a table alone say nothing.
        var head = block.FindIndex(l => l.StartsWith("|---", StringComparison.Ordinal)) + 1;
        var used = 0;
        var kept = block.TakeWhile(l => (used += l.Length + 1) <= share).Count();
        if (kept == head && head > 0)
            kept = 0;

        foreach (var line in block.Take(kept))
            output.Write(line + "\n");

        return block.Skip(Math.Max(kept, head)).Count(l => l.Length > 0);
    }
}
