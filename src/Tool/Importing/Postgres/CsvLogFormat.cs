using System.Text.RegularExpressions;
using Capture = PerfAnalyzers.Tool.Capturing.Capture;

namespace PerfAnalyzers.Tool.Importing.Postgres;

/// <summary>PostgreSQL's <c>log_destination = csvlog</c>: no heading, 23 to 26 columns by version, of which the first 14 have always been the same.</summary>
internal sealed partial class CsvLogFormat : ICaptureFormat
{
    private const int Time = 0;
    private const int SessionId = 5;
    private const int Severity = 11;
    private const int Message = 13;

    public string Name => "postgresql-csvlog";

    public bool Recognizes(CaptureHead head) => head.IsText && head.Text.Split('\n').Any(l => Start().IsMatch(l));

    public void Read(CaptureInput input, Capture capture)
    {
        var lines = new TextLines(input);
        SkipToRecord(lines, input, capture);
        var records = new CsvRecords(lines);
        var statements = new LoggedStatements(capture);
        var fields = new List<string>();
        try
        {
            while (records.Read(fields))
            {
                if (fields.Count > Message && fields[Severity] == "LOG")
                    statements.Add(fields[SessionId], fields[Time], fields[Message]);
            }
        }
        finally
        {
            statements.Finish();
        }

        if (!statements.Any)
            capture.Remark($"{input.FileName} has no durations: set log_min_duration_statement or load auto_explain");
    }

    // A log that was cut at the front begins somewhere in a record.
    private static void SkipToRecord(TextLines lines, CaptureInput input, Capture capture)
    {
        while (lines.Next() is { } line)
        {
            if (!Start().IsMatch(line))
                continue;

            if (lines.Number > 1)
                capture.Partial($"{input.FileName}: what stands before line {lines.Number} is no whole record and is left out");

            lines.PushBack(line);
            return;
        }
    }

    // 2026-11-22 11:07:49.917 UTC,user,database,21829,host:port,6b02cd05.5545,1,
    [GeneratedRegex(@"^\uFEFF?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [^,]*,(?:""(?:[^""]|"""")*""|[^,""]*),(?:""(?:[^""]|"""")*""|[^,""]*),\d*,(?:""[^""]*""|[^,""]*),[0-9a-f]+\.[0-9a-f]+,\d+,")]
    private static partial Regex Start();
}
