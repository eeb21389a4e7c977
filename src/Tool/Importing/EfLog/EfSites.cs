using System.Globalization;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.EfLog;

/// <summary>Commands by the line that tagged them, and per request where the log has scopes.</summary>
internal sealed class EfSites(Capture capture)
{
    /// <summary>Sums of requests kept at a time; those beyond are counted without a request.</summary>
    private const int MaxSums = 500_000;

    private readonly Dictionary<string, (Asked Shape, string Text)> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Root, CodePlace Place, string Operation), Sum> _sums = [];
    private long _tagged;
    private long _total;

    public void Add(EfCommand command)
    {
        var shape = ShapeOf(command.Sql);
        _total++;
        _tagged += shape.Shape.Place.IsKnown ? 1 : 0;
        capture.AddStatement(shape.Text, 1, command.ElapsedMs, maxMs: command.ElapsedMs);
        var key = (command.Root ?? "", shape.Shape.Place, shape.Shape.Operation);
        if (command.Root is null || (_sums.Count >= MaxSums && !_sums.ContainsKey(key)))
        {
            capture.Sites.Add(shape.Shape.Place, shape.Shape.Operation, 1, command.ElapsedMs);
            return;
        }

        if (!_sums.TryGetValue(key, out var sum))
            _sums.Add(key, sum = new());

        sum.Add(command);
    }

    public void Finish()
    {
        foreach (var ((_, place, operation), sum) in _sums)
            capture.Sites.AddRoot(place, operation, null, sum.Calls, sum.Ms, sum.Keys);

        if (_total > 0 && _tagged == 0)
            capture.Remark("no query of the log is tagged with its call site: with TagWithCallSite() its line is known");

        if (_total > 0 && _sums.Count == 0)
            capture.Remark(string.Create(CultureInfo.InvariantCulture, $"the log does not say which request a command ran in (IncludeScopes): {_total:N0} commands are counted without"));
    }

    private (Asked Shape, string Text) ShapeOf(string sql)
    {
        if (_known.TryGetValue(sql, out var known))
            return known;

        // Literals in statements make every one of them new.
        if (_known.Count >= 10_000)
            _known.Clear();

        known = (new(SqlText.Place(sql), SqlText.Operation(sql)), SqlText.WithoutValues(sql));
        _known.Add(sql, known);
        return known;
    }

    private sealed record Asked(CodePlace Place, string Operation);

    private sealed class Sum
    {
        private readonly HashSet<int> _keys = [];
        private bool _hidden;

        public long Calls { get; private set; }

        public double Ms { get; private set; }

        public KeyRepetition Keys => _hidden || Calls < 2 ? KeyRepetition.Unknown
            : _keys.Count == Calls ? KeyRepetition.Distinct
            : _keys.Count == 1 ? KeyRepetition.Same
            : KeyRepetition.Mixed;

        public void Add(EfCommand command)
        {
            Calls++;
            Ms += command.ElapsedMs;
            _hidden |= command.Key is null;
            if (command.Key is { } key && !_hidden)
                _keys.Add(HashCode.Combine(key, command.Sql));
        }
    }
}
