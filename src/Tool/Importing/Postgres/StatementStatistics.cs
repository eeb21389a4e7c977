using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Postgres;

/// <summary>Rows of <c>pg_stat_statements</c>, from a file or from the server.</summary>
internal sealed class StatementStatistics(Capture capture)
{
    private bool _hasPlaces;
    private long _hidden;

    /// <summary>Adds a row; false where the server hides the statement from the user who asks.</summary>
    public bool Add(string sql, double calls, double? totalMs, double? rows, double? maxMs)
    {
        if (sql == "<insufficient privilege>" || sql.Length == 0)
        {
            _hidden++;
            return false;
        }

        var place = SqlText.Place(sql);
        _hasPlaces |= place.IsKnown;
        capture.AddStatement(sql, calls, totalMs, rows, maxMs);
        capture.Sites.Add(place, SqlText.Operation(sql), (long)Math.Min(calls, long.MaxValue / 4), totalMs, rows);
        return true;
    }

    /// <summary>Says what the rows do not say.</summary>
    public void Finish()
    {
        if (_hasPlaces)
            capture.Remark("pg_stat_statements keeps the comment of the first execution only: places are hints, and what equal statements from several places cost is added up at one of them");

        if (_hidden > 0)
            capture.Remark("statements of other users are hidden: GRANT pg_read_all_stats shows them");
    }
}
