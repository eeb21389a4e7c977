using System.Text;

namespace PerfAnalyzers.Tool.Tracing;

/// <summary>Statements that spans share, each of them once and by number.</summary>
internal sealed class StatementPool
{
    /// <summary>The number of no statement.</summary>
    public const int None = -1;

    private const int MaxStatements = 20_000;
    private const int MaxBytes = 128 * 1024;

    private readonly Utf8Cache[] _caches = [new(), new(), new()];
    private readonly Dictionary<SpanStatement, int> _numbers = [];
    private readonly List<SpanStatement> _statements = [];

    public int Count => _statements.Count;

    public SpanStatement this[int number] => _statements[number];

    /// <summary>The number of a statement.</summary>
    /// <param name="text">Its text as captured.</param>
    /// <param name="hash">The text's <see cref="Utf8Cache.Hash"/>.</param>
    /// <param name="system">The database system that it was sent to.</param>
    public int Of(ReadOnlySpan<byte> text, int hash, string system)
    {
        var (hasSql, quotesHoldNames) = (DbSystems.HasSql(system), DbSystems.QuotesHoldNames(system));
        var cache = _caches[!hasSql ? 0 : quotesHoldNames ? 1 : 2];
        if (cache.TryGet(text, hash, out var number))
            return number;

        var decoded = Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxBytes)]);
        number = Of(hasSql ? SpanStatement.OfSql(decoded, quotesHoldNames) : SpanStatement.OfCommand(decoded));
        cache.Add(text, hash, number);
        return number;
    }

    private int Of(SpanStatement statement)
    {
        if (_numbers.TryGetValue(statement, out var number))
            return number;

        if (_statements.Count >= MaxStatements && statement.Text.Length > 0)
            return Of(statement with { Text = "" });

        _statements.Add(statement);
        _numbers.Add(statement, _statements.Count - 1);
        return _statements.Count - 1;
    }
}
