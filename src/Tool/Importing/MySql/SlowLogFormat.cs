using System.Text.RegularExpressions;
using Capture = PerfAnalyzers.Tool.Capturing.Capture;

namespace PerfAnalyzers.Tool.Importing.MySql;

/// <summary>The slow log of MySQL, MariaDB and Percona's server, of any version and verbosity; with the plans that MariaDB adds.</summary>
internal sealed partial class SlowLogFormat : ICaptureFormat
{
    public string Name => "mysql-slow-log";

    public bool Recognizes(CaptureHead head) => head.IsText && head.Keys.Count == 0 && QueryTime().IsMatch(head.Text);

    public void Read(CaptureInput input, Capture capture)
    {
        var lines = new TextLines(input);
        var log = new Log(capture);
        var entry = new SlowEntry();
        while (lines.Next() is { } line)
        {
            if (Starts(line, "# Time:") || Starts(line, "# User@Host:") || line.EndsWith("started with:", StringComparison.Ordinal))
            {
                if (entry.IsTimed || entry.HasBody)
                {
                    log.Add(entry);
                    entry = new();
                }
            }
            else if (line.StartsWith('#') && !entry.HasBody)
                entry.AddHeader(line);
            else if (entry.IsTimed && !Banner().IsMatch(line))
                entry.AddBody(line);
        }

        if (lines.EndedOpen)
            capture.Partial($"{input.FileName}: the last line has no end, so the last statement may be cut off");

        log.Add(entry);
        log.Finish();
    }

    private static bool Starts(string line, string mark) => line.StartsWith(mark, StringComparison.Ordinal);

    [GeneratedRegex(@"^# Query_time: +\d", RegexOptions.Multiline)]
    private static partial Regex QueryTime();

    // What a server writes when it starts.
    [GeneratedRegex(@"^(?:Tcp port: .*|Time\s+Id\s+Command\s+Argument.*)$")]
    private static partial Regex Banner();

    private sealed class Log(Capture capture)
    {
        private double _fastest = double.PositiveInfinity;
        private long? _first;
        private long? _last;
        private bool _isSample;

        public void Add(SlowEntry entry)
        {
            if (!entry.IsTimed || !entry.HasBody)
                return;

            _fastest = Math.Min(_fastest, entry.Milliseconds ?? _fastest);
            _first = Math.Min(_first ?? long.MaxValue, entry.Timestamp ?? long.MaxValue);
            _last = Math.Max(_last ?? 0, entry.Timestamp ?? 0);
            _isSample |= entry.Rate > 1;
            entry.AddTo(capture);
        }

        public void Finish()
        {
            capture.AddThreshold(_fastest);
            if (_first is > 0 and < 253_402_300_800 and var first)
            {
                capture.CapturedAt ??= DateTimeOffset.FromUnixTimeSeconds(first);
                if (_last > first)
                    capture.DurationMs = Math.Max(capture.DurationMs ?? 0, Math.Min(_last.Value - first, 1_000_000_000) * 1000.0);
            }

            if (_isSample)
            {
                capture.IsSampled = true;
                capture.Remark("the server logged one of several executions (log_slow_rate_limit); counts and times are multiplied");
            }
        }
    }
}
