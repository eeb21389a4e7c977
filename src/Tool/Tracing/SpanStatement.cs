using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Tracing;

/// <summary>A statement of spans, without its values.</summary>
/// <param name="Text">Its text as it may be kept; for a system without SQL, the command's word only.</param>
/// <param name="Operation"><c>db.read</c> or <c>db.write</c>; null for a system without SQL.</param>
/// <param name="Place">The call site that its comment names.</param>
/// <param name="HasPlaceholders">Whether parameters stand in it: then equal texts may still be different questions.</param>
internal sealed record SpanStatement(string Text, string? Operation, CodePlace Place, bool HasPlaceholders)
{
    /// <summary>Reads a statement of SQL.</summary>
    public static SpanStatement OfSql(string sql, bool quotesHoldNames)
    {
        var place = sql.Contains("File:", StringComparison.Ordinal) ? SqlText.Place(sql) : CodePlace.Unknown;
        return new(SqlText.WithoutValues(sql, quotesHoldNames), SqlText.Operation(sql), place, Placeholders(sql));
    }

    /// <summary>Reads a command of a cache, a document store or a search engine: keys and documents are values, the first word is not.</summary>
    public static SpanStatement OfCommand(string text)
    {
        var start = 0;
        while (start < text.Length && !char.IsAsciiLetter(text[start]))
            start++;

        var end = start;
        while (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] is '_' or '.'))
            end++;

        return new(end - start is > 1 and <= 30 ? text[start..end] : "", null, CodePlace.Unknown, text.Contains('?') || text.Trim().Length <= end - start);
    }

    // @p, $1, :name, and the ? of ODBC and of instrumentations that take the literals out themselves.
    private static bool Placeholders(string sql)
    {
        for (var i = 0; i + 1 < sql.Length; i++)
        {
            var isMark = sql[i] switch
            {
                '?' => true,
                '@' => char.IsLetter(sql[i + 1]) || sql[i + 1] == '_',
                '$' => char.IsAsciiDigit(sql[i + 1]),
                ':' => (char.IsLetter(sql[i + 1]) || sql[i + 1] == '_') && (i == 0 || sql[i - 1] is ' ' or '=' or '(' or ',' or '\n'),
                _ => false,
            };
            if (isMark)
                return true;
        }

        return sql.EndsWith('?');
    }
}
