namespace PerfAnalyzers.Collector.Recording;

/// <summary>Whether a command reads or writes, from its first word that says so.</summary>
internal static class CommandText
{
    public const string Read = "db.read";
    public const string Write = "db.write";

    /// <summary>The operation of a command. Where the text does not say, a command that returns rows is a read.</summary>
    public static string Operation(string text, bool returnsRows)
    {
        var position = 0;
        while (NextWord(text, ref position, out var depth) is { Length: > 0 } word)
        {
            switch (Classify(word))
            {
                case Kind.Read:
                    return Read;
                case Kind.Write:
                    return Write;
                case Kind.Prefix:
                    // SET NOCOUNT ON; INSERT ...: what counts comes after the semicolon.
                    var end = text.IndexOf(';', position);
                    if (end < 0)
                        return returnsRows ? Read : Write;
                    position = end + 1;
                    break;
                case Kind.With:
                    return OperationAfterWith(text, position) ?? Read;
                default:
                    return returnsRows ? Read : Write;
            }
        }

        return returnsRows ? Read : Write;
    }

    // WITH x AS (...) UPDATE ...: the first verb outside all brackets.
    private static string? OperationAfterWith(string text, int position)
    {
        var total = 0;
        while (NextWord(text, ref position, out var depth) is { Length: > 0 } word)
        {
            total += depth;
            if (total > 0)
                continue;

            switch (Classify(word))
            {
                case Kind.Read: return Read;
                case Kind.Write: return Write;
            }
        }

        return null;
    }

    private static ReadOnlySpan<char> NextWord(string text, ref int position, out int depth)
    {
        depth = 0;
        while (position < text.Length)
        {
            var c = text[position];
            if (c == '-' && position + 1 < text.Length && text[position + 1] == '-')
                position = After(text, "\n", position);
            else if (c == '/' && position + 1 < text.Length && text[position + 1] == '*')
                position = After(text, "*/", position + 2);
            else if (c is '\'' or '"')
                position = After(text, c == '"' ? "\"" : "'", position + 1);
            else if (char.IsLetter(c))
                break;
            else
                depth += text[position++] switch { '(' => 1, ')' => -1, _ => 0 };
        }

        var start = position;
        while (position < text.Length && (char.IsLetterOrDigit(text[position]) || text[position] == '_'))
            position++;

        return text.AsSpan(start, position - start);
    }

    private static int After(string text, string mark, int from)
    {
        var at = text.IndexOf(mark, from, StringComparison.Ordinal);
        return at < 0 ? text.Length : at + mark.Length;
    }

    private static Kind Classify(ReadOnlySpan<char> word)
    {
        Span<char> upper = stackalloc char[16];
        if (word.Length > upper.Length)
            return Kind.Other;

        return upper[..word.ToUpperInvariant(upper)] switch
        {
            "SELECT" or "VALUES" or "TABLE" or "SHOW" or "EXPLAIN" or "FETCH" => Kind.Read,
            "INSERT" or "UPDATE" or "DELETE" or "MERGE" or "REPLACE" or "TRUNCATE" or "COPY" or
                "CREATE" or "ALTER" or "DROP" or "COMMIT" or "ROLLBACK" or "SAVEPOINT" or "RELEASE" => Kind.Write,
            "WITH" => Kind.With,
            "SET" or "PRAGMA" or "DECLARE" => Kind.Prefix,
            _ => Kind.Other,
        };
    }

    private enum Kind
    {
        Other,
        Read,
        Write,
        With,
        Prefix,
    }
}
