using System.Text;
using System.Text.RegularExpressions;

namespace PerfAnalyzers.Tool.Importing.EfLog;

/// <summary>
/// Finds the commands in a log of lines. A message of Entity Framework has several, and no logger marks where it ends: the console indents what belongs to a message,
/// others begin the next one with a time or a level.
/// </summary>
internal sealed partial class EfLogReader(TextLines lines, EfSites sites)
{
    /// <summary>Longer messages are no statements any more.</summary>
    private const int MaxMessage = 2_000_000;

    private readonly StringBuilder _message = new();

    /// <summary>Reads to the end.</summary>
    public void Read()
    {
        while (lines.Next() is { } line)
        {
            if (line.Length > 0 && line[0] == '{')
            {
                if (EfJsonRecord.Read(line) is { } command)
                    sites.Add(command);
            }
            else if (EfCommand.Start(line) >= 0)
            {
                ReadMessage(line);
            }
        }
    }

    private void ReadMessage(string first)
    {
        var indent = first.Length - first.AsSpan().TrimStart().Length;
        _message.Clear().Append(first);
        while (Next(indent) is { } line)
            _message.Append('\n').Append(line);

        var message = _message.ToString();
        if (EfCommand.Head(message, out var end) is not var (elapsed, key))
            return;

        var sql = message[end..];
        if (!string.IsNullOrWhiteSpace(sql))
            sites.Add(new(sql.AsSpan().TrimStart(" \t\r").StartsWith("\n") ? sql : EfCommand.FromOneLine(sql), elapsed, key, null));
    }

    // The next line of the message, without what it is indented by; null when the message has ended.
    private string? Next(int indent)
    {
        if (_message.Length > MaxMessage || lines.Next() is not { } line)
            return null;

        var ends = indent > 0
            ? line.Length > 0 && line.Length - line.AsSpan().TrimStart().Length < indent && line.Trim().Length > 0
            : BeginsMessage().IsMatch(line);
        if (ends)
        {
            lines.PushBack(line);
            return null;
        }

        return line.Length >= indent ? line[indent..] : "";
    }

    // info:, [11:11:29 INF], 2026-11-22 11:11:29, 11:11:29.123, <6>Shop, {"Timestamp"...
    [GeneratedRegex(@"^(?:(?:trce|dbug|info|warn|fail|crit)\s*[:\[]|\[\d|\d{1,4}[-/.:]\d{1,2}[-/.:]\d|<\d>|\{""|\[?(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL|VRB|DBG|INF|WRN|ERR|FTL)\b)", RegexOptions.CultureInvariant)]
    private static partial Regex BeginsMessage();
}
