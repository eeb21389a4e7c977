using System.Globalization;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Postgres;

/// <summary>The view <c>pg_stat_statements</c> as comma-separated text (<c>psql --csv</c>, <c>COPY</c>), with any of its columns in any order, of PostgreSQL 9.4 and later.</summary>
internal sealed class StatStatementsFormat : ICaptureFormat
{
    public string Name => "pg-stat-statements";

    public bool Recognizes(CaptureHead head) => head.IsText && head.Keys.Count == 0 && head.Lines(1).FirstOrDefault() is { } line && Columns.Of(line) is not null;

    public void Read(CaptureInput input, Capture capture)
    {
        var lines = new TextLines(input);
        var columns = Columns.Of(lines.Next() ?? "") ?? throw new CaptureException("the first line does not name the columns 'query' and 'calls'", 1);
        var records = new CsvRecords(lines, columns.Separator);
        var fields = new List<string>();
        var table = new StatementStatistics(capture);
        var (bad, firstBad) = (0, 0L);
        while (records.Read(fields))
        {
            if (fields.Count < columns.Count || Columns.Number(fields, columns.Calls) is not { } calls)
            {
                firstBad = bad++ == 0 ? records.Line : firstBad;
                continue;
            }

            var sql = fields[columns.Query];
            var (total, rows) = (columns.TotalMs(fields, calls), Columns.Number(fields, columns.Rows));
            table.Add(sql, calls, total, rows, Columns.Number(fields, columns.MaxMs));
        }

        if (bad > 0)
            capture.Partial(string.Create(CultureInfo.InvariantCulture, $"{input.FileName}({firstBad}): {bad} records have no calls or too few fields and are left out"));

        table.Finish();
    }

    private sealed record Columns(char Separator, int Count, int Query, int Calls, int Total, int Mean, int MaxMs, int Rows)
    {
        public static Columns? Of(string line)
        {
            var separator = Array.Find([',', ';', '\t'], c => line.Contains(c));
            var names = line.TrimStart('\uFEFF').TrimEnd('\r').Split(separator == 0 ? ',' : separator).Select(n => n.Trim().Trim('"').ToLowerInvariant()).ToList();
            int First(params string[] known) => names.FindIndex(known.Contains);
            var columns = new Columns(
                separator, names.Count, First("query"), First("calls"), First("total_exec_time", "total_time"), First("mean_exec_time", "mean_time"), First("max_exec_time", "max_time"), First("rows"));
            return columns is { Query: >= 0, Calls: >= 0 } && separator != 0 ? columns : null;
        }

        public static double? Number(List<string> fields, int column) =>
            column >= 0 && double.TryParse(fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1e15 ? number : null;

        public double? TotalMs(List<string> fields, double calls) => Number(fields, Total) ?? (Number(fields, Mean) * calls);
    }
}
