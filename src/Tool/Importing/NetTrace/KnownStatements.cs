using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>Statements by their text, each looked at once.</summary>
internal sealed class KnownStatements
{
    private const int MaxTexts = 20_000;
    private const long MaxChars = 50_000_000;

    private readonly Dictionary<string, (string Operation, CodePlace Tag)> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Calls, double Ms, double? Rows)> _sums = new(StringComparer.Ordinal);
    private long _chars;

    /// <summary>Whether it reads or writes, and the place that it names.</summary>
    public (string Operation, CodePlace Tag) Of(string? text)
    {
        if (text is null)
            return ("db.read", CodePlace.Unknown);

        if (_known.TryGetValue(text, out var known))
            return known;

        known = (SqlText.Operation(text), SqlText.Place(text));
        if (HasRoom(_known.Count, text))
            _known.Add(text, known);

        return known;
    }

    /// <summary>Adds executions, or more of one that was added: its rows.</summary>
    public void Add(string text, long calls, double ms, double? rows)
    {
        if (!_sums.TryGetValue(text, out var sum) && !HasRoom(_sums.Count, text))
            return;

        _sums[text] = (sum.Calls + calls, sum.Ms + ms, rows is null ? sum.Rows : (sum.Rows ?? 0) + rows);
    }

    /// <summary>Adds the statements without their values. Names in backquotes are MySQL's, where double quotes hold values.</summary>
    public void AddTo(Capture capture)
    {
        foreach (var (text, (calls, ms, rows)) in _sums)
            capture.AddStatement(text, calls, ms, rows, quotesHoldNames: !text.Contains('`'));
    }

    private bool HasRoom(int count, string text)
    {
        if (count >= MaxTexts || _chars > MaxChars)
            return false;

        _chars += text.Length;
        return true;
    }
}
