using System.Text;
using System.Text.RegularExpressions;
using Capture = PerfAnalyzers.Tool.Capturing.Capture;

namespace PerfAnalyzers.Tool.Importing.Postgres;

/// <summary>
/// PostgreSQL's log as text, whatever <c>log_line_prefix</c> is: a message begins where its severity and two blanks stand, and goes on in lines that begin with a tab.
/// Also as syslog and containers hand it on.
/// </summary>
internal sealed partial class ServerLogFormat : ICaptureFormat
{
    private const int MaxMessage = 4_000_000;

    public string Name => "postgresql-log";

    public bool Recognizes(CaptureHead head) =>
        head.IsText && head.Keys.Count == 0 && head.Text.Split('\n').Any(l => Message().Match(Without(l)) is { Success: true } m && IsTelling(m));

    /// <summary>What a message of the log says, and in which session; null where it is none, or one that may hold values.</summary>
    public static (string Text, string Session)? LoggedIn(string? message) =>
        message is not null && Message().Match(message) is { Success: true } match && match.Groups["severity"].Value == "LOG"
            ? (message[match.Length..].Replace("\n\t", "\n", StringComparison.Ordinal), SessionOf(match.Groups["prefix"].Value))
            : null;

    public void Read(CaptureInput input, Capture capture)
    {
        var lines = new TextLines(input);
        var statements = new LoggedStatements(capture);
        var message = new StringBuilder();
        var (prefix, isOpen) = ("", false);
        while (lines.Next() is { } raw)
        {
            var line = Without(raw);
            if (line.StartsWith('\t'))
            {
                if (isOpen && message.Length < MaxMessage)
                    message.Append('\n').Append(line, 1, line.Length - 1);
            }
            else if (line.Contains(":  ", StringComparison.Ordinal) && Message().Match(line) is { Success: true } match)
            {
                Take(statements, prefix, message, isOpen);
                prefix = match.Groups["prefix"].Value;

                // DETAIL has the values of parameters, STATEMENT what failed.
                isOpen = match.Groups["severity"].Value == "LOG";
                if (isOpen)
                    message.Append(line, match.Length, line.Length - match.Length);
            }
        }

        if (isOpen && lines.EndedOpen)
            capture.Partial($"{input.FileName}: the last message has no end and may be cut off");

        Take(statements, prefix, message, isOpen);
        statements.Finish();
        if (!statements.Any)
            capture.Remark($"{input.FileName} has no durations: set log_min_duration_statement or load auto_explain");
    }

    private static void Take(LoggedStatements statements, string prefix, StringBuilder message, bool isOpen)
    {
        if (isOpen)
            statements.Add(SessionOf(prefix), prefix, message.ToString());

        message.Clear();
    }

    // Other programs write 'INFO:' and 'WARNING:' too.
    private static bool IsTelling(Match message) => message.Groups["severity"].Value is "LOG" or "DETAIL" or "STATEMENT" or "FATAL" or "PANIC";

    // What the prefix says of the process or session, in the forms that people write.
    private static string SessionOf(string prefix) => Session().Match(prefix) is { Success: true } match ? match.Groups["id"].Value : "";

    // The heads that syslog and containers put in front of each line.
    private static string Without(string line)
    {
        if (line.StartsWith('\t'))
            return line;

        if (line.Contains("]: [", StringComparison.Ordinal) && Syslog().Match(line) is { Success: true } syslog)
        {
            // Its parts after the first go on with the message.
            var rest = line[syslog.Length..].Replace("#011", "\t", StringComparison.Ordinal);
            return rest.StartsWith('\t') ? rest : syslog.Groups["part"].Value == "1" ? $"[{syslog.Groups["id"].Value}] {rest}" : "\t" + rest;
        }

        return line.AsSpan(0, Math.Min(line.Length, 200)).Contains('|') && Container().Match(line) is { Success: true } container ? line[container.Length..] : line;
    }

    [GeneratedRegex(@"^(?<prefix>.{0,500}?)(?<![A-Za-z0-9_])(?<severity>LOG|DETAIL|HINT|CONTEXT|STATEMENT|QUERY|LOCATION|BACKTRACE|ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|DEBUG[1-5]?):  ")]
    private static partial Regex Message();

    [GeneratedRegex(@"\[(?<id>\d+)(?:-\d+)?\]|(?<id>\b[0-9a-f]{8}\.[0-9a-f]+\b)|\bpid=(?<id>\d+)|:(?<id>\d+):$")]
    private static partial Regex Session();

    [GeneratedRegex(@"^.{0,200}?\bpostgres\w*\[(?<id>\d+)\]: \[\d+-(?<part>\d+)\] ?")]
    private static partial Regex Syslog();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]*\s*\| ?")]
    private static partial Regex Container();
}
